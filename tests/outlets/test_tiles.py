"""Tiles hold what the map shows, and no zone is too small to be in one."""

from collections.abc import Iterator
from typing import Any

import mapbox_vector_tile
import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from notices.models import Entry
from outlets.tiles import ZOOMS, Layer, Tile, covering, tiles
from tests.ground import entry, publish
from zones.models import City, Place

CITY_BOX = (111.5, 37.2, 113.3, 38.5)


def decoded(body: bytes) -> dict[str, Any]:
    found: dict[str, Any] = mapbox_vector_tile.decode(body)
    return found


def drawn(client: Client) -> set[str]:
    features = client.get("/api/v1/zones").json()["features"]
    return {f["id"] for f in features if f["geometry"]}


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("zoom", [8, 10, 13, 16])
def test_the_tiles_of_every_zoom_hold_every_zone_that_is_drawn(zoom: int, client: Client) -> None:
    found = {
        f["properties"]["id"]
        for _, body in tiles(Layer.ZONES, wanted(client, zoom), timezone.now())
        for f in decoded(body)["zones"]["features"]
    }
    assert found == drawn(client)


def wanted(client: Client, zoom: int) -> Iterator[Tile]:
    """Tiles around each zone: all of a city would be thousands at the deepest zoom."""
    if zoom < 12:
        yield from covering(*CITY_BOX, zoom)
        return
    boxes = [
        Polygon(*f["geometry"]["coordinates"][0]).extent
        for f in client.get("/api/v1/zones").json()["features"]
        if f["geometry"]
    ]
    yield from {tile for box in boxes for tile in covering(*box, zoom)}


def test_a_zone_of_a_metre_is_seen_from_afar(city: City) -> None:
    district = city.districts.get(name="小店区")
    publish(196, entry(district, "一米见方小区"))
    spot = Place.objects.get(name="一米见方小区")
    box = Polygon.from_bbox((112.55, 37.75, 112.55001, 37.75001))
    spot.outline, spot.outline_quality = MultiPolygon(box, srid=4326), "surveyed"
    spot.save()
    ids = {str(e.id) for e in Entry.objects.filter(text="一米见方小区")}
    for zoom in (8, 12):
        (tile,) = covering(*box.extent, zoom)
        (_, body), *_ = tiles(Layer.ZONES, [tile], timezone.now())
        (shown,) = [f for f in decoded(body)["zones"]["features"] if f["properties"]["id"] in ids]
        xs = [x for x, _ in shown["geometry"]["coordinates"][0]]
        assert max(xs) - min(xs) >= 2 * 4096 // 256 - 2, "two pixels at least"


def spot_entries(text: str) -> Any:
    from notices.models import Entry

    return Entry.objects.filter(text=text)


def test_buildings_come_from_near_only_and_beside_the_zones(city: City) -> None:
    building = Place.objects.filter(level="building", outline__isnull=False).first()
    assert building is not None
    assert building.outline is not None
    (tile,) = set(covering(*building.outline.centroid.extent, 15))
    found = dict(tiles(Layer.ALL, [tile], timezone.now()))[tile]
    layers = decoded(found)
    assert str(building.id) in {f["properties"]["id"] for f in layers["buildings"]["features"]}
    assert not list(tiles(Layer.BUILDINGS, [Tile(13, tile.x // 4, tile.y // 4)], timezone.now()))
    assert ZOOMS[Layer.BUILDINGS].start == 14


@pytest.mark.usefixtures("city")
def test_a_tile_is_kept_for_ever_under_its_name_and_a_former_name_leads_on(
    city: City, client: Client
) -> None:
    told = client.get("/tiles/current.json").json()
    assert told["tilejson"] == "3.0.0"
    template = told["vector_layers"][0]["tiles"][0].removeprefix("http://testserver")
    (tile,) = covering(112.55, 37.75, 112.55, 37.75, 9)
    path = template.format(z=tile.z, x=tile.x, y=tile.y)
    response = client.get(path)
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    publish(196, entry(city.districts.get(name="尖草坪区"), "摄乐村"))
    after = client.get(path)
    assert (after.status_code, after["Cache-Control"]) == (302, "no-store")
    assert after["Location"] != path
    assert client.get(after["Location"]).status_code == 200


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    "path", ["zones/9/512/1", "zones/17/1/1", "buildings/13/1/1", "roads/9/1/1"]
)
def test_what_is_no_tile_is_not_found(path: str, client: Client) -> None:
    assert client.get(f"/tiles/x/{path}.pbf").status_code == 404


@given(st.floats(-179, 179), st.floats(-80, 80), st.integers(0, 20))
def test_a_point_lies_in_one_tile_and_its_parent_is_the_parent_tile(
    lon: float, lat: float, zoom: int
) -> None:
    (tile,) = covering(lon, lat, lon, lat, zoom)
    (child,) = covering(lon, lat, lon, lat, zoom + 1)
    assert (child.x // 2, child.y // 2) == (tile.x, tile.y)
