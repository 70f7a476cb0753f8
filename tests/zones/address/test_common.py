"""The fast path is the general path, remembered."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zones.address.strategies import ADDRESS_LIKE, OFFSETS
from zones.address import Address, fold, parse, unwrap
from zones.address.parser import read_folded


def general(text: str, offset: int = 0) -> Address:
    return read_folded(unwrap(fold(text)), offset)


HEADS = st.sampled_from(
    [
        "晋阳紫城", "小店区晋阳紫城小区", "太原市云路街8号院", "玉门花园G区", "西华苑三期南区",
        "平阳路398号大昌生态园", "俪苑国际B座", "太钢20小区", "解放路", "杏林四条12号院",
        "老军营小区南区甲", "某村", "某村三组", "中海国际社区3期", "A座", "北区", "东", "中关村",
        "建北413小区", "友谊17街坊", "学院国际", "天府庭院",
    ]
)  # fmt: skip
NUMBERS = st.integers(1, 1200).map(str)


def _numbered(*suffixes: str) -> st.SearchStrategy[str]:
    """Nothing, or a number with one of ``suffixes``."""
    return st.one_of(st.just(""), st.tuples(NUMBERS, st.sampled_from(suffixes)).map("".join))


TAILS = st.tuples(
    _numbered("号楼", "栋", "#", "座", "号", "楼"),
    _numbered("单元", "门", "层"),
    _numbered("", "室", "户"),
).map("".join)


@given(HEADS, TAILS, TAILS, OFFSETS)
def test_other_numbers_are_read_as_the_general_grammar_reads_them(
    head: str, first: str, second: str, offset: int
) -> None:
    assert parse(head + first, offset=offset) == general(head + first, offset)
    assert parse(head + second, offset=offset) == general(head + second, offset)


@given(ADDRESS_LIKE, TAILS, TAILS)
def test_it_holds_behind_any_head(head: str, first: str, second: str) -> None:
    for tail in (first, second):
        assert parse(head + tail) == general(head + tail)


@pytest.mark.shared_data
def test_it_holds_for_every_real_place_and_for_its_neighbours(shared_data: Path) -> None:
    lines = (shared_data / "risk-list-addresses.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines[::31]:
        text = json.loads(line)["text"]
        for each in (text, text.replace("2", "7"), text.replace("1", "18")):
            parse(each)
            assert parse(each) == general(each)
