"""The gate before the programming interface: keys, quotas, sandbox, usage.

One middleware for every address below /api/v1/, so that no view can forget it and none
has to know of it. It decides with the same ``clients.access.check`` as whatever answers
in front of Django.
"""

import enum
import json
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from clients import access, sandbox, usage
from clients.access import Admitted, Refused
from clients.keys import KeyKind, Scope
from zones.api.problems import MEDIA_TYPE, QuotaSpent
from zones.serving import current

ROOT = "/api/v1/"


class Endpoint(enum.StrEnum):
    """What usage is counted by."""

    LOOKUP = "lookup"
    BATCH = "batch"
    CHANGES = "changes"
    CORRECTIONS = "corrections"
    OPEN = "open"
    """Lists and pages that anybody may read: zones, districts, notices, places, …"""


PATHS = {
    "lookup": (Endpoint.LOOKUP, Scope.LOOKUP, 1),
    "lookup/batch": (Endpoint.BATCH, Scope.BATCH, 0),
    "changes": (Endpoint.CHANGES, Scope.CHANGES, 0),
    "changes/snapshot": (Endpoint.CHANGES, Scope.CHANGES, 0),
    "corrections": (Endpoint.CORRECTIONS, Scope.CHANGES, 0),
}
"""Each address with a scope: how it is counted, what opens it, how many addresses it costs.

A batch costs as many addresses as it names; its view says so by ``request.charge(n)``.
"""

SANDBOX = frozenset({"lookup", "lookup/batch"})
"""What a sandbox key opens."""


class Gate:
    """Django middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(ROOT):
            return self._get_response(request)
        started = time.perf_counter()
        path = request.path.removeprefix(ROOT)
        endpoint, scope, addresses = PATHS.get(path, (Endpoint.OPEN, None, 0))
        who = access.check(request.headers.get("Authorization"), scope=scope, addresses=addresses)
        tab = Tab(who, addresses)
        if isinstance(who, Refused):
            response: HttpResponseBase = refusal(who)
        else:
            request.charge = tab.charge  # type: ignore[attr-defined]
            in_sandbox = who.kind is KeyKind.SANDBOX
            response = (self._from_sandbox if in_sandbox else self._get_response)(request)
        if scope is not None and isinstance(who, Admitted):
            for name, value in who.headers:
                response.headers.setdefault(name, value)
        tab.close_with(response, endpoint, started)
        return response

    def _from_sandbox(self, request: HttpRequest) -> HttpResponseBase:
        """The answer of the same view, of a town that does not exist."""
        path = request.path.removeprefix(ROOT)
        if path not in SANDBOX:
            return refusal(sandbox.CLOSED)
        magic = sandbox.REFUSED.get(request.GET.get("address", "").strip())
        if magic is not None:
            return refusal(magic)
        with current.asking(sandbox.town()):
            return self._get_response(request)


class Tab:
    """What a request has cost so far."""

    def __init__(self, who: Admitted | Refused, addresses: int) -> None:
        self._who = who
        self.addresses = addresses if isinstance(who, Admitted) else 0

    def close_with(self, response: HttpResponseBase, endpoint: Endpoint, started: float) -> None:
        """Note the request when its answer is whole: a streamed one, when it has gone out."""

        def note() -> None:
            usage.note(
                self._who,
                endpoint=endpoint,
                outcome=outcome_of(response),
                status=response.status_code,
                milliseconds=(time.perf_counter() - started) * 1000,
                addresses=self.addresses,
                sequence=sequence_of(response),
            )

        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _then(response.streaming_content, note)
        else:
            note()

    def charge(self, addresses: int) -> None:
        """Count further addresses. Raises ``QuotaSpent``, which is answered with 429."""
        assert isinstance(self._who, Admitted)
        refused = access.charge(self._who, addresses=addresses)
        if refused is not None:
            raise QuotaSpent(refused.detail, dict(refused.headers))
        self.addresses += addresses


def _then(parts: Iterable[Any], done: Callable[[], None]) -> Iterator[Any]:
    """The same parts; afterwards, also where the asker went away, what is to be done."""
    try:
        yield from parts
    finally:
        done()


def refusal(refused: Refused) -> HttpResponse:
    """A refusal as a response."""
    return HttpResponse(
        json.dumps(refused.problem, ensure_ascii=False).encode(),
        status=refused.status,
        content_type=MEDIA_TYPE,
        headers=dict(refused.headers),
    )


def outcome_of(response: HttpResponseBase) -> str:
    """The outcome of an answer by its name; else what became of the request."""
    if response.status_code == 200 and "outcome" in _told(response):
        return str(_told(response)["outcome"])
    if response.status_code < 400:
        return "answered"
    return "failed" if response.status_code >= 500 else f"refused-{response.status_code}"


def sequence_of(response: HttpResponseBase) -> int | None:
    """The ledger sequence of an answer, where it names one."""
    return _told(response).get("sequence")


def _told(response: HttpResponseBase) -> dict[str, Any]:
    """What a view says of its answer beside the bytes."""
    told: dict[str, Any] = getattr(response, "told", {})
    return told
