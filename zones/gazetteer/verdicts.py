"""Resolutions as numbers, for those who resolve many: of a place, or a verdict."""

from enum import IntEnum

from zones.gazetteer.index import Index, Spot
from zones.gazetteer.outcome import Outcome, Resolution


class Verdict(IntEnum):
    """What stands for a place's number where there is none."""

    NOT_FOUND = -1
    AMBIGUOUS = -2
    OUT_OF_AREA = -3
    UNPARSED = -4
    WHOLE_DISTRICT = -100
    """Less the position of the district among the city's."""


_OUTCOMES = {
    Outcome.NOT_FOUND: Verdict.NOT_FOUND,
    Outcome.AMBIGUOUS: Verdict.AMBIGUOUS,
    Outcome.OUT_OF_AREA: Verdict.OUT_OF_AREA,
    Outcome.UNPARSED: Verdict.UNPARSED,
}


def verdict_of(found: Resolution[Spot], index: Index) -> int:
    """A resolution as a number: of its place, or a ``Verdict``."""
    if found.outcome is not Outcome.FOUND:
        return _OUTCOMES[found.outcome]
    if found.place is not None:
        return found.place.number
    codes = [district.code for district in index.districts]
    assert found.district is not None
    return Verdict.WHOLE_DISTRICT - codes.index(found.district.code)
