"""The four coordinate systems against an independent reading of the published formulas."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from zones.crs import (
    CHINA_BOX,
    CoordinateError,
    CoordinateProblem,
    Crs,
    from_wgs84,
    geometry_from_wgs84,
    geometry_to_wgs84,
    looks_swapped,
    require_on_earth,
    to_wgs84,
)

GEOD = Geod(ellps="WGS84")
LONGITUDES_OF_CHINA = st.floats(73.5, 135.1)
LATITUDES_OF_CHINA = st.floats(3.8, 53.6)
SYSTEMS = st.sampled_from(Crs)
TAIYUAN = (112.549, 37.87)

# lon, lat in WGS-84; GCJ-02; BD-09, as the PyPI package prcoords 1.0.2 gives them.
PUBLISHED = [
    ("Taiyuan", 112.549, 37.87, 112.555299007, 37.870525048, 112.561678894, 37.876849196),
    ("Beijing", 116.3975, 39.9087, 116.403743573, 39.910103499, 116.410116586, 39.916442750),
    ("Ürümqi", 87.6168, 43.8256, 87.619649949, 43.826805393, 87.626099771, 43.832949795),
    ("Sanya", 109.5119, 18.2528, 109.515984295, 18.251094792, 109.522531792, 18.256876554),
    ("Mohe", 122.5386, 52.9721, 122.545628575, 52.973612791, 122.552098543, 52.979698810),
    ("Lhasa", 91.1172, 29.6469, 91.118760341, 29.644192106, 91.125303859, 29.650072419),
]


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(GEOD.inv(*a, *b)[2])


def reference_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """The reconstructed formula, term by term, in the form of its first publication."""
    pi = math.pi
    x, y = lon - 105.0, lat - 35.0
    d_lat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    d_lat += (20.0 * math.sin(6.0 * x * pi) + 20.0 * math.sin(2.0 * x * pi)) * 2.0 / 3.0
    d_lat += (20.0 * math.sin(y * pi) + 40.0 * math.sin(y / 3.0 * pi)) * 2.0 / 3.0
    d_lat += (160.0 * math.sin(y / 12.0 * pi) + 320 * math.sin(y * pi / 30.0)) * 2.0 / 3.0
    d_lon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    d_lon += (20.0 * math.sin(6.0 * x * pi) + 20.0 * math.sin(2.0 * x * pi)) * 2.0 / 3.0
    d_lon += (20.0 * math.sin(x * pi) + 40.0 * math.sin(x / 3.0 * pi)) * 2.0 / 3.0
    d_lon += (150.0 * math.sin(x / 12.0 * pi) + 300.0 * math.sin(x / 30.0 * pi)) * 2.0 / 3.0
    a, ee = 6378245.0, 0.00669342162296594323
    rad_lat = lat / 180.0 * pi
    magic = 1 - ee * math.sin(rad_lat) ** 2
    sqrt_magic = math.sqrt(magic)
    d_lat = (d_lat * 180.0) / ((a * (1 - ee)) / (magic * sqrt_magic) * pi)
    d_lon = (d_lon * 180.0) / (a / sqrt_magic * math.cos(rad_lat) * pi)
    return lon + d_lon, lat + d_lat


def reference_bd09(lon: float, lat: float) -> tuple[float, float]:
    x, y = reference_gcj02(lon, lat)
    x_pi = 3.14159265358979324 * 3000.0 / 180.0
    z = math.sqrt(x * x + y * y) + 0.00002 * math.sin(y * x_pi)
    theta = math.atan2(y, x) + 0.000003 * math.cos(x * x_pi)
    return z * math.cos(theta) + 0.0065, z * math.sin(theta) + 0.006


@given(LONGITUDES_OF_CHINA, LATITUDES_OF_CHINA, SYSTEMS)
def test_there_and_back_stays_within_a_centimetre(lon: float, lat: float, crs: Crs) -> None:
    assert metres((lon, lat), to_wgs84(*from_wgs84(lon, lat, crs), crs)) < 0.01


@given(LONGITUDES_OF_CHINA, LATITUDES_OF_CHINA, SYSTEMS)
def test_back_and_there_stays_within_a_centimetre(lon: float, lat: float, crs: Crs) -> None:
    assert metres((lon, lat), from_wgs84(*to_wgs84(lon, lat, crs), crs)) < 0.01


@given(LATITUDES_OF_CHINA, st.floats(-1e-6, 1e-6), SYSTEMS)
def test_the_meridian_where_the_cipher_has_a_cusp_is_inverted_too(
    lat: float, off: float, crs: Crs
) -> None:
    lon = 105.0 + off
    assert metres((lon, lat), to_wgs84(*from_wgs84(lon, lat, crs), crs)) < 0.01


@given(LONGITUDES_OF_CHINA, LATITUDES_OF_CHINA)
def test_gcj02_agrees_with_an_independent_reading(lon: float, lat: float) -> None:
    assert metres(from_wgs84(lon, lat, Crs.GCJ02), reference_gcj02(lon, lat)) < 1e-4


@given(LONGITUDES_OF_CHINA, LATITUDES_OF_CHINA)
def test_bd09_agrees_with_an_independent_reading(lon: float, lat: float) -> None:
    assert metres(from_wgs84(lon, lat, Crs.BD09), reference_bd09(lon, lat)) < 1e-4


@pytest.mark.parametrize(
    ("name", "lon", "lat", "gcj_lon", "gcj_lat", "bd_lon", "bd_lat"), PUBLISHED
)
def test_another_converter_gives_the_same(
    name: str, lon: float, lat: float, gcj_lon: float, gcj_lat: float, bd_lon: float, bd_lat: float
) -> None:
    assert from_wgs84(lon, lat, Crs.GCJ02) == pytest.approx((gcj_lon, gcj_lat), abs=2e-9), name
    assert from_wgs84(lon, lat, Crs.BD09) == pytest.approx((bd_lon, bd_lat), abs=2e-9), name


def test_gcj02_is_557_metres_off_at_taiyuan() -> None:
    assert metres(TAIYUAN, from_wgs84(*TAIYUAN, Crs.GCJ02)) == pytest.approx(557, abs=1)


@given(LONGITUDES_OF_CHINA, LATITUDES_OF_CHINA)
def test_cgcs2000_is_taken_as_wgs84(lon: float, lat: float) -> None:
    assert to_wgs84(lon, lat, Crs.CGCS2000) == (lon, lat) == from_wgs84(lon, lat, Crs.CGCS2000)


@given(st.floats(-180, 180), st.floats(-90, 90), SYSTEMS)
def test_nothing_moves_outside_the_box(lon: float, lat: float, crs: Crs) -> None:
    west, south, east, north = CHINA_BOX
    if not (west <= lon <= east and south <= lat <= north):
        assert from_wgs84(lon, lat, crs) == (lon, lat) == to_wgs84(lon, lat, crs)


@pytest.mark.parametrize(
    ("lon", "lat", "problem"),
    [
        (math.nan, 37.8, CoordinateProblem.NOT_FINITE),
        (112.5, math.inf, CoordinateProblem.NOT_FINITE),
        (37.8, 112.5, CoordinateProblem.AXES_SWAPPED),
        (-37.8, -112.5, CoordinateProblem.AXES_SWAPPED),
        (112.5, 90.1, CoordinateProblem.OUT_OF_RANGE),
        (180.1, 37.8, CoordinateProblem.OUT_OF_RANGE),
        (37_549_000.0, 4_193_000.0, CoordinateProblem.OUT_OF_RANGE),
    ],
)
@pytest.mark.parametrize("crs", Crs)
def test_a_coordinate_that_is_no_place_is_refused(
    lon: float, lat: float, problem: CoordinateProblem, crs: Crs
) -> None:
    with pytest.raises(CoordinateError) as caught:
        to_wgs84(lon, lat, crs)
    assert caught.value.problem is problem
    with pytest.raises(CoordinateError):
        from_wgs84(lon, lat, crs)


def test_the_refusal_says_how_to_mend_swapped_axes() -> None:
    with pytest.raises(CoordinateError, match="longitude first"):
        require_on_earth(37.8, 112.5)


def test_swapped_axes_that_stay_in_range_are_only_suspected() -> None:
    require_on_earth(43.8, 87.6)
    assert looks_swapped(43.8, 87.6)
    assert not looks_swapped(87.6, 43.8)
    assert not looks_swapped(2.35, 48.85)
    assert not looks_swapped(math.nan, 112.5)


@pytest.mark.parametrize("crs", Crs)
def test_a_geometry_moves_as_its_vertices_do(crs: Crs) -> None:
    square = shapely.box(112.5, 37.8, 112.6, 37.9)
    moved = shapely.get_coordinates(geometry_to_wgs84(square, crs))
    for vertex, expected in zip(shapely.get_coordinates(square), moved, strict=True):
        assert to_wgs84(*vertex, crs) == pytest.approx(tuple(expected), abs=1e-10)
    back = geometry_from_wgs84(geometry_to_wgs84(square, crs), crs)
    assert shapely.equals_exact(back, square, tolerance=1e-8)


def test_an_array_of_geometries_moves_at_once() -> None:
    points = shapely.points([[112.5, 37.8], [2.35, 48.85]])
    moved = geometry_to_wgs84(points, Crs.GCJ02)
    assert isinstance(moved, np.ndarray)
    assert moved[1].equals(points[1])
    assert moved[0].coords[0] == pytest.approx(to_wgs84(112.5, 37.8, Crs.GCJ02), abs=1e-10)


def test_an_empty_geometry_stays_empty() -> None:
    assert geometry_to_wgs84(shapely.Polygon(), Crs.BD09).is_empty


def test_a_geometry_with_one_bad_vertex_is_refused() -> None:
    line = shapely.linestrings([[112.5, 37.8], [37.8, 112.5]])
    with pytest.raises(CoordinateError) as caught:
        geometry_to_wgs84(line, Crs.GCJ02)
    assert caught.value.problem is CoordinateProblem.AXES_SWAPPED
