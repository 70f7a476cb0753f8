"""Who asks about the neighbourhood of a place does not ask about the place."""

from functools import cache

import pytest

from zones.address import parse
from zones.gazetteer.bulk import BulkReader
from zones.gazetteer.index import CityName, DistrictName, Index
from zones.gazetteer.indexing import NameRow, Row, Source, make
from zones.gazetteer.outcome import Outcome, Reason
from zones.gazetteer.resolve import resolve
from zones.gazetteer.verdicts import Verdict
from zones.synthetic.rows import uuid_of


@cache
def known() -> Index:
    tree = [
        ("西贾社区", "", "community", "西贾社区"),
        ("晋阳紫城小区", "西贾社区", "complex", "晋阳紫城"),
        ("4号楼", "晋阳紫城小区", "building", "4"),
        ("10单元", "4号楼", "unit", "10"),
        ("门口小区", "", "complex", "门口"),
    ]
    shown = {name: name for name, _, level, _ in tree if level in ("community", "complex")}
    shown |= {"4号楼": "晋阳紫城小区4号楼", "10单元": "晋阳紫城小区4号楼10单元"}
    rows = [
        Row(uuid_of(n), uuid_of(p) if p else None, level, key, shown[n], "", "140105")
        for n, p, level, key in tree
    ]
    names = [NameRow(row.id, row.key) for row in rows if row.level in ("community", "complex")]
    districts = (DistrictName("140105", "小店区"),)
    return make(Source(CityName("太原市", "山西省"), districts, rows, names))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("晋阳紫城附近", "晋阳紫城小区"),
        ("晋阳紫城小区北门对面", "晋阳紫城小区"),
        ("晋阳紫城小区西侧", "晋阳紫城小区"),
        ("晋阳紫城小区周边200米", "晋阳紫城小区"),
        ("晋阳紫城小区往南100米", "晋阳紫城小区"),
        ("晋阳紫城小区门口", "晋阳紫城小区"),
        ("晋阳紫城小区外", "晋阳紫城小区"),
        ("晋阳紫城4号楼对面", "晋阳紫城小区4号楼"),
        ("晋阳紫城4号楼旁边的小卖部", "晋阳紫城小区4号楼"),
        ("晋阳紫城4号楼以外", "晋阳紫城小区4号楼"),
        ("晋阳紫城4号楼一墙之隔", "晋阳紫城小区4号楼"),
        ("晋阳紫城4号楼不远处", "晋阳紫城小区4号楼"),
        ("晋阳紫城4号楼外面", "晋阳紫城小区4号楼"),
        ("晋阳紫城4号楼背面", "晋阳紫城小区4号楼"),
        ("晋阳紫城4号楼靠近五一路", "晋阳紫城小区4号楼"),
        ("晋阳紫城小区两侧", "晋阳紫城小区"),
        ("晋阳紫城小区到火车站", "晋阳紫城小区"),
        ("晋阳紫城小区方向", "晋阳紫城小区"),
        ("晋阳紫城4号楼以外的区域", "晋阳紫城小区4号楼"),
        ("晋阳紫城小区一带", "晋阳紫城小区"),
        ("晋阳紫城4号楼10单元楼下", "晋阳紫城小区4号楼10单元"),
        ("西贾社区旁边", "西贾社区"),
    ],
)
def test_the_place_itself_is_only_a_candidate(text: str, place: str) -> None:
    found = resolve(text, known().area())
    assert (found.outcome, found.reason) == (Outcome.AMBIGUOUS, Reason.BESIDE_A_PLACE)
    assert [(c.place and c.place.name, c.reason) for c in found.candidates] == [
        (place, Reason.BESIDE_A_PLACE)
    ]
    assert list(BulkReader(known()).numbers([text])) == [Verdict.AMBIGUOUS]


@pytest.mark.parametrize(
    "text",
    ["晋阳紫城对面", "晋阳紫城旁边", "晋阳紫城隔壁超市", "晋阳紫城后面的平房", "晋阳紫城以北"],
)
def test_an_unknown_name_comes_with_the_place_beside_which_it_is(text: str) -> None:
    found = resolve(text, known().area())
    assert found.outcome is Outcome.NOT_FOUND
    assert [(c.place and c.place.name, c.reason) for c in found.candidates][:1] == [
        ("晋阳紫城小区", Reason.BESIDE_A_PLACE)
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("晋阳紫城4号楼地下室", "晋阳紫城小区4号楼"),
        ("晋阳紫城4号楼底商", "晋阳紫城小区4号楼"),
        ("晋阳紫城4号楼10单元顶楼", "晋阳紫城小区4号楼10单元"),
        ("晋阳紫城4号楼西户", "晋阳紫城小区4号楼"),
        ("晋阳紫城4号楼10单元1203室张三收", "晋阳紫城小区4号楼10单元"),
        ("晋阳紫城4号楼10单元1203室，13935112345", "晋阳紫城小区4号楼10单元"),
        ("晋阳紫城小区东门", "晋阳紫城小区"),
        ("门口小区", "门口小区"),
        ("晋阳紫城（3号楼除外）", "晋阳紫城小区"),
        ("晋阳紫城4号楼除10单元", "晋阳紫城小区4号楼"),
    ],
)
def test_what_is_inside_is_the_place(text: str, place: str) -> None:
    found = resolve(text, known().area())
    assert found.place is not None
    assert (found.outcome, found.place.name) == (Outcome.FOUND, place)
    told = [*(s.text for s in found.used), *found.ignored]
    assert all(any(c in words for words in told) for c in text if c not in "，（）除外"), parse(
        text
    )
