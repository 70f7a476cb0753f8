"""The keys as this process knows them: in memory, compared with the database's stamp.

Every ``CHECK_EVERY`` seconds one request asks the database whether anything changed, so
a revocation is in force in every process within that time. An unknown key makes the
process look at once (but not more often than ``LOOK_AGAIN``), so a fresh key works
immediately. While the database cannot be reached nothing can be revoked either, and
the process goes on with what it knows for ``TRUST`` seconds; then it refuses everybody
with a key.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import DatabaseError

from clients.budgets import borrowed, lease_for
from clients.keys import KeyKind, Scope
from clients.models import Key, RegistryStamp
from clients.purses import Purse

CHECK_EVERY = 2.0
LOOK_AGAIN = 0.25
TRUST = 60.0
MOST_BEARERS = 10_000


class Unverified(Exception):
    """The database could not be asked for so long that what we know is not to be trusted."""


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key with all that deciding on it needs. Instants are seconds since 1970."""

    prefix: str
    digest: str
    kind: KeyKind
    scopes: frozenset[Scope]
    client_id: UUID
    suspended: bool
    revoked: bool
    expires_at: float | None
    purse: Purse


@dataclass(slots=True)
class Known:
    """Everything known, as of one stamp."""

    stamp: UUID | None = None
    keys: dict[str, KnownKey] = field(default_factory=dict)
    checked: float = float("-inf")
    bearers: dict[str, KnownKey] = field(default_factory=dict)
    """Whose key an Authorization header was found to hold, while nothing has changed."""


class Registry:
    """One for each process; tests make more. ``clock`` counts seconds, from anywhere."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._known = Known()
        self._purses: dict[UUID, Purse] = {}

    def find(self, prefix: str) -> KnownKey | None:
        """The key of a prefix. Raises ``Unverified``."""
        known = self._current(CHECK_EVERY)
        if prefix not in known.keys:
            known = self._current(LOOK_AGAIN)
        return known.keys.get(prefix)

    def bearer(self, authorization: str) -> KnownKey | None:
        """The key that this header was found to hold before. Raises ``Unverified``."""
        return self._current(CHECK_EVERY).bearers.get(authorization)

    def remember(self, authorization: str, key: KnownKey) -> None:
        """This header holds this key: that need not be worked out again until keys change."""
        known = self._known
        if known.keys.get(key.prefix) is key:
            if len(known.bearers) >= MOST_BEARERS:
                known.bearers.clear()
            known.bearers[authorization] = key

    def forget(self) -> None:
        """Know nothing, and have nothing in hand."""
        with self._lock:
            self._known = Known()
            self._purses = {}

    def _current(self, no_older_than: float) -> Known:
        known = self._known
        age = self._clock() - known.checked
        if age < no_older_than:
            return known
        # One thread looks; the others go on with what is still good enough.
        if not self._lock.acquire(blocking=age > TRUST):
            return known
        try:
            self._look()
        finally:
            self._lock.release()
        if self._clock() - self._known.checked > TRUST:
            raise Unverified
        return self._known

    def _look(self) -> None:
        now = self._clock()
        known = self._known
        try:
            with borrowed():
                stamp = RegistryStamp.objects.values_list("stamp", flat=True).first()
                if stamp == known.stamp and known.checked != float("-inf"):
                    known.checked = now
                else:
                    self._known = Known(stamp, self._load(), checked=now)
        except DatabaseError:
            # Not asked: `checked` stays, and grows old.
            return

    def _load(self) -> dict[str, KnownKey]:
        """All keys. A client keeps what this process has in hand of unchanged quotas."""
        purses: dict[UUID, Purse] = {}
        found = {}
        for key in Key.objects.select_related("client"):
            client = key.client
            purse = purses.get(client.id) or self._purses.get(client.id)
            if purse is None or purse.limits != client.limits:
                purse = Purse(client.limits, lease_for(client.id))
            purses[client.id] = purse
            found[key.prefix] = KnownKey(
                prefix=key.prefix,
                digest=key.digest,
                kind=KeyKind(key.kind),
                scopes=frozenset(map(Scope, key.scopes)),
                client_id=client.id,
                suspended=client.suspended_at is not None,
                revoked=key.revoked_at is not None,
                expires_at=key.expires_at.timestamp() if key.expires_at else None,
                purse=purse,
            )
        self._purses = purses
        return found
