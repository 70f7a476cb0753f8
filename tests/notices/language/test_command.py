"""``parse_notice`` reads files, says so in JSON, and needs no database."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

WORDS = """太原市疫情防控指挥部通告
(2022年第7号)
即日起新增高风险区1个:
小店区(1个):晋阳紫城4号楼10单元。
"""


def run(*args: str) -> str:
    out = StringIO()
    call_command("parse_notice", *args, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "notice.txt"
    file.write_text(WORDS, encoding="utf-8")
    return file


def test_one_json_object_a_line_in_the_promised_shape(path: Path) -> None:
    [line] = run("--json", str(path)).splitlines()
    told = json.loads(line)
    assert told["path"] == str(path)
    assert (told["year"], told["number"], told["issued_on"]) == (2022, 7, None)
    assert told["effective"] == {"phrase": "即日起", "at": None}
    [entry] = told["entries"]
    assert {"action": "designate", "level": "high", "to_level": None}.items() <= entry.items()
    assert WORDS[entry["start"] : entry["end"]] == entry["text"] == "晋阳紫城4号楼10单元"
    assert entry["targets"] == [
        {
            "path": [["complex", "晋阳紫城"], ["building", "4"], ["unit", "10"]],
            "except": [],
            "part": None,
        }
    ]
    assert (told["declared"]["designate"], told["listed"]["designate"]) == (1, 1)
    assert told["findings"] == []


def test_a_file_in_gb_18030_is_read(tmp_path: Path) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes(WORDS.encode("gb18030"))
    assert "晋阳紫城4号楼10单元" in run(str(file))


def test_a_person_sees_entries_and_the_line_of_each_finding(path: Path) -> None:
    path.write_text("将小店区甲*小区划定为高风险区。", encoding="utf-8")
    told = run(str(path))
    assert "warning masked" in told
    assert "^^" in told


def test_an_unreadable_file_is_refused_and_the_others_are_read(path: Path) -> None:
    with pytest.raises(CommandError) as refusal:
        run("--json", str(path.parent / "absent.txt"), str(path))
    assert refusal.value.returncode == 1
