"""Which requests may be answered from the replica: all that nobody is signed in for.

Everything that the public may ask is asked without signing in, and everything that the desk
does needs it, so nobody has to remember to say of a new page where it is read from.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from zones.replica import watch
from zones.replica.reading import Reading, perhaps_from_the_replica

DESK = ("/staff/", "/admin/")


class ReplicaMiddleware:
    """Django middleware, before whatever reads the ledger or the ground."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if watch.watching() is None or not is_public(request):
            return self._get_response(request)
        with perhaps_from_the_replica() as reading:
            response = self._get_response(request)
            if getattr(response, "database_lost", False) and reading.is_replica:
                watch.suspect("a query was broken off")
                reading.leave()
                if request.method in ("GET", "HEAD"):
                    # A standby breaks queries off that stand in the way of what it replays, and
                    # those of whoever asks when it ends. The primary is asked the same again.
                    response = self._get_response(request)
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = _inside(reading, response.streaming_content)
        return response


def is_public(request: HttpRequest) -> bool:
    """Whether this is asked without signing in."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and not request.path.startswith(DESK)


def _inside(reading: Reading, parts: Iterable[Any]) -> Iterator[Any]:
    """The same parts, each made while reading from where the beginning was read from."""
    rest = iter(parts)
    while True:
        with perhaps_from_the_replica(reading):
            try:
                part = next(rest)
            except StopIteration:
                return
        yield part
