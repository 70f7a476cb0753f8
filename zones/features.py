"""Zones in force as geographic features, and the districts with their counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon

from zones import standings
from zones.models import City, Coverage, CoverageException, District, OutlineQuality, Place
from zones.risk.assess import Risk
from zones.standings import ZoneRow

WORST_FIRST = (
    OutlineQuality.ILLUSTRATIVE,
    OutlineQuality.APPROXIMATE,
    OutlineQuality.GENERALISED,
    OutlineQuality.DIGITISED,
    OutlineQuality.SURVEYED,
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What can be drawn of a zone.

    ``outline`` is ``None`` when no place of it has one; ``complete`` is false when some
    place (or an exception) has none. ``quality`` is the worst of those used.
    """

    outline: GEOSGeometry | None
    complete: bool
    quality: str | None


class Marked(Protocol):
    """A place that is covered, or excepted from what is."""

    @property
    def place(self) -> Place: ...
    @property
    def covered(self) -> bool: ...


def draw(row: ZoneRow) -> Drawn:
    """The outline of a zone."""
    return drawn(list(row.standing.marks.all()))


def drawn(marks: Sequence[Marked]) -> Drawn:
    """The outline that marks make: their places less the exceptions (WGS-84)."""
    covered = [m.place for m in marks if m.covered]
    excepted = [m.place for m in marks if not m.covered]
    outlines = [p.outline for p in covered if p.outline]
    if not outlines:
        return Drawn(None, complete=False, quality=None)
    outline = outlines[0]
    for other in outlines[1:]:
        outline = outline.union(other)
    for place in excepted:
        if place.outline:
            outline = outline.difference(place.outline)
    used = {p.outline_quality for p in (*covered, *excepted) if p.outline}
    return Drawn(
        outline=_polygons(outline),
        complete=all(p.outline for p in (*covered, *excepted)),
        quality=next(q.value for q in WORST_FIRST if q in used),
    )


def _polygons(outline: GEOSGeometry) -> GEOSGeometry | None:
    """The areal part of a geometry; ``None`` when nothing is left."""
    if outline.empty:
        return None
    if outline.geom_type == "Polygon":
        return MultiPolygon(outline, srid=outline.srid)
    return outline


@dataclass(frozen=True, slots=True)
class DistrictState:
    """A district at an instant: zones in force by level, and its remainder.

    ``unvouched`` are places for which even the remainder is not known.
    """

    district: District
    high: int
    medium: int
    remainder: Risk
    unvouched: tuple[CoverageException, ...]
    rows: tuple[ZoneRow, ...]


def district_states(city: City, as_of: datetime, known_at: datetime) -> list[DistrictState]:
    """Every district of the city, by code."""
    rows = standings.in_force(as_of, known_at)
    coverages = {
        c.district_id: c
        for c in standings.coverage_at(as_of, known_at).prefetch_related("exceptions__place")
    }
    return [
        _state(d, [r for r in rows if r.standing.district_id == d.code], coverages.get(d.code))
        for d in city.districts.all()
    ]


def _state(district: District, rows: list[ZoneRow], coverage: Coverage | None) -> DistrictState:
    levels = [r.standing.level for r in rows]
    remainder = Risk.UNKNOWN
    if coverage is not None:
        remainder = Risk.LOW if rows else Risk.ROUTINE
    return DistrictState(
        district=district,
        high=levels.count("high"),
        medium=levels.count("medium"),
        remainder=remainder,
        unvouched=tuple(coverage.exceptions.all()) if coverage else (),
        rows=tuple(rows),
    )
