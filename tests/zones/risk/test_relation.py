"""Only what is certain may be called apart."""

import pytest

from zones.address.values import Level
from zones.risk.relation import Located, Relation, relate, rung

D, C, X, S, B, U, ST = (
    Level.DISTRICT,
    Level.COMMUNITY,
    Level.COMPLEX,
    Level.SECTION,
    Level.BUILDING,
    Level.UNIT,
    Level.STREET,
)


def place(*rungs: tuple[Level, str], street: str = "") -> Located:
    """A place whose lineage ids are its keys; the street is an attribute, not a rung."""
    lineage = tuple(f"{level}:{key}" for level, key in rungs)
    known = [(rung(level, key), key) for level, key in rungs]
    if street:
        known.insert(-1, (ST, street))
    return Located(lineage, tuple(known), "".join(k for _, k in rungs))


PUDONG = ((D, "小店"), (X, "浦东雅典"))

CASES = [
    (place(*PUDONG), place(*PUDONG), Relation.SAME),
    (place(*PUDONG, (B, "16")), place(*PUDONG), Relation.WITHIN),
    (place(*PUDONG), place(*PUDONG, (B, "16")), Relation.AROUND),
    # What the tree tells apart.
    (place(*PUDONG, (B, "1")), place(*PUDONG, (B, "11")), Relation.APART),
    (place((D, "小店"), (X, "晋阳紫城")), place(*PUDONG), Relation.APART),
    (place((D, "晋源"), (X, "浦东雅典")), place(*PUDONG), Relation.APART),
    (place(*PUDONG, (S, "南"), (B, "16")), place(*PUDONG, (S, "北")), Relation.APART),
    # What it cannot tell: a rung is missing on one side.
    (place(*PUDONG, (B, "16")), place(*PUDONG, (S, "北")), Relation.UNCERTAIN),
    (place(*PUDONG, (B, "16")), place(*PUDONG, (S, "北"), (B, "16")), Relation.UNCERTAIN),
    (place(*PUDONG, (B, "2"), (U, "1")), place(*PUDONG, (U, "1")), Relation.UNCERTAIN),
    (place(*PUDONG), place((D, "小店"), (C, "西贾")), Relation.UNCERTAIN),
    (place((D, "小店"), (C, "西贾")), place(*PUDONG), Relation.UNCERTAIN),
    # Sections of one kind are apart; two ways to divide a complex may overlap.
    (place(*PUDONG, (S, "2期")), place(*PUDONG, (S, "3期")), Relation.APART),
    (place(*PUDONG, (S, "A区")), place(*PUDONG, (S, "B区")), Relation.APART),
    (place(*PUDONG, (S, "东园")), place(*PUDONG, (S, "西园")), Relation.APART),
    (place(*PUDONG, (S, "2期")), place(*PUDONG, (S, "南区")), Relation.UNCERTAIN),
    (place(*PUDONG, (S, "2期"), (S, "南区")), place(*PUDONG, (S, "南区")), Relation.UNCERTAIN),
    (place(*PUDONG, (S, "2期"), (S, "南区")), place(*PUDONG, (S, "北区")), Relation.APART),
    (place(*PUDONG, (S, "A区")), place(*PUDONG, (S, "南区")), Relation.UNCERTAIN),
    # A complex in one community is apart from another community, and from its complexes.
    (
        place((D, "小店"), (C, "西贾"), (X, "水木云天")),
        place((D, "小店"), (C, "许坦")),
        Relation.APART,
    ),
    (place(*PUDONG), place((D, "小店"), (C, "西贾"), (X, "水木云天")), Relation.APART),
    # Streets: a whole street may hold a complex; a building on a street is its own.
    (place(*PUDONG), place((D, "小店"), (ST, "平阳路")), Relation.UNCERTAIN),
    (place(*PUDONG, street="并州路"), place((D, "小店"), (ST, "平阳路")), Relation.APART),
    (place(*PUDONG), place((D, "小店"), (ST, "平阳路"), (B, "7")), Relation.APART),
    # A street may lack its door, or be a branch of another.
    (place(*PUDONG, street="平阳路65号"), place((D, "小店"), (ST, "平阳路")), Relation.UNCERTAIN),
    (place(*PUDONG, street="玉河街康乐巷"), place((D, "小店"), (ST, "玉河街")), Relation.UNCERTAIN),
    (place(*PUDONG, street="平阳路65号"), place((D, "小店"), (ST, "平阳路66号")), Relation.APART),
]


@pytest.mark.parametrize(("one", "other", "expected"), CASES)
def test_relation(one: Located, other: Located, expected: Relation) -> None:
    assert relate(one, other) is expected


@pytest.mark.parametrize(("one", "other", "expected"), CASES)
def test_the_other_way_round(one: Located, other: Located, expected: Relation) -> None:
    turned = {Relation.WITHIN: Relation.AROUND, Relation.AROUND: Relation.WITHIN}
    assert relate(other, one) is turned.get(expected, expected)
