"""Every page and datum of a snapshot, made by the views of the site itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from config.content_security import policy_for
from notices.models import Notice
from outlets.snapshot.assets import Assets
from outlets.snapshot.links import DATA, ELSEWHERE, LANGUAGES, PLACE, ZONES, Rewriting, Spot
from zones.installation import city
from zones.models import Standing, StandingPlace

LATELY = timedelta(days=7)


class NotRendered(RuntimeError):
    """A page of the site that could not be made."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a snapshot says of itself on each page: templates find it at ``request.snapshot``."""

    as_of: datetime
    sequence: int
    live: str = ""

    @property
    def elsewhere(self) -> str:
        """The page that says what a snapshot does not have."""
        return ELSEWHERE


class Rendering:
    """The files of a snapshot in both languages, found by following the links from the map."""

    def __init__(self, stamp: Stamp) -> None:
        self.stamp = stamp
        self.assets = Assets()
        self.places = _places(stamp.as_of)
        self.instants: set[Spot] = set()

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Each file with its path under the root."""
        for language in LANGUAGES:
            yield from self._pages(language)
            with translation.override(language):
                yield f"{LANGUAGES[language]}{ELSEWHERE}index.html".lstrip("/"), self._elsewhere()
        with translation.override(settings.LANGUAGE_CODE):
            for spot in (*_data(), *sorted(self.instants, key=lambda spot: spot.query)):
                file = spot.file(settings.LANGUAGE_CODE)
                if file is not None:
                    yield file, self._made(spot, kinds=(200, 300, 404))
        yield from self.assets.files.items()

    def _pages(self, language: str) -> Iterator[tuple[str, bytes]]:
        waiting, seen = [Spot("/"), Spot("/notices/")], {Spot("/"), Spot("/notices/")}

        def note(spot: Spot) -> None:
            if spot.is_past:
                self.instants.add(spot)
            if spot.is_page and spot not in seen:
                seen.add(spot)
                waiting.append(spot)

        with translation.override(language):
            while waiting:
                spot = waiting.pop()
                rewriting = Rewriting(language, spot.path, note, self.assets, self._has)
                page = rewriting.of_page(self._made(spot, kinds=(200, 300)).decode())
                file = spot.file(language)
                assert file is not None
                yield file, _guarded(page, spot.path).encode()

    def _has(self, spot: Spot) -> bool:
        """Whether a spot is taken in: of the places only some are."""
        place = PLACE.fullmatch(spot.path)
        return place is None or place[1] in self.places

    def _made(self, spot: Spot, *, kinds: tuple[int, ...]) -> bytes:
        view, args, kwargs = resolve(spot.path)
        response = view(self._request(spot.address), *args, **kwargs)
        if hasattr(response, "render") and not getattr(response, "is_rendered", True):
            response = response.render()
        if response.status_code not in kinds:
            raise NotRendered(f"{spot.address}: {response.status_code}")
        body: bytes = response.content
        return body

    def _request(self, address: str) -> HttpRequest:
        base = urlsplit(self.stamp.live or f"http://{_any_host()}")
        request = RequestFactory(SERVER_NAME=base.hostname, SERVER_PORT=str(base.port or 80)).get(
            address, secure=base.scheme == "https", headers={"host": base.netloc}
        )
        return self._stamped(request)

    def _stamped(self, request: Any) -> HttpRequest:
        request.snapshot = self.stamp
        stamped: HttpRequest = request
        return stamped

    def _elsewhere(self) -> bytes:
        request = self._request("/")
        page = render_to_string("outlets/not_in_this_copy.html", {}, request)
        language = translation.get_language() or settings.LANGUAGE_CODE
        rewriting = Rewriting(language, "/", lambda spot: None, self.assets, self._has)
        return _guarded(rewriting.of_page(page), ELSEWHERE).encode()


def _places(at: datetime) -> set[str]:
    """The places with a zone in force, or released so lately that people are still asked about it.

    Neither the gazetteer nor a long ledger makes them more.
    """
    lately = Standing.objects.filter(
        known__contains=at, effective__overlap=(at - LATELY, None), implied=False
    )
    marks = StandingPlace.objects.filter(standing__in=lately, covered=True)
    return {str(place) for place in marks.values_list("place", flat=True)}


def _data() -> Iterator[Spot]:
    for path, queries in DATA.items():
        for query in queries:
            yield Spot(path, query)
    yield from (Spot("/zones.txt"), Spot("/fresh.json"), Spot("/feeds/city.atom"))
    if settings.LEDGER_SIGNING_KEY:
        yield Spot("/verify/key.pem")
    for code in city().districts.values_list("code", flat=True):
        yield Spot(f"/feeds/districts/{code}.atom")
        yield Spot(ZONES, f"district={code}")
    numbers = Notice.objects.filter(kind=Notice.Kind.NOTICE).values_list("year", "number")
    for year, number in numbers.distinct().order_by("year", "number"):
        yield Spot(f"/api/v1/notices/{year}/{number}")


def _any_host() -> str:
    return next((h for h in settings.ALLOWED_HOSTS if not h.startswith((".", "*"))), "localhost")


def _guarded(page: str, path: str) -> str:
    """The policy of the site goes along: a plain web server sends none."""
    directives = policy_for(path).split("; ")
    # A page cannot say itself who may frame it.
    said = "; ".join(d for d in directives if not d.startswith("frame-ancestors"))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{said}">'
    return page.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n    {meta}', 1)
