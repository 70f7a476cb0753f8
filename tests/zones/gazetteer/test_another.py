"""Who writes two addresses is never told of the first as if it were all that was asked."""

import pytest

from tests.ground import place, small_city
from zones.gazetteer.bulk import BulkReader
from zones.gazetteer.indexing import from_database
from zones.gazetteer.outcome import Outcome, Reason
from zones.gazetteer.resolve import Area, resolve
from zones.gazetteer.verdicts import Verdict
from zones.models import City

FIRST = "小店区书林苑小区3号楼"


@pytest.fixture
def city(db: None) -> City:
    made = small_city()
    place(made.districts.get(name="小店区"), FIRST)
    place(made.districts.get(name="小店区"), "北肖墙21号院")
    place(made.districts.get(name="小店区"), "平阳路")
    place(made.districts.get(name="晋源区"), "华城小区2号楼")
    return made


@pytest.mark.parametrize(
    ("behind", "also"),
    [
        ("或者晋源区华城小区", "华城小区"),
        ("还是华城小区", "华城小区"),
        (" 晋源区华城小区", "华城小区"),
        ("&晋源区华城小区", "华城小区"),
        ("—晋源区华城小区", "华城小区"),
        ("\n晋源区华城小区", "华城小区"),
        ("昨天去晋源区华城小区", "华城小区"),
        (" 晋源区", None),
        ("或晋源区某某花园", None),
        ("或小店区某某花园", None),
        ("或北京市朝阳区望京花园", None),
    ],
)
def test_another_place_behind_the_first_is_asked_about_too(
    behind: str, also: str | None, city: City
) -> None:
    snapshot = from_database(city)
    for area in (Area.of(city), snapshot.area()):
        found = resolve(FIRST + behind, area)
        assert (found.outcome, found.reason) == (
            Outcome.AMBIGUOUS,
            Reason.SEVERAL_PLACES_ASKED,
        )
        named = [c.place.name for c in found.candidates if c.place]
        assert named == ["书林苑小区3号楼", *filter(None, [also])]
    assert list(BulkReader(snapshot).numbers([FIRST + behind])) == [Verdict.AMBIGUOUS]


@pytest.mark.parametrize(
    "behind",
    [
        "",
        "底商",
        " 快递柜",
        "(小店区)",
        " 小店区",
        "(书林苑小区)",
        " 平阳路",
        "或类似",
        " 电话13800000000",
        "3单元",
    ],
)
def test_a_remark_is_no_other_place(behind: str, city: City) -> None:
    for area in (Area.of(city), from_database(city).area()):
        found = resolve(FIRST + behind, area)
        assert (found.outcome, found.place and found.place.name) == (
            Outcome.FOUND,
            "书林苑小区3号楼",
        )
