"""Keeping a snapshot fresh: one thread of each server process follows the database.

PostgreSQL tells at the commit that ledger or ground went on (LISTEN/NOTIFY), and the thread
makes the next snapshot from what is new. A notification may be lost with its connection, so
nothing is taken to be fresh for its silence: at every heartbeat the thread asks, over the very
connection on which it listens, where the database stands. ``fresh`` hands out a snapshot only
if it was found to stand there within ``trust`` seconds. Else whoever asks puts that question to
the database first, and lets it answer everything if the snapshot is behind.

After a lost connection the thread listens first and looks then, so that an act published in
between is never missed.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

import psycopg
from django.db import DatabaseError, OperationalError, connection, connections

from zones.installation import city
from zones.models.ground.changes import CHANNEL
from zones.replica.names import REPLICA
from zones.replica.reading import from_the_primary, perhaps_from_the_replica
from zones.serving.changes import NOTHING_SEEN, Settled
from zones.serving.heads import Heads, read_heads
from zones.serving.loading import current_heads, go_on, load
from zones.serving.snapshot import Snapshot

HEARTBEAT = 0.5
"""Seconds between two looks at the database while it is silent."""
LONGEST_PAUSE = 2.0
"""Seconds between two attempts to connect."""

log = logging.getLogger("zones.serving")


class Follower:
    """One for each process. ``trust`` is how many seconds a look at the database is good for."""

    def __init__(self, trust: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._trust = trust
        self._clock = clock
        self._held: tuple[Snapshot, float] | None = None
        """The newest snapshot, and when it was last found to be what the database has."""
        self._moved = threading.Condition()
        self._verifying = threading.Lock()
        self._stopped = threading.Event()
        self._listening: psycopg.Connection | None = None
        self._thread: threading.Thread | None = None

    # For whoever asks ---------------------------------------------------------------------

    def fresh(self) -> Snapshot | None:
        """The snapshot, if it is known to be what the database has, or had a moment ago."""
        held = self._held
        if held is None:
            return None
        if self._clock() - held[1] <= self._trust:
            return held[0]
        return self._verified()

    def _verified(self) -> Snapshot | None:
        """The snapshot, if the database has just said itself that it is fresh.

        The thread may merely be late, when the machine has too much to do. Then one cheap
        query is better than to answer from the database, which would give it yet more.
        """
        with self._verifying:
            held, began = self._held, self._clock()
            if held is None or began - held[1] <= self._trust:
                return None if held is None else held[0]
            try:
                heads = _ask_heads(held[0].ground.seen.settled)
            except DatabaseError:
                return None
            if heads != held[0].heads:
                return None
            self._held = (held[0], began)
            return held[0]

    def wait_for(self, sequence: int, seconds: float) -> Snapshot | None:
        """The fresh snapshot once it has an act of the ledger; ``None`` if that takes longer."""

        def reached() -> bool:
            held = self.fresh()
            return held is not None and held.sequence >= sequence

        with self._moved:
            self._moved.wait_for(reached, seconds)
        held = self.fresh()
        return held if held is not None and held.sequence >= sequence else None

    # The thread ---------------------------------------------------------------------------

    def start(self, ahead: Snapshot | None = None) -> None:
        """Load now, so that the first request finds a snapshot, and follow from then on.

        ``ahead`` is an older one, perhaps by weeks, to go on from.
        """
        try:
            if ahead is None:
                self.load()
            else:
                self._go_on(ahead)
        except (DatabaseError, psycopg.Error) as error:
            log.warning("no snapshot yet: %s", type(error).__name__)
        self._thread = threading.Thread(target=self.run, name="follower", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread at its next heartbeat."""
        self._stopped.set()

    def join(self) -> None:
        """Wait until the thread has ended."""
        if self._thread is not None:
            self._thread.join()

    @property
    def backend(self) -> int | None:
        """The process of the server that this one listens to."""
        listening = self._listening
        return listening.info.backend_pid if listening and not listening.closed else None

    def run(self) -> None:
        """Follow until stopped; whatever fails is begun again."""
        pause = HEARTBEAT / 4
        while not self._stopped.is_set():
            try:
                with self._listen() as listening:
                    while not self._stopped.is_set():
                        self._look(listening)
                        pause = HEARTBEAT / 4
                        for _ in listening.notifies(timeout=HEARTBEAT, stop_after=1):
                            pass
            except Exception as error:
                # Also what nobody thought of: a thread that ended would leave the process slow
                # for ever. Until it is mended, nothing is fresh.
                log.warning("the ledger is not followed: %s: %s", type(error).__name__, error)
                if not isinstance(error, (DatabaseError, psycopg.Error)):
                    self._held = None  # Perhaps it is what cannot be gone on from.
                connection.close()
                self._stopped.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
        connection.close()

    def _listen(self) -> psycopg.Connection:
        """A connection of its own, on which nothing else happens, and which notices its end."""
        parameters = connection.get_connection_params() | {
            "connect_timeout": 3,
            "keepalives_idle": 5,
            "tcp_user_timeout": 3000,
        }
        self._listening = psycopg.connect(autocommit=True, **parameters)
        self._listening.execute(f"LISTEN {CHANNEL}")
        return self._listening

    def _look(self, listening: psycopg.Connection) -> None:
        """Compare what is held with where the database stands, and make up the difference."""
        began = self._clock()
        held = self._held
        settled = held[0].ground.seen.settled if held else NOTHING_SEEN.settled
        with listening.cursor() as cursor:
            heads = read_heads(cursor, settled)
        if held is None:
            self.load()
        elif held[0].heads == heads:
            self._held = (held[0], began)
        else:
            self._go_on(held[0])

    def load(self) -> None:
        """Take all of it from the database, in the thread that calls."""
        began = self._clock()
        self._take(_all_of_it(), began)

    def _go_on(self, old: Snapshot) -> None:
        def warn() -> None:
            # Until that is done, the database answers.
            self._held = (old, float("-inf"))

        began = self._clock()
        self._take(go_on(old, city(), warn), began)

    def _take(self, snapshot: Snapshot, began: float) -> None:
        """Let a snapshot be the newest. It was read after ``began``."""
        snapshot.prepare()
        self._held = (snapshot, began)
        with self._moved:
            self._moved.notify_all()


def _all_of_it() -> Snapshot:
    """The whole city, which is much: from the replica, unless that breaks off."""
    with perhaps_from_the_replica() as reading:
        try:
            return load(city())
        except OperationalError:
            if not reading.is_replica:
                raise
        finally:
            if reading.is_replica:
                connections[REPLICA].close()
    return load(city())


def _ask_heads(settled: Settled) -> Heads:
    """Where the primary stands; a connection that was borrowed for it is given back."""
    outside = connection.connection is None
    try:
        with from_the_primary():
            return current_heads(settled)
    finally:
        if outside and not connection.in_atomic_block:
            connection.close()
