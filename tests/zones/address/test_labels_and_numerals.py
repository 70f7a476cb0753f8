"""Numbers as addresses write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zones.address import Range
from zones.address.labels import canonical, read
from zones.address.numerals import arabic, to_chinese, value


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("12", 12), ("十", 10), ("十二", 12), ("二十", 20), ("二十四", 24), ("一百零三", 103),
     ("二〇三", 203), ("五一", 51), ("廿一", 21), ("两", 2), ("007", 7)],
)  # fmt: skip
def test_a_numeral_has_its_value(numeral: str, number: int) -> None:
    assert value(numeral) == number


@pytest.mark.parametrize("word", ["", "一二十", "十百", "甲", "1" * 40, "零十"])
def test_what_is_no_numeral_has_none(word: str) -> None:
    assert value(word) is None


@given(st.integers(0, 99))
def test_chinese_numerals_go_there_and_back(number: int) -> None:
    assert value(to_chinese(number)) == number


def test_arabic_changes_numerals_and_nothing_else() -> None:
    assert arabic("东四排三十号A") == "东4排30号A"


@pytest.mark.parametrize(
    ("label", "spelled"),
    [
        ("004", "4"),
        ("0", "0"),
        ("d04", "D4"),
        ("A-1", "A1"),
        ("第三", "3"),
        ("十", "10"),
        ("甲5", "甲5"),
    ],
)
def test_a_label_has_one_spelling(label: str, spelled: str) -> None:
    assert canonical(label) == spelled


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1-5、7", ["1-5", "7"]),
        ("1.2.4", ["1", "2", "4"]),
        ("B-D", ["B-D"]),
        ("A5-1", ["A5-1"]),
        ("3-1到3-17", ["3-1~3-17"]),
    ],
)
def test_a_list_is_read_label_by_label(text: str, values: list[str]) -> None:
    assert [label.value for label in read(text, 0, len(text))] == values


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("1-3", ["1", "2", "3"]),
        ("A1-A3", ["A1", "A2", "A3"]),
        ("B-D", ["B", "C", "D"]),
        ("3-1到3-3", ["3-1", "3-2", "3-3"]),
    ],
)
def test_a_rising_pair_is_a_range(text: str, labels: list[str]) -> None:
    (label,) = read(text, 0, len(text))
    assert label.range is not None
    assert list(label.range.labels()) == labels
    assert len(label.range) == len(labels)


@pytest.mark.parametrize("text", ["5-1", "372-2", "1-1", "A5-1", "A1-B3"])
def test_any_other_pair_is_one_label(text: str) -> None:
    (label,) = read(text, 0, len(text))
    assert label.range is None


def test_a_range_refuses_nonsense() -> None:
    with pytest.raises(ValueError, match="no range"):
        Range(5, 1)
