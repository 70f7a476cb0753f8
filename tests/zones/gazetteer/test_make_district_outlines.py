"""The command that makes a city's districts.geojson."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from ops.make_district_outlines import kind_of, main

ENGLISH = ["--english", "140106=Yingze", "--english", "140181=Gujiao"]


def published(path: Path) -> Path:
    """Two districts as a web map would have them: GCJ-02, the first drawn clockwise."""
    gpd.GeoDataFrame(
        {"id": ["140181", "140106"], "name": ["古交市", "迎泽区"]},
        geometry=[
            shapely.box(112.5, 37.8, 112.6, 37.9, ccw=False),
            shapely.box(112.6, 37.8, 112.7, 38),
        ],
        crs=4326,
    ).to_file(path, driver="GeoJSON")
    return path


def run(source: Path, target: Path, english: list[str]) -> int:
    return main([str(source), str(target), "--crs", "gcj02", "--source", "a test", *english])


def test_it_writes_the_districts_by_code_with_their_properties(tmp_path: Path) -> None:
    target = tmp_path / "districts.geojson"
    assert run(published(tmp_path / "raw.geojson"), target, ENGLISH) == 0
    features = json.loads(target.read_text(encoding="utf-8"))["features"]
    assert [feature["id"] for feature in features] == ["140106", "140181"]
    assert features[1]["properties"] == {
        "code": "140181",
        "name": "古交市",
        "name_en": "Gujiao",
        "kind": "县级市",
        "quality": "generalised",
        "source": "a test",
    }


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    source = published(tmp_path / "raw.geojson")
    one, two = tmp_path / "one.geojson", tmp_path / "two.geojson"
    assert run(source, one, ENGLISH) == run(source, two, ENGLISH) == 0
    assert one.read_bytes() == two.read_bytes()


def test_a_district_without_an_english_name_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "districts.geojson"
    assert run(published(tmp_path / "raw.geojson"), target, ENGLISH[:2]) == 1
    assert "140181" in capsys.readouterr().err
    assert not target.exists()


def test_a_name_without_its_code_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as exit_status:
        run(tmp_path / "raw.geojson", tmp_path / "out.geojson", ["--english", "Yingze"])
    assert exit_status.value.code == 2


def test_the_kind_of_a_division_is_read_from_its_name() -> None:
    assert [kind_of(name) for name in ("小店区", "清徐县", "古交市")] == ["区", "县", "县级市"]
    assert kind_of("杜尔伯特蒙古族自治县") == "自治县"
    with pytest.raises(ValueError, match="county-level"):
        kind_of("山西省太原")
