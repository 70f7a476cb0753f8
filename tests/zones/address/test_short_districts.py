"""A district without its suffix, behind a city, is one of that city or none."""

import pytest

from zones.address import parse
from zones.address.values import Level


@pytest.mark.parametrize(
    ("text", "district"),
    [("太原市迎泽桃园四巷5号院", "迎泽区"), ("太原市小店晋阳紫城4号楼", "小店区")],
)
def test_a_short_district_of_the_city_is_read(text: str, district: str) -> None:
    (target,) = parse(text).targets
    found = target.at(Level.DISTRICT)
    assert found is not None
    assert found.value == district


@pytest.mark.parametrize(
    ("text", "name"),
    [("太原市北辰雅居3号楼", "北辰雅居"), ("太原市江南居5号楼1单元", "江南居")],
)
def test_a_short_district_of_another_city_is_part_of_a_name(text: str, name: str) -> None:
    (target,) = parse(text).targets
    assert target.at(Level.DISTRICT) is None
    found = target.at(Level.COMPLEX)
    assert found is not None
    assert found.value == name
