"""What the ledger says of one district, as plain rows: zones, vouching, orders.

They are values without a home. The database's rows and the rows in memory are both
turned into these, and everything that judges sees nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from zones.risk.assess import Unvouched, Zone


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time ``[lower, upper)``; an end that is ``None`` is infinite."""

    lower: datetime | None
    upper: datetime | None

    def __contains__(self, instant: datetime) -> bool:
        return (self.lower is None or self.lower <= instant) and (
            self.upper is None or instant < self.upper
        )

    def meets(self, start: datetime, end: datetime) -> bool:
        """Whether some instant of ``[start, end)`` lies in it."""
        return (self.lower is None or self.lower < end) and (
            self.upper is None or start < self.upper
        )

    @property
    def ends(self) -> tuple[datetime, ...]:
        """Its finite ends."""
        return tuple(end for end in (self.lower, self.upper) if end is not None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of one designation (see ``zones.models.Standing``), with its zone.

    An ``implied`` one never makes a place high: it only keeps it from being called low.
    """

    designation: UUID
    entry: UUID
    implied: bool
    level: str
    effective: Span
    since: datetime | None
    text: str
    opened_by: Mapping[str, Any]
    ended_by: Mapping[str, Any] | None
    zone: Zone

    @property
    def unvouched(self) -> tuple[Unvouched, ...]:
        """The places that an implied stretch keeps from being called low, and why."""
        reason = (
            f"{self.opened_by['year']}年第{self.opened_by['number']}号通告解除此处，"
            "而划定此处的通告未收录"
        )
        return tuple(Unvouched(place, reason) for place in self.zone.covered)


@dataclass(frozen=True, slots=True)
class Vouching:
    """Over which time the ledger vouches for the district, and for which places not."""

    effective: Span
    left_out: tuple[Unvouched, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """A state ordered for the whole district over a stretch of time (全域管控)."""

    state: str
    effective: Span
    text: str
    opened_by: Mapping[str, Any]
