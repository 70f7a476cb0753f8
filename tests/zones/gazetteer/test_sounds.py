"""Finding places by pinyin: initials, syllables, characters, and the numbers behind them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ground import place, small_city
from zones.gazetteer.sounds import readings, search, spelt
from zones.models import City

NAMES = ("文兴苑", "重庆路小区", "长乐坊", "晋阳紫城", "银行宿舍")
names = st.sampled_from(NAMES)


def sounds(name: str) -> list[frozenset[str]]:
    return [readings(char) for char in name]


@given(names, st.data())
def test_every_way_of_spelling_a_name_spells_all_of_it(name: str, data: st.DataObject) -> None:
    """Each character by itself, by any of its readings, or by the first letter of one."""
    ways = [sorted(readings(c) | {r[0] for r in readings(c)}) for c in name]
    query = "".join(data.draw(st.sampled_from(way)) for way in ways)
    assert spelt(query, sounds(name)) == len(query)


@given(names, st.text("qz", min_size=1, max_size=3))
def test_what_goes_on_behind_a_name_is_not_spelt_by_it(name: str, rest: str) -> None:
    assert spelt(f"{name}#{rest}", sounds(name)) == len(name)


def test_a_character_of_several_readings_is_found_by_each() -> None:
    assert {"chong", "zhong"} <= readings("重")
    assert {"yin"} <= readings("银")
    assert {"hang", "xing"} <= readings("行")


@pytest.fixture
def city(db: None) -> City:
    found = small_city()
    xiaodian, jinyuan = found.districts.get(name="小店区"), found.districts.get(name="晋源区")
    place(xiaodian, "文兴苑3号楼2单元")
    place(xiaodian, "重庆路小区")
    place(jinyuan, "文星园")
    return found


@pytest.mark.parametrize(
    ("query", "found", "is_known"),
    [
        ("wxy3", "文兴苑3号楼", True),
        ("WXY 3", "文兴苑3号楼", True),
        ("wenxingyuan3-2", "文兴苑3号楼2单元", True),
        ("wenxy", "文兴苑", True),
        ("文兴", "文兴苑", True),
        ("xy3", "文兴苑3号楼", True),
        ("wxy9", "文兴苑9号楼", False),
        ("cql", "重庆路小区", True),
        ("zhongqing", "重庆路小区", True),
    ],
)
def test_a_clerk_finds_a_place_by_its_sound(
    city: City, query: str, found: str, *, is_known: bool
) -> None:
    first = search(query, ["140105"])[0]
    assert (first.name, first.id is not None) == (found, is_known)


@pytest.mark.parametrize("query", ["", "   ", "zzz", "3", "%", "x" * 60])
def test_what_spells_nothing_finds_nothing(city: City, query: str) -> None:
    assert search(query, ["140105"]) == []


def test_only_the_districts_asked_for_are_searched_and_new_names_are_found_at_once(
    city: City,
) -> None:
    assert {f.name for f in search("wxy", ["140105", "140110"])} == {"文兴苑", "文星园"}
    place(city.districts.get(name="小店区"), "万象苑")
    assert {f.name for f in search("wxy", ["140105"])} == {"文兴苑", "万象苑"}
