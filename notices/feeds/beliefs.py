"""What was known of a district at one time, and where two such beliefs part."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from zones.models import Coverage, Standing
from zones.risk.assess import Remainder, Risk, Unvouched, Zone, assess
from zones.risk.relation import Located
from zones.risk.vicinity import Vicinity
from zones.standings import ZoneRow

TICK = timedelta(microseconds=1)
"""Acts are recorded at least this far apart, and PostgreSQL keeps no finer instants."""

Declared = tuple[Coverage, tuple[Unvouched, ...]]
"""A coverage, with the places that it leaves out."""


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
class Background:
    """What holds in a whole district at an instant: whether any zone is in force, and what the
    ledger vouches for outside of them.
    """

    any_zone: bool
    coverage: Declared | None


class Belief:
    """Zones, implied zones and coverage of a district over a span, as known at one time."""

    def __init__(
        self, rows: Sequence[ZoneRow], coverages: Sequence[Declared], known_at: datetime
    ) -> None:
        self._rows = [r for r in rows if is_inside(r.standing.known, known_at)]
        self._coverages = [c for c in coverages if is_inside(c[0].known, known_at)]
        self._near = Vicinity((r, r.zone.covered) for r in self._rows)

    def near(self, where: Located) -> Sequence[ZoneRow]:
        """The rows that may have to do with a place: all others are certainly apart from it."""
        return self._near.of(where)

    def moments(self) -> Iterator[datetime]:
        """Every instant at which something changes."""
        yield from moments(r.standing for r in self._rows)
        yield from moments(c for c, _ in self._coverages)

    def background(self, instant: datetime) -> Background:
        """What holds in the whole district."""
        held = (c for c in self._coverages if holds(c[0], instant))
        zones = (r for r in self._rows if not r.standing.implied and holds(r.standing, instant))
        return Background(next(zones, None) is not None, next(held, None))


def said_of(
    where: Located, near: Sequence[ZoneRow], behind: Background, instant: datetime
) -> Saying:
    """What is said of a place at an instant, by the rows near it and what holds around it."""
    held = [r for r in near if holds(r.standing, instant)]
    found = assess(
        where,
        [r.zone for r in held if not r.standing.implied],
        _remainder(behind, [r.zone for r in held if r.standing.implied]),
        any_zone=behind.any_zone,
    )
    partly = found.risk in (Risk.PARTLY_HIGH, Risk.PARTLY_MEDIUM)
    return Saying(found.risk, frozenset(found.parts if partly else ()))


def said_of_the_rest(behind: Background) -> Saying:
    """What is said of the district where no zone is."""
    if behind.coverage is None:
        return Saying(Risk.UNKNOWN)
    return Saying(Risk.LOW if behind.any_zone else Risk.ROUTINE)


def _remainder(behind: Background, implied: Iterable[Zone]) -> Remainder:
    if behind.coverage is None:
        return Remainder(vouched=False)
    left_out = behind.coverage[1]
    return Remainder(
        vouched=True,
        unvouched=left_out
        + tuple(Unvouched(place, "") for zone in implied for place in zone.covered),
    )


def parted(changed: Sequence[Standing], coverages: Sequence[Coverage], at: datetime) -> list[Span]:
    """Where what is known from ``at`` on differs from what was known just before; only of
    instants before ``at``. Rows that are known on both sides make no difference.
    """
    told = [*((row, _told(row)) for row in changed), *((c, _left_out(c)) for c in coverages)]
    sides = [
        [(row.effective, what) for row, what in told if is_inside(row.known, known_at)]
        for known_at in (at - TICK, at)
    ]
    edges = moments([*changed, *coverages])
    return [
        span
        for span in spans(edges, Span(None, at))
        if _at(sides[0], span.instant) != _at(sides[1], span.instant)
    ]


def spans(edges: Iterable[datetime], within: Span) -> list[Span]:
    """A span cut at every edge inside it."""
    inner = sorted(
        e for e in set(edges) if (within.start is None or within.start < e) and e < within.end
    )
    starts = [within.start, *inner]
    return [Span(s, e) for s, e in zip(starts, [*inner, within.end], strict=True)]


def moments(rows: Iterable[Standing | Coverage]) -> Iterator[datetime]:
    """Every instant at which one of these begins or ends to be effective."""
    for row in rows:
        yield from (m for m in (row.effective.lower, row.effective.upper) if m is not None)


def holds(row: Standing | Coverage, instant: datetime) -> bool:
    """Whether a row is effective at an instant."""
    return is_inside(row.effective, instant)


def _told(row: Standing) -> object:
    """Everything of a row on which an answer depends."""
    marks = frozenset((m.place_id, m.part, m.covered) for m in row.marks.all())
    return row.designation, row.level, row.implied, marks


def _left_out(coverage: Coverage) -> object:
    return frozenset(e.place_id for e in coverage.exceptions.all())


def _at(side: Iterable[tuple[DateTimeTZRange, object]], instant: datetime) -> set[object]:
    return {what for over, what in side if is_inside(over, instant)}


def is_inside(over: DateTimeTZRange, instant: datetime) -> bool:
    """Whether an instant lies in a range of the database."""
    lower, upper = over.lower, over.upper
    return (
        not over.isempty
        and (lower is None or lower <= instant)
        and (upper is None or instant < upper)
    )
