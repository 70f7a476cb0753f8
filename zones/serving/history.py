"""What is believed of one district, at one time of knowing, over all effective time.

Between two changes nothing differs, so what holds there is made once and kept for every
further question. All caches here are bounded and hold only what can be made again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence, Set
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

import numpy as np

from zones.gazetteer.located import narrow
from zones.risk.assess import Unvouched, Zone
from zones.risk.extent import Extent
from zones.risk.relation import Located
from zones.risk.situation import Situation
from zones.risk.stretch import Order, Span, Stretch, Vouching
from zones.serving.records import (
    BEGINNING,
    END,
    UNKNOWN,
    Mark,
    Moments,
    Pool,
    Table,
    finite,
    micros,
    moment,
)

T = TypeVar("T")
KEPT_SITUATIONS = 256
KEPT_HISTORIES = 8

Locate = Callable[[bytes], Located]
"""From the sixteen bytes of a place's id to the place as the risk algebra compares it."""


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    """A row of few (coverage, orders), with both axes of time in microseconds."""

    lower: int
    upper: int
    known_from: int
    known_to: int
    value: T

    @property
    def span(self) -> Span:
        """Over which effective time it holds."""
        return Span(moment(self.lower), moment(self.upper))


@dataclass(frozen=True, slots=True)
class Declared:
    """What a coverage row leaves out: places by their ids, and why."""

    left_out: tuple[tuple[bytes, str], ...]


@dataclass(frozen=True, slots=True)
class Ordered:
    """What a whole-district order says."""

    state: str
    text: str
    opened_by: Any


@dataclass(frozen=True)
class Rows:
    """Everything that is held of one district."""

    stretches: Table
    pool: Pool
    coverages: tuple[Held[Declared], ...] = ()
    orders: tuple[Held[Ordered], ...] = ()

    @property
    def newest(self) -> int:
        """The greatest id of a stretch."""
        return int(self.stretches["id"].max(initial=0))

    @cached_property
    def known_changes(self) -> Moments:
        """When anything was learnt."""
        few = [m for h in (*self.coverages, *self.orders) for m in (h.known_from, h.known_to)]
        both = [self.stretches["known_from"], self.stretches["known_to"]]
        return finite([*both, np.array(few, dtype=np.int64)])


class Locating:
    """Locates places, and knows which: what was made of them holds while they are the same."""

    def __init__(self, locate: Locate) -> None:
        self._locate = locate
        self.located: set[bytes] = set()

    def __call__(self, id: bytes) -> Located:
        """The place with this id, as the risk algebra compares it."""
        self.located.add(id)
        return self._locate(id)


class DistrictLedger:
    """The rows of a district with what was made of them for questions."""

    def __init__(self, rows: Rows, locate: Locate) -> None:
        self.rows = rows
        self._locate = Locating(locate)
        self._histories: dict[int, History] = {}

    def on(self, locate: Locate, changed: Set[bytes]) -> DistrictLedger:
        """The same rows on a ground on which some places are others now."""
        newer = DistrictLedger(self.rows, locate)
        histories = list(self._histories.items())
        if self._locate.located.isdisjoint(changed):
            newer._locate.located |= self._locate.located.copy()
            newer._histories = {cell: found.on(newer._locate) for cell, found in histories}
        return newer

    def believed(self, known_at: datetime) -> History:
        """What was believed at a time of knowing."""
        instant = micros(known_at)
        cell = int(np.searchsorted(self.rows.known_changes, instant, side="right"))
        found = self._histories.get(cell)
        if found is None:
            if len(self._histories) >= KEPT_HISTORIES:
                self._histories.clear()
            found = self._histories[cell] = History(self.rows, instant, self._locate)
        return found


class History:
    """See the head of this file."""

    def __init__(self, rows: Rows, known_at: int, locate: Locate) -> None:
        every = rows.stretches
        self._rows = every[(every["known_from"] <= known_at) & (known_at < every["known_to"])]
        self._lower, self._upper = (np.ascontiguousarray(self._rows[n]) for n in ("lower", "upper"))
        self._pool, self._locate = rows.pool, locate
        self._coverages = _known(rows.coverages, known_at)
        self._orders = _known(rows.orders, known_at)
        few = [m for h in (*self._coverages, *self._orders) for m in (h.lower, h.upper)]
        self.changes = finite([self._lower, self._upper, np.array(few, dtype=np.int64)])
        self._situations: dict[tuple[int, int], Situation] = {}
        self._stretches: dict[int, Stretch] = {}

    def on(self, locate: Locate) -> History:
        """The same on another ground, on which the places that it speaks of are the same."""
        newer = copy(self)
        newer._locate = locate
        newer._situations, newer._stretches = self._situations.copy(), self._stretches.copy()
        return newer

    def at(self, instant: datetime) -> Situation:
        """What holds at an instant."""
        at = micros(instant)
        cell = int(np.searchsorted(self.changes, at, side="right"))
        return self._kept((cell, cell), at, at + 1)

    def over(self, start: datetime, end: datetime) -> Situation:
        """What holds at any instant of ``[start, end)``."""
        first, last = micros(start), micros(end)
        cells = (
            int(np.searchsorted(self.changes, first, side="right")),
            int(np.searchsorted(self.changes, last, side="left")),
        )
        return self._kept(cells, first, last)

    def next_change(self, after: datetime) -> datetime | None:
        """The first instant after another at which anything changes."""
        cell = int(np.searchsorted(self.changes, micros(after), side="right"))
        return moment(int(self.changes[cell])) if cell < len(self.changes) else None

    def earlier(self, of: Stretch) -> Sequence[Stretch]:
        """The stretches of the same designation that begin before this one, the last first."""
        positions = self._repeated.get(of.designation.bytes, ())
        start = micros(of.effective.lower) if of.effective.lower else BEGINNING
        before = [n for n in positions if self._lower[n] < start]
        return [self._stretch(n) for n in sorted(before, key=lambda n: -self._lower[n])]

    @cached_property
    def _repeated(self) -> dict[bytes, list[int]]:
        """The rows of each designation that has more than one."""
        data = self._rows["designation"].tobytes()
        every = [data[at : at + 16] for at in range(0, len(data), 16)]
        several = {id for id, count in Counter(every).items() if count > 1}
        found: dict[bytes, list[int]] = {id: [] for id in several}
        for position, id in enumerate(every):
            if id in several:
                found[id].append(position)
        return found

    def _kept(self, cells: tuple[int, int], start: int, end: int) -> Situation:
        found = self._situations.get(cells)
        if found is None:
            if len(self._situations) >= KEPT_SITUATIONS:
                self._situations.clear()
                self._stretches.clear()
            found = self._situations[cells] = self._situation(start, end)
        return found

    def _situation(self, start: int, end: int) -> Situation:
        positions = np.flatnonzero((self._lower < end) & (self._upper > start))
        rows = self._rows[positions]
        # As the database orders them: the latest range first, then by id.
        order = np.lexsort((rows["id"], -rows["upper"], -rows["lower"]))
        return Situation(
            [self._stretch(int(positions[n])) for n in order],
            [
                Vouching(held.span, self._left_out(held.value))
                for held in self._coverages
                if held.lower < end and held.upper > start
            ],
            [
                Order(held.value.state, held.span, held.value.text, held.value.opened_by)
                for held in self._orders
                if held.lower < end and held.upper > start
            ],
        )

    def _left_out(self, declared: Declared) -> tuple[Unvouched, ...]:
        return tuple(Unvouched(self._locate(id), reason) for id, reason in declared.left_out)

    def _stretch(self, position: int) -> Stretch:
        found = self._stretches.get(position)
        if found is None:
            found = self._stretches[position] = self._made(position)
        return found

    def _made(self, position: int) -> Stretch:
        row, value = self._rows[position], self._pool.value
        designation, level = UUID(bytes=row["designation"].tobytes()), value(row["level"])
        since = int(row["since"])
        return Stretch(
            designation=designation,
            entry=UUID(bytes=row["entry"].tobytes()),
            implied=bool(row["implied"]),
            level=level,
            effective=Span(moment(int(row["lower"])), moment(int(row["upper"]))),
            since=None if since == UNKNOWN else moment(since),
            text=value(row["text"]),
            opened_by=value(row["opened_by"]),
            ended_by=value(row["ended_by"]),
            zone=self._zone(str(designation), level, value(row["marks"])),
        )

    def _zone(self, designation: str, level: str, marks: Sequence[Mark]) -> Zone:
        places = [(narrow(self._locate(m.place), m.part), m.covered) for m in marks]
        return Zone(
            designation=designation,
            level=level,
            extent=Extent.of({place.lineage: covered for place, covered in places}),
            covered=tuple(place for place, covered in places if covered),
        )


def _known(rows: Sequence[Held[T]], known_at: int) -> tuple[Held[T], ...]:
    return tuple(held for held in rows if held.known_from <= known_at < held.known_to)


__all__ = ["BEGINNING", "END", "Declared", "DistrictLedger", "Held", "History", "Ordered", "Rows"]
