"""What an act corrected, by its definition and not quickly: all pieces, all zones, all places.

What ``notices.feeds.corrections`` reads at once and compares where it may differ is read here
district by district and compared everywhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q

from notices.feeds.beliefs import TICK, Saying, Span, spans
from notices.feeds.corrections import Correction, Subject
from notices.models import Notice
from zones import standings
from zones.gazetteer.located import locate, narrow
from zones.models import Coverage, District, Standing
from zones.risk.assess import Remainder, Risk, Unvouched, assess
from zones.risk.relation import Located
from zones.standings import ZoneRow


def corrections_slowly(act: Notice) -> Iterator[Correction]:
    """Every answer that an act changed, by district, place and time."""
    at = act.recorded_at
    assert at is not None
    here = Q(known__startswith=at) | Q(known__endswith=at)
    changed = list(Standing.objects.filter(here).prefetch_related("marks__place"))
    codes = {s.district_id for s in changed}
    codes |= set(Coverage.objects.filter(here).values_list("district", flat=True))
    for district in District.objects.filter(code__in=codes).defer("outline").order_by("code"):
        rows = [s for s in changed if s.district_id == district.code]
        for subject, span, before, after in _told_differently(district, rows, at):
            yield Correction(act, district, subject, span, before.risk, after.risk)


Difference = tuple[Subject, Span, Saying, Saying]


def _told_differently(
    district: District, changed: Sequence[Standing], at: datetime
) -> Iterator[Difference]:
    where = parted(district, {s.designation for s in changed}, at)
    if not where:
        return
    hull = Span(where[0].start, where[-1].end)
    before, after = (Belief.of(district, hull, known_at) for known_at in (at - TICK, at))
    edges = [*before.moments(), *after.moments()]
    pieces = [piece for span in where for piece in spans(edges, span)]
    for subject in _subjects(changed):
        yield from _joined(
            (
                subject,
                piece,
                before.said(subject.located, piece.instant),
                after.said(subject.located, piece.instant),
            )
            for piece in pieces
        )


def _subjects(changed: Sequence[Standing]) -> Iterator[Subject]:
    """The places that changed zones mark, by name, and then the remainder."""
    marks = {(m.place, m.part) for s in changed for m in s.marks.all()}
    located = locate(place for place, _ in marks)
    for place, part in sorted(marks, key=lambda mark: (mark[0].name, str(mark[0].id), mark[1])):
        by = {
            s.designation
            for s in changed
            if any((m.place_id, m.part) == (place.id, part) for m in s.marks.all())
        }
        yield Subject(place, part, narrow(located[place.id], part), tuple(sorted(by)))
    yield Subject()


def _joined(pieces: Iterator[Difference]) -> Iterator[Difference]:
    """Neighbours that say the same as one; pieces in which nothing differs left out."""
    held: Difference | None = None
    for subject, span, before, after in pieces:
        if held and (held[1].end, *held[2:]) == (span.start, before, after):
            held = (subject, Span(held[1].start, span.end), before, after)
            continue
        if held and held[2] != held[3]:
            yield held
        held = (subject, span, before, after)
    if held and held[2] != held[3]:
        yield held


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
    edges = {
        e for side in sides for row, _ in side for e in (row.lower, row.upper) if e is not None
    }
    return [
        span
        for span in spans(edges, Span(None, at))
        if _at(sides[0], span.instant) != _at(sides[1], span.instant)
    ]


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
