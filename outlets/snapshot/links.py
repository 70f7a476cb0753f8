"""Where a page of the site stands among the files of a snapshot. Pure.

Whatever a snapshot does not have leads to one page that says so: nothing in it pretends.
"""

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlsplit

PLACE = re.compile(r"/places/([0-9a-f-]{36})/")
PAGES = re.compile(
    r"/|/changes/|/notices/(?:\d+/\d+/)?|/ledger/\d+/|/districts/\d{6}/|" + PLACE.pattern
)
ZONES = "/api/v1/zones"
DATA = {
    ZONES: {"": "zones.geojson", "format=csv": "zones.csv"},
    "/api/v1/districts": {"": "districts.json", "format=geojson": "districts.geojson"},
    "/api/v1/notices": {"": "notices.json"},
    "/api/v1/regimes": {"": "regimes.json"},
}
AS_THEY_ARE = re.compile(
    r"/zones\.txt|/fresh\.json|/verify/key\.pem|/feeds/(?!places/)[\w/]+\.atom"
)
_DISTRICT = re.compile(r"district=(\d{6})")
_INSTANT = re.compile(r"as_of=([\dT:.+-]+)")
ONE_NOTICE = re.compile(r"(/api/v1/notices/\d+/\d+)")
ELSEWHERE = "/not-in-this-copy/"
LANGUAGES = {"zh-hans": "", "en": "/en"}
_LINK = re.compile(r'(?P<name>\b(?:href|src|action|data-url))="(?P<value>[^"]*)"')
_SETTINGS = re.compile(
    r'(?P<open><script id="map-settings" type="application/json">)'
    r"(?P<json>.*?)(?P<close></script>)",
    re.S,
)
_CHOICE = re.compile(r"/language/([\w-]+)/")


@dataclass(frozen=True, slots=True)
class Spot:
    """A page or a datum of the site: a path with the part of the query that matters."""

    path: str
    query: str = ""

    @classmethod
    def of(cls, address: str) -> "Spot":
        """The spot that a rooted address names."""
        parts = urlsplit(address)
        pairs = sorted((k, v) for k, v in parse_qsl(parts.query) if v)
        return cls(parts.path, "&".join(f"{k}={v}" for k, v in pairs))

    @property
    def address(self) -> str:
        """For the site itself."""
        return quote(self.path) + (f"?{quote(self.query, safe='=&')}" if self.query else "")

    @property
    def is_page(self) -> bool:
        """Whether it is read by people, in their language."""
        return bool(PAGES.fullmatch(self.path)) and bool(
            re.fullmatch(r"(?:issuer=[^&]+|page=\d+)?", self.query)
        )

    @property
    def is_past(self) -> bool:
        """Whether it is the zones of an instant: a map of what changed compares two."""
        return self.path == ZONES and bool(_INSTANT.fullmatch(self.query))

    def file(self, language: str) -> str | None:
        """Its file under the root of the snapshot; nothing where there is none."""
        if self.is_page:
            return f"{LANGUAGES[language]}{self.path}{self._suffix()}index.html".lstrip("/")
        if self.path == ZONES and (found := _DISTRICT.fullmatch(self.query)):
            return f"api/v1/zones-{found[1]}.geojson"
        if self.is_past:
            return f"api/v1/zones-at-{re.sub(r'[^0-9T]+', '-', self.query[6:])}.geojson"
        if self.path in DATA:
            name = DATA[self.path].get(self.query)
            return f"api/v1/{name}" if name else None
        if found := ONE_NOTICE.fullmatch(self.path):
            return f"{found[1]}{self._suffix()}".strip("/") + ".json"
        if AS_THEY_ARE.fullmatch(self.path) and not self.query:
            return self.path.lstrip("/")
        return None

    def _suffix(self) -> str:
        """A query as a folder: two issuers of one number, or the next page of a list."""
        return re.sub(r"[^\w=-]+", "_", self.query.replace("=", "-")) + "/" if self.query else ""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Pages in one language, with what stands in them led to files."""

    language: str
    page: str
    seen: Callable[[Spot], None]
    asset: Callable[[str], str]
    has: Callable[[Spot], bool] = lambda spot: True
    """Whether the snapshot takes a spot in that could have a file."""

    def of_page(self, text: str) -> str:
        """A page whose links lead to files, or to where it is said that there is none."""
        text = _SETTINGS.sub(self._settings, text)
        return _LINK.sub(
            lambda m: f'{m["name"]}="{html.escape(self.link(html.unescape(m["value"])))}"', text
        )

    def _settings(self, found: re.Match[str]) -> str:
        told = json.loads(found["json"])
        urls = {name: self.link(url) for name, url in told["urls"].items() if url}
        # What a snapshot has no file for, the map is not told of: it does without.
        told["urls"] = {n: url for n, url in urls.items() if not url.endswith(ELSEWHERE)}
        words = json.dumps(told, ensure_ascii=True)
        for sign, code in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
            words = words.replace(sign, code)
        return found["open"] + words + found["close"]

    def link(self, address: str) -> str:
        """Where an address of the site leads in the snapshot."""
        rooted = self.page + address if address.startswith("?") else address
        if not rooted.startswith("/") or rooted.startswith("//"):
            return address
        plain, hash_, fragment = rooted.partition("#")
        if plain.startswith("/static/"):
            return self.asset(plain)
        spot, language = Spot.of(plain), self.language
        if chosen := _CHOICE.fullmatch(spot.path):
            language = chosen[1]
            spot = Spot.of(spot.query.removeprefix("next=")) if spot.query else Spot("/")
            if not spot.is_page:
                spot = Spot("/")
        file = spot.file(language)
        if file is None or not self.has(spot):
            return LANGUAGES[language] + ELSEWHERE
        if language == self.language:
            self.seen(spot)
        return "/" + file.removesuffix("index.html") + hash_ + fragment
