"""The street that a numbered complex is known by."""

import pytest

from zones.address import complex_key, parse


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("云路街8号院2号楼", "云路街/8号院"),
        ("玉河街康乐巷5号院", "康乐巷/5号院"),
        ("桃园四巷10号院", "桃园4巷/10号院"),
        ("建设北路209号院", "建设北路/209号院"),
    ],
)
def test_a_yard_is_known_by_its_whole_street(text: str, key: str) -> None:
    assert complex_key(parse(text).targets[0].path) == key


def test_yards_on_streets_that_end_alike_stay_apart() -> None:
    keys = {complex_key(parse(text).targets[0].path) for text in ("云路街8号院", "马路街8号院")}
    assert len(keys) == 2
