"""From which database one request reads: decided at its first query, and the same from then on.

A request that read twice from two databases could mix two states of the ledger, and what is
kept under the name of one would be of the other. So there is one decision for each request,
and the replica is only chosen if it has, as it says itself over the very connection on which
it is read, all that this process knows of the ledger. A standby that was killed may come back
in an earlier state than it was last seen in; that is noticed here and not by the watch.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DatabaseError, connections

from zones.replica import watch
from zones.replica.names import PRIMARY, REPLICA
from zones.serving.heads import Heads, read_heads


class Reading:
    """What one request reads from."""

    def __init__(self) -> None:
        self._has: Heads | None = None
        self._decided = False

    @property
    def alias(self) -> str:
        """The name of the database."""
        if not self._decided:
            self._decided = True
            self._has = _replica_with_all()
        return PRIMARY if self._has is None else REPLICA

    @property
    def is_replica(self) -> bool:
        """Whether the replica was chosen; chooses nothing."""
        return self._has is not None

    def need(self, sequence: int) -> None:
        """Read from the primary if the replica was not known to have this act."""
        if self.alias == REPLICA and self._has is not None and self._has.sequence < sequence:
            self.leave()

    def leave(self) -> None:
        """Read from the primary from now on."""
        self._decided, self._has = True, None


_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)


def present() -> Reading | None:
    """What is being read from, where somebody has begun to read from the replica."""
    return _reading.get()


@contextmanager
def perhaps_from_the_replica(reading: Reading | None = None) -> Iterator[Reading]:
    """Ledger and ground are read from the replica inside, if it has all that is known."""
    reading = reading or Reading()
    token = _reading.set(reading)
    try:
        yield reading
    finally:
        _reading.reset(token)


@contextmanager
def from_the_primary() -> Iterator[None]:
    """Everything is read from the primary inside, whoever asks."""
    token = _reading.set(None)
    try:
        yield
    finally:
        _reading.reset(token)


def alias() -> str:
    """The database from which ledger and ground are read here."""
    reading = _reading.get()
    # Inside a transaction on the primary, whoever began it reads what was written in it.
    if reading is None or connections[PRIMARY].in_atomic_block:
        return PRIMARY
    return reading.alias


def connection() -> Any:
    """The connection of that database, for whoever writes SQL."""
    return connections[alias()]


def need(sequence: int) -> None:
    """Whoever asks knows of this act already, and is not answered from before it."""
    reading = _reading.get()
    if reading is not None:
        reading.need(sequence)


def _replica_with_all() -> Heads | None:
    """Where the replica stands, if it has all that it is known to have had."""
    watching = watch.watching()
    known = watching.level() if watching else None
    if watching is None or known is None:
        return None
    replica = connections[REPLICA]
    # One that was broken off is left by Django for the next request; there may be none.
    replica.close_if_unusable_or_obsolete()
    try:
        with replica.cursor() as cursor:
            heads = read_heads(cursor)
    except DatabaseError as error:
        watching.suspect(type(error).__name__)
        replica.close()
        return None
    if not has_all(heads, known):
        watching.suspect("it has gone back")
        return None
    return heads


def has_all(one: Heads, other: Heads) -> bool:
    """Whether one database has everything that another has."""
    return (
        one.sequence >= other.sequence and one.making >= other.making and one.ground >= other.ground
    )
