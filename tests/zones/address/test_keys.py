"""Keys see through harmless spellings, and through nothing else."""

import pytest

from zones.address import Level, complex_key, is_numbered, local_key, parse, path_key, value_key

SAME = [
    (Level.COMPLEX, "晋阳紫城", "晋阳紫城小区"),
    (Level.COMPLEX, "晋阳紫城", "晉陽紫城"),
    (Level.COMPLEX, "当代MOMA沿湖城", "当代 ｍｏｍａ 沿湖城"),
    (Level.COMPLEX, "下元二小区", "下元2小区"),
    (Level.COMPLEX, "太钢十四宿舍", "太钢14宿舍"),
    (Level.COMPLEX, "8号院", "８号院"),
    (Level.COMPLEX, "十号院", "10号院"),
    (Level.COMPLEX, "327弄小区", "327弄"),
    (Level.COMPLEX, "朗诗·熙华府", "朗诗•熙华府"),
    (Level.SECTION, "二期", "2期"),
    (Level.SECTION, "二期", "Ⅱ期"),
    (Level.SECTION, "东四排", "东4排"),
    (Level.SECTION, "第三网格", "3网格"),
    (Level.SECTION, "a区", "A区"),
    (Level.BUILDING, "4", "4号楼"),
    (Level.BUILDING, "4栋", "4幢"),
    (Level.BUILDING, "4座", "4#楼"),
    (Level.BUILDING, "四号楼", "04号楼"),
    (Level.BUILDING, "D04", "d4栋"),
    (Level.BUILDING, "A-1栋", "A1栋"),
    (Level.UNIT, "三单元", "3门"),
    (Level.UNIT, "东单元", "东"),
    (Level.STREET, "桃园二巷", "桃园2巷"),
    (Level.COMMUNITY, "马栏村委会", "马栏村"),
    (Level.COMMUNITY, "西贾社区居委会", "西贾社区"),
    (Level.SUBDISTRICT, "小店街道办事处", "小店街道"),
    (Level.SUBDISTRICT, "万柏林街办", "万柏林街道"),
]

DIFFERENT = [
    (Level.COMPLEX, "下元小区", "下元二小区"),
    (Level.COMPLEX, "红沟小区", "红沟西小区"),
    (Level.COMPLEX, "太钢小区", "太钢20小区"),
    (Level.COMPLEX, "旱西门小区", "早西门小区"),
    (Level.COMPLEX, "乾泽苑", "干泽苑"),
    (Level.COMPLEX, "东昇佳园", "东升佳园"),
    (Level.COMPLEX, "8号院", "8号"),
    (Level.COMPLEX, "八一小区", "81小区"),
    (Level.STREET, "五一路", "51路"),
    (Level.SECTION, "一期", "二期"),
    (Level.SECTION, "十一期", "一期"),
    (Level.SECTION, "东区", "西区"),
    (Level.SECTION, "A区", "A1区"),
    (Level.BUILDING, "1号楼", "11号楼"),
    (Level.BUILDING, "甲1号楼", "1号楼"),
    (Level.BUILDING, "A座", "B座"),
    (Level.BUILDING, "1-1", "11"),
    (Level.BUILDING, "南楼", "北楼"),
    (Level.UNIT, "1单元", "10单元"),
    (Level.UNIT, "东单元", "西单元"),
    (Level.COMMUNITY, "西贾社区", "西贾村"),
]

UNTOUCHED = ["小区", "2小区", "红沟西小区", "太钢20小区", "下元2小区", "漪苑东小区"]
"""Names whose 小区 is counted, pointed at, or all there is."""


@pytest.mark.parametrize(("level", "one", "other"), SAME)
def test_a_harmless_difference_is_seen_through(level: Level, one: str, other: str) -> None:
    assert value_key(level, one) == value_key(level, other)


@pytest.mark.parametrize(("level", "one", "other"), DIFFERENT)
def test_what_only_looks_alike_stays_apart(level: Level, one: str, other: str) -> None:
    assert value_key(level, one) != value_key(level, other)


@pytest.mark.parametrize("name", UNTOUCHED)
def test_a_counted_estate_keeps_its_ending(name: str) -> None:
    assert value_key(Level.COMPLEX, name) == name


def _complex(text: str) -> str:
    return complex_key(parse(text).targets[0].path)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("晋阳紫城", "小店区龙城街道紫城社区晋阳街8号晋阳紫城小区"),
        ("云路街8号院", "迎泽区云路街８号院2号楼"),
        ("玉河街康乐巷18号院", "康乐巷18号院"),
        ("许西村29号院", "万柏林区许西村29号院"),
    ],
)
def test_a_complex_is_known_without_what_it_does_not_need(one: str, other: str) -> None:
    assert _complex(one) == _complex(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云路街8号院", "国师街8号院"),
        ("寇庄北街北二巷3号", "寇庄南街北二巷3号"),
        ("鱼池街21号", "鱼池街21号院"),
        ("许西村29号院", "许东村29号院"),
    ],
)
def test_a_number_has_no_identity_without_its_street(one: str, other: str) -> None:
    assert _complex(one) != _complex(other)


@pytest.mark.parametrize(
    "value", ["8号院", "21号", "十号院", "305-307号", "208号大院之一之二", "乙23号院"]
)
def test_a_number_on_a_street_is_numbered(value: str) -> None:
    assert is_numbered(value)


@pytest.mark.parametrize(
    "value", ["学府壹号院", "148小区", "晋阳紫城", "太钢20小区", "富力城八号园"]
)
def test_a_name_with_a_number_in_it_is_not(value: str) -> None:
    assert not is_numbered(value)


def test_the_same_name_in_two_districts_is_two_places() -> None:
    one, other = (parse(f"{d}幸福小区3号楼").targets[0].path for d in ("小店区", "迎泽区"))
    assert path_key(one) != path_key(other)
    assert local_key(one) == local_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("晋阳紫城4号楼10单元", "晋阳紫城小区4#楼十单元"),
        ("天朗美域二期28栋4单元", "天朗美域Ⅱ期28幢4门"),
        ("解放路7号楼1单元", "解放路7栋一单元"),
    ],
)
def test_a_path_is_equal_in_every_harmless_spelling(one: str, other: str) -> None:
    assert path_key(parse(one).targets[0].path) == path_key(parse(other).targets[0].path)


def test_a_path_without_a_complex_has_no_complex_key() -> None:
    assert complex_key(parse("西贾社区").targets[0].path) == ""
