"""Bad input: a finding, linear work and bounded memory, never a traceback."""

import sys
from types import FrameType

import pytest

from bench.notices import notice
from notices.language import parse
from notices.language.page import LIMIT

HOSTILE = {
    "open brackets": ("", "(", ""),
    "closed brackets": ("", "()", ""),
    "nested lists": ("新增高风险区:", "小店区(", ""),
    "acts": ("", "新增高风险区3个:", ""),
    "acts in lines": ("", "新增高风险区:\n小店区\n", ""),
    "takes": ("", "将甲、", "划定为高风险区"),
    "etceteras": ("将", "甲小区等3个区域、", "划定为高风险区"),
    "separators": ("新增高风险区:\n", "甲、乙,丙;", ""),
    "titles": ("", "关于", ""),
    "quotes": ("", "《“", ""),
    "cities": ("", "太原市", ""),
    "lines": ("", "A\n", ""),
    "numbers": ("新增高风险区:\n", "1、2、3、", ""),
    "digits": ("", "1", ""),
    "issuers": ("", "太原市疫情防控指挥部\n", ""),
    "tabs": ("新增高风险区:\n", "1\t小店区\t甲\n", ""),
    "surrogates": ("", "\ud800\udfff", ""),
    "markup": ("<html>", "<p>新增高风险区</p>", ""),
    "binary": ("", bytes(range(256)).decode("latin-1"), ""),
}


def hostile(name: str, times: int) -> str:
    """A head, a unit many times, a tail."""
    head, unit, tail = HOSTILE[name]
    return head + unit * times + tail


def work(text: str) -> int:
    """How many calls a reading makes: work counted, not time measured."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        parse(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_gives_a_finding_and_no_traceback(name: str) -> None:
    assert parse(hostile(name, 1000)).findings


@pytest.mark.parametrize("name", HOSTILE)
def test_work_on_hostile_text_grows_no_faster_than_the_text(name: str) -> None:
    assert work(hostile(name, 800)) < 2.3 * work(hostile(name, 400)) + 1000


def test_a_text_of_five_megabytes_is_refused_at_once() -> None:
    found = parse("高" * 5_000_000).findings
    assert [f.code for f in found] == ["too-long"]
    assert LIMIT < 5_000_000


def test_work_grows_with_the_number_of_entries() -> None:
    assert work(notice(3000)) < 11 * work(notice(300))
