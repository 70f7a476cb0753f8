"""Files as strangers send them: read where that is certain, else refused by row and column."""

from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest

from tests.ground import small_city
from tests.zones.gazetteer.test_load_files import order, town
from zones.gazetteer.load import load_places
from zones.gazetteer.loading.findings import FileRefused, WrongUsage
from zones.gazetteer.loading.report import Report
from zones.models import City, GroundChange, Place

COLUMNS = ("编号=id", "区=district", "小区=complex", "楼=building")
HEADER = "编号,区,小区,楼\n"
ROW = "1,小店区,晋阳紫城,1号楼\n"


@pytest.fixture
def city(db: None) -> City:
    return small_city()


def read(city: City, folder: Path, text: str, *columns: str, **options: object) -> Report:
    """Rehearse a CSV file."""
    path = folder / "strange.csv"
    path.write_bytes(text.encode(str(options.pop("written", "utf-8"))))
    options.setdefault("commit", False)
    return load_places(order(path, *COLUMNS, *columns, **options), city)


def refusals(report: Report) -> list[str]:
    return [one.told(report.columns) for one in sorted(report.refused)]


@pytest.mark.parametrize(
    ("text", "written", "header"),
    [
        ((HEADER + ROW).replace(",", ";"), "utf-8", 1),
        ((HEADER + ROW).replace(",", "\t"), "utf-16", 1),
        (HEADER + ROW, "utf-8-sig", 1),
        ("楼栋普查表,,,\n" + HEADER + ROW, "utf-8", 2),
        ("编号,区,位置,\n,,小区,楼\n" + ROW, "utf-8", 2),
        (" 编号 , 区,小区 ,楼,\n" + ROW + ",,,\n  , ,,\n", "utf-8", 1),
    ],
)
def test_tables_of_every_make_are_read(
    city: City, tmp_path: Path, text: str, written: str, header: int
) -> None:
    report = read(city, tmp_path, text, written=written, header=header)
    assert [one.name for one in report.new] == ["晋阳紫城1号楼"]
    assert (report.rows, report.refused) == (1, [])


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",小店区,晋阳紫城,2号楼,,", "[编号]: it has no id; give it"),
        ("1,小店区,晋阳紫城,2号楼,,", "[编号]: the id 1 stands 2 times; give"),
        ("2,小店,晋阳紫城,2号楼,,", "[区]: no district 小店 in 太原市; write one of 小店区"),
        ("2,小店区,,2号楼,,", "[小区]: no place is named; fill in"),
        ("2,小店区,晋阳紫城,2-5号楼,,", "[楼]: 2-5号楼 names several places; give"),
        ("2,小店区,晋阳紫城,2号楼,112.55,", "[经度/纬度]: 112.55, (empty) is no coordinate"),
        ("2,小店区,晋阳紫城,2号楼,37.75,112.55", "[经度/纬度]: longitude 37.75, latitude 112.55"),
        ("2,小店区,晋阳紫城,2号楼,116.4,39.9", "[经度/纬度]: it lies outside 太原市; is --crs"),
        ("2,小店区,晋阳紫城,2号楼,112.45,37.75", "[区/经度/纬度]: it says 小店区 and lies in 晋源"),
        ("2,小店区,晋阳紫城,2号楼,,,丙", ": it has 7 cells, the header 6; is a separator"),
    ],
)
def test_a_refusal_names_line_column_value_and_mending(
    city: City, tmp_path: Path, row: str, told: str
) -> None:
    text = "编号,区,小区,楼,经度,纬度\n1,小店区,晋阳紫城,1号楼,,\n" + row + "\n"
    report = read(city, tmp_path, text, "经度=lon", "纬度=lat")
    assert any(f"3 {told}".replace(" :", ":") in one for one in refusals(report)), refusals(report)
    assert not {one.line for one in report.doubts} & {one.line for one in report.refused}


@pytest.mark.parametrize(
    ("text", "options", "reason"),
    [
        (HEADER + ROW, {"written": "gb18030"}, "give --encoding, such as gb18030"),
        ("楼栋普查表,,,\n" + HEADER + ROW, {}, "line 1 was taken for the header, --header N"),
        (HEADER, {"header": 0}, "nothing in line 0"),
        ("编号,区,小区,小区,楼\n" + ROW, {}, "two columns are called 小区"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_try(
    city: City, tmp_path: Path, text: str, options: dict[str, object], reason: str
) -> None:
    with pytest.raises(FileRefused, match=reason):
        read(city, tmp_path, text, **options)


def test_an_encoding_that_there_is_not_is_wrong_usage(city: City, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="--encoding gb99"):
        read(city, tmp_path, HEADER, encoding="gb99")


def test_a_shapefile_with_chinese_names_and_no_word_of_its_encoding(
    city: City, tmp_path: Path
) -> None:
    path = tmp_path / "survey.shp"
    frame = town().rename(columns={"no": "编号", "dist": "区", "xq": "小区", "lou": "楼"})
    frame.to_file(path, encoding="gb18030")
    path.with_suffix(".cpg").unlink()
    with pytest.raises(FileRefused, match="garbled\\? give --encoding, such as gb18030"):
        load_places(order(path, *COLUMNS), city)
    told = order(path, *COLUMNS, "dy=unit", encoding="gb18030")
    assert len(load_places(told, city).new) == len(frame)
    path.with_suffix(".dbf").unlink()
    with pytest.raises(FileRefused, match=r"is its \.dbf missing"):
        load_places(order(path, *COLUMNS, encoding="gb18030"), city)


@pytest.mark.parametrize("suffix", ["gpkg", "parquet", "geojson", "xlsx"])
def test_what_is_only_called_so_is_refused(city: City, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"places.{suffix}"
    path.write_bytes(b"these are no places")
    with pytest.raises(FileRefused, match=r"cannot be read|is no workbook"):
        load_places(order(path, *COLUMNS), city)


def test_a_workbook_with_a_title_and_merged_cells_over_its_columns(
    city: City, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["楼栋普查表"],
        ["编号", "区", "位置"],
        [None, None, "小区", "楼"],
        [1.0, "小店区 ", "晋阳紫城", "1"],
        ["0002", "小店区", " 晋阳紫城", 2],
        [" ", None, "", " "],
    ):
        sheet.append(row)
    for merged in ("A1:D1", "A2:A3", "B2:B3", "C2:D2"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "survey.xlsx")
    report = load_places(order(tmp_path / "survey.xlsx", *COLUMNS, header=3), city)
    assert [one.name for one in report.new] == ["晋阳紫城1号楼", "晋阳紫城2号楼"]
    assert report.refused == []


def test_a_point_tells_the_district_where_no_column_does(city: City, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("id,xq,x,y\n1,晋阳紫城,112.55,37.75\n2,滨东花园,112.45,37.75\n", "utf-8")
    load_places(order(path, "id=id", "xq=complex", "x=lon", "y=lat"), city)
    found = dict(Place.objects.values_list("name", "district__name"))
    assert found == {"晋阳紫城": "小店区", "滨东花园": "晋源区"}


@pytest.mark.django_db(transaction=True)
def test_what_is_broken_off_leaves_nothing_and_a_second_run_changes_nothing(
    tmp_path: Path,
) -> None:
    here = small_city()
    path = tmp_path / "town.gpkg"
    town().to_file(path)
    changes = GroundChange.objects.count()
    for broken_at in ("reading", "writing"):

        def break_off(step: str, done: int, of: int | None, at: str = broken_at) -> None:
            if step == at:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            load_places(order(path), here, break_off)
        assert (Place.objects.count(), GroundChange.objects.count()) == (0, changes)
    assert len(load_places(order(path), here).new) == len(gpd.read_file(path))
    noted = GroundChange.objects.count()
    assert noted > changes
    again = load_places(order(path), here)
    assert (again.new, again.changed, again.unchanged) == ([], [], len(town()))
    assert GroundChange.objects.count() == noted, "nothing changed, and none is noted"
