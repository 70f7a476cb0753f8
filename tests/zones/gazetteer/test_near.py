"""Near names: what is suggested for a misprint, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zones.gazetteer.known import Likeness
from zones.gazetteer.namelist import NameList
from zones.gazetteer.near import MOST, nearest, way
from zones.gazetteer.partial import Written

HAN = st.text(
    "早旱晋阳紫城园苑佳家嘉锦绣花天明朗美域中福辐院机械器厂一二三12", min_size=1, max_size=7
)


@pytest.mark.parametrize(
    ("written", "meant", "likeness"),
    [
        ("旱西门", "早西门", Likeness.SHAPE),
        ("天朗美域", "天明美城", Likeness.SHAPE),
        ("中福院宿舍", "中辐院宿舍", Likeness.SHAPE),
        ("玖玺台", "玺玺台", Likeness.SHAPE),
        ("水木云添", "水木云天", Likeness.SOUND),
        ("金绣花园", "锦绣花园", Likeness.SOUND),
        ("前进机器厂宿舍", "前进机械厂宿舍", Likeness.SPELLING),
        ("晋阳城紫", "晋阳紫城", Likeness.SPELLING),
        ("晋阳紫", "晋阳紫城", Likeness.SPELLING),
    ],
)
def test_a_misprint_is_suggested_by_its_kind(written: str, meant: str, likeness: Likeness) -> None:
    assert nearest(written, [(meant, meant, 1)]) == [(1, likeness)]


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("下元二小区", "下元三小区"),
        ("平阳路/21号院", "平阳路/22号院"),
        ("平阳路/1号院", "平阳路/11号院"),
        ("东岗", "西岗"),
        ("太药A小区", "太药B小区"),
        ("紫城", "华城"),
        ("晋阳紫城", "锦绣花园"),
        ("晋阳紫城", "紫城"),
        ("晋阳紫城", "晋阳紫城"),
    ],
)
def test_other_numbers_and_other_names_are_not(written: str, other: str) -> None:
    assert nearest(written, [(other, other, 1)]) == []


@given(HAN, HAN)
def test_the_way_there_costs_as_much_as_the_way_back(one: str, other: str) -> None:
    assert way(one, other)[0] == pytest.approx(way(other, one)[0])
    assert (way(one, other)[0] == 0) == (one == other)


@given(st.lists(HAN, max_size=30, unique=True), HAN)
def test_a_list_of_names_finds_what_looking_at_each_would(names: list[str], key: str) -> None:
    listed = NameList(lambda number: names[number])
    for number, name in enumerate(names):
        listed.add(number, name)
    each = nearest(key, [(name, name, number) for number, name in enumerate(names)])
    assert nearest(key, map(listed.described, listed.near(Written(key)).misprinted)) == each
    assert len(each) <= MOST
