"""Reading the projection: what stood where at an instant, as known at another.

Every channel (map, API, lists) asks here and nowhere else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min, QuerySet

from zones.gazetteer.located import locate, narrow
from zones.models import Coverage, District, DistrictOrdered, LedgerHead, Standing
from zones.risk.assess import Remainder, Unvouched, Zone
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
    return with_zones(rows.filter(implied=False))


def over(
    start: datetime, end: datetime, known_at: datetime, districts: Iterable[str]
) -> list[ZoneRow]:
    """Every stretch that has an instant in ``[start, end)``."""
    rows = known_standings(known_at, districts).filter(effective__overlap=(start, end))
    return with_zones(rows.filter(implied=False))


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
    """What the ledger vouches for in a district outside its zones.

    Not vouched for are places that the declaration leaves out, and what a later
    release implies was a zone whose designation is not held.
    """
    coverage = coverage_at(as_of, known_at).filter(district=district).first()
    if coverage is None:
        return Remainder(vouched=False)
    left_out = coverage.exceptions.select_related("place")
    located = locate(e.place for e in left_out)
    unvouched = [Unvouched(located[e.place_id], e.reason) for e in left_out]
    implied = known_standings(known_at, [district.code]).filter(
        implied=True, effective__contains=as_of
    )
    for row in with_zones(implied):
        reason = _implied_by(row.standing)
        unvouched += [Unvouched(place, reason) for place in row.zone.covered]
    return Remainder(vouched=True, unvouched=tuple(unvouched))


def _implied_by(standing: Standing) -> str:
    notice = standing.opened_by
    return f"{notice['year']}年第{notice['number']}号通告解除此处，而划定此处的通告未收录"


def coverage_at(as_of: datetime, known_at: datetime) -> QuerySet[Coverage]:
    """Coverage rows that hold at an instant, as known at another."""
    return Coverage.objects.filter(effective__contains=as_of, known__contains=known_at)


def ordered(district: District, as_of: datetime, known_at: datetime) -> DistrictOrdered | None:
    """The whole-district state in force at an instant, if any."""
    return DistrictOrdered.objects.filter(
        district=district, effective__contains=as_of, known__contains=known_at
    ).first()


def changes(district: District, known_at: datetime) -> list[datetime]:
    """Every instant at which anything known changes in a district, in order."""
    ranges = [
        *known_standings(known_at, [district.code]).values_list("effective", flat=True),
        *Coverage.objects.filter(district=district, known__contains=known_at).values_list(
            "effective", flat=True
        ),
    ]
    return sorted({t for r in ranges for t in (r.lower, r.upper) if t is not None})


def next_change(district: District, as_of: datetime, known_at: datetime) -> datetime | None:
    """The first instant after ``as_of`` at which anything known changes in a district."""
    known = known_standings(known_at, [district.code])
    covered = Coverage.objects.filter(district=district, known__contains=known_at)
    nearest = [
        rows.filter(**{f"effective__{end}__gt": as_of}).aggregate(t=Min(f"effective__{end}"))["t"]
        for rows in (known, covered)
        for end in ("startswith", "endswith")
    ]
    return min((t for t in nearest if t is not None), default=None)


def covered_since(place: Located, row: ZoneRow, known_at: datetime) -> datetime | None:
    """Since when a designation has covered a place without a break, up to its row.

    ``None`` when the start is not known.
    """
    earlier = with_zones(
        Standing.objects.filter(
            designation=row.standing.designation,
            known__contains=known_at,
            effective__startswith__lt=row.standing.effective.lower,
        )
    )
    earliest = row.standing
    for before in sorted(earlier, key=lambda r: r.standing.effective.lower, reverse=True):
        touching = before.standing.effective.upper == earliest.effective.lower
        if not (touching and before.zone.extent.covers(place.lineage)):
            break
        earliest = before.standing
    return earliest.effective.lower if earliest.since is not None else None
