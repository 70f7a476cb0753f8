"""The ground of a synthetic district: blocks with streets between them, in metres.

Everything is an upright box in a local frame and is turned and moved at the end, so that
what is nested in the frame stays nested on the map.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from shapely import Geometry

Floats: TypeAlias = npt.NDArray[np.float64]
"""Boxes: n rows of west, south, east, north in metres."""

METRES_A_DEGREE = 111_320.0
STREET = 24.0
LANE = 14.0
FENCE = 6.0
_LARGEST_CELL, _SMALLEST_CELL = 1_000.0, 150.0
_CORNERS = ((0, 1), (2, 1), (2, 3), (0, 3), (0, 1))


class NoRoom(ValueError):
    """The district is too small for what it should hold."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A local frame in metres around ``lon``, ``lat``, turned by ``turn`` radians."""

    lon: float
    lat: float
    turn: float

    def to_ground(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Longitudes and latitudes in degrees."""
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        wide = METRES_A_DEGREE * math.cos(math.radians(self.lat))
        return (
            self.lon + (x * cos - y * sin) / wide,
            self.lat + (x * sin + y * cos) / METRES_A_DEGREE,
        )

    def polygons(self, boxes: Floats) -> npt.NDArray[np.object_]:
        """The boxes as polygons in degrees, rounded to about a centimetre."""
        if not len(boxes):
            return np.zeros(0, dtype=object)
        corners = np.stack([boxes[:, list(corner)] for corner in _CORNERS], axis=1)
        lon, lat = self.to_ground(corners[..., 0], corners[..., 1])
        polygons: npt.NDArray[np.object_] = shapely.polygons(np.stack([lon, lat], axis=-1).round(7))
        return polygons


def cells(outline: Geometry, frame: Frame, count: int) -> Floats:
    """``count`` boxes wholly inside the district, the nearest to the frame's centre first.

    A street is left between neighbours. Raises ``NoRoom``.
    """
    shapely.prepare(outline)
    size = _LARGEST_CELL
    while size >= _SMALLEST_CELL:
        boxes = _lattice(outline, frame, size)
        inside = boxes[shapely.contains(outline, frame.polygons(boxes))]
        if len(inside) >= count:
            middle = (inside[:, :2] + inside[:, 2:]) / 2
            order = np.argsort(np.hypot(middle[:, 0], middle[:, 1]), kind="stable")
            chosen: Floats = inside[order[:count]]
            return chosen
        size *= 0.9
    raise NoRoom(f"no room for {count} communities in this district")


def _lattice(outline: Geometry, frame: Frame, size: float) -> Floats:
    west, south, east, north = outline.bounds
    reach = METRES_A_DEGREE * math.hypot(east - west, north - south)
    steps = int(reach // size) + 1
    number = np.arange(-steps, steps, dtype=np.float64)
    x, y = (axis.ravel() * size for axis in np.meshgrid(number, number))
    lon, lat = frame.to_ground(x + size / 2, y + size / 2)
    near = (west < lon) & (lon < east) & (south < lat) & (lat < north)
    x, y = x[near] + STREET / 2, y[near] + STREET / 2
    return np.stack([x, y, x + size - STREET, y + size - STREET], axis=1)


def divide(box: Floats, shares: Sequence[float], gap: float) -> Floats:
    """The box cut into rows of plots by their shares, a gap between them where there is room."""
    count = len(shares)
    width, depth = box[2] - box[0], box[3] - box[1]
    rows = min(count, max(1, round(math.sqrt(count * depth / width))))
    cuts = [range(count)[i * count // rows : (i + 1) * count // rows] for i in range(rows)]
    weights = np.asarray(shares, dtype=np.float64) + 1.0
    tall = np.array([sum(weights[i] for i in row) for row in cuts])
    found = np.empty((count, 4))
    edges = box[1] + np.concatenate([[0.0], np.cumsum(tall)]) / tall.sum() * depth
    for number, row in enumerate(cuts):
        mine = weights[row.start : row.stop]
        sides = box[0] + np.concatenate([[0.0], np.cumsum(mine)]) / mine.sum() * width
        half = np.minimum(gap, np.diff(sides) * 0.4) / 2
        found[row.start : row.stop, 0] = sides[:-1] + half
        found[row.start : row.stop, 2] = sides[1:] - half
        half = min(gap, (edges[number + 1] - edges[number]) * 0.4) / 2
        found[row.start : row.stop, 1] = edges[number] + half
        found[row.start : row.stop, 3] = edges[number + 1] - half
    return found


def slabs(box: Floats, count: int) -> Floats:
    """``count`` buildings in rows inside a box: slabs along the rows, yards between them."""
    width, depth = (max(side - 2 * FENCE, side / 2) for side in (box[2] - box[0], box[3] - box[1]))
    across = max(1, round(math.sqrt(count * width / depth * 0.6)))
    up = math.ceil(count / across)
    number = np.arange(count)
    step_x, step_y = width / across, depth / up
    long, deep = min(step_x * 0.8, 70.0), min(step_y * 0.5, 16.0)
    middle = (box[:2] + box[2:]) / 2 - np.array([width, depth]) / 2
    x = middle[0] + (number % across) * step_x + (step_x - long) / 2
    y = middle[1] + (up - 1 - number // across) * step_y + (step_y - deep) / 2
    return np.stack([x, y, x + long, y + deep], axis=1)
