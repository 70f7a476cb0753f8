"""Answers that a later act changed (更正了的回答), so that whoever asked can ask again.

An act changes answers about instants before it was recorded when it voids or amends
something, and when it is effective earlier than it was recorded. For each place that it
touches, and for the remainder of each district, the risk as known just before the act
is compared with the risk as known from it on.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q

from notices.feeds.beliefs import (
    TICK,
    Background,
    Belief,
    Declared,
    Saying,
    Span,
    moments,
    parted,
    said_of,
    said_of_the_rest,
    spans,
)
from notices.models import Notice
from zones.gazetteer.located import locate, narrow
from zones.models import Coverage, District, Place, Standing
from zones.risk.assess import Risk, Unvouched
from zones.risk.relation import Located
from zones.standings import ZoneRow, with_zones


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose risk it is: a place, or a part of one, or the remainder of the district.

    ``designations`` are the ids of the entries whose zones the act changed there.
    """

    place: Place | None = None
    part: str = ""
    located: Located | None = None
    designations: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A risk that was told differently before an act, over a span.

    Both are the same of a place that was and is partly in a zone, but in another part:
    what lies in it may have been told differently.
    """

    act: Notice
    district: District
    subject: Subject
    span: Span
    before: Risk
    after: Risk


def corrections(act: Notice) -> Iterator[Correction]:
    """Every answer that an act changed, by district, place and time."""
    at = act.recorded_at
    assert at is not None
    read = Reading.of(at)
    for district in read.districts:
        for subject, span, before, after in _told_differently(read, district.code):
            yield Correction(act, district, subject, span, before.risk, after.risk)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that it takes to tell what an act changed, read in a few queries for all districts.

    ``changed`` are the rows that are known from the act on, or were until it; ``where`` says
    over which spans these differ, and ``rows`` are all that say something of the same time.
    """

    at: datetime
    districts: Sequence[District]
    changed: Mapping[str, Sequence[Standing]]
    where: Mapping[str, Sequence[Span]]
    rows: Mapping[str, Sequence[ZoneRow]]
    coverages: Mapping[str, Sequence[Declared]]
    located: Mapping[UUID, Located]

    @classmethod
    def of(cls, at: datetime) -> "Reading":
        """What the act recorded at this instant touches."""
        here = Q(known__startswith=at) | Q(known__endswith=at)
        changed = _by_district(Standing.objects.filter(here).prefetch_related("marks__place"))
        codes = {*changed, *Coverage.objects.filter(here).values_list("district", flat=True)}
        declared = Coverage.objects.filter(_on_a_side(at), district__in=codes).order_by("id")
        coverages = _by_district(declared.prefetch_related("exceptions__place"))
        where = {code: parted(changed.get(code, ()), coverages.get(code, ()), at) for code in codes}
        named = [m.place for rows in changed.values() for s in rows for m in s.marks.all()]
        named += [e.place for rows in coverages.values() for c in rows for e in c.exceptions.all()]
        located = locate(named)
        return cls(
            at,
            list(District.objects.filter(code__in=codes).defer("outline").order_by("code")),
            changed,
            where,
            _meanwhile(where, at),
            {code: [_declared(c, located) for c in found] for code, found in coverages.items()},
            located,
        )


Row = TypeVar("Row", Standing, Coverage)
Difference = tuple[Subject, Span, Saying, Saying]
Stage = tuple[Span, Sequence[Background]]
"""A span over which the same holds in the whole district, before the act and after it."""


def _by_district(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.district_id].append(row)
    return found


def _declared(coverage: Coverage, located: Mapping[UUID, Located]) -> Declared:
    exceptions = coverage.exceptions.all()
    return coverage, tuple(Unvouched(located[e.place_id], e.reason) for e in exceptions)


def _on_a_side(at: datetime) -> Q:
    """Known just before an instant, or from it on."""
    return Q(known__contains=at - TICK) | Q(known__contains=at)


def _meanwhile(where: Mapping[str, Sequence[Span]], at: datetime) -> dict[str, list[ZoneRow]]:
    """All zones of these districts between the first and the last of the spans of each."""
    found: dict[str, list[ZoneRow]] = defaultdict(list)
    held = Q()
    for code, parts in where.items():
        if parts:
            hull = DateTimeTZRange(parts[0].start, parts[-1].end)
            held |= Q(district=code, effective__overlap=hull)
    if held:
        for row in with_zones(Standing.objects.filter(_on_a_side(at) & held)):
            found[row.standing.district_id].append(row)
    return found


def _told_differently(read: Reading, code: str) -> Iterator[Difference]:
    rows, coverages = read.rows.get(code, ()), read.coverages.get(code, ())
    sides = [Belief(rows, coverages, known_at) for known_at in (read.at - TICK, read.at)]
    stages = list(_stages(read.where[code], sides))
    if not stages:
        return
    for subject in _subjects(read.changed.get(code, ()), read.located):
        yield from _joined(_sayings(subject, sides, stages))


def _stages(where: Iterable[Span], sides: Sequence[Belief]) -> Iterator[Stage]:
    """The spans, cut where what holds in the whole district changes on either side."""
    edges = [moment for side in sides for moment in side.moments()]
    held: Stage | None = None
    for piece in (piece for span in where for piece in spans(edges, span)):
        behind = [side.background(piece.instant) for side in sides]
        if held and (held[0].end, held[1]) == (piece.start, behind):
            held = Span(held[0].start, piece.end), behind
            continue
        if held:
            yield held
        held = piece, behind
    if held:
        yield held


def _sayings(
    subject: Subject, sides: Sequence[Belief], stages: Iterable[Stage]
) -> Iterator[Difference]:
    """What is said of a subject before and after, wherever that may change."""
    where = subject.located
    if where is None:
        for span, (before, after) in stages:
            yield subject, span, said_of_the_rest(before), said_of_the_rest(after)
        return
    near = [side.near(where) for side in sides]
    edges = list(moments(row.standing for rows in near for row in rows))
    for span, behind in stages:
        for piece in spans(edges, span):
            before, after = (
                said_of(where, rows, held, piece.instant)
                for rows, held in zip(near, behind, strict=True)
            )
            yield subject, piece, before, after


def _subjects(changed: Sequence[Standing], located: Mapping[UUID, Located]) -> Iterator[Subject]:
    """The places that changed zones mark, by name, and then the remainder."""
    designations: dict[tuple[Place, str], set[UUID]] = defaultdict(set)
    for standing in changed:
        for mark in standing.marks.all():
            designations[mark.place, mark.part].add(standing.designation)
    for place, part in sorted(designations, key=lambda m: (m[0].name, str(m[0].id), m[1])):
        by = tuple(sorted(designations[place, part]))
        yield Subject(place, part, narrow(located[place.id], part), by)
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
