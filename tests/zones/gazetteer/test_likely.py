"""Names that are known in part: what is offered for a piece of a name, why, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zones.gazetteer.known import MOST_NEAR, Likeness
from zones.gazetteer.likely import likely
from zones.gazetteer.namelist import NameList
from zones.gazetteer.partial import Written

HAN = st.text("晋阳紫城子藤公馆小区花园红沟西东早旱水木云天添宿舍/号院一二12AB", max_size=9)


def offered(written: str, *known: str) -> list[tuple[str, Likeness, str]]:
    names = [(name, name, name) for name in known]
    return [(id, n.likeness, n.words) for id, n in likely(Written(written), names, names)]


@pytest.mark.parametrize(
    ("written", "known", "likeness", "words"),
    [
        ("紫藤公馆", "实地太原紫藤公馆", Likeness.CONTAINING, "紫藤公馆"),
        ("水木", "水木云天", Likeness.CONTAINING, "水木"),
        ("晋阳紫", "晋阳紫城", Likeness.CONTAINING, "晋阳紫"),
        ("紫园", "大昌紫园", Likeness.CONTAINING, "紫园"),
        ("红沟", "红沟西小区", Likeness.CONTAINING, "红沟"),
        ("康乐巷18号院", "康乐巷/18号院", Likeness.CONTAINING, "康乐巷18号院"),
        ("西贾水木云天", "水木云天", Likeness.WITHIN, "水木云天"),
        ("下元2小区", "下元", Likeness.WITHIN, "下元"),
        ("云天水木", "水木云天", Likeness.WORDS, ""),
        ("电建公司宿舍", "电力建设2公司宿舍", Likeness.WORDS, ""),
        ("实地太原紫藤壹公馆", "实地紫藤公馆", Likeness.WORDS, ""),
        ("子藤公馆", "实地太原紫藤公馆", Likeness.INEXACT, ""),
        ("梓腾公馆", "实地太原紫藤公馆", Likeness.INEXACT, ""),
        ("西贾水木云添", "水木云天", Likeness.INEXACT, ""),
        ("省电建2公司", "电建2公司宿舍", Likeness.SHARING, "电建2公司"),
        ("紫藤花园", "实地太原紫藤公馆", Likeness.SHARING, "紫藤"),
        ("前进机器制造厂", "前进机器厂宿舍", Likeness.SHARING, "前进机器"),
        ("旱西门", "早西门", Likeness.SHAPE, ""),
        ("前进机器厂宿舍", "前进机械厂宿舍", Likeness.SPELLING, ""),
    ],
)
def test_a_name_is_offered_for_a_piece_of_it_and_says_why(
    written: str, known: str, likeness: Likeness, words: str
) -> None:
    assert offered(written, known) == [(known, likeness, words)]


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("小区", "红沟西小区"),
        ("公馆", "实地太原紫藤公馆"),
        ("花园宿舍", "玉门花园宿舍"),
        ("紫", "晋阳紫城"),
        ("红沟西小区", "红沟东小区"),
        ("东岗", "西岗"),
        ("下元2小区", "下元3小区"),
        ("平阳路/21号院", "平阳路/22号院"),
        ("平阳路/1号院", "平阳路/11号院"),
        ("太药A小区", "太药B小区"),
        ("矿机宿舍五居委", "矿机宿舍六居委"),
        ("朝阳路", "平阳里"),
        ("某某花园", "玉门花园"),
        ("紫城", "华城"),
        ("下柳桥胡同口南边药店", "西岸"),
    ],
)
def test_kinds_of_places_and_look_alikes_are_not_offered(written: str, known: str) -> None:
    assert offered(written, known) == []


def test_what_is_nearest_comes_first_and_no_more_than_a_few_do() -> None:
    known = ("晋阳紫城", "新晋阳", "晋阳峰璟", "晋阳", "晋阳湖", "金阳")
    first = ("晋阳", "晋阳湖", "晋阳峰璟", "晋阳紫城", "新晋阳")
    assert tuple(name for name, *_ in offered("晋阳小筑", *known[:1])) == ("晋阳紫城",)
    assert [name for name, *_ in offered("晋阳", *known)] == ["金阳", *first]
    many = [f"晋阳{n}里" for n in "春夏秋冬梅兰竹菊松柏"]
    assert len(offered("晋阳", *many)) == MOST_NEAR


def test_what_very_many_share_hints_at_none_of_them() -> None:
    many = [f"晋阳{n}里" for n in "春夏秋冬梅兰竹菊松柏"]
    assert len(offered("晋阳渡口", *many[:MOST_NEAR])) == MOST_NEAR
    assert offered("晋阳渡口", *many) == []


@given(st.lists(HAN.filter(bool), max_size=30, unique=True), HAN.filter(bool))
def test_a_list_of_names_finds_what_looking_at_each_would(names: list[str], key: str) -> None:
    listed, written = NameList(lambda number: names[number]), Written(key)
    for number, name in enumerate(names):
        listed.add(number, name)
    every = [(name, name, number) for number, name in enumerate(names)]
    close = listed.near(written)
    found = likely(
        written, map(listed.described, close.misprinted), map(listed.described, close.parts)
    )
    assert found == likely(written, every, every)
    assert len(found) <= MOST_NEAR


@given(HAN.filter(bool), HAN.filter(bool))
def test_a_word_that_is_said_to_be_shared_stands_in_both(one: str, other: str) -> None:
    for known, _, words in offered(one, other):
        assert words in one.replace("/", "")
        assert words in known.replace("/", "")
