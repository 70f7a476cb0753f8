"""Anchors: from which rung of an address a place is found."""

import pytest

from zones.address import parse
from zones.address.values import Level
from zones.gazetteer.anchors import anchors_of, same_street


@pytest.mark.parametrize(
    ("one", "other"),
    [("平阳路", "平阳路"), ("平阳路", "平阳路398号"), ("平阳路398号", "平阳路398号")],
)
def test_one_street_with_and_without_its_door(one: str, other: str) -> None:
    assert same_street(one, other)
    assert same_street(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("平阳路39号", "平阳路398号"),
        ("平阳路", "平阳路南一巷"),
        ("平阳路3", "平阳路39号"),
        ("平阳路", "长风街"),
    ],
)
def test_other_streets_and_other_doors(one: str, other: str) -> None:
    assert not same_street(one, other)
    assert not same_street(other, one)


def levels(text: str) -> list[tuple[Level, str, bool]]:
    return [(a.level, a.key, a.cuts_short) for a in anchors_of(parse(text).targets[0].path)]


def test_the_finest_anchor_comes_first_and_coarser_ones_cut_short() -> None:
    assert levels("西贾社区水木云天小区5号楼") == [
        (Level.COMPLEX, "水木云天", False),
        (Level.COMMUNITY, "西贾社区", True),
    ]


def test_a_numbered_complex_is_found_with_its_street() -> None:
    assert levels("云路街8号院2号楼")[0] == (Level.COMPLEX, "云路街/8号院", False)


def test_a_path_without_a_name_has_no_anchor() -> None:
    assert levels("3号楼") == []
