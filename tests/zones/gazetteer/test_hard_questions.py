"""Hard questions about a tiny city: nobody is told of a place that is not theirs."""

from functools import cache

from bench.accuracy import Grade, grade, grades_by_kind
from tests.zones.gazetteer.towns import districts, index
from zones.gazetteer.bulk import BulkReader
from zones.gazetteer.resolve import resolve
from zones.gazetteer.verdicts import verdict_of
from zones.synthetic.citizens import Citizens
from zones.synthetic.hard import HardCitizens
from zones.synthetic.kinds import Hard, HardQuestion

SCALE = 0.1
RARE = {Hard.NAMESAKE_HERE, Hard.NAMESAKE_ANYWHERE, Hard.COMPLEXES_OF_ONE_NAME}
"""A tiny city may have no two communities or complexes of one name."""
MAY_BE_A_NAME = {Hard.YARD_INSIDE}
"""丰盈雅园北院 may be the yard inside 丰盈雅园, or a complex that nobody knows."""


@cache
def asked() -> tuple[HardQuestion, ...]:
    return tuple(HardCitizens(Citizens(districts(SCALE), 8), 9).questions(20))


@cache
def numbers() -> tuple[int, ...]:
    return tuple(BulkReader(index(SCALE)).numbers([one.question.text for one in asked()]))


def test_every_kind_is_asked() -> None:
    assert {one.kind for one in asked()} >= set(Hard) - RARE
    again = HardCitizens(Citizens(districts(SCALE), 8), 9).questions(20)
    assert tuple(again) == asked(), "the same seed asks the same"


def test_none_is_answered_by_a_place_that_is_not_meant() -> None:
    wrong = [
        one.question.text
        for one, number in zip(asked(), numbers(), strict=True)
        if grade(one.question, number, index(SCALE)) is Grade.WRONG
    ]
    assert wrong == []


def test_nearly_all_are_answered_as_they_were_meant() -> None:
    for kind, counted in grades_by_kind(asked(), numbers(), index(SCALE)).items():
        if kind not in MAY_BE_A_NAME:
            assert counted[Grade.RIGHT] >= 0.95 * counted.total(), kind


def test_the_tables_say_what_the_grammar_says() -> None:
    area = index(SCALE).area()
    for one, number in zip(asked(), numbers(), strict=True):
        assert verdict_of(resolve(one.question.text, area), index(SCALE)) == number, one
