"""和 between two places, and 和 that begins the name of a street."""

import pytest

from zones.address import parse
from zones.address.values import Level


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("丰泽社区和平北路泰和湾小区15号楼", "和平北路"),
        ("文华小区和平街5号院", "和平街"),
        ("迎泽街道和平大街12号", "和平大街"),
    ],
)
def test_the_street_of_peace_is_no_conjunction(text: str, street: str) -> None:
    (target,) = parse(text).targets
    found = target.at(Level.STREET)
    assert found is not None
    assert found.value == street


@pytest.mark.parametrize(
    "text", ["白云小区和平阳路8号院", "白云小区和康乐小区", "白云小区及和平小区"]
)
def test_a_conjunction_behind_a_whole_name_parts_two_places(text: str) -> None:
    assert len(parse(text).targets) == 2
