"""District outlines (行政区划轮廓) made into a clean coverage.

Outlines published for web maps were drawn, or rounded, one district at a time:
rings touch themselves, neighbours overlap by a sliver or leave one between them,
and one of two neighbours has a vertex that the other lacks. Here they become a
*coverage*: every edge between two districts is the same in both, so that each
point of the city lies in exactly one district.

The functions know no city. They take a GeoDataFrame with one row a district and
give back one with the same index and columns. A repair only ever moves edges by
the tolerance; what would need more is refused, since it is a dispute to settle,
not a rounding to clean.
"""

from collections.abc import Hashable, Sequence
from typing import Final, TypeAlias

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from zones.crs import Crs, geometry_to_wgs84

WGS84_SRID: Final = 4326
_AREAS: Final = ("Polygon", "MultiPolygon")

Area: TypeAlias = Polygon | MultiPolygon
Geometries: TypeAlias = npt.NDArray[np.object_]


class CoverageError(ValueError):
    """Outlines that cannot be made into a coverage within the tolerance."""


def area_of(geometry: BaseGeometry) -> Area:
    """The two-dimensional part of ``geometry``, made valid.

    Spikes and lines that a self-touching ring leaves behind have no area and go.
    Raises ``CoverageError`` when nothing with an area is left.
    """
    parts = shapely.get_parts(shapely.make_valid(geometry, method="structure"))
    areas = [part for part in parts if part.geom_type in _AREAS and part.area > 0]
    if not areas:
        raise CoverageError(f"a {geometry.geom_type} without an area outlines nothing")
    return shapely.union_all(areas)


def repair_coverage(
    outlines: gpd.GeoDataFrame, *, tolerance: float, metric_crs: str | int
) -> gpd.GeoDataFrame:
    """``outlines`` with shared edges: no overlap, no sliver, no gap up to ``tolerance``.

    ``tolerance`` is in metres of ``metric_crs``, a projected system for the area
    (EPSG:4508 for Taiyuan): nodes closer than that become one, gaps narrower than
    that are given to the neighbour with the longest common border, and so are
    overlaps. The result is in the system of ``outlines``.

    Raises ``CoverageError`` when an outline would change over a width of more than
    twice the tolerance (a real overlap), or when the result is still no coverage.
    """
    given = np.array([area_of(one) for one in outlines.to_crs(metric_crs).geometry], dtype=object)
    cleaned = shapely.coverage_clean(given, gap_width=tolerance, snapping_distance=tolerance)
    _refuse_large_changes(list(outlines.index), given, cleaned, tolerance)
    if not shapely.coverage_is_valid(cleaned):
        raise CoverageError(f"no coverage even after snapping at {tolerance:g} m")
    moved = gpd.GeoSeries(cleaned, index=outlines.index, crs=metric_crs).to_crs(outlines.crs)
    return outlines.set_geometry(moved)


def publish_in_wgs84(
    outlines: gpd.GeoDataFrame, *, crs: Crs, decimals: int = 6
) -> gpd.GeoDataFrame:
    """A coverage in degrees of ``crs`` → WGS-84 as RFC 7946 wants it.

    Coordinates are rounded to ``decimals`` (6 are 0.1 m), outer rings run
    counter-clockwise, inner rings clockwise. A vertex that two districts share moves
    in both alike, so the coverage holds; raises ``CoverageError`` where it does not.
    """
    moved = geometry_to_wgs84(np.array(outlines.geometry, dtype=object), crs)
    rounded = shapely.transform(moved, lambda points: np.round(points, decimals))
    tidy = shapely.orient_polygons(shapely.remove_repeated_points(rounded))
    if not (shapely.is_valid(tidy).all() and shapely.coverage_is_valid(tidy)):
        raise CoverageError(f"rounding to {decimals} decimals broke the coverage")
    return outlines.set_geometry(gpd.GeoSeries(tidy, index=outlines.index, crs=WGS84_SRID))


def holes(outlines: gpd.GeoDataFrame) -> list[Polygon]:
    """What lies inside the city and in no district: gaps, or enclaves of another city."""
    whole = shapely.union_all(np.array(outlines.geometry, dtype=object))
    return [Polygon(ring) for part in shapely.get_parts(whole) for ring in part.interiors]


def _refuse_large_changes(
    index: Sequence[Hashable], before: Geometries, after: Geometries, tolerance: float
) -> None:
    """Raise when a change is wider than twice the tolerance: wide enough to be land."""
    left = shapely.buffer(shapely.symmetric_difference(before, after), -tolerance)
    for row, change in zip(index, left, strict=True):
        if not shapely.is_empty(change):
            spot = change.representative_point()
            raise CoverageError(
                f"row {row!r} would change over more than {2 * tolerance:g} m near"
                f" {spot.x:.0f} E, {spot.y:.0f} N: settle the overlap first"
            )
