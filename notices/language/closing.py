"""Closing acts: the words after a list that say what its places become (将…划定为高风险区)."""

import re
from dataclasses import dataclass, replace

from notices.language import lexis
from notices.language.act import Act, Form
from notices.language.clauses import (
    BELOW,
    after,
    clause_start,
    is_subject,
    list_start,
    sentence_end,
)
from notices.language.numerals import number
from notices.language.opening import unless_standing
from notices.language.page import Page
from notices.language.values import Action, RiskLevel

_FROM_BEFORE = re.compile(
    rf"(?P<by>(?:由|从)(?:原来的|原先的|原有的|原|现)?)?(?:(?:以下|下列)?(?P<n>{lexis.NUM}){lexis.UNIT})?"
    rf"(?P<zone>{lexis.ZONE}|(?:解除)?[封管]控)(?:风险等级)?"
    rf"(?:解除[封管]控(?:管理|措施)?,?|,?自{lexis.MOMENT}起,?)?(?:统一|全部|均)?$"
)
_COUNTED = re.compile(rf"等?(?P<n>{lexis.NUM})[个处]$")
_GRADE_BEFORE = re.compile(r"(?:的)?(?:疫情)?(?:风险)?等级(?:均|统一|由\w{0,4})?$")
_SUBJECT_COUNT = re.compile(rf"(?:以下|下列|上述|对|将)(?P<n>{lexis.NUM}){lexis.UNIT}")
_BELOW_COUNT = re.compile(
    rf"(?:以下|下列)(?P<n>{lexis.NUM}){lexis.UNIT}(?P<zone>{lexis.ZONE})?(?:区域|点位|地区|地点)?(?=[^。;]*,)"
)


@dataclass(frozen=True, slots=True)
class _Words:
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


def _words(page: Page, zone: "re.Match[str]", verb: "re.Match[str]", floor: int) -> _Words:
    lead = _graded(page, verb.start(), floor)
    source = _FROM_BEFORE.search(page.text, max(floor, lead - 48), lead)
    lead = _graded(page, source.start(), floor) if source else lead
    start = max(clause_start(page, lead), min(floor, lead))
    end, count, at, opens = after(page, zone.end())
    counted = bool(source and source["n"]) and page.text[lead - 1 : lead] != "等"
    if count is None and source and source["n"]:
        count, at = number(source["n"]), source.span("n")
    old = lexis.levels(source["zone"]) if source else ()
    taken, begin = list_start(page, floor, lead)
    return _Words(zone, verb, lead, start, end, opens, old, counted, count, at, taken, begin)


def _graded(page: Page, i: int, floor: int) -> int:
    """``i`` less a 风险等级 before it."""
    grade = _GRADE_BEFORE.search(page.text, max(floor, i - 12), i)
    return grade.start() if grade else i


def becoming(page: Page, zone: "re.Match[str]", verb: "re.Match[str]", floor: int) -> Act | None:
    """An act that says what level its places get.

    ::

        closing-act = [将 | 把] list [由 zone] become-verb zone ;
        opening-act = subject [[count] zone] become-verb zone after
                    | 以下 count zone "，" { character } become-verb zone after ;
    """
    if page.text[verb.start() - 1 : verb.start()] in ("被", "可"):
        return None
    words = _words(page, zone, verb, floor)
    clause = clause_start(page, words.lead)
    below = words.opens and _BELOW_COUNT.search(page.text, clause, verb.start())
    if below:
        words = replace(
            words,
            start=clause,
            lead=below.start(),
            count=number(below["n"]),
            count_at=below.span("n"),
            old=lexis.levels(below["zone"] or "") or words.old,
        )
    if below or _announces(page, words):
        return _announced(page, words)
    taken = page.text[words.taken : words.taken + 1] in ("将", "把")
    rule_from = max(words.taken - 2, 0) if taken else words.start
    if lexis.RULE.search(page.text, rule_from, verb.start()):
        return None
    return _closed(words)


def _announces(page: Page, words: _Words) -> bool:
    """Whether no place stands before the act, so that its list can only follow."""
    taken = words.taken < words.begin and page.text[words.taken] in "将把"
    named = is_subject(page, words.begin, words.lead)
    wrapped = page.is_line_start(words.start) and words.begin < words.start
    if taken and not named and wrapped and not lexis.NUMBERING_RE.match(page.text, words.start):
        return False
    if words.counted and not (taken and not named) and not _lists(page, words):
        return True
    if is_subject(page, words.start, words.lead) or (taken and named):
        return True
    comma = page.text.rfind(",", words.start, words.lead)
    before = page.text.rfind(",", words.start, max(comma, words.start)) + 1
    return (
        comma >= 0
        and comma + 1 < words.lead
        and is_subject(page, comma + 1, words.lead)
        and bool(lexis.PROSE.search(page.text, max(before, words.start), comma))
    )


def _lists(page: Page, words: _Words) -> bool:
    """Whether places stand before a count without 将: 起，甲、乙2处高风险区降为."""
    begin = max(words.begin, page.text.rfind("起,", words.begin, words.lead) + 2)
    places = page.text[begin : words.lead]
    return (
        "、" in places
        and bool(lexis.PLACE_TAIL.search(places))
        and not lexis.PROSE.search(places)
        and not lexis.ZONE_RE.search(places)
    )


def _announced(page: Page, words: _Words) -> Act | None:
    if words.verb[0] in ("为", "成为") and not words.opens:
        return None
    opens, start = words.opens, words.end
    own = _SUBJECT_COUNT.search(page.text, words.start, words.lead)
    if words.count is None and own:
        words = replace(words, count=number(own["n"]), count_at=own.span("n"))
    if not opens and BELOW.search(page.text, words.start, words.lead):
        start = sentence_end(page, words.end)
        opens = start < len(page.text)
    levels = lexis.levels(words.zone[0])
    act = Act(
        Form.OPEN if opens else Form.TOTAL,
        *direction(words.verb[0], words.old, levels),
        words.start,
        (words.lead, words.end),
        (start, len(page.text)),
        words.verb[0],
        words.count,
        words.count_at,
        (words.start, words.lead),
        mapped="风险" not in words.zone[0],
        levels=levels,
    )
    return unless_standing(page, act, words.start, words.lead)


def _closed(words: _Words) -> Act:
    """The act after its list; a count between list and verb is the list's."""
    levels = lexis.levels(words.zone[0])
    return Act(
        Form.CLOSE,
        *direction(words.verb[0], words.old, levels),
        words.taken,
        (words.lead, words.zone.end()),
        (words.begin, words.lead),
        words.verb[0],
        words.count,
        words.count_at,
        (words.start, words.taken),
        mapped="风险" not in words.zone[0],
        levels=levels,
    )


def releasing(page: Page, zone: "re.Match[str]", floor: int) -> Act | None:
    """A release whose list stands between its verb and the zone: 解除A小区高风险区.

    ::

        closing-act = ( 解除 | 取消 | 撤销 ) list zone ;
    """
    start = max(clause_start(page, zone.start()), floor)
    match = re.compile(r"(?:解除|取消|撤销)(?:对)?").search(page.text, start, zone.start())
    if (
        not match
        or page.text[match.end()] in ",、高中低封管"
        or lexis.RULE.search(page.text, start, zone.start())
    ):
        return None
    stop = zone.start() - (page.text[zone.start() - 1] == "的")
    counted = _COUNTED.search(page.text, match.end(), stop)
    count = number(counted["n"]) if counted else None
    stop = counted.start() if counted else stop
    if is_subject(page, match.end(), stop):
        return None
    level = lexis.levels(zone[0])
    return Act(
        Form.CLOSE,
        Action.RELEASE,
        level[0],
        RiskLevel.LOW,
        match.start(),
        (stop, zone.end()),
        (match.end(), stop),
        match[0],
        count,
        counted.span("n") if counted else (0, 0),
        mapped="风险" not in zone[0],
        levels=level,
    )


def direction(
    verb: str, old: tuple[RiskLevel, ...], new: tuple[RiskLevel, ...]
) -> tuple[Action | None, RiskLevel | None, RiskLevel | None]:
    """Action, level and level gone to; the action is ``None`` when the words leave it open."""
    target = new[0]
    if old:
        if old[0].rank > target.rank:
            return Action.RELEASE, old[0], target
        return Action.DESIGNATE, target, None
    if target is RiskLevel.HIGH:
        return Action.DESIGNATE, target, None
    if lexis.RELEASING.search(verb):
        level = RiskLevel.HIGH if target is RiskLevel.MEDIUM else None
        return Action.RELEASE, level, target
    if target is RiskLevel.LOW:
        return Action.RELEASE, None, target
    if lexis.RAISING.search(verb):
        return Action.DESIGNATE, target, None
    return None, target, None
