"""Seats for answers that keep a thread for as long as the asker likes.

A stream is read and answered on one thread of the server, and may stand still. Were there no
bound, a few idle ones would take every thread, and nobody's single question would be answered.
"""

import threading
import weakref
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Seats:
    """How many are taken in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = 0

    def take(self, most: int) -> bool:
        """Whether one of so many was free, and is taken now."""
        with self._lock:
            is_free = self._taken < most
            self._taken += is_free
            return is_free

    def leave(self) -> None:
        """Give back one that was taken."""
        with self._lock:
            self._taken -= 1


class Seated(Generic[T]):
    """The same parts; once they are over, however they end, the seat is given back.

    An answer may also be dropped before its first part is asked for.
    """

    def __init__(self, parts: Iterator[T], leave: Callable[[], None]) -> None:
        self._parts = parts
        self._leave = weakref.finalize(self, leave)

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        try:
            return next(self._parts)
        except BaseException:
            self._leave()
            raise

    def close(self) -> None:
        """Nothing more is wanted."""
        close = getattr(self._parts, "close", None)
        if close is not None:
            close()
        self._leave()
