"""The short cut: look-ups answered from memory in front of Django's handler.

It owns exactly ``GET /api/v1/lookup``, and of that only the usual: a question that a fresh
snapshot answers, for a key that is admitted. Everything else it hands to Django as it came,
which answers the same question in the same words. What Django's middleware puts on every
answer is taken from one of Django's own answers to the same host.
"""

from __future__ import annotations

import re
import time
from binascii import a2b_qp
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import unquote_plus

from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict
from django.utils import translation

from zones.answers import UnknownPlace
from zones.api.lookup import Plainly, Rendered, look_up, matches
from zones.api.problems import BadParameter
from zones.api.values import read_address
from zones.risk.regimes import SHANGHAI
from zones.serving import current
from zones.serving.snapshot import Snapshot

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

PATH = "/api/v1/lookup"
ACCEPTED = frozenset({None, "*/*", "application/json", "application/json, */*"})
UNUSUAL = frozenset({"HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTP_TRANSFER_ENCODING"})
"""Headers on which an answer may depend in ways that only Django knows."""
NOT_TAKEN_OVER = frozenset(
    {"content-length", "content-encoding", "etag", "ratelimit", "ratelimit-policy", "date"}
)
ESCAPED = re.compile(r"(?:[!-$&-<>-~]|%[0-9A-Fa-f]{2})*")
"""What both ways of escaping say alike: no bare ``%`` or ``=``, nothing unprintable."""
LANGUAGE = "zh-hans"
MOST_HOSTS = 64
MOST_KEPT = 10_000
ADDRESS = "address="


class Admission(Protocol):
    """Who may ask, with what goes on the answer."""

    @property
    def headers(self) -> Iterable[tuple[str, str]]: ...


class Door(Protocol):
    """Keys, quotas and usage, as whoever keeps them offers them."""

    def admit(self, authorization: str | None) -> Admission | None:
        """Who asks for one address; ``None`` where Django has to refuse or to say more."""
        ...

    def note(self, who: Any, rendered: Rendered, status: int, seconds: float) -> None:
        """Count an answer."""
        ...


class Front:
    """A WSGI application in front of another."""

    def __init__(self, behind: Application, door: Door) -> None:
        self._behind = behind
        self._door = door
        self._common: dict[tuple[str | None, ...], Headers] = {}
        self._kept_for: Snapshot | None = None
        self._kept: dict[str, Rendered] = {}
        self._plainly: Plainly | None = None

    def __call__(self, request: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if request["PATH_INFO"] != PATH or not _is_usual(request):
            return self._behind(request, start_response)
        snapshot = current.fresh()
        if snapshot is None:
            return self._behind(request, start_response)
        status = 200
        started = time.perf_counter()
        host = _host(request)
        rendered, now = self._rendered(snapshot, request["QUERY_STRING"])
        if rendered is None:
            return self._behind(request, start_response)
        if matches(request.get("HTTP_IF_NONE_MATCH"), rendered.etag):
            status = 304
        who = self._door.admit(request.get("HTTP_AUTHORIZATION"))
        if who is None:
            return self._behind(request, start_response)
        common = self._common.get((*host, str(status)))
        if common is None:
            return self._behind(request, self._learning(host, start_response))
        body = b"" if status == 304 else rendered.body(now)
        headers = [
            *common,
            ("ETag", rendered.etag),
            ("Content-Length", str(len(body))),
            *who.headers,
        ]
        start_response("200 OK" if status == 200 else "304 Not Modified", headers)
        self._door.note(who, rendered, status, time.perf_counter() - started)
        return [body]

    def _rendered(self, snapshot: Snapshot, asked: str) -> tuple[Rendered | None, datetime]:
        """The answer from memory, or made from the snapshot; ``None`` if it is a problem."""
        now = datetime.now(SHANGHAI)
        if self._kept_for is not snapshot:
            self._kept_for, self._kept, self._plainly = snapshot, {}, None
        kept = self._kept
        found = kept.get(asked)
        if found is not None and found.until is not None and now < found.until:
            return found, now
        found = self._plain(snapshot, asked, now) or self._any(snapshot, asked, now)
        if found is not None and found.until is not None:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            kept[asked] = found
        return found, now

    def _plain(self, snapshot: Snapshot, asked: str, now: datetime) -> Rendered | None:
        if not asked.startswith(ADDRESS) or "&" in asked:
            return None
        plainly = self._plainly
        if plainly is None or now >= plainly.until:
            _speak()
            plainly = self._plainly = Plainly(snapshot, now)
        try:
            return plainly.answer(read_address(unquoted(asked[len(ADDRESS) :])))
        except BadParameter:
            return None

    def _any(self, snapshot: Snapshot, asked: str, now: datetime) -> Rendered | None:
        _speak()
        try:
            return look_up(QueryDict(asked), now, snapshot)
        except (BadParameter, UnknownPlace, current.NotThere, SuspiciousOperation):
            return None

    def _learning(
        self, host: tuple[str | None, ...], start_response: StartResponse
    ) -> StartResponse:
        """Lets Django answer, and remembers what it puts on every answer of the kind."""

        def start(status: str, headers: Headers, *more: Any) -> Any:
            if status[:3] in ("200", "304"):
                common = [h for h in headers if h[0].lower() not in NOT_TAKEN_OVER]
                if len(self._common) >= MOST_HOSTS:
                    self._common.clear()
                self._common[*host, status[:3]] = common
            return start_response(status, headers, *more)

        return start


def unquoted(text: str) -> str:
    """``unquote_plus``, by C where that is the same: ``=E5`` of e-mail is ``%E5`` of an address."""
    if not ESCAPED.fullmatch(text):
        return unquote_plus(text)
    return a2b_qp(text.replace("+", " ").replace("%", "=")).decode("utf-8", "replace")


def _speak() -> None:
    """Sentences are in the language of who says nothing of languages.

    Django's middleware sets the thread's language anew at each of its own requests.
    """
    if translation.get_language() != LANGUAGE:
        translation.activate(LANGUAGE)


def _is_usual(request: Environ) -> bool:
    return (
        request["REQUEST_METHOD"] == "GET"
        and request.get("HTTP_ACCEPT") in ACCEPTED
        and UNUSUAL.isdisjoint(request)
        and request.get("CONTENT_LENGTH", "0") in ("", "0")
        and request["QUERY_STRING"].isascii()
    )


def _host(request: Environ) -> tuple[str | None, ...]:
    """On what Django's headers depend: whether a host is ours, and whether it came safely."""
    return (
        request["wsgi.url_scheme"],
        request.get("HTTP_X_FORWARDED_PROTO"),
        request.get("HTTP_HOST"),
    )
