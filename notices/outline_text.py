"""An outline as somebody types it: GeoJSON, or a corner a line (轮廓的文字).

    112.5501, 37.7512
    112.5534, 37.7512
    112.5534, 37.7490

Longitude before latitude, WGS-84; an empty line begins another polygon. What cannot be read is
refused with its place in the text, so that nobody has to search a page of numbers.
"""

import json
import math
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from notices.amendments import Malformed

CORNERS = 3
SEPARATORS = re.compile(r"[,，;；\s]+")


def read_outline_text(text: str) -> dict[str, Any]:
    """The geometry that a text describes. Raises ``Malformed``, which says where."""
    geometry = _geojson(text) if text.lstrip()[:1] in ("{", "[", '"') else _corners(text)
    _check(geometry)
    return geometry


def _geojson(text: str) -> dict[str, Any]:
    try:
        read = json.loads(text)
    except json.JSONDecodeError as error:
        raise Malformed(
            f"第{error.lineno}行第{error.colno}个字符处不是 JSON：{_near(text, error.pos)}"
        ) from error
    for wrapper, inner in (("FeatureCollection", "features"), ("Feature", "geometry")):
        if isinstance(read, dict) and read.get("type") == wrapper:
            read = read.get(inner)
            if isinstance(read, list):
                if len(read) != 1:
                    raise Malformed(f"FeatureCollection 里有{len(read)}个图形，须只有一个。")
                read = read[0]
    if not isinstance(read, dict) or read.get("type") not in ("Polygon", "MultiPolygon"):
        kind = read.get("type") if isinstance(read, dict) else type(read).__name__
        raise Malformed(f"须是 Polygon 或 MultiPolygon，而不是 {kind}。")
    return read


def _corners(text: str) -> dict[str, Any]:
    """Each block of lines as one polygon."""
    numbered = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    polygons = []
    for is_block, lines in groupby(numbered, key=lambda one: bool(one[1])):
        if is_block:
            block = list(lines)
            ring = [_corner(number, line) for number, line in block]
            if len(set(map(tuple, ring))) < CORNERS:
                raise Malformed(f"第{block[0][0]}行起的多边形不足三个不同的角点。")
            polygons.append([ring if ring[0] == ring[-1] else [*ring, ring[0]]])
    if not polygons:
        raise Malformed("没有写出轮廓。")
    return {"type": "MultiPolygon", "coordinates": polygons}


def _corner(number: int, line: str) -> list[float]:
    try:
        longitude, latitude = (float(part) for part in SEPARATORS.split(line) if part)
    except ValueError as error:
        raise Malformed(f"第{number}行须是“经度,纬度”两个数，而不是“{line[:40]}”。") from error
    return [longitude, latitude]


def _check(geometry: dict[str, Any]) -> None:
    """Each corner is two numbers on the globe, each ring closed; else says which is not."""
    for where, ring in _rings(geometry):
        if not isinstance(ring, list) or len(ring) <= CORNERS:
            raise Malformed(f"{where}须有至少四个点，首尾相同。")
        for number, point in enumerate(ring, 1):
            _check_point(f"{where}的第{number}个点", point)
        if ring[0][:2] != ring[-1][:2]:
            raise Malformed(f"{where}没有闭合：第一个点是{ring[0]}，最后一个是{ring[-1]}。")


def _check_point(where: str, point: object) -> None:
    if not isinstance(point, list) or len(point) not in (2, 3) or not all(map(_is_number, point)):
        raise Malformed(f"{where}须是[经度, 纬度]，而不是{str(point)[:40]}。")
    longitude, latitude = point[:2]
    if abs(latitude) > 90 and abs(longitude) <= 90:
        raise Malformed(f"{where}（{longitude}, {latitude}）的经纬度次序反了：先经度，后纬度。")
    if abs(longitude) > 180 or abs(latitude) > 90:
        raise Malformed(f"{where}（{longitude}, {latitude}）不是经纬度。")


def _rings(geometry: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    polygons = geometry.get("coordinates")
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    if not isinstance(polygons, list) or not polygons:
        raise Malformed("coordinates 里没有多边形。")
    for p, rings in enumerate(polygons, 1):
        if not isinstance(rings, list) or not rings:
            raise Malformed(f"第{p}个多边形没有环。")
        for r, ring in enumerate(rings, 1):
            yield f"第{p}个多边形的第{r}个环", ring


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _near(text: str, at: int) -> str:
    """Some of the text around a spot, with the spot marked."""
    start = max(0, at - 12)
    return f"…{text[start:at]}▶{text[at : at + 12]}…".replace("\n", " ")
