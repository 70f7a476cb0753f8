"""Vector tiles (Mapbox Vector Tile 2) of the zones in force and of the known buildings.

A tile is named by the version of what is in it and never changes under that name. A zone is
never simplified away: where it would be smaller than a reader can see, it is drawn as a square
that can be seen, around its own middle.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice

from zones.replica import reading

EXTENT = 4096
BUFFER = 64
SEEN = 2.0
"""Pixels (of 256 a tile): a zone smaller than this is drawn as large as this."""
AT_ONCE = 500
HALF_WORLD = 20037508.342789244


class Layer(StrEnum):
    """What a tile shows; ``all`` is every layer in one tile, for the file of a snapshot."""

    ZONES = "zones"
    BUILDINGS = "buildings"
    ALL = "all"


ZOOMS = {Layer.ZONES: range(8, 17), Layer.BUILDINGS: range(14, 17), Layer.ALL: range(8, 17)}


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """A tile of the Web Mercator grid. It refuses to be outside it."""

    z: int
    x: int
    y: int

    def __post_init__(self) -> None:
        if not (0 <= self.z <= 24 and 0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z):
            raise ValueError(f"no tile: {self}")


_ZONES = f"""
    WITH zone AS MATERIALIZED (
        SELECT s.designation::text AS id, s.level, s.district_id AS district,
               ST_Transform(coalesce(ST_Difference(covered.g, excepted.g), covered.g), 3857) AS g
        FROM zones_standing s
        CROSS JOIN LATERAL (
            SELECT ST_Union(p.outline) AS g
            FROM zones_standingplace m JOIN zones_place p ON p.id = m.place_id
            WHERE m.standing_id = s.id AND m.covered
        ) covered
        CROSS JOIN LATERAL (
            SELECT ST_Union(p.outline) AS g
            FROM zones_standingplace m JOIN zones_place p ON p.id = m.place_id
            WHERE m.standing_id = s.id AND NOT m.covered
        ) excepted
        WHERE s.effective @> %(now)s::timestamptz AND s.known @> %(now)s::timestamptz
          AND NOT s.implied AND covered.g IS NOT NULL
    ),
    tile AS (
        SELECT z, x, y, ST_TileEnvelope(z, x, y) AS box,
               2 * {HALF_WORLD} / 2 ^ z / 256 AS pixel
        FROM unnest(%(z)s::int[], %(x)s::int[], %(y)s::int[]) AS t(z, x, y)
    )
    SELECT tile.z, tile.x, tile.y, made.pbf
    FROM tile CROSS JOIN LATERAL (
        SELECT ST_AsMVT(feature.*, 'zones', {EXTENT}, 'geom') AS pbf, count(*) AS n
        FROM (
            SELECT zone.id, zone.level, zone.district,
                   ST_AsMVTGeom(
                       CASE WHEN ST_XMax(g) - ST_XMin(g) < {SEEN} * tile.pixel
                             AND ST_YMax(g) - ST_YMin(g) < {SEEN} * tile.pixel
                            THEN ST_Expand(
                                ST_Envelope(ST_Centroid(ST_Envelope(g))), {SEEN} / 2 * tile.pixel
                            )
                            ELSE g END,
                       tile.box, {EXTENT}, {BUFFER}, true
                   ) AS geom
            FROM zone
            WHERE NOT ST_IsEmpty(g) AND g && ST_Expand(tile.box, {SEEN} * tile.pixel)
        ) feature
        WHERE feature.geom IS NOT NULL
    ) made
    WHERE made.n > 0
"""

_BUILDINGS = f"""
    WITH tile AS (
        SELECT z, x, y, ST_TileEnvelope(z, x, y) AS box
        FROM unnest(%(z)s::int[], %(x)s::int[], %(y)s::int[]) AS t(z, x, y)
    )
    SELECT tile.z, tile.x, tile.y, made.pbf
    FROM tile CROSS JOIN LATERAL (
        SELECT ST_AsMVT(feature.*, 'buildings', {EXTENT}, 'geom') AS pbf, count(*) AS n
        FROM (
            SELECT p.id::text AS id, p.name, p.outline_quality AS quality,
                   ST_AsMVTGeom(
                       ST_Transform(p.outline, 3857), tile.box, {EXTENT}, {BUFFER}, true
                   ) AS geom
            FROM zones_place p
            WHERE p.level = 'building' AND p.retired_on IS NULL
              AND p.outline && ST_Transform(tile.box, 4326)
        ) feature
        WHERE feature.geom IS NOT NULL
    ) made
    WHERE made.n > 0
"""


def tiles(layer: Layer, wanted: Iterable[Tile], now: datetime) -> Iterator[tuple[Tile, bytes]]:
    """The tiles that have something in them, as of ``now``."""
    if layer is Layer.ALL:
        yield from _all(wanted, now)
        return
    zooms = ZOOMS[layer]
    rest = iter(tile for tile in wanted if tile.z in zooms)
    while batch := list(islice(rest, AT_ONCE)):
        yield from _made(_ZONES if layer is Layer.ZONES else _BUILDINGS, batch, now)


def _all(wanted: Iterable[Tile], now: datetime) -> Iterator[tuple[Tile, bytes]]:
    """Layers follow one another in a tile, so tiles are put together by their bytes."""
    rest = iter(wanted)
    while batch := list(islice(rest, AT_ONCE)):
        found: dict[Tile, bytes] = {}
        for layer in (Layer.BUILDINGS, Layer.ZONES):
            for tile, body in tiles(layer, batch, now):
                found[tile] = found.get(tile, b"") + body
        yield from sorted(found.items())


def _made(query: str, batch: Sequence[Tile], now: datetime) -> Iterator[tuple[Tile, bytes]]:
    values = {
        "now": now,
        "z": [t.z for t in batch],
        "x": [t.x for t in batch],
        "y": [t.y for t in batch],
    }
    with reading.connection().cursor() as cursor:
        cursor.execute(query, values)
        for z, x, y, body in cursor.fetchall():
            yield Tile(z, x, y), bytes(body)


def covering(west: float, south: float, east: float, north: float, zoom: int) -> Iterator[Tile]:
    """The tiles of a zoom that meet a box in degrees."""
    first, last = _at(west, north, zoom), _at(east, south, zoom)
    for x in range(first.x, last.x + 1):
        for y in range(first.y, last.y + 1):
            yield Tile(zoom, x, y)


def _at(lon: float, lat: float, zoom: int) -> Tile:
    """The tile in which a point lies."""
    n = 2**zoom
    x = int((lon + 180) / 360 * n)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n)
    return Tile(zoom, min(max(x, 0), n - 1), min(max(y, 0), n - 1))
