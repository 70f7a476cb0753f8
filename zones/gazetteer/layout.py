"""Illustrative outlines (示意轮廓) for places whose ground nobody has surveyed.

A notice names 晋阳紫城4号楼10单元 and no open data set holds its outline. So that a
demonstration can show *that* something is in force inside *which* district, the tree
of places is drawn as a made-up town: blocks of plausible size near the built-up core,
streets between them, buildings in their complexes, units as slices of a building.
Nothing here tells where a place is. What is stored from here must carry the quality
``illustrative`` and be shown as such.

Everything follows from the keys of the nodes (see ``zones.gazetteer.spots``), not from
the order of the input: the same places give the same town, and a place added later
moves few others.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Point, Polygon

from zones.address.values import Level
from zones.gazetteer.spots import Floats, Grid, Ints, Want, choose_spots, draw

_XY: TypeAlias = tuple[float, float]
_Ground: TypeAlias = Polygon | MultiPolygon

_ROOT_PITCH: Final = 90.0  # metres between the spots offered to the roots
_ROOT_GAP: Final = 30.0  # metres of street between two roots, at least
_EDGE: Final = 40.0  # metres that everything keeps from the border of the district
_TILT: Final = math.radians(7)  # streets of the old towns are off the compass by so much
_SHRINK: Final = 0.8
_MOST_SHRINKS: Final = 16
_DECIMALS: Final = 7  # degrees: a centimetre


class LayoutError(ValueError):
    """A forest that cannot be drawn: a key twice, a level without a size, or no room."""


@dataclass(frozen=True, slots=True)
class Node:
    """A place to draw. ``key`` is stable and unique in the forest: it decides the outline."""

    key: str
    level: Level
    children: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class _Norm:
    """How a level is drawn, in metres: its size, and the spots it offers to its children.

    ``crooked`` levels have corners off the square; one that ``lengthens`` grows for its
    children in width alone, as a terrace of flats does.
    """

    width: tuple[float, float]
    depth: tuple[float, float]
    pitch: tuple[float, float]
    margin: float
    gap: float
    crooked: bool = True
    lengthens: bool = False


_NORMS: Final[dict[Level, _Norm]] = {
    Level.SUBDISTRICT: _Norm((900, 1400), (900, 1400), (100, 100), 20, 30),
    Level.COMMUNITY: _Norm((500, 900), (500, 900), (60, 60), 12, 20),
    Level.STREET: _Norm((400, 800), (30, 40), (60, 60), 6, 12, lengthens=True),
    Level.AREA: _Norm((250, 500), (250, 500), (60, 60), 12, 20),
    Level.COMPLEX: _Norm((150, 350), (150, 350), (78, 42), 12, 18),
    Level.SECTION: _Norm((100, 180), (90, 170), (78, 42), 6, 18),
    Level.BUILDING: _Norm(
        (46, 60), (13, 17), (13.5, 13.5), 0.5, 0.5, crooked=False, lengthens=True
    ),
    Level.UNIT: _Norm((13, 13), (13, 13), (13.5, 13.5), 0.5, 0.5, crooked=False, lengthens=True),
}


@dataclass(frozen=True, slots=True)
class _Block:
    """A node with its size in metres and its children's lower left corners within it."""

    node: Node
    width: float
    depth: float
    inside: tuple[tuple["_Block", _XY], ...] = ()


def lay_out(
    district: _Ground,
    forest: Sequence[Node],
    *,
    toward: _XY | None = None,
    spread: float = 3_000.0,
    metric_srid: int = 4508,
) -> dict[str, Polygon]:
    """Outlines in WGS-84 for every node of ``forest``, by key, inside ``district`` (WGS-84).

    Roots gather around the ground of the district nearest to ``toward`` (lon, lat; the
    middle of the district by default), ever fewer outward as under a bell curve with a
    deviation of ``spread`` metres. Sizes are those of ``_NORMS``; a parent grows as its
    children need, and all shrink alike when the district is too small. Children lie
    strictly inside their parent; siblings, and roots, stand apart.

    Raises ``LayoutError`` for a key given twice, a level that has no size (province,
    city, district), or a district with no room at all.
    """
    _refuse_duplicates(forest)
    to_metres = Transformer.from_crs(4326, metric_srid, always_xy=True)
    ground = shapely.transform(
        shapely.segmentize(district, 0.005), to_metres.transform, interleaved=False
    )
    centre = Point(to_metres.transform(*(toward or district.representative_point().coords[0])))
    blocks = [_block(root) for root in forest]
    outlines = dict(_settle(blocks, ground, centre, spread))
    return {key: _to_degrees(outline, to_metres) for key, outline in outlines.items()}


def _refuse_duplicates(forest: Sequence[Node]) -> None:
    seen: set[str] = set()
    waiting = list(forest)
    while waiting:
        node = waiting.pop()
        if node.key in seen:
            raise LayoutError(f"two places share the key {node.key!r}")
        if node.level not in _NORMS:
            raise LayoutError(f"{node.key!r}: a {node.level.value} is not drawn")
        seen.add(node.key)
        waiting.extend(node.children)


def _to_degrees(outline: Polygon, to_metres: Transformer) -> Polygon:
    def degrees(points: Floats) -> Floats:
        lon, lat = to_metres.transform(points[:, 0], points[:, 1], direction="INVERSE")
        return np.round(np.column_stack([lon, lat]), _DECIMALS)

    return shapely.transform(outline, degrees)


def _block(node: Node) -> _Block:
    """The size of a node, from the finest level up: its own, or what its children need."""
    norm = _NORMS[node.level]
    width = _between(norm.width, draw(node.key, "width"))
    depth = _between(norm.depth, draw(node.key, "depth"))
    if not node.children:
        return _Block(node, width, depth)
    blocks = [_block(child) for child in node.children]
    wants = [_want(b.node.key, (b.width, b.depth), norm.pitch, norm.gap) for b in blocks]
    columns, rows = _first_lattice(width - 2 * norm.margin, depth - 2 * norm.margin, norm, wants)
    while (spots := choose_spots(wants, np.ones((columns, rows), dtype=bool))) is None:
        columns, rows = _grown(columns, rows, norm)
    inside = tuple(
        (block, _corner(block, want, spot, norm))
        for block, want, spot in zip(blocks, wants, spots, strict=True)
    )
    width = columns * norm.pitch[0] + 2 * norm.margin
    return _Block(node, width, rows * norm.pitch[1] + 2 * norm.margin, inside)


def _first_lattice(
    width: float, depth: float, norm: _Norm, wants: Sequence[Want]
) -> tuple[int, int]:
    """Columns and rows of the node's own size, grown until the children might fit."""
    columns = max(round(width / norm.pitch[0]), *(want.columns for want in wants))
    rows = max(round(depth / norm.pitch[1]), *(want.rows for want in wants))
    while columns * rows < sum(want.columns * want.rows for want in wants):
        columns, rows = _grown(columns, rows, norm)
    return columns, rows


def _grown(columns: int, rows: int, norm: _Norm) -> tuple[int, int]:
    if norm.lengthens or columns * norm.pitch[0] <= rows * norm.pitch[1]:
        return columns + 1, rows
    return columns, rows + 1


def _corner(block: _Block, want: Want, spot: tuple[int, int], norm: _Norm) -> _XY:
    """The lower left corner of a child in its parent: anywhere its spots leave a street."""
    slack_x = want.columns * norm.pitch[0] - norm.gap - block.width
    slack_y = want.rows * norm.pitch[1] - norm.gap - block.depth
    x = spot[0] * norm.pitch[0] + norm.gap / 2 + slack_x * draw(block.node.key, "east")
    y = spot[1] * norm.pitch[1] + norm.gap / 2 + slack_y * draw(block.node.key, "north")
    return norm.margin + x, norm.margin + y


def _settle(
    blocks: Sequence[_Block], ground: _Ground, centre: Point, spread: float
) -> Iterator[tuple[str, Polygon]]:
    """Outlines in metres, at the largest scale at which the district has room for all."""
    pitch = (_ROOT_PITCH, _ROOT_PITCH)
    wants = [_want(block.node.key, _extent(block), pitch, _ROOT_GAP) for block in blocks]
    near = ground.intersection(centre.buffer(centre.distance(ground) + 4 * spread))
    for land, scale in [(near, 1.0), *((ground, _SHRINK**n) for n in range(_MOST_SHRINKS))]:
        columns, rows, free = _lattice(land, centre, scale)
        if not free.any():
            continue
        away = np.hypot(columns[:, None] + 0.5, rows[None, :] + 0.5) * _ROOT_PITCH * scale
        cost = ((away - away[free].min()) / spread) ** 2 / 2
        spots = choose_spots(wants, free, cost, (int(columns[0]), int(rows[0])))
        if spots is not None:
            for block, want, (column, row) in zip(blocks, wants, spots, strict=True):
                at = (int(columns[column]), int(rows[row]))
                yield from _draw_root(block, want, at, centre, scale)
            return
    raise LayoutError(f"no room for {len(blocks)} places in this district")


def _want(key: str, size: _XY, pitch: _XY, gap: float) -> Want:
    columns, rows = ((side + gap) / step for side, step in zip(size, pitch, strict=True))
    return Want(key, math.ceil(columns - 1e-9), math.ceil(rows - 1e-9))


def _extent(block: _Block) -> _XY:
    """Width and depth of the upright box around a tilted root."""
    tilt = abs(_tilt(block))
    return (
        block.width * math.cos(tilt) + block.depth * math.sin(tilt),
        block.width * math.sin(tilt) + block.depth * math.cos(tilt),
    )


def _tilt(block: _Block) -> float:
    return _between((-_TILT, _TILT), draw(block.node.key, "tilt"))


def _lattice(ground: _Ground, centre: Point, scale: float) -> tuple[Ints, Ints, Grid]:
    """Columns and rows counted from ``centre``, and which spots lie wholly in the district."""
    pitch = _ROOT_PITCH * scale
    inner = ground.buffer(-(_EDGE * scale + pitch * math.sqrt(0.5)))
    if inner.is_empty:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 0), np.bool_)
    shapely.prepare(inner)
    west, south, east, north = inner.bounds
    columns = np.arange((west - centre.x) // pitch, (east - centre.x) // pitch + 1)
    rows = np.arange((south - centre.y) // pitch, (north - centre.y) // pitch + 1)
    x, y = np.meshgrid(columns * pitch, rows * pitch, indexing="ij")
    free = shapely.contains_xy(inner, x + centre.x + pitch / 2, y + centre.y + pitch / 2)
    return columns.astype(np.int64), rows.astype(np.int64), free


def _draw_root(
    block: _Block, want: Want, at: tuple[int, int], centre: Point, scale: float
) -> Iterator[tuple[str, Polygon]]:
    """The outlines of a root and all below it in metres: turned, shrunk and moved as one."""
    extent = _extent(block)
    middle = [
        (spot * _ROOT_PITCH + _ROOT_GAP / 2 + side / 2)
        + (count * _ROOT_PITCH - _ROOT_GAP - side) * draw(block.node.key, axis)
        for spot, side, count, axis in zip(
            at, extent, (want.columns, want.rows), ("east", "north"), strict=True
        )
    ]
    cos, sin = math.cos(_tilt(block)), math.sin(_tilt(block))
    turn = scale * np.array([[cos, -sin], [sin, cos]])
    half = np.array([block.width, block.depth]) / 2
    for key, corners in _corners(block, (0.0, 0.0)):
        placed = (corners - half) @ turn.T + scale * np.array(middle) + [centre.x, centre.y]
        yield key, Polygon(placed)


def _corners(block: _Block, at: _XY) -> Iterator[tuple[str, Floats]]:
    """The four corners of a block and of all below it in the frame of the root, metres."""
    norm = _NORMS[block.node.level]
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float64)
    most = 0.8 * norm.margin if block.inside else 0.08 * min(block.width, block.depth)
    inward = np.array([[draw(block.node.key, f"{i}{axis}") for axis in "xy"] for i in range(4)])
    bent = most * inward * (1 - 2 * square) if norm.crooked else 0.0
    yield block.node.key, square * [block.width, block.depth] + bent + at
    for child, (x, y) in block.inside:
        yield from _corners(child, (at[0] + x, at[1] + y))


def _between(bounds: tuple[float, float], share: float) -> float:
    return bounds[0] + (bounds[1] - bounds[0]) * share
