"""The words around a become-verb: its zone, the level left, its moment, where its list begins."""

import re
from dataclasses import dataclass

from notices.language import lexis
from notices.language.clauses import OURS, after, clause_start, list_start
from notices.language.numerals import number
from notices.language.page import Page
from notices.language.values import RiskLevel

_FROM_BEFORE = re.compile(
    rf"(?P<by>(?:由|从)(?:原来的|原先的|原有的|原|现)?)?(?:(?:以下|下列)?(?P<n>{lexis.NUM}){lexis.UNIT})?"
    rf"(?P<zone>{lexis.ZONE}|(?:解除)?[封管]控)(?:风险等级)?"
    rf"(?:解除[封管]控(?:管理|措施)?,?|,?自{lexis.MOMENT}起,?)?(?:统一|全部|均)?$"
)
_FROM_FIRST = re.compile(
    rf"(?:将|把)?(?:原有?|原来的?|原先的?|原划定的|现有的?)(?P<zone>{lexis.ZONE})(?:的|[,:])?(?=[^,。;:])"
)
"""The level left, before the first place: 原高风险区甲小区…调整为."""
_MOMENT_BEFORE = re.compile(rf",?(?:均|也|现|,)?(?:自|从|于){lexis.MOMENT}起?,?$")
_GRADE_BEFORE = re.compile(r"(?:的)?(?:疫情)?(?:风险)?等级(?:均|统一|由\w{0,4})?$")


@dataclass(frozen=True, slots=True)
class Words:
    """The words around one become-verb."""

    zone: "re.Match[str]"
    verb: "re.Match[str]"
    lead: int
    """Where the words of the act begin: its 由高风险区, or its verb."""
    start: int
    """Where its clause begins."""
    end: int
    opens: bool
    old: tuple[RiskLevel, ...]
    counted: bool
    """Whether the count stands before the level left: 3个高风险区调整为."""
    count: int | None
    count_at: tuple[int, int]
    taken: int
    begin: int
    """Its 将, and the first word after it."""


def words_of(page: Page, zone: "re.Match[str]", verb: "re.Match[str]", floor: int) -> Words:
    lead = _timed(page, _graded(page, verb.start(), floor), floor)
    source = _FROM_BEFORE.search(page.text, max(floor, lead - 48), lead)
    lead = _graded(page, source.start(), floor) if source else lead
    start = max(clause_start(page, lead), min(floor, lead))
    end, count, at, opens = after(page, zone.end())
    counted = bool(source and source["n"]) and page.text[lead - 1 : lead] != "等"
    if count is None and source and source["n"]:
        count, at = number(source["n"]), source.span("n")
    old = lexis.levels(source["zone"]) if source else ()
    taken, begin = list_start(page, floor, lead)
    first = _FROM_FIRST.match(page.text, OURS.match(page.text, begin, lead).end(), lead)  # type: ignore[union-attr]
    if first and not old:
        old, begin = lexis.levels(first["zone"]), first.end()
    return Words(zone, verb, lead, start, end, opens, old, counted, count, at, taken, begin)


def _graded(page: Page, i: int, floor: int) -> int:
    """``i`` less a 风险等级 before it."""
    grade = _GRADE_BEFORE.search(page.text, max(floor, i - 12), i)
    return grade.start() if grade else i


def _timed(page: Page, i: int, floor: int) -> int:
    """``i`` less a moment before it that follows a place: 甲小区，自11月5日12时起调整为."""
    moment = _MOMENT_BEFORE.search(page.text, max(floor, i - 40), i)
    if moment is None or moment.start() <= max(floor, page.line_start(i)):
        return i
    before = page.text[max(floor, moment.start() - 12) : moment.start()]
    return moment.start() if lexis.PLACE_TAIL.search(before) else i
