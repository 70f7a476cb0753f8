"""Answers that a later act changed (更正了的回答), so that whoever asked can ask again.

An act changes answers about instants before it was recorded when it voids or amends
something, and when it is effective earlier than it was recorded. For each place that it
touches, and for the remainder of each district, the risk as known just before the act
is compared with the risk as known from it on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from notices.feeds.beliefs import TICK, Belief, Saying, Span, parted, spans
from notices.models import Notice
from zones.gazetteer.located import locate, narrow
from zones.models import Coverage, District, Place, Standing
from zones.risk.assess import Risk
from zones.risk.relation import Located


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
