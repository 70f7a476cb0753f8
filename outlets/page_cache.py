"""Public pages and data, kept by the sequence of the ledger.

A notice brings a peak. Whoever asks again is told 304 before anything is rendered; what is
rendered is rendered once for each version of the ledger and kept, compressed, in the memory of
the process; caches in between are told how long they may keep it. Nothing that answers for an
address or a position is kept by anybody.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from outlets.compression import Encoding, compress, preferred
from outlets.kept_parts import PARTS
from outlets.version import Version

PUBLIC = re.compile(
    r"^/$|^/(?:districts|places|notices|ledger|feeds|embed|changes|zones\.txt)(?:/|$)"
    r"|^/api/v1/(?:zones|districts|notices|places|regimes)(?:/|$)"
)
KNOWN = frozenset(
    {"as_of", "known_at", "district", "level", "bbox", "format", "page", "issuer", "year"}
    | {"from", "to"}
)
PERSONAL = frozenset({"address", "place", "lon", "lat", "accuracy", "q"})
STALE_FOR = 30
"""Seconds for which a cache may hand out the old while it asks for the new."""

Handler = Callable[[HttpRequest], HttpResponse]
T = TypeVar("T")


@dataclass(slots=True)
class Kept:
    """A rendered response, and its compressed forms as they were asked for."""

    tag: str
    headers: dict[str, str]
    forms: dict[Encoding, bytes]
    lock: threading.Lock = field(default_factory=threading.Lock)

    def form(self, encoding: Encoding) -> bytes:
        """The body in an encoding, compressed once."""
        with self.lock:
            if encoding not in self.forms:
                self.forms[encoding] = compress(self.forms[Encoding.IDENTITY], encoding)
            return self.forms[encoding]


class Shelf:
    """What is kept, the longest unused of it thrown away first."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self.making: dict[tuple[str, ...], threading.Lock] = {}
        self.size = 0

    def get(self, key: tuple[str, ...], tag: str) -> Kept | None:
        """What is kept under a key, if it is of this version."""
        with self.lock:
            found = self.kept.get(key)
            if found is None or found.tag != tag:
                return None
            self.kept.move_to_end(key)
            return found

    def put(self, key: tuple[str, ...], kept: Kept, room: int) -> None:
        """Keep a response in place of the one before it."""
        with self.lock:
            if (before := self.kept.pop(key, None)) is not None:
                self.size -= len(before.forms[Encoding.IDENTITY])
            self.kept[key] = kept
            self.size += len(kept.forms[Encoding.IDENTITY])
            while self.size > room and self.kept:
                _, oldest = self.kept.popitem(last=False)
                self.size -= len(oldest.forms[Encoding.IDENTITY])

    def turn(self, key: tuple[str, ...]) -> threading.Lock:
        """Who makes a page makes it for all who wait for it."""
        with self.lock:
            if len(self.making) > 10_000:
                self.making.clear()
            return self.making.setdefault(key, threading.Lock())

    def clear(self) -> None:
        """Forget everything."""
        with self.lock:
            self.kept.clear()
            self.size = 0


SHELF = Shelf()


class PublicCacheMiddleware:
    """Stands behind the choice of language and before everything that costs."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not PUBLIC.match(request.path):
            return self.get_response(request)
        if PERSONAL & request.GET.keys():
            _give_keeper(request)
            response = self.get_response(request)
            response.headers["Cache-Control"] = "private, no-store"
            return response
        if not request.GET.keys() <= KNOWN or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        return self._public(request)

    def _public(self, request: HttpRequest) -> HttpResponse:
        now, version = timezone.now(), Version.current()
        key = _key(request)
        tag = version.tag(now, *key, follows_now="as_of" not in request.GET)
        if _is_had(request, tag):
            return _headed(HttpResponse(status=304), tag, version, now)
        room = settings.PAGE_CACHE_MB * 2**20
        if not room or request.method == "HEAD":
            response = self.get_response(request)
            return _headed(response, tag, version, now) if response.status_code == 200 else response
        with SHELF.turn(key):
            kept = SHELF.get(key, tag)
            if kept is None:
                response = self.get_response(request)
                if not _may_be_kept(response):
                    return response
                kept = Kept(tag, dict(response.items()), {Encoding.IDENTITY: response.content})
                SHELF.put(key, kept, room)
        return _headed(_sent(request, kept), tag, version, now)


def _give_keeper(request: HttpRequest) -> None:
    """Lets the page keep what it shows beside the answer, for this version and this moment."""
    if not settings.PAGE_CACHE_MB or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return
    told = tuple(request.GET.get(name, "") for name in ("as_of", "known_at", "district"))
    now, version = timezone.now(), Version.current()
    tag = version.tag(now, get_language() or "", *told, follows_now=not told[0])

    def keep(name: str, make: Callable[[], T]) -> T:
        return PARTS.get((name, get_language() or "", *told), tag, make)

    request.keeper = keep  # type: ignore[attr-defined]


def _key(request: HttpRequest) -> tuple[str, ...]:
    query = sorted((name, *values) for name, values in request.GET.lists())
    here = f"{request.scheme}://{request.get_host()}{request.path}"
    return here, repr(query), get_language() or ""


def _is_had(request: HttpRequest, tag: str) -> bool:
    had = parse_etags(request.headers.get("If-None-Match", ""))
    return tag in had or tag.removeprefix("W/") in had


def _may_be_kept(response: HttpResponse) -> bool:
    return response.status_code == 200 and not response.streaming and not response.cookies


def _sent(request: HttpRequest, kept: Kept) -> HttpResponse:
    encoding = preferred(request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(kept.form(encoding), headers=kept.headers)
    if encoding is not Encoding.IDENTITY:
        response.headers["Content-Encoding"] = encoding.value
    response.headers.pop("Content-Length", None)
    return response


def _headed(response: HttpResponse, tag: str, version: Version, now: datetime) -> HttpResponse:
    """With the tag, and with how long it may be kept: never past the next known change."""
    seconds, stale = settings.PUBLIC_CACHE_SECONDS, STALE_FOR
    if (change := version.next_change(now)) is not None:
        left = max(0, int((change - now).total_seconds()))
        seconds = min(seconds, left)
        stale = min(stale, left - seconds)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={seconds}, stale-while-revalidate={stale}"
    patch_vary_headers(response, ["Cookie", "Accept-Language", "Accept-Encoding"])
    return response
