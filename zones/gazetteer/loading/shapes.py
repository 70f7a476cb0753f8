"""Outlines (轮廓) out of whatever shapes a file holds: valid multipolygons in WGS-84.

A crossed ring is repaired; a point gives no outline, and says so: a circle around it
would claim ground that nobody measured. What outlines nothing else is refused.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from zones.crs import CoordinateError
from zones.gazetteer.loading.columns import WHERE, ColumnMap, Field, words
from zones.gazetteer.loading.declared import Declared
from zones.gazetteer.loading.findings import RowRefused
from zones.gazetteer.loading.values import Batch, Geometries, Refusals

DECIMALS: Final = 8
"""A millimetre: finer differences are noise of conversion, and would look like redrawing."""

POINTS: Final = (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)


class Outlines(NamedTuple):
    """What became of shapes, by position: moved to WGS-84, made an outline, and how."""

    placed: Geometries
    """Where they lie; ``None`` where there is no shape, or an empty one, or none on Earth."""
    drawn: Geometries
    """Valid multipolygons; ``None`` where there is no shape or only a point."""
    repaired: npt.NDArray[np.bool_]
    refused: Refusals


def shapes_of(batch: Batch, columns: ColumnMap) -> tuple[Geometries, Refusals]:
    """The shapes of a batch as the file has them, from its geometry or from its columns."""
    refusals: Refusals = {}
    where = columns.columns
    if Field.WKT in where:
        return _from_wkt(batch.cells[where[Field.WKT]], refusals), refusals
    if Field.LON in where:
        pairs = zip(batch.cells[where[Field.LON]], batch.cells[where[Field.LAT]], strict=True)
        found = np.full(len(batch), None, dtype=object)
        for at, (lon, lat) in enumerate(pairs):
            try:
                found[at] = _point(words(lon), words(lat))
            except ValueError:
                mend = "give both as decimal degrees, or neither"
                reason = f"{words(lon) or '(empty)'}, {words(lat) or '(empty)'} is no coordinate"
                refusals[at] = RowRefused(reason, mend, *WHERE)
        return found, refusals
    if batch.shapes is None:
        return np.full(len(batch), None, dtype=object), refusals
    return batch.shapes, refusals


def outlines_of(shapes: Geometries, declared: Declared) -> Outlines:
    """Shapes as outlines. Points outline nothing, and still have to lie on Earth."""
    refusals: Refusals = {}
    moved = _moved(shapes, declared, refusals)
    found = np.full(len(moved), None, dtype=object)
    kinds = shapely.get_type_id(moved)
    there = ~shapely.is_missing(moved) & ~shapely.is_empty(moved)
    drawn = there & ~np.isin(kinds, POINTS)
    rounded = shapely.transform(moved[drawn], lambda points: np.round(points, DECIMALS))
    valid = shapely.is_valid(rounded) & np.isin(kinds[drawn], (3, 6))
    repaired = np.zeros(len(moved), dtype=bool)
    for at, shape, is_good in zip(np.flatnonzero(drawn), rounded, valid, strict=True):
        try:
            found[at] = _outline(shape if is_good else _repaired(shape))
            repaired[at] = not is_good
        except RowRefused as refused:
            refusals[int(at)] = refused
    return Outlines(np.where(there, moved, None), found, repaired, refusals)


def _outline(shape: BaseGeometry) -> BaseGeometry:
    """In one canonical form, whatever the ring direction and the first vertex in the file."""
    tidy = shapely.orient_polygons(shapely.normalize(shape))
    return tidy if tidy.geom_type == "MultiPolygon" else shapely.multipolygons([tidy])


def _repaired(shape: BaseGeometry) -> BaseGeometry:
    """The areas of a shape, made valid and rounded again. Raises ``RowRefused``."""
    repaired = shape
    for _ in range(2):
        parts = shapely.get_parts(shapely.make_valid(repaired, method="structure"))
        areas = [p for p in parts if shapely.get_type_id(p) in (3, 6) and p.area > 0]
        if not areas:
            raise RowRefused(
                f"a {shape.geom_type} without an area outlines nothing",
                "draw it as a polygon, or leave the geometry out",
                *WHERE,
            )
        repaired = shapely.transform(
            shapely.union_all(areas), lambda points: np.round(points, DECIMALS)
        )
        if shapely.is_valid(repaired):
            return repaired
    raise RowRefused("the outline cannot be made valid", "draw it again", *WHERE)


def _moved(shapes: Geometries, declared: Declared, refusals: Refusals) -> Geometries:
    """All shapes in WGS-84; one that is nowhere on Earth is refused, and becomes nothing."""
    try:
        return declared.to_wgs84(shapes)
    except CoordinateError:
        moved = np.full(len(shapes), None, dtype=object)
    for at, shape in enumerate(shapes):
        try:
            moved[at] = declared.to_wgs84(np.array([shape], dtype=object))[0]
        except CoordinateError as error:
            refusals[at] = RowRefused(str(error), f"is it in {declared.name}?", *WHERE)
    return moved


def _from_wkt(texts: Sequence[object], refusals: Refusals) -> Geometries:
    found = np.full(len(texts), None, dtype=object)
    for at, text in enumerate(map(words, texts)):
        if text:
            try:
                found[at] = shapely.from_wkt(text)
            except shapely.GEOSException as error:
                reason = str(error).splitlines()[0]
                mend = "write POLYGON ((lon lat, …))"
                refusals[at] = RowRefused(f"no WKT: {reason}", mend, *WHERE)
    return found


def _point(lon: str, lat: str) -> BaseGeometry | None:
    if not lon and not lat:
        return None
    return shapely.Point(float(lon), float(lat))
