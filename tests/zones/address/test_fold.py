"""The normal form: what it changes, what it leaves alone, and the way back."""

import re

import pytest
from hypothesis import given

from tests.zones.address.strategies import TEXTS
from zones.address import fold, unwrap


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ａ１栋", "A1栋"),
        ("③号樓", "3号楼"),
        ("Ⅱ期", "II期"),
        ("壹號公館", "壹号公馆"),
        ("1－5号楼", "1-5号楼"),
        ("1—5号楼", "1-5号楼"),
        ("1～5号楼", "1~5号楼"),
        ("（含底商）", "(含底商)"),
        ("【高风险区】", "(高风险区)"),
        ("“美的”小区", '"美的"小区'),
        ("朗诗•熙华府", "朗诗·熙华府"),
        ("当代 MOMA 沿湖城", "当代MOMA沿湖城"),
        ("9 号楼\u30003 单元", "9号楼3单元"),
        ("一\u200b号楼", "一号楼"),
    ],
)
def test_what_never_carries_meaning_is_folded(text: str, folded: str) -> None:
    assert fold(text).text == folded


@pytest.mark.parametrize(
    "text", ["乾泽苑", "东昇佳园", "1 2号楼", "A B", "一期\n二期", "《通告》", "旱西门", "玺玺台"]
)
def test_what_may_carry_meaning_is_left_alone(text: str) -> None:
    assert fold(text).text == text


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(TEXTS)
def test_every_folded_stretch_knows_where_it_came_from(text: str) -> None:
    normal = fold(text)
    last = 0
    for index in range(len(normal.text)):
        start, end = normal.span(index, index + 1)
        assert last <= start < end <= len(text)
        assert normal.original(index, index + 1) == text[start:end]
        last = start
    assert normal.span(0, len(normal.text))[1] <= len(text)


def test_a_break_inside_an_item_is_closed_and_its_span_takes_it_in() -> None:
    normal = unwrap(fold("电建二公司宿舍4\n\n号楼2单元"))
    assert normal.text == "电建二公司宿舍4号楼2单元"
    at = normal.text.index("4号楼")
    assert normal.original(at, at + 3) == "4\n\n号楼"


def test_a_break_between_two_numbers_keeps_them_apart() -> None:
    assert unwrap(fold("1\n2号楼")).text == "1 2号楼"


def test_without_drops_matches_and_keeps_the_way_back() -> None:
    normal = fold("a-b-c").without(re.compile("-"))
    assert normal.text == "abc"
    assert normal.span(1, 3) == (2, 5)
