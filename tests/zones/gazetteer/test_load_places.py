"""Loading a gazetteer file: all of it or nothing, however often, in whatever order."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import shapely
from django.core.management import CommandError, call_command
from django.db import transaction

from tests.ground import place, small_city
from tests.zones.gazetteer.test_load_files import COLUMNS, box, ground, load, order, town
from zones.gazetteer.load import load_places
from zones.models import City, Place


@pytest.fixture
def city(db: None) -> City:
    return small_city()


# --- Laws -----------------------------------------------------------------------------------------


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
    assert {(c.line, *c.fields.items()) for c in report.changed} == {
        (1, ("street", "平阳路65号")),
        (2, ("outline", "surveyed")),
    }
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


# --- The command ----------------------------------------------------------------------------------


def run(path: Path, *words: str) -> str:
    out = StringIO()
    asked = [str(path), "--map", *COLUMNS, *words]
    call_command("load_places", *asked, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_command_rehearses_unless_told_to_commit(city: City, tmp_path: Path) -> None:
    town().to_file(tmp_path / "town.gpkg")
    told = run(tmp_path / "town.gpkg", "--crs", "wgs84", "--show", "3")
    assert "10 rows: 10 new, 0 changed, 0 unchanged, 0 refused" in told
    assert "new row: … and 7 more" in told
    assert "rehearsed" in told
    assert not Place.objects.exists()
    assert "written" in run(tmp_path / "town.gpkg", "--crs", "wgs84", "--commit")
    assert Place.objects.count() == 10
    assert Place.objects.first().references.get().source == "town"


def test_the_command_says_how_it_failed(city: City, tmp_path: Path) -> None:
    frame = town()
    frame.loc[3, "dist"] = "朝阳区"
    frame.to_file(tmp_path / "town.gpkg")
    for words, code in (
        (["--crs", "nowhere"], 2),
        (["--crs", "wgs84", "--map", "x=y"], 2),
        (["--crs", "gcj02", "--layer", "other"], 1),
        (["--crs", "wgs84", "--commit"], 1),
    ):
        with pytest.raises(CommandError) as caught:
            run(tmp_path / "town.gpkg", *words)
        assert caught.value.returncode == code
    assert not Place.objects.exists()
