"""Marks on a sheet: those that would cover one another stand apart, and no other one moves."""

from itertools import combinations
from math import dist

from hypothesis import given
from hypothesis import strategies as st

from notices.marks import apart, around, clear_place

places = st.tuples(st.integers(0, 700), st.integers(0, 700))


@given(st.lists(places, max_size=40))
def test_marks_that_are_apart_stay_where_they_are(points: list[tuple[int, int]]) -> None:
    if all(dist(a, b) >= 19 for a, b in combinations(points, 2)):
        assert apart(points, 19) == points


@given(st.lists(places, max_size=25))
def test_no_mark_covers_another_where_there_is_room(points: list[tuple[int, int]]) -> None:
    moved = apart(points, 15)
    assert len(moved) == len(points)
    assert all(dist(a, b) >= 13 for a, b in combinations(moved, 2))


@given(st.lists(places, max_size=25))
def test_the_same_marks_always_come_to_lie_the_same_way(points: list[tuple[int, int]]) -> None:
    assert apart(points, 15) == apart(points, 15)


def test_marks_of_one_place_are_parted_too() -> None:
    one, other = apart([(100, 100), (100, 100)], 20)
    assert dist(one, other) >= 19.5
    assert {one[1], other[1]} == {100}


def test_a_name_stands_where_it_covers_nothing_and_otherwise_at_its_place() -> None:
    steps = ((0, 0), (0, -30), (0, 30))
    assert clear_place((50, 50), (40, 20), [], steps) == (50, 50)
    mark = around((55, 52), (10, 10))
    assert clear_place((50, 50), (40, 20), [mark], steps) == (50, 20)
    everywhere = [around((50, y), (10, 10)) for y in (20, 50, 80)]
    assert clear_place((50, 50), (40, 20), everywhere, steps) == (50, 50)
