"""How good the answers are: each is compared with the truth that its question was made of."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from zones.gazetteer.index import Index
from zones.gazetteer.verdicts import Verdict
from zones.synthetic.citizens import Absent, Question, Truth
from zones.synthetic.kinds import Hard, HardQuestion
from zones.synthetic.rows import uuid_of


class Grade(StrEnum):
    """What an answer is worth."""

    RIGHT = "right"
    COARSER = "coarser"
    """A place that holds the right one: true, and less than could be said."""
    NONE = "none"
    """No place, though there is one, or candidates where there is but one."""
    WRONG = "wrong"
    """A place that is not, and does not hold, the right one; or one picked of several."""


def grade(question: Question, number: int, index: Index) -> Grade:
    """The grade of ``number``, which is a place of the index or a ``Verdict``."""
    if number < 0:
        wanted = {
            Truth.AMBIGUOUS: Verdict.AMBIGUOUS,
            Truth.NOT_FOUND: Verdict.NOT_FOUND,
            Truth.NO_PLACE: number if number > Verdict.WHOLE_DISTRICT else None,
            Truth.FOUND: None,
        }
        return Grade.RIGHT if number == wanted[question.truth] else Grade.NONE
    if question.truth is not Truth.FOUND:
        return Grade.WRONG
    place = index.number_of(uuid_of(question.place))
    if number == place:
        return Grade.RIGHT
    return Grade.COARSER if number in index.lineage(place) else Grade.WRONG


def grades(
    questions: Sequence[Question], numbers: Sequence[int], index: Index
) -> tuple[Counter[Grade], Counter[Grade]]:
    """How often each grade: of questions about what there is, and about what is absent."""
    present: Counter[Grade] = Counter()
    absent: Counter[Grade] = Counter()
    for question, number in zip(questions, numbers, strict=True):
        counted = present if question.absent is Absent.NOTHING else absent
        counted[grade(question, number, index)] += 1
    return present, absent


def grades_by_kind(
    asked: Sequence[HardQuestion], numbers: Sequence[int], index: Index
) -> dict[Hard, Counter[Grade]]:
    """How often each grade, for each kind of hard question."""
    counted: dict[Hard, Counter[Grade]] = {}
    for one, number in zip(asked, numbers, strict=True):
        counted.setdefault(one.kind, Counter())[grade(one.question, number, index)] += 1
    return counted
