"""Real places, read by a person, two or more for each pattern of the national list."""

from collections import Counter

import pytest

from tests.zones.address.reading import Reviewed, notation, reviewed
from zones.address import parse

PLACES = list(reviewed())


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(
            place,
            id=place.text[:24],
            marks=[pytest.mark.xfail(strict=True, reason="known misreading")]
            if place.is_misread
            else [],
        )
        for place in PLACES
    ],
)
def test_a_real_place_is_read_as_a_person_reads_it(place: Reviewed) -> None:
    assert notation(parse(place.text)) == place.reading


def test_the_sample_is_large_and_has_every_pattern_twice() -> None:
    assert len(PLACES) >= 200
    counts = Counter(place.pattern for place in PLACES)
    rare = {"pattern:traditional chars"}  # The list holds one such place.
    assert {pattern for pattern, count in counts.items() if count < 2} <= rare


def test_at_most_one_in_twenty_is_misread() -> None:
    assert sum(place.is_misread for place in PLACES) * 20 <= len(PLACES)
