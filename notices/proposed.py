"""What is about to be recorded: typed values that the services take (待入账)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from notices.ledger.orders import DistrictState
from notices.ledger.values import Action
from zones.models import District, Place


class Refused(Exception):
    """An act that may not be recorded; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that an entry means, or excepts."""

    place: Place
    covered: bool = True
    part: str = ""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry about to be recorded.

    ``binds`` are the designations that a release ends or a rescoping changes;
    ``ended_by`` the releases, typed earlier, that end a designation typed late;
    ``replaces`` the entry that this one amends, voided in the same act; it is bound to
    what that one was bound to, unless ``inherits`` says that it names something else.
    """

    action: Action
    level: str
    district: District
    text: str
    effective_from: datetime
    marks: tuple[Mark, ...]
    to_level: str | None = None
    start: int | None = None
    end: int | None = None
    binds: tuple[UUID, ...] = ()
    ended_by: tuple[UUID, ...] = ()
    replaces: UUID | None = None
    inherits: bool = True
    reviewed_by: str = ""


@dataclass(frozen=True, slots=True)
class NewVoid:
    """An entry about to be taken back, and why."""

    entry: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class NewCoverage:
    """A coverage declaration about to be recorded, with the places it leaves out."""

    district: District
    effective_from: datetime
    note: str
    unvouched: tuple[tuple[Place, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NewOrder:
    """A whole-district state about to be recorded, in the words announced."""

    district: District
    state: DistrictState
    effective_from: datetime
    text: str


@dataclass(frozen=True, slots=True)
class NoticeHead:
    """What a numbered notice says of itself."""

    issuer: str
    year: int
    number: int
    issued_on: date
    title: str
    text: str
    origin: str = ""
    effective_phrase: str = ""
    effective_decision: str = ""
    declared: dict[str, Any] = field(default_factory=dict)
    accepted: tuple[dict[str, Any], ...] = ()
