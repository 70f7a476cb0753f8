"""Citizens' questions: their truth is how they were made."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zones.gazetteer.towns import districts, questions
from zones.synthetic import spelling
from zones.synthetic.citizens import Absent, Citizens, Truth
from zones.synthetic.naming import bare


def test_the_same_seed_asks_the_same() -> None:
    assert tuple(Citizens(districts(), 3).questions(200)) == questions(200)


def test_a_tenth_names_something_absent() -> None:
    kinds = Counter(question.absent for question in questions(2_000))
    assert 0.07 < 1 - kinds[Absent.NOTHING] / 2_000 < 0.13
    assert set(kinds) == set(Absent)


def test_an_absent_name_is_no_ones() -> None:
    known = {bare(name) for one in districts() for name in one.places.name}
    for question in questions(2_000):
        if question.absent is Absent.COMPLEX and question.truth is Truth.NOT_FOUND:
            assert question.place == ""
        else:
            assert question.place
    assert len(known) > 50


@pytest.mark.parametrize(
    ("name", "ever"),
    [
        ("晋阳紫城小区", {"晋阳紫城小区", "晋阳紫城"}),
        ("红沟西小区", {"红沟西小区"}),
        ("下元二小区", {"下元二小区"}),
        ("413小区", {"413小区"}),
        ("锦绣花园", {"锦绣花园", "锦绣花园小区"}),
        ("机械厂宿舍", {"机械厂宿舍"}),
    ],
)
def test_only_a_harmless_小区_comes_and_goes(name: str, ever: set[str]) -> None:
    draw = random.Random(1)
    assert {spelling.complex_name(draw, name) for _ in range(200)} == ever


@given(st.integers(1, 99))
def test_numbers_are_spelled_as_addresses_do(number: int) -> None:
    from zones.address.numerals import value

    assert value(spelling.chinese(number)) == number
