"""What was known of a district at one time, and where two such beliefs part."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from zones import standings
from zones.gazetteer.located import locate
from zones.models import Coverage, District, Standing
from zones.risk.assess import Remainder, Risk, Unvouched, Zone, assess
from zones.risk.relation import Located
from zones.standings import ZoneRow

TICK = timedelta(microseconds=1)
"""Acts are recorded at least this far apart, and PostgreSQL keeps no finer instants."""


@dataclass(frozen=True, slots=True)
class Span:
    """``[start, end)``; an open start reaches back without end."""

    start: datetime | None
    end: datetime

    @property
    def instant(self) -> datetime:
        """An instant inside."""
        return self.start or self.end - TICK


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said of a place: its risk, and of one that is only partly in a zone, in which."""

    risk: Risk
    parts: frozenset[Zone] = frozenset()


@dataclass(frozen=True, slots=True)
class Belief:
    """Zones, implied zones and coverage of a district over a span, as known at one time."""

    rows: Sequence[ZoneRow]
    implied: Sequence[ZoneRow]
    coverages: Sequence[tuple[Coverage, tuple[Unvouched, ...]]]

    @classmethod
    def of(cls, district: District, span: Span, known_at: datetime) -> "Belief":
        """What was known at ``known_at`` of that span."""
        over = DateTimeTZRange(span.start, span.end)
        found = standings.with_zones(
            standings.known_standings(known_at, [district.code]).filter(effective__overlap=over)
        )
        coverages = _coverages(district, over, known_at)
        left_out = locate(e.place for c in coverages for e in c.exceptions.all())
        return cls(
            [r for r in found if not r.standing.implied],
            [r for r in found if r.standing.implied],
            [
                (c, tuple(Unvouched(left_out[e.place_id], e.reason) for e in c.exceptions.all()))
                for c in coverages
            ],
        )

    def moments(self) -> Iterator[datetime]:
        """Every instant at which something changes."""
        everything = [r.standing for r in (*self.rows, *self.implied)]
        for row in (*everything, *(c for c, _ in self.coverages)):
            yield from (m for m in (row.effective.lower, row.effective.upper) if m is not None)

    def said(self, where: Located | None, instant: datetime) -> Saying:
        """What is said of a place at an instant; of nowhere, what holds where no zone is."""
        held = [r.zone for r in self.rows if holds(r.standing, instant)]
        remainder = self._remainder(instant)
        if where is not None:
            found = assess(where, held, remainder)
            partly = found.risk in (Risk.PARTLY_HIGH, Risk.PARTLY_MEDIUM)
            return Saying(found.risk, frozenset(found.parts if partly else ()))
        if not remainder.vouched:
            return Saying(Risk.UNKNOWN)
        return Saying(Risk.LOW if held else Risk.ROUTINE)

    def _remainder(self, instant: datetime) -> Remainder:
        for coverage, left_out in self.coverages:
            if holds(coverage, instant):
                implied = tuple(
                    Unvouched(place, "")
                    for r in self.implied
                    if holds(r.standing, instant)
                    for place in r.zone.covered
                )
                return Remainder(vouched=True, unvouched=left_out + implied)
        return Remainder(vouched=False)


def parted(district: District, designations: Iterable[UUID], at: datetime) -> list[Span]:
    """Where what is known of these designations, and of the coverage, from ``at`` on
    differs from what was known just before; only of instants before ``at``.
    """
    past = DateTimeTZRange(None, at)
    sides = []
    for known_at in (at - TICK, at):
        rows = standings.known_standings(known_at, [district.code]).filter(
            designation__in=list(designations), effective__overlap=past
        )
        coverages = _coverages(district, past, known_at)
        sides.append([*map(_told, rows.prefetch_related("marks")), *map(_declared, coverages)])
    edges = {e for side in sides for row, _ in side for e in (row.lower, row.upper)}
    return [
        span
        for span in spans(edges, Span(None, at))
        if _at(sides[0], span.instant) != _at(sides[1], span.instant)
    ]


def spans(edges: Iterable[datetime | None], within: Span) -> list[Span]:
    """A span cut at every edge inside it."""
    inner = sorted(
        e
        for e in set(edges)
        if e is not None and (within.start is None or within.start < e) and e < within.end
    )
    starts = [within.start, *inner]
    return [Span(s, e) for s, e in zip(starts, [*inner, within.end], strict=True)]


def holds(row: Standing | Coverage, instant: datetime) -> bool:
    """Whether a row is effective at an instant."""
    return _inside(row.effective, instant)


Told = tuple[DateTimeTZRange, object]
"""Over what, and everything of a row on which an answer depends."""


def _told(row: Standing) -> Told:
    marks = frozenset((m.place_id, m.part, m.covered) for m in row.marks.all())
    return row.effective, (row.designation, row.level, row.implied, marks)


def _declared(row: Coverage) -> Told:
    return row.effective, frozenset(e.place_id for e in row.exceptions.all())


def _at(side: Iterable[Told], instant: datetime) -> set[object]:
    return {what for over, what in side if _inside(over, instant)}


def _inside(over: DateTimeTZRange, instant: datetime) -> bool:
    lower, upper = over.lower, over.upper
    return (lower is None or lower <= instant) and (upper is None or instant < upper)


def _coverages(district: District, over: DateTimeTZRange, known_at: datetime) -> list[Coverage]:
    rows = Coverage.objects.filter(
        district=district, known__contains=known_at, effective__overlap=over
    )
    return list(rows.prefetch_related("exceptions__place"))
