"""Reading the projection: what stood where at an instant, as known at another.

Every channel (map, API, lists) asks here and nowhere else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from zones.gazetteer.located import locate, narrow
from zones.models import Coverage, District, LedgerHead, Place, Standing
from zones.risk.assess import Remainder, Zone
from zones.risk.extent import Extent
from zones.risk.relation import Located


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A zone with the row it was read from, for its words and its notice."""

    zone: Zone
    standing: Standing


def head() -> LedgerHead:
    """Where the projection stands; sequence 0 on an empty ledger."""
    return LedgerHead.objects.first() or LedgerHead()


def known_standings(
    known_at: datetime, districts: Iterable[str] | None = None
) -> QuerySet[Standing]:
    """Stretches believed at ``known_at``, in all districts or in these (codes)."""
    found = Standing.objects.filter(known__contains=known_at)
    return found if districts is None else found.filter(district__in=list(districts))


def in_force(
    as_of: datetime, known_at: datetime, districts: Iterable[str] | None = None
) -> list[ZoneRow]:
    """The zones in force at ``as_of``, ordered by district, newest first."""
    rows = known_standings(known_at, districts).filter(effective__contains=as_of)
    return with_zones(rows)


def over(
    start: datetime, end: datetime, known_at: datetime, districts: Iterable[str]
) -> list[ZoneRow]:
    """Every stretch that has an instant in ``[start, end)``."""
    rows = known_standings(known_at, districts).filter(effective__overlap=(start, end))
    return with_zones(rows)


def with_zones(rows: QuerySet[Standing]) -> list[ZoneRow]:
    """Rows with the extents that their marks make."""
    standings = list(
        rows.select_related("district")
        .prefetch_related("marks__place")
        .order_by("district", "-effective", "id")
    )
    located = locate(m.place for s in standings for m in s.marks.all())
    return [ZoneRow(_zone(s, located), s) for s in standings]


def _zone(standing: Standing, located: dict[UUID, Located]) -> Zone:
    marks = [(narrow(located[m.place_id], m.part), m.covered) for m in standing.marks.all()]
    return Zone(
        designation=str(standing.designation),
        level=standing.level,
        extent=Extent.of({place.lineage: covered for place, covered in marks}),
        covered=tuple(place for place, covered in marks if covered),
    )


def remainder(district: District, as_of: datetime, known_at: datetime) -> Remainder:
    """What the ledger vouches for in a district outside its zones."""
    coverages = coverage_at(as_of, known_at).filter(district=district)
    coverage = coverages.prefetch_related("exceptions__place").first()
    return remainder_of(coverage)


def remainder_of(coverage: Coverage | None) -> Remainder:
    """The same from a coverage row with its exceptions, or its absence."""
    if coverage is None:
        return Remainder(vouched=False)
    places: Sequence[Place] = [e.place for e in coverage.exceptions.all()]
    return Remainder(vouched=True, unvouched=tuple(locate(places).values()))


def coverage_at(as_of: datetime, known_at: datetime) -> QuerySet[Coverage]:
    """Coverage rows that hold at an instant, as known at another."""
    return Coverage.objects.filter(effective__contains=as_of, known__contains=known_at)


def next_change(district: str, as_of: datetime, known_at: datetime) -> datetime | None:
    """The first instant after ``as_of`` at which anything known changes in a district."""
    later: list[datetime] = []
    ranges = known_standings(known_at, [district]).filter(
        Q(effective__startswith__gt=as_of) | Q(effective__endswith__gt=as_of)
    )
    for effective in ranges.values_list("effective", flat=True):
        later += [t for t in (effective.lower, effective.upper) if t and t > as_of]
    starts = Coverage.objects.filter(
        district=district, known__contains=known_at, effective__startswith__gt=as_of
    )
    later += [r.lower for r in starts.values_list("effective", flat=True)]
    return min(later, default=None)


def coverage_starts(district: District, known_at: datetime) -> list[datetime]:
    """Instants at which the coverage of a district changes."""
    ranges = Coverage.objects.filter(district=district, known__contains=known_at)
    return [
        t
        for r in ranges.values_list("effective", flat=True)
        for t in (r.lower, r.upper)
        if t is not None
    ]
