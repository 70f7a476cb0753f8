"""The values of the ledger's algebra: entries and the stretches of time they make.

Pure. Instants are aware datetimes; extents are regions of the place tree.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zones.risk.extent import Extent


class Action(StrEnum):
    """What an entry does."""

    DESIGNATE = "designate"
    OPENING = "opening"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Designation:
    """An entry that opens a zone. ``recorded`` is the sequence of its act."""

    id: str
    extent: Extent
    effective_from: datetime
    recorded: int


@dataclass(frozen=True, slots=True)
class Release:
    """An entry that ends the designations to which it is bound, over its extent."""

    id: str
    extent: Extent
    effective_from: datetime
    recorded: int
    binds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a designation covers over ``[start, end)``; ``end`` None is open.

    ``ended_by`` is the release at ``end``.
    """

    designation: str
    extent: Extent
    start: datetime
    end: datetime | None
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class Belief:
    """A stretch as held from one ledger sequence until another (None: still held)."""

    stretch: Stretch
    known_from: int
    known_to: int | None
