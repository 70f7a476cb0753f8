"""A file of people, answered: every row has an outcome, the same as a look-up of its own."""

import csv
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError
from django.test import Client

from tests.ground import entry, publish
from tests.zones.classify.conftest import NOON, PEOPLE
from zones.classify import sources, work
from zones.classify.columns import Verdict
from zones.models import City

Classify = Callable[..., dict[str, Any]]
pytestmark = pytest.mark.usefixtures("city")


def test_each_row_is_answered_as_a_look_up_of_its_own(
    classify: Classify, people: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.parquet"
    counted = classify(people, out, "--window", "P7D", "--keep", "note")
    table = pq.read_table(out)
    assert table.column_names == ["id", *Verdict._fields, "note"]
    rows = table.to_pylist()
    assert [row["id"] for row in rows] == [int(id) for id, _ in PEOPLE]
    assert [row["note"] for row in rows] == [id for id, _ in PEOPLE]
    for (_, text), row in zip(PEOPLE, rows, strict=True):
        response = Client().get(
            "/api/v1/lookup", {"address": text or "", "as_of": NOON, "window": "P7D"}
        )
        alone = response.json()
        if response.status_code == 400:
            assert (row["outcome"], row["reason"]) == ("refused", "malformed_address")
            assert row["risk"] == "unknown"
            continue
        assert (row["outcome"], row["risk"]) == (alone["outcome"], alone["risk"]), text
        assert row["since"] == alone["since"]
        assert row["valid_until"] == alone["valid_until"]
        assert row["place"] == (alone["place"] or {}).get("name")
        assert row["place_id"] == (alone["place"] or {}).get("id")
        assert row["entries"] == (";".join(g["entry"] for g in alone["because"]) or None)
        assert row["was_high"] == (alone["window"] or {}).get("was_high")
        assert row["sequence"] == alone["ledger"]["sequence"]
    assert rows[0]["acts"] == "2022/194"
    assert (rows[0]["notice_year"], rows[0]["notice_number"]) == (2022, 194)
    assert counted["rows"] == len(PEOPLE)
    assert counted["risk"]["high"] == 3
    assert counted["outcome"]["refused"] == 4
    assert not out.with_name("out.parquet.parts").exists()


def test_a_csv_is_answered_like_parquet_and_bad_rows_are_outcomes(
    classify: Classify, tmp_path: Path
) -> None:
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    lines = [
        "id,address,note",
        "1,水木云天,a",
        "2",
        '3,"小店区\n晋阳紫城4号楼10单元",c',
        "",
        "4,水木云天,d,e",
        "5,和平小区,f",
    ]
    path.write_bytes("\r\n".join(lines).encode() + b"\r\n6,\xff,g\r\n")
    classify(path, out, "--keep", "note")
    with out.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(r["id"], r["outcome"], r["risk"], r["reason"]) for r in rows] == [
        ("1", "found", "high", ""),
        ("2", "refused", "unknown", "malformed_row"),
        ("3", "found", "high", ""),
        ("4", "refused", "unknown", "malformed_row"),
        ("5", "ambiguous", "unknown", ""),
        ("6", "refused", "unknown", "malformed_row"),
    ]
    assert [r["note"] for r in rows] == ["a", "", "c", "", "f", ""]


@pytest.mark.parametrize(
    "behind", ["", "2,晋阳紫城", "2,晋阳紫城\n" * sources.MOST_LINES + '3,"水木云天"\n4,水木云天']
)
def test_a_quote_that_swallows_rows_is_no_row_but_a_refusal(
    classify: Classify, tmp_path: Path, behind: str
) -> None:
    path = tmp_path / "in.csv"
    path.write_text(f'id,address\n0,水木云天\n1,"水木云天\n{behind}', encoding="utf-8")
    with pytest.raises(CommandError, match="opened at line 3 is not closed"):
        classify(path, tmp_path / "out.csv")


def test_a_quote_within_a_word_is_a_character(classify: Classify, tmp_path: Path) -> None:
    path, out = tmp_path / "in.csv", tmp_path / "out.parquet"
    path.write_text('id,address\n1,水木云天 5"\n2,水木云天', encoding="utf-8")
    assert classify(path, out)["rows"] == 2


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--keep", "risk"), "risk: the answer has a column of that name"),
        (("--keep", "id"), "id: the answer"),
        (("--keep", "note", "note"), "name it once"),
    ],
)
def test_a_column_that_would_stand_there_twice_is_not_kept(
    classify: Classify, people: Path, tmp_path: Path, more: tuple[str, ...], why: str
) -> None:
    with pytest.raises(CommandError, match=why) as refused:
        classify(people, tmp_path / "out.csv", *more)
    assert refused.value.returncode == 2


def test_the_input_is_never_written_over(classify: Classify, people: Path) -> None:
    before = people.read_bytes()
    for source in (people, people.parent):
        with pytest.raises(CommandError, match="OUT is IN"):
            classify(source, people, "--restart")
    assert people.read_bytes() == before


def test_a_chinese_spreadsheet_is_read_as_what_it_is(classify: Classify, tmp_path: Path) -> None:
    path, out = tmp_path / "in.csv", tmp_path / "out.parquet"
    text = "id,address,district\n1,水木云天,\n2,和平小区,晋源区\n3,和平小区,140105\n4,和平小区,x\n"
    for encoding in ("gb18030", "utf-8", "utf-8-sig", "utf-16"):
        path.write_bytes(text.encode(encoding))
        classify(path, out, "--restart")
        rows = pq.read_table(out).to_pylist()
        assert [r["district"] for r in rows] == ["140105", "140110", "140105", None]
        assert rows[3]["reason"] == "malformed_district"


def test_coordinates_are_answered_with_their_system(classify: Classify, tmp_path: Path) -> None:
    path, out = tmp_path / "in.csv", tmp_path / "out.parquet"
    path.write_text("id,lon,lat\n1,112.55,37.75\n2,37.75,112.55\n3,,\n4,116.4,39.9\n5,nan,1e999\n")
    classify(path, out, "--crs", "wgs84")
    rows = pq.read_table(out).to_pylist()
    assert [r["outcome"] for r in rows] == ["found", "refused", "refused", "out_of_area", "refused"]
    assert [r["reason"] for r in rows][1:3] == ["malformed_lat", "malformed_lon"]
    table = pa.table({"id": ["a", "b"], "lon": [112.55, None], "lat": [37.75, 1.0]})
    pq.write_table(table, tmp_path / "in.parquet")
    classify(tmp_path / "in.parquet", out, "--crs", "wgs84", "--restart")
    assert pq.read_table(out)["outcome"].to_pylist() == ["found", "refused"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("in.csv", b"id,adress\n1,a\n", "no column address; there are id, adress"),
        ("in.csv", b"", "no column id"),
        ("in.csv", b"id,address,id\n", "several columns are called id"),
        ("in.csv", b"id,address\n1,\x00\xff\xfe\x00\n", "neither UTF-8 nor GB18030"),
        ("in.parquet", b"no parquet", "no Parquet file"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    classify: Classify, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError, match=says) as refused:
        classify(tmp_path / name, tmp_path / "out.csv")
    assert refused.value.returncode == 1


@pytest.mark.parametrize(
    "more",
    [["--at", "noon"], ["--window", "7"], ["--known-at", "then"], ["--dask", "tcp://nowhere:1"]],
)
def test_wrong_words_are_wrong_usage(classify: Classify, tmp_path: Path, more: list[str]) -> None:
    (tmp_path / "in.csv").write_text("id,address\n")
    with pytest.raises(CommandError) as refused:
        classify(tmp_path / "in.csv", tmp_path / "out.csv", *more)
    assert refused.value.returncode == 2


def test_no_rows_are_a_file_without_rows(classify: Classify, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("id,address\n")
    assert classify(tmp_path / "in.csv", tmp_path / "out.csv")["rows"] == 0
    assert (tmp_path / "out.csv").read_text().startswith('"id","outcome","risk"')


class Killed(BaseException):
    """What a test ends a run with."""


def test_a_run_that_was_broken_off_goes_on_and_makes_the_same_bytes(
    classify: Classify, people: Path, tmp_path: Path, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "ROWS_A_PART", 4)
    whole, out = tmp_path / "whole.parquet", tmp_path / "out.parquet"
    known_at = "2200-01-01T00:00:00+08:00"
    classify(people, whole, "--known-at", known_at)
    parts = list(sources.ParquetSource.parts(sources.ParquetSource(people, ["id", "address"], [])))

    def until_killed(self: sources.ParquetSource) -> Any:
        yield from parts[:2]
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(sources.ParquetSource, "parts", until_killed)
        with pytest.raises(Killed):
            classify(people, out, "--known-at", known_at)
    folder = tmp_path / "out.parquet.parts"
    assert len(list(folder.glob("part-*.parquet"))) == 2
    assert not out.exists()
    first = folder / "part-000000.parquet"
    before = first.stat().st_mtime_ns, first.stat().st_ino

    with pytest.raises(CommandError, match="parts of another run"):
        classify(people, out, "--window", "P7D")
    assert (first.stat().st_mtime_ns, first.stat().st_ino) == before
    classify(people, out)
    assert out.read_bytes() == whole.read_bytes()
    assert not folder.exists()


def test_a_process_that_is_killed_while_it_writes_is_gone_on_from_and_makes_the_same_bytes(
    classify: Classify, people: Path, tmp_path: Path, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "ROWS_A_PART", 4)
    whole, out = tmp_path / "whole.csv", tmp_path / "out.csv"
    known_at = ("--known-at", "2200-01-01T00:00:00+08:00")
    classify(people, whole, *known_at)
    folder = tmp_path / "out.csv.parts"
    torn, keep = folder / "part-000002.parquet", work.keep

    def kill_at_the_third(making: Path, target: Path) -> None:
        if target == torn:
            making.write_bytes(making.read_bytes()[:100])
            os.kill(os.getpid(), signal.SIGKILL)
        keep(making, target)

    child = os.fork()
    if child == 0:
        try:
            with monkeypatch.context() as patch:
                patch.setattr(work, "keep", kill_at_the_third)
                classify(people, out, *known_at)
        finally:
            os._exit(1)
    _, ended = os.waitpid(child, 0)
    assert os.WTERMSIG(ended) == signal.SIGKILL
    assert sorted(p.name for p in folder.glob("part-*.parquet")) == [
        "part-000000.parquet",
        "part-000001.parquet",
    ]
    assert len(list(folder.glob("*.making"))) == 1
    assert not out.exists()
    classify(people, out, *known_at)
    assert out.read_bytes() == whole.read_bytes()
    assert not folder.exists()


def test_a_ledger_that_went_on_is_not_mixed_into_an_older_run(
    classify: Classify, people: Path, tmp_path: Path, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.parquet"
    with monkeypatch.context() as patch:
        patch.setattr("zones.management.commands.classify.finish", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            classify(people, out)
    publish(195, entry(city.districts.get(name="晋源区"), "和平小区"))
    with pytest.raises(CommandError, match="sequence: 2 then, 3 now"):
        classify(people, out)
    assert classify(people, out, "--restart")["sequence"] == 3


def test_a_folder_that_is_no_run_is_left_alone(
    classify: Classify, people: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out.csv.parts"
    folder.mkdir()
    (folder / "mine").touch()
    with pytest.raises(CommandError, match="in the way"):
        classify(people, tmp_path / "out.csv")
    assert (folder / "mine").exists()


def test_processes_and_one_process_make_the_same_bytes(
    classify: Classify, people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "ROWS_A_PART", 4)
    known_at = ("--known-at", "2200-01-01T00:00:00+08:00")
    classify(people, tmp_path / "one.parquet", *known_at)
    classify(people, tmp_path / "two.parquet", *known_at, jobs="2")
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()
