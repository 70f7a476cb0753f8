"""Files of places: every format gives the same, and what cannot be read is said."""

import re
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from tests.ground import small_city
from zones.gazetteer.load import Order, load_places
from zones.gazetteer.loading.columns import ColumnMap
from zones.gazetteer.loading.declared import Declared
from zones.gazetteer.loading.findings import FileRefused, WrongUsage
from zones.gazetteer.loading.report import Report
from zones.models import City, Place, PlaceName
from zones.models.ground import PlaceReference

COLUMNS = ["no=id", "dist=district", "xq=complex", "lou=building", "dy=unit"]


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


@pytest.fixture
def city(db: None) -> City:
    return small_city()


# --- Formats --------------------------------------------------------------------------------------


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


def test_a_table_may_give_points_in_two_columns(city: City, tmp_path: Path) -> None:
    frame = town()
    centre = shapely.centroid(frame.geometry.to_numpy())
    table = frame.drop(columns="geometry").assign(x=shapely.get_x(centre), y=shapely.get_y(centre))
    pd.DataFrame(table).to_csv(tmp_path / "a.csv", index=False)
    report = load_places(order(tmp_path / "a.csv", *COLUMNS, "x=lon", "y=lat"), city)
    assert len(report.new) == len(report.doubts) == 10


def test_a_row_of_a_csv_file_is_told_by_its_line(city: City, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('no,name\nb1,"晋阳\n紫城"\n\nb2,小店区滨东花园1-3号楼\nb3,\n', "utf-8")
    report = load_places(order(path, "no=id", "name=address"), city)
    assert [refused.line for refused in sorted(report.refused)] == [3, 5, 6]
    assert "names several places" in sorted(report.refused)[1].reason


def test_a_csv_file_in_another_encoding_is_read_when_told(city: City, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("no,name\nb1,小店区晋阳紫城4号楼\n", "gb18030")
    with pytest.raises(FileRefused, match="gb18030"):
        load_places(order(path, "no=id", "name=address"), city)
    report = load_places(order(path, "no=id", "name=address", encoding="gb18030"), city)
    assert [c.name for c in report.new] == ["晋阳紫城4号楼"]


TREE = ["id=id", "parent=parent", "level=level", "name=name", "street=street", "district=district"]
ROWS = """id,parent,level,name,street,district
u,b,unit,10单元,,
b,p,building,4号楼,,
p,x,section,二期,,
x,c,complex,晋阳紫城,平阳路65号,
c,s,community,亲贤社区,,
s,,subdistrict,平阳路街道,,140105
"""


def test_a_file_may_hold_a_tree(city: City, tmp_path: Path) -> None:
    path = tmp_path / "tree.csv"
    path.write_text(ROWS, "utf-8")
    assert len(load_places(order(path, *TREE), city).new) == 6
    unit = Place.objects.get(level="unit")
    assert (unit.name, len(unit.lineage)) == ("晋阳紫城二期4号楼10单元", 6)
    assert Place.objects.get(level="complex").street == "平阳路65号"
    more = "id,parent,level,name,street,district\nu2,b,unit,11单元,,\n"
    path.write_text(more, "utf-8")
    report = load_places(order(path, *TREE), city)
    assert [c.name for c in report.new] == ["晋阳紫城二期4号楼11单元"]
    assert report.planted == 0
    assert report.missing == ["u: 晋阳紫城二期4号楼10单元"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("u,nobody,unit,10单元,,", "no parent nobody"),
        ("u,u,unit,10单元,,", "in the unit|in a circle"),
        ("u,,floor,10层,,", "no level floor"),
        ("u,,unit,,,", "no name"),
        ("u,,unit,10单元,,140105", "no place is named"),
    ],
)
def test_a_row_that_hangs_in_the_air_is_refused(
    city: City, tmp_path: Path, row: str, reason: str
) -> None:
    path = tmp_path / "tree.csv"
    path.write_text(ROWS.splitlines()[0] + f"\n{row}\n", "utf-8")
    (refused,) = load_places(order(path, *TREE), city).refused
    assert re.search(reason, refused.reason)


def test_what_is_no_file_of_places_is_refused(city: City, tmp_path: Path) -> None:
    for name in ("none.gpkg", "text.gpkg", "text.xlsx", "text.parquet", "text.csv"):
        if name.startswith("text"):
            (tmp_path / name).write_text("" if name == "text.csv" else "no places", "utf-8")
        with pytest.raises(FileRefused):
            load_places(order(tmp_path / name), city)


def test_one_of_several_layers_is_named(city: City, tmp_path: Path) -> None:
    for layer in ("old", "new"):
        town().to_file(tmp_path / "a.gpkg", layer=layer)
    for layer in (None, "other"):
        with pytest.raises(FileRefused, match="old, new"):
            load_places(order(tmp_path / "a.gpkg", layer=layer), city)
    assert len(load_places(order(tmp_path / "a.gpkg", layer="new"), city).new) == 10


def test_a_column_that_is_not_there_is_named(city: City, tmp_path: Path) -> None:
    town().to_file(tmp_path / "a.gpkg")
    with pytest.raises(FileRefused, match="no column 编号; the file has xq"):
        load_places(order(tmp_path / "a.gpkg", "编号=id", "xq=complex"), city)


@pytest.mark.parametrize(
    "pairs",
    [
        ["xq=complex"],
        ["no=id"],
        ["no=id", "xq=complex", "a=address"],
        ["no=id", "xq=complex", "lou=parent"],
        ["no=id", "l=level", "n=name"],
        ["no=id", "xq=complex", "x=lon"],
        ["no=id", "xq=complex", "x=lon", "y=lat", "w=wkt"],
        ["no=id", "xq=complex", "dy=complex"],
        ["no=id", "xq=floor"],
        ["no=id", "xq"],
    ],
)
def test_a_map_that_makes_no_place_is_wrong_usage(pairs: list[str]) -> None:
    with pytest.raises(WrongUsage):
        ColumnMap.read(pairs)


@pytest.mark.parametrize("text", ["", "wgs", "4508", "EPSG:1", "epsg:x"])
def test_a_system_that_nobody_knows_is_wrong_usage(text: str) -> None:
    with pytest.raises(WrongUsage):
        Declared.read(text)
