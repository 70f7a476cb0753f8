"""Closing acts: the words after a list that say what its places become (将…划定为高风险区)."""

import re

from notices.language import lexis
from notices.language.act import Act, Form
from notices.language.clauses import after, clause_start, is_subject, list_start
from notices.language.numerals import number
from notices.language.opening import unless_standing
from notices.language.page import Page
from notices.language.values import Action, RiskLevel

_FROM_BEFORE = re.compile(
    rf"(?P<by>(?:由|从)(?:原来的|原先的|原有的|原|现)?)?(?:(?:以下|下列)?(?P<n>{lexis.NUM}){lexis.UNIT})?"
    rf"(?P<zone>{lexis.ZONE})(?:风险等级)?(?:统一|全部|均)?$"
)
_GRADE_BEFORE = re.compile(r"(?:的)?(?:疫情)?(?:风险)?等级(?:均|统一|由\w{0,4})?$")
_SUBJECT_COUNT = re.compile(rf"(?:以下|下列|上述|对|将)(?P<n>{lexis.NUM}){lexis.UNIT}")
_BELOW_COUNT = re.compile(
    rf"(?:以下|下列)(?P<n>{lexis.NUM}){lexis.UNIT}(?P<zone>{lexis.ZONE})(?=[^。;]*,)"
)


def becoming(page: Page, zone: "re.Match[str]", verb: "re.Match[str]", floor: int) -> Act | None:
    """An act that says what level its places get.

    ::

        closing-act = [将 | 把 | 对] list [由 zone] become-verb zone ;
        opening-act = subject [[count] zone] become-verb zone after ;
    """
    k = verb.start()
    if page.text[k - 1 : k] in ("被", "可"):
        return None
    grade = _GRADE_BEFORE.search(page.text, max(floor, k - 12), k)
    lead = grade.start() if grade else k
    source = _FROM_BEFORE.search(page.text, max(floor, lead - 26), lead)
    count, at = None, (0, 0)
    if source:
        lead = source.start()
        if source["n"]:
            count, at = number(source["n"]), source.span("n")
        again = _GRADE_BEFORE.search(page.text, max(floor, lead - 12), lead)
        lead = again.start() if again else lead
    start = max(clause_start(page, lead), min(floor, lead))
    end, stated, stated_at, opens = after(page, zone.end())
    if stated is not None:
        count, at = stated, stated_at
    own = _SUBJECT_COUNT.search(page.text, start, lead)
    if count is None and own:
        count, at = number(own["n"]), own.span("n")
    old = lexis.levels(source["zone"]) if source else ()
    shape = direction(verb[0], old, lexis.levels(zone[0]))
    mapped = "风险" not in zone[0]
    taken, begin = list_start(page, floor, lead)
    listed = taken < begin and not is_subject(page, begin, lead)
    counted = source is not None and source["n"] and page.text[lead - 1 : lead] != "等"
    below = opens and _BELOW_COUNT.search(page.text, start, k)
    if below:
        count, at = number(below["n"]), below.span("n")
        old = lexis.levels(below["zone"])
        shape = direction(verb[0], old, lexis.levels(zone[0]))
    if (
        below
        or (counted and not listed)
        or is_subject(page, start, lead)
        or (taken < begin and is_subject(page, begin, lead))
    ):
        if verb[0] in ("为", "成为") and not opens:
            return None
        act = Act(
            Form.OPEN if opens else Form.TOTAL,
            *shape,
            start,
            (lead, end),
            (end, len(page.text)),
            verb[0],
            count,
            at,
            (start, lead),
            mapped=mapped,
            levels=lexis.levels(zone[0]),
        )
        return unless_standing(page, act, start, lead)
    if lexis.RULE.search(page.text, begin if taken < begin else start, k):
        return None
    return Act(
        Form.CLOSE,
        *shape,
        taken,
        (lead, zone.end()),
        (begin, lead),
        verb[0],
        stated if stated is not None else (count if counted else None),
        at,
        (start, taken),
        mapped=mapped,
        levels=lexis.levels(zone[0]),
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
