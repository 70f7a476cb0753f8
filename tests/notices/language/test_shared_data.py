"""The real notices kept beside the project, against their hand-made keys."""

import json
from collections import Counter
from pathlib import Path

import pytest

from notices.language import Action, Notice, RiskLevel, parse, render

NOTICES = Path(__file__).resolve().parents[4] / "shared" / "data" / "notices"
EXAMPLES = sorted((NOTICES / "examples").glob("*.txt"))
EXACT = {
    "chengdu_wuhou_2022_16",
    "chongqing_dadukou_20221202",
    "datong_20221103",
    "guiyang_20220904",
    "haerbin_20221103_trad",
    "huhehaote_2022_84",
    "taiyuan_2022_1015",
    "taiyuan_2022_154",
    "taiyuan_2022_177",
    "wuhan_dongxihu_20221123",
    "xian_20221113",
    "xining_chengxi_20221111",
    "yangquan_chengqu_20221201",
}
"""Notices that must be read exactly and without a flag; the others must be exact or flagged."""

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not EXAMPLES, reason="the reference data is not beside the project"),
]

Line = tuple[str, str | None, str | None, str | None, str]


def read(name: str) -> Notice:
    return parse((NOTICES / f"{name}.txt").read_text(encoding="utf-8"))


def listed(notice: Notice) -> Counter[Line]:
    """Action, level, target level, district and text of every entry."""
    return Counter((e.action, e.level, e.to_level, e.district, e.text) for e in notice.entries)


def key(path: Path) -> Counter[Line]:
    """The same from the key of an example."""
    content = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    lines = [
        (i["action"], i["level"], i.get("to_level"), i["district"], i["text"])
        for i in content["items"]
    ]
    lines += [
        ("rescope", i["level"], None, i["district"], i["text"]) for i in content.get("rescoped", [])
    ]
    return Counter(lines)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_an_example_is_read_exactly_or_flagged(path: Path) -> None:
    notice = parse(path.read_text(encoding="utf-8"))
    assert notice.flagged or listed(notice) == key(path)


@pytest.mark.parametrize("name", sorted(EXACT))
def test_a_clear_example_is_read_exactly_and_not_flagged_without_need(name: str) -> None:
    path = NOTICES / "examples" / f"{name}.txt"
    notice = parse(path.read_text(encoding="utf-8"))
    assert listed(notice) == key(path)
    assert [f.code for f in notice.findings if f.severity != "info"] == []


@pytest.mark.parametrize(
    "path", [p for p in EXAMPLES if "degraded" in p.stem], ids=lambda p: p.stem
)
def test_a_ruined_copy_is_flagged(path: Path) -> None:
    assert parse(path.read_text(encoding="utf-8")).flagged


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_an_entry_of_an_example_stands_where_it_says(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for entry in parse(source).entries:
        written = source[entry.start : entry.end]
        assert "".join(written.replace("**", "").split("\n")) == entry.text


@pytest.mark.parametrize(
    ("name", "designated", "released"),
    [("taiyuan-2022-194", 2, 22), ("taiyuan-2022-195", 20, 56), ("taiyuan-2022-072", 0, 0)],
)
def test_a_notice_of_taiyuan_has_the_entries_it_declares(
    name: str, designated: int, released: int
) -> None:
    notice = read(name)
    assert notice.listed(Action.DESIGNATE) == designated
    assert notice.listed(Action.RELEASE) == released
    assert not notice.flagged
    assert notice.number == int(name[-3:])
    assert all(e.level is RiskLevel.HIGH for e in notice.entries)


def test_a_line_break_inside_an_item_is_no_part_of_it() -> None:
    texts = [e.text for e in read("taiyuan-2022-194").entries]
    assert "电建二公司宿舍4号楼2单元" in texts
    assert "文兴苑" in [e.text for e in read("taiyuan-2022-195").entries]


@pytest.mark.parametrize("name", ["taiyuan-2022-194", "taiyuan-2022-195"])
def test_a_notice_of_taiyuan_survives_being_written_and_read(name: str) -> None:
    notice = read(name)
    assert parse(render(notice)) == notice


def test_notice_72_gives_health_advice_and_its_number_in_chinese_numerals() -> None:
    notice = read("taiyuan-2022-072")
    assert (notice.year, notice.number) == (2022, 72)
    assert str(notice.issued_on) == "2022-08-20"
    assert [f.code for f in notice.findings] == ["no-act"]
