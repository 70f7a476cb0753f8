"""Loading a gazetteer file: all of it or nothing, whatever its format, however often."""

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
from zones.gazetteer.loading.report import Report
from zones.models import City, Place, PlaceName
from zones.models.ground import PlaceReference

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
    return load_places(order(path, **options), city)  # type: ignore[arg-type]


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
