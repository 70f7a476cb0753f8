"""Choosing spots on a lattice: whole windows, shared by none, decided by keys alone."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zones.gazetteer.spots import Want, choose_spots, draw

SIZES = st.tuples(st.integers(1, 3), st.integers(1, 3))
WANTS = st.lists(SIZES, max_size=8).map(
    lambda sizes: [Want(f"院{n}", *size) for n, size in enumerate(sizes)]
)
LATTICES = st.lists(st.lists(st.booleans(), min_size=9, max_size=9), min_size=9, max_size=9).map(
    np.array
)


@given(WANTS, LATTICES)
def test_each_place_has_a_free_window_of_its_own(wants: list[Want], free: np.ndarray) -> None:
    spots = choose_spots(wants, free)
    taken = np.zeros(free.shape, dtype=int)
    for want, (column, row) in zip(wants, spots or [], strict=spots is not None):
        taken[column : column + want.columns, row : row + want.rows] += 1
    assert taken.max(initial=0) <= 1
    assert free[taken > 0].all()
    if spots is not None:
        assert taken.sum() == sum(want.columns * want.rows for want in wants)


@given(WANTS, LATTICES)
def test_the_order_of_asking_changes_nothing(wants: list[Want], free: np.ndarray) -> None:
    there, back = choose_spots(wants, free), choose_spots(wants[::-1], free)
    assert there == (back and back[::-1])


@given(st.text(), st.integers(-5, 5), st.integers(-5, 5))
def test_a_larger_lattice_offers_the_same_spots_under_the_same_names(
    key: str, column: int, row: int
) -> None:
    small, large = np.ones((3, 3), dtype=bool), np.zeros((9, 9), dtype=bool)
    large[2:5, 4:7] = True
    ((x, y),) = choose_spots([Want(key, 1, 1)], small, None, (column, row)) or []
    assert choose_spots([Want(key, 1, 1)], large, None, (column - 2, row - 4)) == [(x + 2, y + 4)]


def test_what_has_no_room_is_said_not_squeezed() -> None:
    assert choose_spots([Want("院", 3, 1)], np.ones((2, 9), dtype=bool)) is None
    assert choose_spots([Want("甲", 2, 2), Want("乙", 1, 1)], np.ones((2, 2), dtype=bool)) is None


def test_cheap_spots_are_taken_more_often_in_proportion() -> None:
    cost = np.log([[1.0], [4.0]])
    free = np.ones((2, 1), dtype=bool)
    chosen = [choose_spots([Want(f"院{n}", 1, 1)], free, cost) for n in range(2000)]
    assert 0.77 < chosen.count([(0, 0)]) / 2000 < 0.83


@given(st.text(), st.text())
def test_a_draw_is_a_share_that_the_key_alone_decides(key: str, what: str) -> None:
    assert 0 <= draw(key, what) < 1
    assert draw(key, what) == draw(key, what)
