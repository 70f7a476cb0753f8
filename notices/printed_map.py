"""The map of a printed notice: districts and the places named, as plain SVG (附图).

Drawn from the outlines that are known; a place without one is counted, never left out silently.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from django.template.loader import render_to_string

from zones.models import District, Place

WIDTH = 640.0
MARGIN = 12.0
SMALL = 9.0
"""Below so many units across a shape gets a mark, which can be seen."""
SIMPLER = 0.0008


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape on the sheet: its path, its middle, and whether it is too small to see."""

    name: str
    kind: str
    path: str
    x: float
    y: float
    is_small: bool


@dataclass(frozen=True, slots=True)
class _Sheet:
    """From degrees to the sheet: north up, true in shape at the middle of the city."""

    west: float
    north: float
    scale: float
    squeeze: float

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        x = MARGIN + (lon - self.west) * self.squeeze * self.scale
        return round(x, 1), round(MARGIN + (self.north - lat) * self.scale, 1)


def draw(districts: Sequence[District], named: Iterable[tuple[Place, str]]) -> str:
    """The map as SVG: each place in the manner of what is done to it (its kind)."""
    extents = [d.outline.extent for d in districts]
    west, south = min(e[0] for e in extents), min(e[1] for e in extents)
    east, north = max(e[2] for e in extents), max(e[3] for e in extents)
    squeeze = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * squeeze)
    sheet = _Sheet(west, north, scale, squeeze)
    ground = [
        _shape(sheet, d.name, "district", d.outline.simplify(SIMPLER, preserve_topology=True))
        for d in districts
    ]
    places = list(named)
    shapes = [_shape(sheet, p.name, kind, p.outline) for p, kind in places if p.outline]
    context = {
        "width": WIDTH,
        "height": round((north - south) * scale + 2 * MARGIN, 1),
        "ground": ground,
        "shapes": shapes,
        "undrawn": sum(p.outline is None for p, _ in places),
    }
    return render_to_string("desk/printed_map.html", context)


def _shape(sheet: _Sheet, name: str, kind: str, geometry: GEOSGeometry) -> Shape:
    polygons = geometry if isinstance(geometry, MultiPolygon) else [geometry]
    path = "".join(_ring(sheet, ring) for polygon in polygons for ring in _rings(polygon))
    x, y = sheet.point(*geometry.point_on_surface.coords)
    west, south, east, north = geometry.extent
    across = max((east - west) * sheet.squeeze, north - south) * sheet.scale
    return Shape(name, kind, path, x, y, across < SMALL)


def _rings(polygon: Polygon) -> Iterable[Sequence[tuple[float, ...]]]:
    return polygon.coords


def _ring(sheet: _Sheet, ring: Sequence[tuple[float, ...]]) -> str:
    points = (sheet.point(lon, lat) for lon, lat, *_ in ring)
    return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"
