"""Loading a gazetteer file: all of it or nothing, whatever its format, however often."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from django.db import transaction
from shapely.geometry.base import BaseGeometry

from tests.ground import place, small_city
from zones.crs import Crs, geometry_from_wgs84
from zones.gazetteer.illustrate import illustrate
from zones.gazetteer.load import Order, load_places
from zones.gazetteer.loading.columns import ColumnMap
from zones.gazetteer.loading.declared import Declared
from zones.gazetteer.loading.findings import FileRefused
from zones.gazetteer.loading.report import Report
from zones.gazetteer.succession import retire_place
from zones.models import City, Place, PlaceName
from zones.models.ground import PlaceOutline, PlaceReference

COLUMNS = ["no=id", "dist=district", "xq=complex", "lou=building", "dy=unit"]


@pytest.fixture
def city(db: None) -> City:
    return small_city()


def box(row: int, column: int, size: float = 0.0004) -> BaseGeometry:
    """A building of 小店区, by its place in a lattice."""
    west, south = 112.51 + column * 0.0005, 37.71 + row * 0.0005
    return shapely.box(west, south, west + size, south + size)


def town() -> gpd.GeoDataFrame:
    """Two complexes with three buildings each, one of them with two units."""
    rows: list[dict[str, object]] = []
    for row, xq in enumerate(("晋阳紫城", "滨东花园")):
        whole = shapely.box(112.5099, 37.7099 + row * 0.0005, 112.5120, 37.7103 + row * 0.0005)
        rows.append({"xq": xq, "lou": "", "dy": "", "geometry": whole})
        for lou in range(3):
            shape = box(row, lou)
            rows.append({"xq": xq, "lou": f"{lou + 1}号楼", "dy": "", "geometry": shape})
    for dy in (1, 2):
        unit = {"xq": "晋阳紫城", "lou": "1号楼", "dy": f"{dy}单元"}
        rows.append(unit | {"geometry": box(0, 0, 0.0002)})
    for number, row in enumerate(rows, start=1):
        row |= {"no": f"b{number}", "dist": "小店区"}
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=4326)


def order(path: Path, *columns: str, crs: str = "wgs84", **options: object) -> Order:
    chosen: dict[str, object] = {"source": "survey", "quality": "surveyed", "commit": True}
    return Order(
        path=path,
        columns=ColumnMap.read(columns or COLUMNS),
        declared=Declared.read(crs),
        **(chosen | options),  # type: ignore[arg-type]
    )


def load(city: City, frame: gpd.GeoDataFrame, folder: Path, **options: object) -> Report:
    path = folder / "town.gpkg"
    path.unlink(missing_ok=True)
    frame.to_file(path)
    crs = str(options.pop("crs", "wgs84"))
    return load_places(order(path, crs=crs, **options), city)


Ground = set[tuple[object, ...]]


def ground() -> Ground:
    """Every place, by what it is and never by its id."""
    found: Ground = set()
    for one in Place.objects.select_related("parent"):
        outline = one.outline.wkt if one.outline else None
        names = tuple(sorted(one.names.values_list("text", "kind")))
        above = one.parent.name if one.parent else ""
        told = tuple(sorted(one.references.values_list("source", "external_id")))
        found.add((one.name, one.level, one.key, above, one.street, outline, names, told))
    return found


# --- Laws -----------------------------------------------------------------------------------------


def as_table(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    table = pd.DataFrame(frame.drop(columns="geometry"))
    return table.assign(wkt=frame.geometry.to_wkt(rounding_precision=-1))


WRITERS: dict[str, Callable[[gpd.GeoDataFrame, Path], object]] = {
    "gpkg": lambda frame, path: frame.to_file(path),
    "geojson": lambda frame, path: frame.to_file(path, COORDINATE_PRECISION=15),
    "shp": lambda frame, path: frame.to_file(path, encoding="utf-8"),
    "parquet": lambda frame, path: frame.to_parquet(path),
    "csv": lambda frame, path: as_table(frame).to_csv(path, index=False),
    "xlsx": lambda frame, path: as_table(frame).to_excel(path, index=False),
}


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_format_gives_the_same_places(city: City, tmp_path: Path, suffix: str) -> None:
    load(city, town(), tmp_path)
    expected = ground()
    assert len(expected) == 10
    PlaceReference.objects.all().delete()
    PlaceName.objects.all().delete()
    for one in Place.objects.order_by("-lineage__len"):
        one.delete()
    path = tmp_path / f"other.{suffix}"
    WRITERS[suffix](town(), path)
    columns = [*COLUMNS, "wkt=wkt"] if suffix in ("csv", "xlsx") else COLUMNS
    report = load_places(order(path, *columns), city)
    assert (report.refused, len(report.new)) == ([], 10)
    assert ground() == expected
    assert not load_places(order(path, *columns), city).changed


def test_loading_twice_changes_nothing(city: City, tmp_path: Path) -> None:
    load(city, town(), tmp_path)
    before = sorted(Place.objects.values_list("id", "lineage", "drawn_at"))
    report = load(city, town(), tmp_path)
    assert (report.new, report.changed, report.unchanged) == ([], [], 10)
    assert sorted(Place.objects.values_list("id", "lineage", "drawn_at")) == before


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_is_irrelevant(city: City, tmp_path: Path, seed: int) -> None:
    place(city.districts.get(name="小店区"), "平阳路晋阳紫城2号楼")
    mixed = town().assign(jd=["平阳路街道" if n % 3 else "" for n in range(10)])
    columns = [*COLUMNS, "jd=subdistrict"]
    with rolled_back():
        mixed.to_file(tmp_path / "a.gpkg")
        load_places(order(tmp_path / "a.gpkg", *columns), city)
        expected = ground()
    rows = list(range(10))
    random.Random(seed).shuffle(rows)
    mixed.iloc[rows].to_file(tmp_path / "b.gpkg")
    load_places(order(tmp_path / "b.gpkg", *columns), city)
    assert ground() == expected


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


BREAKS: dict[str, dict[str, object]] = {
    "no id": {"no": ""},
    "no district": {"dist": "朝阳区"},
    "no name": {"xq": "", "lou": ""},
    "two places": {"lou": "1-3号楼"},
    "an id twice": {"no": "b1"},
    "a line": {"geometry": shapely.LineString([(112.51, 37.71), (112.52, 37.72)])},
    "a flat polygon": {"geometry": shapely.Polygon([(112.51, 37.71), (112.52, 37.72)] * 2)},
    "abroad": {"geometry": shapely.box(2, 48, 2.1, 48.1)},
    "another district": {"dist": "晋源区", "geometry": shapely.box(112.59, 37.75, 112.595, 37.755)},
    "a twin": {"lou": "2号楼"},
}


@pytest.mark.parametrize("broken", BREAKS)
def test_a_broken_row_never_half_loads(city: City, tmp_path: Path, broken: str) -> None:
    frame = town()
    for column, value in BREAKS[broken].items():
        frame.loc[3, column] = value
    report = load(city, frame, tmp_path)
    assert 4 in {refused.line for refused in report.refused}
    assert all(refused.mend for refused in report.refused)
    assert not report.is_written
    assert not Place.objects.exists()


def test_refused_rows_can_be_left_out(city: City, tmp_path: Path) -> None:
    frame = town()
    frame.loc[3, "dist"] = "朝阳区"
    report = load(city, frame, tmp_path, skip_refused=True)
    assert report.is_written
    assert len(report.new) == Place.objects.count() == 9


def test_a_rehearsal_reports_the_same_and_writes_nothing(city: City, tmp_path: Path) -> None:
    rehearsed = load(city, town(), tmp_path, commit=False)
    assert not Place.objects.exists()
    done = load(city, town(), tmp_path)
    assert list(rehearsed.lines(99)) == list(done.lines(99))
    assert (rehearsed.is_written, done.is_written) == (False, True)


# --- Difference -----------------------------------------------------------------------------------


def test_what_changed_is_told_by_field(city: City, tmp_path: Path) -> None:
    load(city, town(), tmp_path)
    frame = town().drop(index=9)
    frame.loc[1, "geometry"] = box(9, 9)
    frame["street"] = ["平阳路65号" if xq == "晋阳紫城" else "" for xq in frame["xq"]]
    path = tmp_path / "town.gpkg"
    path.unlink()
    frame.to_file(path)
    report = load_places(order(path, *COLUMNS, "street=street"), city)
    assert {(c.line, c.fields) for c in report.changed} == {(1, ("street",)), (2, ("outline",))}
    assert (report.new, report.missing) == ([], ["b10: 晋阳紫城1号楼2单元"])
    assert Place.objects.filter(name="晋阳紫城1号楼2单元").exists(), "missing is left alone"
    assert Place.objects.get(name="晋阳紫城").street == "平阳路65号"


def test_a_known_id_under_another_name_is_a_renaming_of_a_date(city: City, tmp_path: Path) -> None:
    load(city, town(), tmp_path)
    old = Place.objects.get(name="晋阳紫城")
    frame = town().replace({"xq": {"晋阳紫城": "晋阳花园"}, "lou": {"3号楼": "9号楼"}})
    report = load(city, frame, tmp_path)
    assert {"晋阳花园" in r.reason or "9号楼" in r.reason for r in report.refused} == {True}
    report = load(city, frame, tmp_path, renamed_on=date(2023, 1, 1))
    assert (report.refused, report.new) == ([], [])
    old.refresh_from_db()
    assert old.name == "晋阳花园"
    assert Place.objects.filter(name="晋阳花园9号楼", parent=old).exists()
    assert not load(city, frame, tmp_path).changed


# --- The same place as in a notice ----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "晋阳紫城1号楼1单元",
        "晋阳紫城小区1#1单元",
        "平阳路街道晋阳紫城一号楼1门",
        "平阳路65号晋阳紫城1栋1单元",
    ],
)
def test_a_place_that_a_notice_named_gets_its_outline_and_id(
    city: City, tmp_path: Path, text: str
) -> None:
    planted = place(city.districts.get(name="小店区"), text)
    report = load(city, town(), tmp_path)
    assert len(report.new) == 7
    planted.refresh_from_db()
    assert planted.outline_quality == "surveyed"
    assert planted.references.get().external_id == "b9"
    assert len(planted.lineage) == Place.objects.get(id=planted.id).lineage.index(planted.id) + 1


def test_a_known_place_learns_what_it_lies_in(city: City, tmp_path: Path) -> None:
    planted = place(city.districts.get(name="小店区"), "晋阳紫城1号楼1单元")
    frame = town().assign(jd="平阳路街道")
    frame.to_file(tmp_path / "a.gpkg")
    load_places(order(tmp_path / "a.gpkg", *COLUMNS, "jd=subdistrict"), city)
    planted.refresh_from_db()
    assert Place.objects.get(id=planted.lineage[0]).name == "平阳路街道"
    assert len(planted.lineage) == 4


def test_a_known_place_that_may_be_either_is_neither(city: City, tmp_path: Path) -> None:
    place(city.districts.get(name="小店区"), "晋阳紫城")
    frame = town().iloc[[0, 4]].assign(xq="晋阳紫城", jd=["平阳路街道", "北营街道"])
    frame.to_file(tmp_path / "a.gpkg")
    report = load_places(order(tmp_path / "a.gpkg", *COLUMNS, "jd=subdistrict"), city)
    assert {r.line for r in report.refused} == {1, 2}
    assert "may be this 晋阳紫城 or another" in report.refused[0].reason


def test_a_name_that_may_be_either_of_two_known_is_refused(city: City, tmp_path: Path) -> None:
    district = city.districts.get(name="小店区")
    for text in ("平阳路街道晋阳紫城", "北营街道晋阳紫城"):
        place(district, text)
    report = load(city, town().iloc[[0]], tmp_path)
    assert "may be any of the known" in report.refused[0].reason


def test_namesakes_with_other_holders_stay_apart(city: City, tmp_path: Path) -> None:
    place(city.districts.get(name="小店区"), "平阳路街道晋阳紫城")
    frame = town().iloc[[0]].assign(jd="北营街道")
    frame.to_file(tmp_path / "a.gpkg")
    load_places(order(tmp_path / "a.gpkg", *COLUMNS, "jd=subdistrict"), city)
    assert Place.objects.filter(key="晋阳紫城").count() == 2


def test_a_misprint_is_another_place(city: City, tmp_path: Path) -> None:
    place(city.districts.get(name="小店区"), "晋阳柴城")
    assert len(load(city, town(), tmp_path).new) == 10


def test_a_building_with_a_section_is_not_taken_for_the_one_without(
    city: City, tmp_path: Path
) -> None:
    place(city.districts.get(name="小店区"), "晋阳紫城1号楼")
    frame = town().iloc[[1]].assign(qu="北区")
    frame.to_file(tmp_path / "a.gpkg")
    report = load_places(order(tmp_path / "a.gpkg", *COLUMNS, "qu=section"), city)
    assert len(report.new) == 1
    assert "may be the known 晋阳紫城1号楼" in report.doubts[0].reason


def test_a_retired_place_is_not_loaded_again(city: City, tmp_path: Path) -> None:
    load(city, town(), tmp_path)
    retire_place(place=Place.objects.get(name="滨东花园"), on=date(2023, 1, 1))
    report = load(city, town(), tmp_path)
    assert {r.line for r in report.refused} == {5, 6, 7, 8}
    assert "retired on 2023-01-01" in report.refused[0].reason


def test_a_second_file_may_call_a_place_by_an_id_of_its_own(city: City, tmp_path: Path) -> None:
    load(city, town(), tmp_path)
    report = load(city, town(), tmp_path, source="police")
    assert {c.fields for c in report.changed} == {("id",)}
    assert PlaceReference.objects.count() == 20


def test_a_source_keeps_its_ids(city: City, tmp_path: Path) -> None:
    load(city, town(), tmp_path)
    frame = town()
    frame["no"] = frame["no"].replace({"b1": "b99"})
    assert "calls 晋阳紫城 b1, not b99" in load(city, frame, tmp_path).refused[0].reason
    frame = town()
    frame["no"] = frame["no"].replace({"b2": "b3", "b3": "b2"})
    assert "this id is" in load(city, frame, tmp_path).refused[0].reason


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
