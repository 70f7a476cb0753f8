"""``manage.py parse_address``: documented output, without a database."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def run(*args: str) -> list[str]:
    out = StringIO()
    call_command("parse_address", *args, stdout=out)
    return out.getvalue().splitlines()


def test_an_address_is_one_line_of_json() -> None:
    (line,) = run("云路街8号院2号楼1单元", "--json")
    assert json.loads(line) == {
        "text": "云路街8号院2号楼1单元",
        "targets": [
            {
                "path": [
                    ["street", "云路街"],
                    ["complex", "8号院"],
                    ["building", "2"],
                    ["unit", "1"],
                ],
                "except": [],
                "part": None,
            }
        ],
        "unused": [],
        "findings": [],
    }


def test_a_room_is_a_part_and_an_exception_a_path() -> None:
    room, exception = (
        json.loads(line) for line in run("紫城4号楼1203室", "翠竹小院（C座1单元除外）", "--json")
    )
    assert room["targets"][0]["part"]["text"] == "1203室"
    assert exception["targets"][0]["except"] == [
        [["complex", "翠竹小院"], ["building", "C"], ["unit", "1"]]
    ]


def test_ranges_are_spelled_out() -> None:
    (line,) = run("紫城1-3号楼", "--json")
    assert [t["path"][-1] for t in json.loads(line)["targets"]] == [
        ["building", "1"],
        ["building", "2"],
        ["building", "3"],
    ]


def test_a_file_is_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "places.txt"
    file.write_text("晋阳紫城\n\n小店区\n", encoding="utf-8")
    assert [json.loads(line)["text"] for line in run("--file", str(file), "--json")] == [
        "晋阳紫城",
        "小店区",
    ]


def test_people_get_words() -> None:
    assert run("晋阳紫城4号楼呜呼")[0] == "晋阳紫城4号楼呜呼"
    assert any("呜呼" in line for line in run("晋阳紫城4号楼呜呼")[1:])


def test_what_utf8_cannot_hold_is_escaped() -> None:
    (line,) = run("a\udcff栋", "--json")
    assert json.loads(line)["text"] == "a\udcff栋"
    assert line.isascii()


def test_nothing_to_read_is_wrong_usage() -> None:
    with pytest.raises(CommandError) as refusal:
        run()
    assert refusal.value.returncode == 2


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refusal:
        run("--file", str(tmp_path / "absent.txt"))
    assert refusal.value.returncode == 1
