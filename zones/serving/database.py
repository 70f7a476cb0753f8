"""The database as the source of answers: always current, a few queries a question.

It is what a snapshot is compared with, and what answers while there is no fresh snapshot.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Min, Q, QuerySet

from zones.answers import Answer, Question, UnknownPlace, answer
from zones.gazetteer.area import Area
from zones.gazetteer.located import locate
from zones.gazetteer.outcome import Resolution
from zones.gazetteer.points import DatabaseOutlines, Point, at_point
from zones.models import City, Coverage, District, DistrictOrdered, Place, Standing
from zones.risk.assess import Unvouched
from zones.risk.relation import Located
from zones.risk.situation import Situation
from zones.risk.stretch import Order, Span, Stretch, Vouching
from zones.serving.loading import one_state
from zones.standings import ZoneRow, head, known_standings, with_zones


def answer_from_database(question: Question, city: City) -> Answer:
    """The answer as the database has it now, at one sequence. Raises ``UnknownPlace``.

    An answer is several queries; they see one state, however fast the ledger goes on.
    """
    with one_state():
        return answer(question, DatabaseSource(city))


class DatabaseSource:
    """``Source`` over the tables. Good for one question: it is as old as its making."""

    def __init__(self, city: City) -> None:
        self.city = city
        standing = head()
        self.sequence, self.recorded_at = standing.sequence, standing.recorded_at
        self.districts: tuple[District, ...] = tuple(city.districts.defer("outline"))

    def area(self, district: str | None, on: date) -> Area[Place]:
        """What an address is resolved against on a date."""
        hint = next((d for d in self.districts if d.code == district), None)
        return Area.of(self.city, hint, on)

    def place(self, id: UUID) -> Place:
        """The place with this id. Raises ``UnknownPlace``."""
        found = Place.objects.select_related("district").defer("outline").filter(id=id).first()
        if found is None:
            raise UnknownPlace(id)
        return found

    def at_point(self, point: Point, on: date) -> Resolution[Place]:
        """The place or district in which a coordinate certainly lies, as of a date."""
        return at_point(point, DatabaseOutlines(self.city), on)

    def located(self, place: Place) -> Located:
        """A place as the risk algebra compares it."""
        return locate([place])[place.id]

    def situation(self, district: str, known_at: datetime, start: datetime) -> Situation:
        """What holds in a district at an instant."""
        return _situation(district, known_at, Q(effective__contains=start))

    def situation_over(
        self, district: str, known_at: datetime, start: datetime, end: datetime
    ) -> Situation:
        """What holds in a district at any instant of a stretch of time."""
        return _situation(district, known_at, Q(effective__overlap=(start, end)))

    def next_change(self, district: str, known_at: datetime, after: datetime) -> datetime | None:
        """The first instant after another at which anything known changes in a district."""
        nearest = [
            rows.filter(**{f"effective__{end}__gt": after}).aggregate(t=Min(f"effective__{end}"))[
                "t"
            ]
            for rows in (
                known_standings(known_at, [district]),
                Coverage.objects.filter(district=district, known__contains=known_at),
                DistrictOrdered.objects.filter(district=district, known__contains=known_at),
            )
            for end in ("startswith", "endswith")
        ]
        return min((t for t in nearest if t is not None), default=None)

    def earlier(self, district: str, known_at: datetime, of: Stretch) -> Sequence[Stretch]:
        """The stretches of the same designation that begin before this one, the last first."""
        rows = known_standings(known_at).filter(
            designation=of.designation, effective__startswith__lt=of.effective.lower
        )
        return sorted(
            (stretch_of(row) for row in with_zones(rows)),
            key=lambda stretch: (stretch.effective.lower is not None, stretch.effective.lower),
            reverse=True,
        )


def _situation(district: str, known_at: datetime, meets: Q) -> Situation:
    orders = DistrictOrdered.objects.filter(meets, district=district, known__contains=known_at)
    coverages = Coverage.objects.filter(meets, district=district, known__contains=known_at)
    return Situation(
        (
            stretch_of(row)
            for row in with_zones(known_standings(known_at, [district]).filter(meets))
        ),
        _vouchings(coverages.order_by("id")),
        (Order(o.state, span_of(o.effective), o.text, o.opened_by) for o in orders.order_by("id")),
    )


def _vouchings(coverages: QuerySet[Coverage]) -> list[Vouching]:
    rows = list(coverages)
    exceptions = {
        row.id: list(row.exceptions.select_related("place").order_by("id")) for row in rows
    }
    located = locate(e.place for each in exceptions.values() for e in each)
    return [
        Vouching(
            span_of(row.effective),
            tuple(Unvouched(located[e.place_id], e.reason) for e in exceptions[row.id]),
        )
        for row in rows
    ]


def stretch_of(row: ZoneRow) -> Stretch:
    """A row of the projection as a plain value."""
    standing: Standing = row.standing
    return Stretch(
        designation=standing.designation,
        entry=standing.entry,
        implied=standing.implied,
        level=standing.level,
        effective=span_of(standing.effective),
        since=standing.since,
        text=standing.text,
        opened_by=standing.opened_by,
        ended_by=standing.ended_by,
        zone=row.zone,
    )


def span_of(range: Any) -> Span:
    """A range of the database as a plain value."""
    return Span(range.lower, range.upper)
