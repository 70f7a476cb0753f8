"""Repairing outlines: the coverage laws on cities that were rounded badly."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

from zones.crs import Crs
from zones.gazetteer.outlines import (
    CoverageError,
    area_of,
    holes,
    publish_in_wgs84,
    repair_coverage,
)

METRIC = 4508
ORIGIN = np.array([480_000.0, 4_190_000.0])  # metres, near Taiyuan
CELL = 1_000.0
SIDE = 4
TOLERANCE = 20.0
Nodes = np.ndarray


def city(*areas: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"name": [f"d{i}" for i in range(len(areas))]}, geometry=list(areas))


def metric(*areas: shapely.Geometry) -> gpd.GeoDataFrame:
    return city(*areas).set_crs(METRIC)


def box(west: float, south: float, east: float, north: float) -> Polygon:
    x, y = ORIGIN
    return shapely.box(x + west, y + south, x + east, y + north)


def cells(nodes: Nodes) -> list[Polygon]:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
    return [
        Polygon([nodes[i + di, j + dj] for di, dj in corners])
        for i in range(SIDE)
        for j in range(SIDE)
    ]


@st.composite
def rounded_cities(draw: st.DrawFn) -> gpd.GeoDataFrame:
    """Districts on a bent lattice, each vertex rounded apart in each of its districts."""
    seed = draw(st.integers(0, 2**32 - 1))
    chance = np.random.default_rng(seed)
    steps = np.stack(np.meshgrid(range(SIDE + 1), range(SIDE + 1), indexing="ij"), axis=-1)
    nodes = ORIGIN + steps * CELL + chance.uniform(-CELL / 5, CELL / 5, steps.shape)
    owner = draw(st.lists(st.integers(0, 3), min_size=SIDE**2, max_size=SIDE**2))
    whole = cells(nodes)
    areas = [
        shapely.union_all([cell for cell, whose in zip(whole, owner, strict=True) if whose == one])
        for one in sorted(set(owner))
    ]
    reach = draw(st.floats(0, TOLERANCE / 4))

    return metric(*(rounded(area, reach, chance.uniform(0, 7, 2)) for area in areas))


def rounded(area: shapely.Geometry, reach: float, phase: Nodes) -> shapely.Geometry:
    """Each vertex moved by up to ``reach`` metres an axis, a ring's ends alike."""
    return area_of(shapely.transform(area, lambda points: points + reach * np.sin(points + phase)))


@settings(max_examples=40, deadline=None)
@given(rounded_cities())
def test_a_repaired_city_is_a_coverage_without_slivers(given_city: gpd.GeoDataFrame) -> None:
    mended = repair_coverage(given_city, tolerance=TOLERANCE, metric_crs=METRIC)
    areas = np.array(mended.geometry, dtype=object)
    assert shapely.is_valid(areas).all()
    assert shapely.coverage_is_valid(areas, gap_width=TOLERANCE / 2)
    assert list(mended["name"]) == list(given_city["name"])
    assert mended.crs == given_city.crs


@settings(max_examples=40, deadline=None)
@given(rounded_cities())
def test_a_repair_moves_no_edge_by_more_than_the_tolerance(given_city: gpd.GeoDataFrame) -> None:
    mended = repair_coverage(given_city, tolerance=TOLERANCE, metric_crs=METRIC)
    for before, after in zip(given_city.geometry, mended.geometry, strict=True):
        assert before.buffer(-2 * TOLERANCE).difference(after).area < 1
        assert after.difference(before.buffer(2 * TOLERANCE)).area < 1


@settings(max_examples=40, deadline=None)
@given(rounded_cities())
def test_repairing_twice_is_repairing_once(given_city: gpd.GeoDataFrame) -> None:
    once = repair_coverage(given_city, tolerance=TOLERANCE, metric_crs=METRIC)
    twice = repair_coverage(once, tolerance=TOLERANCE, metric_crs=METRIC)
    for before, after in zip(once.geometry, twice.geometry, strict=True):
        assert before.symmetric_difference(after).area < 1


def test_a_missing_vertex_on_a_shared_edge_is_added() -> None:
    left = box(0, 0, 1000, 2000)
    right = metric(left, box(1000, 0, 2000, 1000), box(1000, 1000, 2000, 2000))
    assert not shapely.coverage_is_valid(np.array(right.geometry, dtype=object))
    mended = repair_coverage(right, tolerance=1, metric_crs=METRIC)
    assert len(mended.geometry[0].exterior.coords) == 4 + 1 + 1


def test_a_sliver_between_neighbours_is_given_away() -> None:
    apart = metric(box(0, 0, 1000, 1000), box(1003, 0, 2000, 1000), box(0, 1000, 2000, 1500))
    mended = repair_coverage(apart, tolerance=10, metric_crs=METRIC)
    assert holes(mended) == []
    assert mended.area.sum() == pytest.approx(2000 * 1500, rel=1e-6)


def test_an_enclave_wider_than_the_tolerance_is_kept_and_listed() -> None:
    ring = metric(box(0, 0, 2000, 2000).difference(box(900, 900, 1100, 1100)))
    mended = repair_coverage(ring, tolerance=10, metric_crs=METRIC)
    assert [hole.area for hole in holes(mended)] == [pytest.approx(40_000)]


def test_two_districts_that_claim_the_same_land_are_refused() -> None:
    claimed = metric(box(0, 0, 1000, 1000), box(700, 0, 2000, 1000))
    with pytest.raises(CoverageError, match="settle the overlap"):
        repair_coverage(claimed, tolerance=10, metric_crs=METRIC)


def test_degrees_come_back_as_degrees() -> None:
    degrees = metric(box(0, 0, 1000, 1000), box(1003, 0, 2000, 1000)).to_crs(4326)
    mended = repair_coverage(degrees, tolerance=10, metric_crs=METRIC)
    assert mended.crs == degrees.crs
    assert shapely.coverage_is_valid(np.array(mended.geometry, dtype=object))


def test_spikes_and_self_touching_rings_leave_only_their_area() -> None:
    spiked = Polygon([(0, 0), (2, 0), (2, 2), (2, 3), (2, 2), (0, 2)])
    assert area_of(spiked).equals(shapely.box(0, 0, 2, 2))
    bow_tie = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    assert area_of(bow_tie).area == pytest.approx(2)
    assert isinstance(area_of(bow_tie), MultiPolygon)


@pytest.mark.parametrize("nothing", [Point(1, 1), LineString([(0, 0), (1, 1)]), Polygon()])
def test_what_has_no_area_outlines_nothing(nothing: shapely.Geometry) -> None:
    with pytest.raises(CoverageError, match="without an area"):
        area_of(nothing)


def test_published_outlines_are_rounded_wound_and_still_a_coverage() -> None:
    clockwise = shapely.box(112.5, 37.8, 112.6, 37.9, ccw=False)
    beside = shapely.box(112.6, 37.8, 112.7, 37.9, ccw=False)
    published = publish_in_wgs84(city(clockwise, beside).set_crs(4326), crs=Crs.GCJ02)
    areas = np.array(published.geometry, dtype=object)
    assert published.crs.to_epsg() == 4326
    assert shapely.coverage_is_valid(areas)
    assert shapely.is_ccw(shapely.get_exterior_ring(areas)).all()
    points = shapely.get_coordinates(areas)
    assert (points == np.round(points, 6)).all()
    shift = 112.5 - points[:, 0].min()
    assert shift == pytest.approx(0.0063, abs=0.0003)


def test_rounding_that_would_break_the_coverage_is_refused() -> None:
    thin = city(shapely.box(112.5, 37.8, 112.5004, 37.9)).set_crs(4326)
    with pytest.raises(CoverageError, match="3 decimals"):
        publish_in_wgs84(thin, crs=Crs.WGS84, decimals=3)
