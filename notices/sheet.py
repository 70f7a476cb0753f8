"""Places on a flat sheet, as plain SVG: for paper, and for pages that draw without a script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon

Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""


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
class Sheet:
    """From degrees to the sheet: north up, true in shape at the middle of what it shows."""

    west: float
    north: float
    scale: float
    squeeze: float
    margin: float
    height: float
    small: float
    """Below so many units across a shape gets a mark, which can be seen."""

    @classmethod
    def over(cls, box: Box, *, width: float, margin: float, small: float) -> "Sheet":
        """The sheet of that width which shows a box."""
        west, south, east, north = box
        squeeze = cos(radians((south + north) / 2))
        scale = (width - 2 * margin) / ((east - west) * squeeze)
        height = round((north - south) * scale + 2 * margin, 1)
        return cls(west, north, scale, squeeze, margin, height, small)

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a coordinate stands."""
        x = self.margin + (lon - self.west) * self.squeeze * self.scale
        return round(x, 1), round(self.margin + (self.north - lat) * self.scale, 1)

    def shape(self, name: str, kind: str, geometry: GEOSGeometry) -> Shape:
        """An area on the sheet."""
        polygons = geometry if isinstance(geometry, MultiPolygon) else [geometry]
        path = "".join(self._ring(ring) for polygon in polygons for ring in _rings(polygon))
        x, y = self.point(*geometry.point_on_surface.coords)
        west, south, east, north = geometry.extent
        across = max((east - west) * self.squeeze, north - south) * self.scale
        return Shape(name, kind, path, x, y, across < self.small)

    def _ring(self, ring: Sequence[tuple[float, ...]]) -> str:
        points = (self.point(lon, lat) for lon, lat, *_ in ring)
        return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"


def _rings(polygon: Polygon) -> Iterable[Sequence[tuple[float, ...]]]:
    return polygon.coords


def around(boxes: Iterable[Box]) -> Box:
    """The box that holds all of these."""
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)
