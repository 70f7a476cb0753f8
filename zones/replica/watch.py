"""Knowing whether the replica has all that the primary has: one thread of each server process.

It listens on the primary, where an act is told at its commit (a standby cannot LISTEN), and
compares where the two stand. While they differ, and while nobody could compare them for longer
than ``trust`` seconds, nothing is read from the replica. So the replica is never read behind an
act of which this process knows, nor behind one that is older than ``trust``.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg

from zones.models.ground.changes import CHANNEL
from zones.serving.heads import Heads, read_heads

HEARTBEAT = 0.5
"""Seconds between two looks while both stand where they stood."""
SOONEST = 0.02
"""Seconds after which a replica that is behind is looked at again; then twice as many."""

APPLICATION = "risk-zones: watching the {}"
"""How PostgreSQL calls the connections of the watch."""

log = logging.getLogger("zones.replica")


@dataclass(frozen=True, slots=True)
class State:
    """What is known of the replica, for whoever watches the site."""

    sequence: int | None
    """Where it stands; ``None`` while it cannot be asked."""
    lag_seconds: float | None
    """How long ago it was last found to have all that the primary had; ``None`` for never."""
    is_read: bool
    reason: str


class Watch:
    """One for each process. ``trust`` is how many seconds a comparison is good for."""

    def __init__(
        self,
        primary: dict[str, Any],
        replica: dict[str, Any],
        trust: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ends = {"primary": _End("primary", primary), "replica": _End("replica", replica)}
        self._trust = trust
        self._clock = clock
        self._level: tuple[Heads, float] | None = None
        """Where both stood, and when; ``None`` while the replica is behind or suspected."""
        self._last_level: float | None = None
        self._stands: Heads | None = None
        self._reason = "not compared yet"
        self._looked = threading.Condition()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    # For whoever asks ---------------------------------------------------------------------

    def level(self) -> Heads | None:
        """What the replica has, if that was all there is a moment ago."""
        level = self._level
        if level is None or self._clock() - level[1] > self._trust:
            return None
        return level[0]

    def suspect(self, reason: str) -> None:
        """Leave the replica alone until it is found to have everything again."""
        self._level, self._reason = None, reason

    def wait_until(self, holds: Callable[[], bool], seconds: float) -> bool:
        """Wait until something holds after a look, at most so long; whether it does."""
        with self._looked:
            return self._looked.wait_for(holds, seconds)

    @property
    def state(self) -> State:
        """What is known of the replica."""
        is_read, last, stands = self.level() is not None, self._last_level, self._stands
        return State(
            sequence=None if stands is None else stands.sequence,
            lag_seconds=None if last is None else round(self._clock() - last, 3),
            is_read=is_read,
            reason="" if is_read else self._reason or "not compared with the primary for too long",
        )

    # The thread ---------------------------------------------------------------------------

    def start(self) -> None:
        """Compare now, so that the first request knows, and go on comparing."""
        self.look()
        self._thread = threading.Thread(target=self.run, name="replica", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread at its next heartbeat."""
        self._stopped.set()

    def join(self) -> None:
        """Wait until the thread has ended."""
        if self._thread is not None:
            self._thread.join()

    def run(self) -> None:
        """Compare until stopped."""
        soon = SOONEST
        while not self._stopped.is_set():
            level = False
            try:
                level = self.look()
            except Exception as error:
                # Also what nobody thought of: a thread that ended would be missed by nobody.
                log.warning("the replica is not compared: %s: %s", type(error).__name__, error)
            with self._looked:
                self._looked.notify_all()
            pause = HEARTBEAT if level else soon
            soon = SOONEST if level else min(2 * soon, HEARTBEAT)
            if not self._ends["primary"].hear(pause):
                self._stopped.wait(pause)
        self.close()

    def close(self) -> None:
        """Let go of both connections."""
        for end in self._ends.values():
            end.close()

    def look(self) -> bool:
        """Compare once; whether the replica has all that the primary has."""
        began = self._clock()
        wanted, self._stands = self._ask("primary"), self._ask("replica")
        if self._stands is None:
            self.suspect("the replica cannot be asked")
        elif wanted is None:
            # Nothing says that it is behind: what was known of it is good for its time.
            self._reason = "the primary cannot be asked"
        elif self._stands == wanted:
            if self._level is None:
                log.info("the replica is read: it has sequence %d", wanted.sequence)
            self._level, self._last_level, self._reason = (wanted, began), began, ""
            return True
        else:
            self.suspect("the replica is behind")
        return False

    def _ask(self, name: str) -> Heads | None:
        try:
            return self._ends[name].heads()
        except psycopg.Error as error:
            if self._level is not None:
                log.warning("the %s does not answer: %s", name, type(error).__name__)
            return None


class _End:
    """One of the two databases, over a connection on which nothing else happens."""

    def __init__(self, name: str, parameters: dict[str, Any]) -> None:
        self._parameters = parameters | {
            "application_name": APPLICATION.format(name),
            "connect_timeout": 3,
            "keepalives_idle": 5,
            "tcp_user_timeout": 3000,
        }
        self._connection: psycopg.Connection | None = None

    def heads(self) -> Heads:
        """Where it stands. Raises ``psycopg.Error``."""
        try:
            if self._connection is None:
                self._connection = psycopg.connect(autocommit=True, **self._parameters)
                if not self._connection.execute("SELECT pg_is_in_recovery()").fetchone()[0]:  # type: ignore[index]
                    self._connection.execute(f"LISTEN {CHANNEL}")
            with self._connection.cursor() as cursor:
                return read_heads(cursor)
        except psycopg.Error:
            self.close()
            raise

    def hear(self, seconds: float) -> bool:
        """Wait until something is told, at most so long; whether there was anything to hear."""
        if self._connection is None:
            return False
        try:
            for _ in self._connection.notifies(timeout=seconds, stop_after=1):
                pass
        except psycopg.Error:
            self.close()
            return False
        return True

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


_watching: Watch | None = None


def watching() -> Watch | None:
    """Who watches the replica for this process, if there is one and somebody does."""
    return _watching


def suspect(reason: str) -> None:
    """Have this process leave the replica alone until it is found to have everything again."""
    if _watching is not None:
        _watching.suspect(reason)


def begin(watch: Watch) -> None:
    """Have this process read from the replica while this watch says so."""
    global _watching
    _watching = watch
    watch.start()


def end() -> None:
    """Read everything from the primary again."""
    global _watching
    if _watching is not None:
        _watching.stop()
        _watching.join()
    _watching = None
