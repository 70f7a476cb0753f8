"""和 that begins the name of a street is no conjunction."""

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
