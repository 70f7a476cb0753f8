"""Reading the projection: what stood where at an instant, as known at another.

The map, its lists and the exports ask here; answers about a place ask a ``Source``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from zones.gazetteer.located import locate, narrow
from zones.models import Coverage, LedgerHead, Standing, StandingPlace
from zones.risk.assess import Zone
from zones.risk.extent import Extent
from zones.risk.relation import Located

MARKS = StandingPlace.objects.select_related("place").order_by("id")


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


def met(start: datetime, end: datetime, known_at: datetime) -> set[UUID]:
    """The designations of every zone that has an instant in ``[start, end)``."""
    rows = known_standings(known_at).filter(effective__overlap=(start, end), implied=False)
    return set(rows.values_list("designation", flat=True))


def with_zones(rows: QuerySet[Standing]) -> list[ZoneRow]:
    """Rows with the extents that their marks make."""
    standings = list(
        # A district is read once and not with each of its zones: its outline is large.
        rows.prefetch_related("district", Prefetch("marks", MARKS)).order_by(
            "district", "-effective", "id"
        )
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


def coverage_at(as_of: datetime, known_at: datetime) -> QuerySet[Coverage]:
    """Coverage rows that hold at an instant, as known at another."""
    return Coverage.objects.filter(effective__contains=as_of, known__contains=known_at)
