"""Refusals of rights during one request, to be kept when its transactions are over.

A service that refuses raises, and whatever its transaction wrote is gone with it. So it notes the
refusal here, and the door (``people.doors``) keeps it after the request.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_noted: ContextVar[list[str] | None] = ContextVar("refusals", default=None)


@contextmanager
def collected() -> Iterator[list[str]]:
    """What is refused while the block runs."""
    found: list[str] = []
    token = _noted.set(found)
    try:
        yield found
    finally:
        _noted.reset(token)


def note(why_not: str) -> None:
    """Somebody has tried what they may not; outside a request nobody asks."""
    found = _noted.get()
    if found is not None:
        found.append(why_not)
