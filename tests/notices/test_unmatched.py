"""Why a release matches nothing, as the ledger knows it."""

import pytest

from notices.ledger.values import Action
from notices.proposed import NewVoid
from notices.reading import read
from notices.services import correct
from tests.ground import DAY, HOUR, T0, entry, people, place, publish, small_city
from zones.models import City, District

TEXT = """太原市疫情防控工作领导小组办公室通告
（2022年第199号）

  即日起小店区调整为低风险区1个。具体如下：

  一、调整为低风险区（1个）

  小店区（1个）：{}。

太原市疫情防控工作领导小组办公室
2022年12月1日
"""
NOW = T0 + 3 * DAY


@pytest.fixture
def city(db: None) -> City:
    return small_city()


@pytest.fixture
def district(city: City) -> District:
    return city.districts.get(name="小店区")


def why(city: City, released: str) -> str:
    """The reason given at a release, without the words that every one of them has."""
    findings = read(TEXT.format(released), city, effective_from=NOW).findings
    (message,) = (f.message for f in findings if f.code == "unmatched-release")
    return message.partition("没有对应的在册风险区：")[2].rstrip("。")


def test_what_was_released_before_names_the_notice_and_the_day(
    city: City, district: District
) -> None:
    zone = publish(188, entry(district, "晋阳紫城4号楼")).entries.get()
    released = entry(district, "晋阳紫城4号楼", action=Action.RELEASE, at=T0 + DAY, binds=(zone,))
    notice = publish(191, released)
    told = "2022年第191号已于11月29日00:00解除（2022年第188号划定）"
    assert why(city, "晋阳紫城4号楼") == told
    clerk, publisher = people()
    void = NewVoid(notice.entries.get().id, "误录")
    correct(title="更正", voids=[void], entered_by=clerk, published_by=publisher)
    findings = read(TEXT.format("晋阳紫城4号楼"), city, effective_from=NOW).findings
    assert "unmatched-release" not in {f.code for f in findings}


def test_what_takes_effect_only_later_says_when(city: City, district: District) -> None:
    publish(198, entry(district, "晋阳紫城4号楼", at=NOW + HOUR))
    assert why(city, "晋阳紫城4号楼") == "2022年第198号划定的12月01日01:00才生效，不早于本次解除"


def test_what_stands_at_another_level_says_which(city: City, district: District) -> None:
    publish(188, entry(district, "晋阳紫城4号楼", level="medium"))
    assert why(city, "晋阳紫城4号楼") == "在册的是2022年第188号划定的中风险区，不是高风险区"


def test_a_part_of_what_is_open_and_what_holds_something_open_are_told_apart(
    city: City, district: District
) -> None:
    publish(188, entry(district, "晋阳紫城4号楼"))
    place(district, "晋阳紫城4号楼2单元")
    within, around = why(city, "晋阳紫城4号楼2单元"), why(city, "晋阳紫城")
    assert within == "在册的是更大的范围，其中一部分的解除不会使它整体解除：“晋阳紫城4号楼”"
    assert around == "只有其中一部分在册：“晋阳紫城4号楼”"


def test_another_spelling_is_asked_about_and_never_taken(city: City, district: District) -> None:
    publish(188, entry(district, "中辐院宿舍东区2号楼"))
    assert why(city, "中福院宿舍东区2号楼") == "可能是以别的写法划定的：“中辐院宿舍东区2号楼”"


def test_what_was_never_designated_says_whether_the_place_is_known(
    city: City, district: District
) -> None:
    place(district, "水木云天小区")
    assert why(city, "水木云天小区") == "账册中从未划定过这里"
    assert why(city, "书林苑小区") == "账册中从未划定过这里，地名库中也没有这一处"
