"""Where ledger and ground stand: one cheap query, by which a copy knows that it is old."""

from datetime import datetime
from typing import Any, NamedTuple

QUERY = """
    SELECT coalesce(max(sequence), 0), max(recorded_at), coalesce(max(making), 0),
           (SELECT count(*) FROM zones_groundchange)
      FROM zones_ledgerhead
"""


class Heads(NamedTuple):
    """What a snapshot was made of. Equal heads mean equal answers."""

    sequence: int
    recorded_at: datetime | None
    making: int
    """How often the projection was rebuilt."""
    ground: int
    """How many transactions changed the ground."""


def read_heads(cursor: Any) -> Heads:
    """Where the database stands that a cursor is of."""
    cursor.execute(QUERY)
    row = cursor.fetchone()
    return Heads(*row)
