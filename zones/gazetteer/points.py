"""From a coordinate to the place or district in which it certainly lies.

Only a surveyed or digitised outline decides; an illustrative one never does. District
outlines are generalised, so a point near a boundary is answered with candidates.
"""

from dataclasses import dataclass

from django.contrib.gis.geos import Point as GeosPoint

from zones.crs import Crs, to_wgs84
from zones.gazetteer.outcome import Candidate, Outcome, Reason, Resolution
from zones.models import City, District, OutlineQuality, Place

TRUSTED = (OutlineQuality.SURVEYED, OutlineQuality.DIGITISED)
BOUNDARY_TOLERANCE_DEGREES = 0.0035
"""About 300 m: generalised outlines are quantised to 1/1024 degree and simplified."""


@dataclass(frozen=True, slots=True)
class Point:
    """A coordinate in degrees, longitude first, in the system that the asker declared."""

    lon: float
    lat: float
    crs: Crs


def at_point(point: Point, city: City) -> Resolution:
    """The finest trusted place around the point, else its district, else candidates."""
    lon, lat = to_wgs84(point.lon, point.lat, point.crs)
    where = GeosPoint(lon, lat, srid=4326)
    near = list(city.districts.filter(outline__dwithin=(where, BOUNDARY_TOLERANCE_DEGREES)))
    if not near:
        return Resolution(Outcome.OUT_OF_AREA, reason=Reason.OUTSIDE_EVERY_DISTRICT)
    places = _trusted_places(where)
    if len(places) == 1:
        return Resolution(Outcome.FOUND, district=places[0].district, place=places[0])
    if places:
        return Resolution(
            Outcome.AMBIGUOUS,
            candidates=tuple(Candidate.of(p, Reason.SEVERAL_PLACES_MATCH) for p in places),
            reason=Reason.SEVERAL_PLACES_MATCH,
        )
    return _in_district(where, near)


def _in_district(where: GeosPoint, near: list[District]) -> Resolution:
    if len(near) == 1 and near[0].outline.covers(where):
        return Resolution(Outcome.FOUND, district=near[0])
    return Resolution(
        Outcome.AMBIGUOUS,
        candidates=tuple(Candidate(d, None, Reason.NEAR_A_BOUNDARY) for d in near),
        reason=Reason.NEAR_A_BOUNDARY,
    )


def _trusted_places(where: GeosPoint) -> list[Place]:
    """The finest places whose trusted outline covers the point; coarser ones drop out."""
    covering = list(
        Place.objects.filter(outline__covers=where, outline_quality__in=TRUSTED)
        .select_related("district")
        .defer("outline")
    )
    above = {i for p in covering for i in p.lineage[:-1]}
    return [p for p in covering if p.id not in above]
