"""Where ledger and ground stand: one cheap query, by which a copy knows that it is old."""

from datetime import datetime
from typing import Any, NamedTuple

from zones.serving.changes import Settled
from zones.serving.records import moment

QUERY = """
    SELECT coalesce(max(sequence), 0), (extract(epoch FROM max(recorded_at)) * 1000000)::bigint,
           coalesce(max(making), 0),
           (SELECT count(*) FROM zones_groundchange WHERE transaction >= %s)
      FROM zones_ledgerhead
"""


class Heads(NamedTuple):
    """What a snapshot was made of. Equal heads mean equal answers."""

    sequence: int
    recorded_at: datetime | None
    making: int
    """How often the projection was rebuilt."""
    ground: int
    """How many changes of the ground there are."""


def read_heads(cursor: Any, settled: Settled = Settled()) -> Heads:  # noqa: B008
    """Where the database stands that a cursor is of. What is ``settled`` is not counted again.

    The instant comes as a number: how a time is read depends on the time zone of the session,
    and the connection that listens is not one of Django's.
    """
    cursor.execute(QUERY, [settled.floor])
    sequence, recorded_at, making, later = cursor.fetchone()
    ground = settled.count + later
    return Heads(sequence, None if recorded_at is None else moment(recorded_at), making, ground)
