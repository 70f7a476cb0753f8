"""Which source answers now.

``source()`` is how a request asks: it hands out the newest snapshot while that is known to be
fresh, and else the database, which is slower and always right. A batch, a stream or a
classification takes one source, asks it everything, and so answers everything at one sequence,
however long it takes; a snapshot never changes under it. ``snapshot()`` is for commands that
ask much: it loads one where nobody follows the ledger, which takes seconds for a city.

With ``min_sequence`` an answer is of that act or a later one: who has just published reads what
they wrote, whichever process or replica they reach.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import psycopg
from django.conf import settings
from django.db import DatabaseError

from zones.answers import Answer, Question, Source, answer
from zones.gazetteer.fronts import read_ahead
from zones.installation import city
from zones.replica import reading
from zones.serving.database import DatabaseSource, answer_from_database
from zones.serving.follower import Follower
from zones.serving.loading import load
from zones.serving.snapshot import Snapshot
from zones.standings import head

PATIENCE = 0.5
"""Seconds that a question waits for the act that it asks for."""

log = logging.getLogger("zones.serving")


class NotThere(LookupError):
    """The ledger has not reached the sequence that was asked for."""


_follower: Follower | None = None
_ahead: Snapshot | None = None
"""What was loaded before this process was forked."""
_instead: ContextVar[Source | None] = ContextVar("instead", default=None)


@contextmanager
def asking(source: Source) -> Iterator[None]:
    """Whoever asks inside, asks this source and nothing real."""
    token = _instead.set(source)
    try:
        yield
    finally:
        _instead.reset(token)


def load_ahead() -> None:
    """Load a snapshot for the processes that are to be forked off this one."""
    global _ahead
    try:
        _ahead = load(city())
        read_ahead(_ahead.ground.index)
    except (DatabaseError, psycopg.Error) as error:
        log.warning("no snapshot is loaded ahead: %s", type(error).__name__)


def follow() -> Follower:
    """Have this process follow the ledger from now on."""
    global _follower
    if _follower is None:
        _follower = Follower(trust=settings.SNAPSHOT_TRUST_SECONDS)
        _follower.start(_ahead)
    return _follower


def follower() -> Follower | None:
    """Who follows the ledger for this process, if anybody does."""
    return _follower


def unfollow() -> None:
    """Leave the ledger to the database again."""
    global _follower
    if _follower is not None:
        _follower.stop()
    _follower = None


def fresh() -> Snapshot | None:
    """The newest snapshot, if there is one that is known to be fresh."""
    return _follower.fresh() if _follower else None


def snapshot() -> Snapshot:
    """The newest snapshot, loaded now where this process follows nothing."""
    return fresh() or load(city())


def source(min_sequence: int = 0) -> Source:
    """The freshest source there is. Raises ``NotThere``."""
    found = _instead.get() or fresh()
    if found is not None and found.sequence >= min_sequence:
        return found
    if _instead.get() is not None:
        raise NotThere(min_sequence)
    reading.need(min_sequence)
    if min_sequence and _follower is not None:
        found = _follower.wait_for(min_sequence, PATIENCE)
        if found is not None:
            return found
    elif min_sequence:
        _wait_in_the_database(min_sequence)
    slow = DatabaseSource(city())
    if slow.sequence < min_sequence:
        raise NotThere(min_sequence)
    return slow


def answer_from(source: Source, question: Question) -> Answer:
    """The answer of a source to one question. Raises ``UnknownPlace``."""
    if isinstance(source, DatabaseSource):
        return answer_from_database(question, city())
    return answer(question, source)


def _wait_in_the_database(sequence: int) -> None:
    until = time.monotonic() + PATIENCE
    while head().sequence < sequence and time.monotonic() < until:
        time.sleep(PATIENCE / 20)
