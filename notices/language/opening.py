"""Opening acts: the words that announce a list (新增高风险区3个:…), and bare headings."""

import re
from dataclasses import replace

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
from notices.language.page import Page
from notices.language.values import Action, RiskLevel

BECOMES = re.compile(rf"(?:的|疫情|风险|等级)*{lexis.BECOME}[“\"]?{lexis.ZONE}")
_COUNT_BEFORE = re.compile(rf"(?:以下|下列)?(?P<n>{lexis.NUM}){lexis.UNIT}$")
_ANNEX = re.compile(r"[,。]?\(?(?:详?见|如)?(?:下表|附表|附后|名单附后)")
_THEN = re.compile(
    rf"(?:管控|管理|的)*(?:(?P<verb>解除|取消|撤销|降级)(?:共?(?P<n>{lexis.NUM}){lexis.UNIT})?"
    rf"|(?P<more>新增|增加)(?P<n2>{lexis.NUM}){lexis.UNIT})"
)


def opening(page: Page, zone: "re.Match[str]", verb: "re.Match[str]", floor: int) -> Act | None:
    """An act that announces its list.

    ::

        opening-act = subject opening-verb [以下] [count] zone after ;
        opening-verb = 新增 | 划定 | 解除 | 取消 | 下调 | … ;
    """
    start = clause_start(page, verb.start())
    action, to_level = _announced(page, zone, verb["verb"])
    if action is Action.RELEASE:
        closed = _released_before(page, zone, verb, max(floor, start))
        if closed is not None:
            return closed
    end, count, at, opens = _counted_after(page, zone, verb)
    begin = end
    if not opens and (BELOW.search(verb[0]) or _ANNEX.match(page.text, end)):
        begin = sentence_end(page, end)
        opens = begin < len(page.text)
    levels = lexis.levels(zone[0])
    act = Act(
        Form.OPEN if opens else Form.TOTAL,
        action,
        levels[0],
        to_level,
        start,
        (verb.start(), end),
        (begin, len(page.text)),
        verb["verb"],
        count,
        at,
        (start, verb.start()),
        mapped="风险" not in zone[0],
        levels=levels,
    )
    return unless_standing(page, act, start, verb.start())


def _announced(
    page: Page, zone: "re.Match[str]", verb: str
) -> tuple[Action | None, RiskLevel | None]:
    """The action that a verb announces, and where a release goes."""
    if verb == "调整":
        ranged = "范围" in page.text[zone.end() : zone.end() + 4]
        return (Action.RESCOPE if ranged else None), None
    if lexis.RELEASING.search(verb):
        return Action.RELEASE, RiskLevel.LOW
    return Action.DESIGNATE, None


def _counted_after(
    page: Page, zone: "re.Match[str]", verb: "re.Match[str]"
) -> tuple[int, int | None, tuple[int, int], bool]:
    """What follows the zone; a count before it (新增3个高风险区) goes before one behind it."""
    end, count, at, opens = after(page, zone.end())
    if not verb["n"]:
        return end, count, at, opens
    if count is not None and page.text[at[0]] != "(":
        end, opens = zone.end(), page.is_line_start(zone.end())
    return end, number(verb["n"]), verb.span("n"), opens


def _released_before(
    page: Page, zone: "re.Match[str]", verb: "re.Match[str]", floor: int
) -> Act | None:
    """A release whose list stands before its verb: 将甲、乙解除高风险区管控."""
    lead = verb.start()
    taken, begin = list_start(page, floor, lead)
    if page.text[taken] not in "将把" or taken == begin or is_subject(page, begin, lead):
        return None
    levels = lexis.levels(zone[0])
    return Act(
        Form.CLOSE,
        Action.RELEASE,
        levels[0],
        RiskLevel.LOW,
        taken,
        (lead, zone.end()),
        (begin, lead),
        verb["verb"],
        mapped="风险" not in zone[0],
        levels=levels,
    )


def bare_heading(page: Page, zone: "re.Match[str]", floor: int) -> Act | None:
    """A level as a heading, without a verb or with its verb behind it.

    ::

        bare-heading = subject [count] zone after
                     | subject [count] zone ( 解除 | 新增 ) [count] ;
    """
    a = zone.start()
    start = max(clause_start(page, a), min(floor, a))
    before = _COUNT_BEFORE.search(page.text, max(start, a - 10), a)
    lead = before.start() if before else a
    stands = lexis.STANDING.search(page.text, start, a)
    if BECOMES.match(page.text, zone.end()) or not (stands or is_subject(page, start, lead)):
        return None
    end, count, at, opens = after(page, zone.end())
    if before:
        count, at = number(before["n"]), before.span("n")
    then = _THEN.match(page.text, zone.end())
    if then:
        counted = then["n"] or then["n2"]
        count = number(counted) if counted else count
        end = then.end()
        opens = page.is_line_start(end) or page.text[end : end + 1] == ":"
    elif not opens and count is None:
        return None
    levels = lexis.levels(zone[0])
    act = Act(
        Form.OPEN if opens else Form.TOTAL,
        _told_after(then),
        levels[0],
        RiskLevel.LOW if then and then["verb"] else None,
        start,
        (lead, end),
        (end, len(page.text)),
        "",
        count,
        at,
        (start, lead),
        bare=not then,
        mapped="风险" not in zone[0],
        levels=levels,
    )
    return unless_standing(page, act, start, a)


def _told_after(then: "re.Match[str] | None") -> Action | None:
    """The action of a verb behind its zone: 高风险区解除10个, 高风险区新增12个."""
    if then is None:
        return None
    return Action.RELEASE if then["verb"] else Action.DESIGNATE


def unless_standing(page: Page, act: Act, i: int, j: int) -> Act:
    """``act``, as a standing list when its clause tells a state."""
    sentence = max(page.text.rfind("。", 0, j) + 1, i - 80, 0)
    clause = max(page.text.rfind(",", i, j) + 1, i) if act.bare else i
    standing = lexis.STANDING.search(page.text, clause, j) or (
        act.bare and lexis.STANDING_SENTENCE.search(page.text, min(i, sentence), j)
    )
    if standing and not (act.verb and act.verb.startswith(("新", "增"))):
        return replace(act, form=Form.STANDING)
    return act
