"""Outlines out of files: repaired or refused, converted from what they are declared to be."""

from pathlib import Path

import pytest
import shapely

from tests.ground import place, small_city
from tests.zones.gazetteer.test_load_files import box, load, order, town
from zones.crs import Crs, geometry_from_wgs84
from zones.gazetteer.illustrate import illustrate
from zones.gazetteer.load import load_places
from zones.gazetteer.loading.findings import FileRefused
from zones.models import City, Place
from zones.models.ground import PlaceOutline


@pytest.fixture
def city(db: None) -> City:
    return small_city()


# --- Outlines -------------------------------------------------------------------------------------


def test_a_crossed_ring_is_repaired_and_doubted(city: City, tmp_path: Path) -> None:
    frame = town()
    bow = [(112.51, 37.71), (112.5105, 37.7105), (112.5105, 37.71), (112.51, 37.7105)]
    frame.loc[1, "geometry"] = shapely.Polygon(bow)
    report = load(city, frame, tmp_path)
    assert [(d.line, d.reason) for d in report.doubts] == [(2, "an invalid outline was repaired")]
    assert Place.objects.get(name="晋阳紫城1号楼").outline.valid


def test_a_point_gives_a_place_without_an_outline(city: City, tmp_path: Path) -> None:
    frame = town()
    frame["geometry"] = shapely.centroid(frame.geometry.to_numpy())
    report = load(city, frame, tmp_path)
    assert report.is_written
    assert {d.reason for d in report.doubts} == {"a point outlines nothing"}
    assert not Place.objects.filter(outline__isnull=False).exists()


def test_a_better_outline_is_not_replaced_by_a_worse(city: City, tmp_path: Path) -> None:
    load(city, town(), tmp_path)
    moved = town()
    moved["geometry"] = moved.geometry.translate(0.00001)
    report = load(city, moved, tmp_path, quality="approximate")
    assert report.changed == []
    assert {d.reason for d in report.doubts} == {"a surveyed outline is known"}
    assert len(load(city, moved, tmp_path).changed) == 10
    assert PlaceOutline.objects.filter(source="survey", quality="surveyed").count() == 10


def test_an_outline_that_was_made_up_is_replaced(city: City, tmp_path: Path) -> None:
    place(city.districts.get(name="小店区"), "晋阳紫城1号楼1单元")
    illustrate(city)
    load(city, town(), tmp_path, quality="approximate")
    assert set(Place.objects.values_list("outline_quality", "outline_source")) == {
        ("approximate", "survey")
    }


# --- Coordinate systems ---------------------------------------------------------------------------


@pytest.mark.parametrize("crs", [Crs.GCJ02, Crs.BD09])
def test_enciphered_coordinates_are_converted(city: City, tmp_path: Path, crs: Crs) -> None:
    frame = town()
    frame["geometry"] = geometry_from_wgs84(frame.geometry.to_numpy(), crs)
    load(city, frame, tmp_path, crs=crs.value)
    found = Place.objects.get(name="晋阳紫城1号楼").outline.extent
    assert found == pytest.approx(box(0, 0).bounds, abs=1e-7)


def test_projected_coordinates_are_converted(city: City, tmp_path: Path) -> None:
    load(city, town().to_crs(4508), tmp_path, crs="EPSG:4508")
    found = Place.objects.get(name="晋阳紫城1号楼").outline.extent
    assert found == pytest.approx(box(0, 0).bounds, abs=1e-7)


@pytest.mark.parametrize(
    ("said", "declared"),
    [(4326, "cgcs2000"), (4490, "wgs84"), (4508, "gcj02"), (4508, "wgs84"), (4326, "EPSG:4508")],
)
def test_a_file_that_contradicts_the_declared_crs_is_refused(
    city: City, tmp_path: Path, said: int, declared: str
) -> None:
    with pytest.raises(FileRefused, match="one of them is wrong"):
        load(city, town().to_crs(said), tmp_path, crs=declared)


@pytest.mark.parametrize("declared", ["wgs84", "cgcs2000", "gcj02", "bd09"])
def test_geojson_says_nothing_of_its_degrees(city: City, tmp_path: Path, declared: str) -> None:
    town().to_file(tmp_path / "a.geojson", RFC7946="YES")
    assert load_places(order(tmp_path / "a.geojson", crs=declared), city).is_written


def test_geojson_in_metres_is_refused(city: City, tmp_path: Path) -> None:
    town().to_file(tmp_path / "a.geojson")
    with pytest.raises(FileRefused, match="one of them is wrong"):
        load_places(order(tmp_path / "a.geojson", crs="EPSG:4508"), city)


def test_swapped_axes_are_refused_by_row(city: City, tmp_path: Path) -> None:
    frame = town()
    frame["geometry"] = shapely.transform(frame.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    report = load(city, frame, tmp_path)
    assert len(report.refused) == 10
    assert "axes look swapped" in report.refused[0].reason
