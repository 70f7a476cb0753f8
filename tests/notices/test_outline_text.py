"""Outlines as people type them, and where they went wrong."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.amendments import Malformed
from notices.outline_text import read_outline_text

SQUARE = [[112.5, 37.7], [112.6, 37.7], [112.6, 37.8], [112.5, 37.7]]
corners = st.lists(
    st.tuples(st.floats(112, 113), st.floats(37, 38)), min_size=3, max_size=9, unique=True
)


@given(st.lists(corners, min_size=1, max_size=3), st.sampled_from([",", "，", " ", "\t", "; "]))
def test_corners_a_line_are_the_same_as_geojson(
    polygons: list[list[tuple[float, float]]], separator: str
) -> None:
    text = "\n\n".join(
        "\n".join(f"{x!r}{separator}{y!r}" for x, y in polygon) for polygon in polygons
    )
    rings = [[[list(c) for c in [*polygon, polygon[0]]]] for polygon in polygons]
    geometry = {"type": "MultiPolygon", "coordinates": rings}
    assert read_outline_text(text) == geometry == read_outline_text(json.dumps(geometry))


@pytest.mark.parametrize("wrap", ["Feature", "FeatureCollection"])
def test_a_geometry_is_found_in_its_wrapping(wrap: str) -> None:
    geometry = {"type": "Polygon", "coordinates": [SQUARE]}
    feature: object = {"type": "Feature", "geometry": geometry, "properties": {}}
    if wrap == "FeatureCollection":
        feature = {"type": wrap, "features": [feature]}
    assert read_outline_text(json.dumps(feature)) == geometry


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "没有写出轮廓"),
        ("112.5,37.7\n112.6,37.7", "第1行起的多边形不足三个"),
        ("112.5,37.7\n112.6,37.7\nabc\n112.5,37.8", "第3行"),
        ("112.5,37.7,1\n", "第1行"),
        ('{"type": "Polygon",\n "coordinates": [[1, }', "第2行第22个字符"),
        ('{"type": "Point", "coordinates": [1, 2]}', "而不是 Point"),
        ("[1, 2]", "而不是 list"),
        (json.dumps({"type": "Polygon", "coordinates": [SQUARE[:3]]}), "至少四个点"),
        (
            json.dumps({"type": "Polygon", "coordinates": [[*SQUARE[:3], [112.5, 37.71]]]}),
            "没有闭合",
        ),
        (
            json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE], [[SQUARE[0], "x"] * 3]]}),
            "第2个多边形的第1个环的第2个点",
        ),
        (json.dumps({"type": "Polygon", "coordinates": [[[37.7, 112.5]] * 4]}), "次序反了"),
        (json.dumps({"type": "Polygon", "coordinates": [[[190, 12.5]] * 4]}), "不是经纬度"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 1], [1, 1], [1, 2], [1, 1]]]}', "第1个点"),
        (json.dumps({"type": "Polygon", "coordinates": 5}), "第1个多边形没有环"),
        (json.dumps({"type": "Polygon"}), "第1个多边形没有环"),
        (json.dumps({"type": "FeatureCollection", "features": []}), "有0个图形"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, where: str) -> None:
    with pytest.raises(Malformed, match=where):
        read_outline_text(text)


@given(st.text() | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    with suppress(Malformed):
        assert read_outline_text(text)["type"] in ("Polygon", "MultiPolygon")
