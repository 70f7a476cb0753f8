"""Ranges spelled out, and places in words."""

import pytest

from zones.address import Level, as_json, expand, kept, parse, path_key, show


def spelled(text: str, limit: int = 2000) -> list[str]:
    return [show(target.path) for target in expand(parse(text), limit=limit)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("紫城1-3号楼", ["紫城1号楼", "紫城2号楼", "紫城3号楼"]),
        ("紫城B-D栋", ["紫城B座", "紫城C座", "紫城D座"]),
        ("云山里双号22-26门", ["云山里22单元", "云山里24单元", "云山里26单元"]),
        ("解放路1-5号（单号）", ["解放路1号", "解放路3号", "解放路5号"]),
        ("紫城一期至三期", ["紫城一期", "紫城二期", "紫城三期"]),
        ("紫城1-3号楼（2号楼除外）", ["紫城1号楼", "紫城3号楼"]),
        ("王家村1-2组", ["王家村1组", "王家村2组"]),
    ],
)
def test_a_range_becomes_its_places(text: str, places: list[str]) -> None:
    assert spelled(text) == places


def test_an_exception_stays_with_the_place_that_it_concerns() -> None:
    one, two = expand(parse("紫城1-2号楼（2号楼3单元除外）"))
    assert one.exceptions == ()
    assert [show(path) for path in two.exceptions] == ["紫城2号楼3单元"]


def test_a_range_beyond_the_limit_is_kept_and_said_to_be() -> None:
    address = parse("紫城1-500号楼")
    targets = expand(address, limit=100)
    assert kept(targets) == targets
    assert [f["code"] for f in as_json(address, limit=100)["findings"]] == ["range-too-large"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("太原市小店区晋阳紫城4栋10门", "晋阳紫城4号楼10单元"),
        ("迎泽区云路街8号院2号楼1单元", "云路街8号院2号楼1单元"),
        ("小店区王郭村", "王郭村"),
        ("小店区", "小店区"),
        ("西贾社区水木云天小区", "水木云天小区"),
        ("翠竹小院C栋东单元", "翠竹小院C座东单元"),
    ],
)
def test_a_place_is_shown_from_where_a_reader_needs_it(text: str, words: str) -> None:
    assert show(parse(text).targets[0].path) == words


def test_more_of_a_place_is_shown_on_request() -> None:
    path = parse("太原市小店区晋阳紫城4号楼").targets[0].path
    assert show(path, since=Level.PROVINCE) == "太原市小店区晋阳紫城4号楼"


@pytest.mark.parametrize(
    "text",
    [
        "晋阳紫城4号楼10单元",
        "云路街8号院2号楼1单元",
        "西华苑三期南区10号楼",
        "王村南街东四排",
        "解放路42号楼4单元",
        "西贾社区水木云天小区",
        "前八里庄村5组14号",
        "富力城八号园东园8号楼1单元",
        "玉河街康乐巷18号院13号楼",
        "同兴村佘家河组24号附1号",
        "东川路94号大院2栋之三",
        "江铃重汽厂区3号厂房",
    ],
)
def test_what_is_shown_reads_as_the_same_place(text: str) -> None:
    path = parse(text).targets[0].path
    again = parse(show(path, since=Level.PROVINCE)).targets[0].path
    assert path_key(again) == path_key(path)
