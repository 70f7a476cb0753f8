"""The rows of the projection in compact memory: one flat table a district.

A ledger of ten years has many tens of thousands of stretches, of which a question needs a
few. So a row is a record of numbers; its words, its notice and its marks stand in a pool.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Table = npt.NDArray[np.void]
Moments = npt.NDArray[np.int64]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
BEGINNING, END = -(2**62), 2**62
"""Ends of a range that are open."""
UNKNOWN = BEGINNING
"""A start that is not known."""

ROW = np.dtype(
    [
        ("id", "i8"),
        ("designation", "V16"),
        ("entry", "V16"),
        ("implied", "?"),
        ("lower", "i8"),
        ("upper", "i8"),
        ("known_from", "i8"),
        ("known_to", "i8"),
        ("since", "i8"),
        ("level", "i4"),
        ("text", "i4"),
        ("opened_by", "i4"),
        ("ended_by", "i4"),
        ("marks", "i4"),
    ]
)
NOTHING = -1


class Mark(NamedTuple):
    """A mark of an extent: the sixteen bytes of a place's id, the part meant, in or out."""

    place: bytes
    part: str
    covered: bool


class Fetched(NamedTuple):
    """A row of ``Standing`` as ``loading`` fetches it; instants in microseconds."""

    id: int
    designation: bytes
    entry: bytes
    implied: bool
    district: str
    lower: int | None
    upper: int | None
    known_from: int | None
    known_to: int | None
    since: int | None
    level: str
    text: str
    opened_by: Mapping[str, Any]
    ended_by: Mapping[str, Any] | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """What rows refer to, each value once. It only ever grows, so tables may share it."""

    values: list[Any] = field(default_factory=list)
    _numbers: dict[object, int] = field(default_factory=dict)

    def number(self, value: Any, key: object = None) -> int:
        """The number of a value; ``key`` stands for one that cannot be hashed."""
        if value is None:
            return NOTHING
        known = self._numbers.setdefault(value if key is None else key, len(self.values))
        if known == len(self.values):
            self.values.append(value)
        return known

    def value(self, number: int) -> Any:
        """The value of this number."""
        return None if number == NOTHING else self.values[number]


def table(rows: Iterable[Fetched], pool: Pool) -> Table:
    """Rows as records, by id."""
    records = [_record(row, pool) for row in rows]
    found: Table = np.array(records, dtype=ROW)
    return np.sort(found, order="id")


def replaced(old: Table, new: Table) -> Table:
    """The table with the rows of some designations in the place of those it had of them."""
    gone = np.isin(_designations(old), _designations(new))
    kept: Table = np.concatenate([old[~gone], new])
    return kept


def _designations(rows: Table) -> npt.NDArray[np.bytes_]:
    return np.frombuffer(rows["designation"].tobytes(), dtype="S16")


def _record(row: Fetched, pool: Pool) -> tuple[Any, ...]:
    return (
        row.id,
        row.designation,
        row.entry,
        row.implied,
        BEGINNING if row.lower is None else row.lower,
        END if row.upper is None else row.upper,
        BEGINNING if row.known_from is None else row.known_from,
        END if row.known_to is None else row.known_to,
        UNKNOWN if row.since is None else row.since,
        pool.number(row.level),
        pool.number(row.text),
        pool.number(row.opened_by, _notice_key(row.opened_by)),
        pool.number(row.ended_by, row.ended_by and _notice_key(row.ended_by)),
        pool.number(row.marks),
    )


def _notice_key(reference: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(sorted(reference.items(), key=lambda item: item[0]))


def micros(instant: datetime) -> int:
    """An instant as a number."""
    return (instant - EPOCH) // MICROSECOND


def moment(number: int) -> datetime | None:
    """A number as an instant; ``None`` for an open end."""
    if number <= BEGINNING or number >= END:
        return None
    return EPOCH + timedelta(microseconds=int(number))


def finite(columns: Sequence[Moments]) -> Moments:
    """All finite moments among these, each once, in order."""
    every = np.concatenate(columns) if columns else np.zeros(0, dtype=np.int64)
    found: Moments = np.unique(every[(every > BEGINNING) & (every < END)])
    return found
