"""The reader of vector tiles, run where it runs, against tiles that another library wrote."""

from collections.abc import Callable
from typing import Any

import mapbox_vector_tile
import pytest
from playwright.sync_api import Page
from shapely.geometry import Polygon, box

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db")]

COURT = Polygon(box(100, 100, 900, 900).exterior, [box(300, 300, 500, 500).exterior.coords])
SHAPES = [box(0, 0, 40, 20), COURT, box(-60, 4000, 5, 4160)]


def tile() -> bytes:
    buildings = [{"geometry": shape, "properties": {"name": "1号楼"}} for shape in SHAPES]
    layers = [
        {"name": "zones", "features": [{"geometry": box(1, 1, 9, 9), "properties": {}}]},
        {"name": "buildings", "features": buildings},
    ]
    written: bytes = mapbox_vector_tile.encode(layers, default_options={"y_coord_down": True})
    return written


def area(ring: list[float]) -> float:
    points = list(zip(ring[::2], ring[1::2], strict=True))
    around = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in around)) / 2


def test_the_areas_of_a_layer_are_read_with_their_holes(open_page: Callable[..., Page]) -> None:
    page = open_page("/notices/")

    def polygons(layer: str) -> Any:
        return page.evaluate(
            """async ([bytes, layer]) => {
            const { polygonsOf } = await import('/static/js/vector-tile.js');
            return polygonsOf(new Uint8Array(bytes).buffer, layer); }""",
            [list(tile()), layer],
        )

    found = polygons("buildings")
    assert found["extent"] == 4096
    assert [len(rings) for rings in found["polygons"]] == [1, 2, 1]
    outer = [area(rings[0]) for rings in found["polygons"]]
    assert outer == [shape.envelope.area for shape in SHAPES]
    assert area(found["polygons"][1][1]) == 200 * 200
    assert len(polygons("zones")["polygons"]) == 1
    assert polygons("roads")["polygons"] == []
