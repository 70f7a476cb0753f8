"""Gaps, late numbers and dates that run against the numbers are found."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from notices.series import Numbered, series


def numbered(number: int, recorded: int, day: int = 1, issuer: str = "甲") -> Numbered:
    return Numbered(issuer, 2022, number, date(2022, 11, day), recorded)


def test_an_unbroken_series_has_nothing_odd() -> None:
    (found,) = series([numbered(n, n) for n in range(190, 196)])
    assert (found.first, found.last) == (190, 195)
    assert (found.missing, found.late, found.out_of_order) == ((), (), ())


def test_missing_late_and_misdated_numbers() -> None:
    (found,) = series(
        [numbered(72, 1, 2), numbered(195, 2, 30), numbered(194, 3, 30), numbered(198, 4, 29)]
    )
    assert found.missing == ((73, 193), (196, 197))
    assert found.late == (194,)
    assert found.out_of_order == ((195, 198),)


def test_each_issuer_and_year_is_a_series_of_its_own() -> None:
    found = series([numbered(1, 1), numbered(2, 2, issuer="乙")])
    assert [(s.issuer, s.first, s.missing) for s in found] == [("乙", 2, ()), ("甲", 1, ())]


@given(st.sets(st.integers(1, 60), min_size=1))
def test_held_and_missing_make_up_the_whole(numbers: set[int]) -> None:
    (found,) = series([numbered(n, i) for i, n in enumerate(sorted(numbers))])
    missing = {n for low, high in found.missing for n in range(low, high + 1)}
    assert missing | numbers == set(range(min(numbers), max(numbers) + 1))
    assert not missing & numbers
