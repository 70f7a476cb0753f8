"""Bulk: the tables say what the grammar and the gazetteer say, or nothing."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zones.gazetteer.towns import index, questions
from zones.gazetteer.bulk import BulkReader
from zones.gazetteer.quick import UNREAD
from zones.gazetteer.resolve import resolve
from zones.gazetteer.verdicts import Verdict, verdict_of

TEXTS = [question.text for question in questions(1_500, seed=8)]


@cache
def reader() -> BulkReader:
    return BulkReader(index())


def one_by_one(text: str) -> int:
    return verdict_of(resolve(text, index().area()), index())


def test_what_citizens_ask_is_answered_alike() -> None:
    numbers = reader().numbers(TEXTS)
    assert [t for t, n in zip(TEXTS, numbers, strict=True) if one_by_one(t) != n] == []


def test_most_of_it_is_read_from_the_tables() -> None:
    unread = [text for text in TEXTS if reader()._usual([text])[0] == UNREAD]
    assert len(unread) < len(TEXTS) / 5


@given(
    st.sampled_from(TEXTS),
    st.integers(0, 30),
    st.sampled_from(
        ["", "和", "三", "3", "A", "东", "社区", "路", "小区", "号", "，", "\n", "-", "座"]
    ),
    st.integers(0, 2),
)
def test_what_is_changed_a_little_is_answered_alike(
    text: str, at: int, more: str, less: int
) -> None:
    changed = text[:at] + more + text[at + less :]
    assert list(reader().numbers([changed])) == [one_by_one(changed)]


@pytest.mark.parametrize(
    "inside", ["西院", "老院", "东园", "平房", "老楼", "3号院", "家属院", "高层"]
)
def test_a_part_that_nobody_knows_of_a_known_name_is_answered_alike(inside: str) -> None:
    names = sorted({key.replace("/", "") for _, key in index().named_numbers})
    texts = [f"{name}{inside}24号楼" for name in names]
    numbers = reader().numbers(texts)
    assert [t for t, n in zip(texts, numbers, strict=True) if one_by_one(t) != n] == []


@given(st.text(max_size=12))
def test_any_text_is_answered_alike(text: str) -> None:
    assert list(reader().numbers([text])) == [one_by_one(text)]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("", Verdict.UNPARSED),
        ("北京市朝阳区望京花园3号楼", Verdict.OUT_OF_AREA),
        ("小店区没有的花园3号楼", Verdict.NOT_FOUND),
        ("小店区", Verdict.WHOLE_DISTRICT),
        ("太原市", Verdict.AMBIGUOUS),
    ],
)
def test_verdicts(text: str, verdict: Verdict) -> None:
    assert list(reader().numbers([text])) == [verdict]


def test_a_text_of_several_lines_does_not_shift_the_others() -> None:
    texts = [TEXTS[0], "小店区\n没有的花园", TEXTS[1], ""]
    assert list(reader().numbers(texts)) == [one_by_one(text) for text in texts]
