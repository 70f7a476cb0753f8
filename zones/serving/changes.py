"""Which changes of the ground a snapshot has seen, and which it has not.

Transactions end in another order than they begin, and numbers from a sequence are taken before
a commit. So no number says "everything up to here". What can be told: a transaction that began
before the oldest one that is still running has ended, and its changes are seen or never were.
Of all later transactions the changes seen are kept by their ids; they are few.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

LATER = """
    SELECT now.floor, change.id, change.transaction, change.places
      FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS floor) now
      LEFT JOIN zones_groundchange change ON change.transaction >= %s
"""


class Settled(NamedTuple):
    """How many changes came from transactions before one, all of which have ended."""

    floor: int = 0
    count: int = 0


class Seen(NamedTuple):
    """The changes that a snapshot has seen."""

    settled: Settled
    later: frozenset[int]
    """The ids of those that came later."""

    @property
    def count(self) -> int:
        """How many they are: the version of the ground."""
        return self.settled.count + len(self.later)


NOTHING_SEEN = Seen(Settled(), frozenset())


def everything(cursor: Any) -> Seen:
    """All changes that the transaction of this cursor sees."""
    return since(cursor, NOTHING_SEEN)[0]


def since(cursor: Any, seen: Seen) -> tuple[Seen, frozenset[UUID] | None]:
    """The changes that there are by now, and the places of the new ones; ``None`` is any place."""
    cursor.execute(LATER, [seen.settled.floor])
    rows = cursor.fetchall()
    # Another server, which is behind, may know of an older one that it thinks is running.
    floor = max(rows[0][0], seen.settled.floor)
    changes = [row[1:] for row in rows if row[1] is not None]
    later = frozenset(id for id, transaction, _ in changes if transaction >= floor)
    settled = Settled(floor, seen.settled.count + len(changes) - len(later))
    new = [places for id, _, places in changes if id not in seen.later]
    if any(places is None for places in new):
        return Seen(settled, later), None
    return Seen(settled, later), frozenset(place for places in new for place in places)
