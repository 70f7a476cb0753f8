"""The values of the ledger's algebra: entries, and the stretches of time they make.

Pure. Instants are aware datetimes; extents are regions of the place tree. ``recorded``
is the sequence of the act that wrote an entry: the axis of what was known when.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zones.risk.extent import Extent


class Action(StrEnum):
    """What an entry does."""

    DESIGNATE = "designate"
    """划定：opens a zone."""
    OPENING = "opening"
    """期初：a zone known to be in force, since when is not known."""
    RELEASE = "release"
    """解除：ends the designations to which it is bound, over its extent."""
    RESCOPE = "rescope"
    """调整范围：gives the designations to which it is bound another extent."""
    VOID = "void"
    """撤销：an entry is as if it had never been written, from now on."""


OPENS = frozenset({Action.DESIGNATE, Action.OPENING})
"""Actions that open a zone."""
CHANGES = frozenset({Action.RELEASE, Action.RESCOPE})
"""Actions that are bound to designations."""


@dataclass(frozen=True, slots=True)
class Designation:
    """An entry that opens a zone."""

    id: str
    extent: Extent
    effective_from: datetime
    recorded: int


@dataclass(frozen=True, slots=True)
class Change:
    """A release or a rescoping, bound to one designation.

    ``recorded`` is the sequence of the act that bound it, which may be later than the
    act that wrote it: a designation may be typed after its release.
    """

    id: str
    action: Action
    extent: Extent
    effective_from: datetime
    recorded: int

    def __post_init__(self) -> None:
        if self.action not in CHANGES:
            raise ValueError(f"{self.action} does not change a designation")


@dataclass(frozen=True, slots=True)
class Void:
    """An entry that takes back another, possibly a void itself."""

    id: str
    voids: str
    recorded: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a designation covers over ``[start, end)``; ``end`` None is open.

    ``scoped_by`` is the entry whose words say so: the designation or a rescoping;
    ``ended_by`` the change at ``end``.
    """

    extent: Extent
    start: datetime
    end: datetime | None
    scoped_by: str
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class Belief:
    """A stretch as held from one ledger sequence until another (None: still held)."""

    stretch: Stretch
    known_from: int
    known_to: int | None
