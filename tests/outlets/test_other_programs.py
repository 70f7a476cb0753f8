"""Programs that are not ours read what we hand out."""

from typing import Any

import geopandas
import pandas
import pytest
from django.test import Client

from outlets.tiles import covering
from zones.models import City


@pytest.mark.django_db(transaction=True)
def test_geopandas_reads_the_tiles(live_city: City, live_server: Any) -> None:
    client = Client()
    name = client.get("/tiles/current.json").json()["ledger"]["version"]
    frames = []
    for tile in covering(111.6, 37.3, 113.2, 38.4, 9):
        path = f"/tiles/{name}/zones/{tile.z}/{tile.x}/{tile.y}.pbf"
        if client.get(path).content:
            frames.append(geopandas.read_file(f"MVT:{live_server.url}{path}", layer="zones"))
    frame = pandas.concat(frames)
    assert set(frame["level"]) <= {"high", "medium"}
    assert frame.crs.to_epsg() == 3857
    features = client.get("/api/v1/zones").json()["features"]
    assert set(frame["id"]) == {f["id"] for f in features if f["geometry"]}
    drawn = geopandas.GeoDataFrame.from_features(
        [f for f in features if f["geometry"]], crs=4326
    ).to_crs(3857)
    assert drawn.union_all().distance(frame.geometry.union_all()) < 1
