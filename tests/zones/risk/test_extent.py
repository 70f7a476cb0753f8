"""Extents are sets of households; the algebra must say what the sets say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import LEAVES, extents, households, places
from zones.risk.extent import NOWHERE, Extent, Lineage


@given(extents, extents)
def test_difference_is_the_difference_of_households(one: Extent, other: Extent) -> None:
    assert households(one - other) == households(one) - households(other)


@given(extents)
def test_nothing_is_left_of_an_extent_less_itself(extent: Extent) -> None:
    assert extent - extent == NOWHERE
    assert extent - NOWHERE == extent


@given(extents, extents, extents)
def test_the_order_of_subtraction_does_not_matter(a: Extent, b: Extent, c: Extent) -> None:
    assert (a - b) - c == (a - c) - b


@given(extents, places)
def test_covers_means_every_household_and_touches_means_any(extent: Extent, place: Lineage) -> None:
    inside = households(extent)
    below = {leaf for leaf in LEAVES if leaf[: len(place)] == place}
    if extent.covers(place):
        assert below <= inside
    if below & inside:
        assert extent.touches(place)
    if not extent.touches(place):
        assert not below & inside


@given(st.dictionaries(places, st.booleans(), max_size=5))
def test_marks_that_say_what_already_holds_are_dropped(marks: dict[Lineage, bool]) -> None:
    extent = Extent.of(marks)
    assert Extent.of(dict(extent.marks)) == extent
    assert all(extent.holds(lineage) is inside for lineage, inside in marks.items())


def test_an_exception_is_not_covered_and_the_rest_is() -> None:
    extent = Extent.of({("d", "X"): True, ("d", "X", "Y"): False})
    assert not extent.covers(("d", "X"))
    assert extent.touches(("d", "X"))
    assert not extent.touches(("d", "X", "Y", "1"))
    assert extent.covers(("d", "X", "Z"))


def test_a_mark_needs_a_place() -> None:
    with pytest.raises(ValueError, match="needs a place"):
        Extent.of({(): True})
