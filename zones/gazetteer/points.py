"""From a coordinate to the place or district in which it certainly lies.

Only a surveyed or digitised outline decides; an illustrative one never does. District
outlines are generalised, so a point near a boundary is answered with candidates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from django.contrib.gis.geos import Point as GeosPoint

from zones.crs import Crs, to_wgs84
from zones.gazetteer.dates import LATEST, rather_present
from zones.gazetteer.drawn import PRESENT, TRUSTED, redrawn_places
from zones.gazetteer.known import KnownDistrict, P
from zones.gazetteer.outcome import Candidate, Outcome, Reason, Resolution
from zones.models import City, Place, PlaceOutline
from zones.models.ground import WGS84

BOUNDARY_TOLERANCE_DEGREES = 0.0035
"""About 300 m: generalised outlines are quantised to 1/1024 degree and simplified."""


@dataclass(frozen=True, slots=True)
class Point:
    """A coordinate in degrees, longitude first, in the system that the asker declared."""

    lon: float
    lat: float
    crs: Crs


class Outlines(Protocol[P]):
    """Who knows the outlines, all in WGS-84: the database, or a snapshot in memory."""

    def districts_near(self, lon: float, lat: float) -> Sequence[tuple[KnownDistrict, bool]]:
        """The districts within ``BOUNDARY_TOLERANCE_DEGREES`` of the point, by code, and
        whether each covers it.
        """
        ...

    def places_around(self, lon: float, lat: float, on: date) -> Sequence[P]:
        """The finest places whose trusted outline of a date covers the point, by name, then id.

        Of those that were there on that date; retired ones only where no present one is.
        """
        ...


def at_point(point: Point, outlines: Outlines[P], on: date = LATEST) -> Resolution[P]:
    """The finest trusted place around the point, else its district, else candidates.

    Which places there were, and where they lay, is asked as of the date ``on``; the borders
    of districts are those of now.
    """
    lon, lat = to_wgs84(point.lon, point.lat, point.crs)
    near = outlines.districts_near(lon, lat)
    if not near:
        return Resolution(Outcome.OUT_OF_AREA, reason=Reason.OUTSIDE_EVERY_DISTRICT)
    places = outlines.places_around(lon, lat, on)
    if len(places) == 1:
        return Resolution(Outcome.FOUND, district=places[0].district, place=places[0])
    if places:
        return Resolution(
            Outcome.AMBIGUOUS,
            candidates=tuple(Candidate.of(p, Reason.SEVERAL_PLACES_MATCH) for p in places),
            reason=Reason.SEVERAL_PLACES_MATCH,
        )
    district, inside = near[0]
    if len(near) == 1 and inside:
        return Resolution(Outcome.FOUND, district=district)
    return Resolution(
        Outcome.AMBIGUOUS,
        candidates=tuple(Candidate(d, None, Reason.NEAR_A_BOUNDARY) for d, _ in near),
        reason=Reason.NEAR_A_BOUNDARY,
    )


@dataclass(frozen=True, slots=True)
class DatabaseOutlines:
    """``Outlines`` as the database keeps them."""

    city: City

    def districts_near(self, lon: float, lat: float) -> Sequence[tuple[KnownDistrict, bool]]:
        """The districts near the point, by code, and whether each covers it."""
        where = GeosPoint(lon, lat, srid=WGS84)
        near = self.city.districts.filter(outline__dwithin=(where, BOUNDARY_TOLERANCE_DEGREES))
        return [(d, d.outline.covers(where)) for d in near.order_by("code")]

    def places_around(self, lon: float, lat: float, on: date) -> Sequence[Place]:
        """The finest places around the point; coarser ones drop out."""
        where = GeosPoint(lon, lat, srid=WGS84)
        covering = list(
            Place.objects.filter(id__in=self._drawn_around(where, on))
            .filter(district__city=self.city)
            .there(on)
            .itself()
            .select_related("district")
            .defer("outline")
            .order_by("name", "id")
        )
        above = {i for p in covering for i in p.lineage[:-1]}
        finest = [p for p in covering if p.id not in above]
        return rather_present(finest, lambda place: place.retired_on, on)

    def _drawn_around(self, where: GeosPoint, on: date) -> set[UUID]:
        """The places with a trusted outline of a date around the point."""
        present = Place.objects.filter(outline__covers=where, outline_quality__in=TRUSTED)
        former = PlaceOutline.objects.filter(outline__covers=where, quality__in=TRUSTED)
        around = [(id, PRESENT) for id in present.values_list("id", flat=True)]
        around += former.values_list("place", "id")
        redrawn = redrawn_places({id for id, _ in around})
        return {
            id
            for id, outline in around
            if id not in redrawn or ((days := redrawn[id].get(outline)) and days.holds(on))
        }
