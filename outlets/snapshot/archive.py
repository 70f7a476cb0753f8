"""All tiles of a version in one PMTiles file, which any web server hands out by range."""

import gzip
import math
from datetime import datetime
from pathlib import Path

from django.contrib.gis.db.models import Extent
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write

from outlets.tiles import ZOOMS, Layer, Tile, covering, tiles
from zones.installation import city
from zones.models import Place, StandingPlace

Box = tuple[float, float, float, float]


def write_archive(path: Path, now: datetime, name: str) -> int:
    """The zones in force, and the buildings that are known; says how many tiles it holds."""
    bounds: Box = city().districts.aggregate(box=Extent("outline"))["box"]
    made = dict(tiles(Layer.ALL, sorted(_wanted()), now))
    # The format needs a tile: a city where nothing is known has one that is empty.
    made = made or {next(covering(*bounds, ZOOMS[Layer.ALL][0])): b""}
    with write(str(path)) as writer:
        for tile in sorted(made, key=lambda t: zxy_to_tileid(t.z, t.x, t.y)):
            body = gzip.compress(made[tile], mtime=0)
            writer.write_tile(zxy_to_tileid(tile.z, tile.x, tile.y), body)
        writer.finalize(_header(bounds), {"name": name, "vector_layers": _layers()})
    return len(made)


def _wanted() -> set[Tile]:
    """The tiles in which something may be drawn: those around every place with an outline."""
    found: set[Tile] = set()
    marked = Place.objects.filter(outline__isnull=False)
    zones = marked.filter(
        id__in=StandingPlace.objects.filter(covered=True).values("place")
    ).values_list("outline", flat=True)
    for outline in zones.iterator():
        box = outline.extent
        for zoom in ZOOMS[Layer.ZONES]:
            # A small zone is drawn larger than it is, and may reach into the tile beside.
            more = 360 / 2**zoom / 128
            wider = (box[0] - more, box[1] - more, box[2] + more, box[3] + more)
            found.update(covering(*wider, zoom))
    buildings = marked.filter(level="building", retired_on__isnull=True)
    for outline in buildings.values_list("outline", flat=True).iterator():
        for zoom in ZOOMS[Layer.BUILDINGS]:
            found.update(covering(*outline.extent, zoom))
    return found


def _layers() -> list[dict[str, object]]:
    return [
        {"id": layer.value, "minzoom": ZOOMS[layer][0], "maxzoom": ZOOMS[layer][-1], "fields": {}}
        for layer in Layer
        if layer is not Layer.ALL
    ]


def _header(bounds: Box) -> dict[str, object]:
    west, south, east, north = (math.floor(v * 1e7) for v in bounds)
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_zoom": ZOOMS[Layer.ALL][0],
        "max_zoom": ZOOMS[Layer.ALL][-1],
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": 10,
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }
