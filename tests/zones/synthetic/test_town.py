"""The synthetic city: the same for everybody, nested, and irregular on purpose."""

import csv
from collections import Counter
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from django.core.management import CommandError, call_command

from zones.synthetic import naming
from zones.synthetic.blocks import Frame, NoRoom, cells, divide
from zones.synthetic.files import COLUMNS, PLACES, UNITS, read_counties, write
from zones.synthetic.numbering import parts_of
from zones.synthetic.town import Built, build

OUTLINES = Path("seed/taiyuan/districts.geojson")
SCALE = 0.02


@pytest.fixture(scope="module")
def town() -> list[Built]:
    return list(build(read_counties(OUTLINES), seed=5, scale=SCALE))


def test_a_seed_makes_the_same_files_every_time(tmp_path: Path) -> None:
    counties = read_counties(OUTLINES)[:2]
    for folder in ("one", "two"):
        write(tmp_path / folder, build(counties, seed=5, scale=SCALE))
    for file in (PLACES, UNITS):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_another_seed_makes_another_city(town: list[Built]) -> None:
    other = next(build(read_counties(OUTLINES), seed=6, scale=SCALE))
    assert other.places.name != town[0].places.name


def test_ids_are_unique_and_parents_come_first(town: list[Built]) -> None:
    seen: set[str] = {""}
    for built in town:
        for rows in (built.places, built.units):
            for id, parent in zip(rows.id, rows.parent, strict=True):
                assert parent in seen
                assert id not in seen
                seen.add(id)


def test_every_outline_lies_in_its_parents_and_in_its_district(town: list[Built]) -> None:
    for built in town:
        outlines = dict(zip(built.places.id, built.outlines(), strict=True))
        shapely.prepare(built.county.outline)
        for id, parent, level in zip(
            built.places.id, built.places.parent, built.places.level, strict=True
        ):
            if level != "subdistrict":
                assert built.county.outline.covers(outlines[id])
                assert outlines[parent].buffer(2e-7).covers(outlines[id])


def test_complexes_leave_streets_between_them(town: list[Built]) -> None:
    for built in town:
        pairs = zip(built.places.level, built.outlines(), strict=True)
        blocks = np.array([outline for level, outline in pairs if level == "complex"])
        tree = shapely.STRtree(blocks)
        assert len(tree.query(blocks, predicate="intersects")[0]) == len(blocks)


def test_yards_have_a_street_or_a_village(town: list[Built]) -> None:
    for built in town:
        rows = built.places
        names = dict(zip(rows.id, rows.name, strict=True))
        for level, value, parent, street in zip(
            rows.level, rows.value, rows.parent, rows.street, strict=True
        ):
            if level == "complex" and value[0].isdigit() and "号" in value:
                assert street or names[parent].endswith("村")


def test_names_are_alike_on_purpose() -> None:
    draw = np.random.default_rng(1)
    names = {one.name for one in naming.complexes(draw, 2_000, set()) if one.name}
    counted = [n for n in names if n[-3:-2] in "二三四东西南北" and n.endswith("小区")]
    assert any(f"{name[:-3]}小区" in names for name in counted)
    bare = Counter(map(naming.bare, names))
    assert max(bare.values()) == 1


def test_numbers_have_gaps_and_letters() -> None:
    draw = np.random.default_rng(1)
    drawn = [parts_of(draw, kind, 12) for kind in naming.Kind for _ in range(200)]
    values = [[b.value for part in parts for b in part.buildings] for parts in drawn]
    plain = [[int(v) for v in one] for one in values if all(v.isdigit() for v in one)]
    assert any(sorted(one) != list(range(1, len(one) + 1)) for one in plain)
    assert any("甲" in v for one in values for v in one)
    assert any(v.startswith("B") for one in values for v in one)
    assert {part.value for parts in drawn for part in parts} >= {"", "一期", "A区", "北区"}


def test_plots_fill_their_box_without_touching() -> None:
    box = np.array([0.0, 0.0, 600.0, 400.0])
    plots = divide(box, [5, 1, 9, 2, 40], 14.0)
    polygons = shapely.box(*plots.T)
    assert shapely.covers(shapely.box(*box), polygons).all()
    assert all(a.distance(b) > 5.0 for i, a in enumerate(polygons) for b in polygons[:i])


def test_a_district_too_small_is_refused() -> None:
    outline = shapely.box(112.5, 37.8, 112.51, 37.81)
    with pytest.raises(NoRoom):
        cells(outline, Frame(112.505, 37.805, 0.0), 100)


def test_the_command_writes_both_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_city", "--seed", "5", "--scale", "0.01", "--out", str(tmp_path))
    out, err = capsys.readouterr()
    assert str(tmp_path / PLACES) in out
    assert "小店区" in err
    places = geopandas.read_parquet(tmp_path / PLACES)
    assert tuple(places.columns) == (*COLUMNS, "geometry")
    assert places.crs == "EPSG:4326"
    with (tmp_path / UNITS).open(encoding="utf-8", newline="") as file:
        parents = {row["parent"] for row in csv.DictReader(file)}
    assert parents <= set(places["id"])


@pytest.mark.parametrize("text", ["", "{}", '{"features": []}', '{"features": [{}]}'])
def test_a_file_without_districts_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "districts.geojson"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=r"districts\.geojson"):
        call_command("make_city", "--seed", "5", "--districts-from", str(file))
