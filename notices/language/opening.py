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

_BECOMES = re.compile(rf"(?:的|疫情|风险|等级)*{lexis.BECOME}[“\"]?{lexis.ZONE}")
_COUNT_BEFORE = re.compile(rf"(?:以下|下列)?(?P<n>{lexis.NUM}){lexis.UNIT}$")
_ANNEX = re.compile(r"\(?(?:详?见|如)?(?:下表|附表|附后|名单附后)")
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
    end, count, at, opens = after(page, zone.end())
    if verb["n"]:
        if count is not None and page.text[at[0]] != "(":
            end, opens = zone.end(), page.is_line_start(zone.end())
        count, at = number(verb["n"]), verb.span("n")
    if not opens and (BELOW.search(verb[0]) or _ANNEX.match(page.text, end)):
        later = sentence_end(page, end)
        opens, end_of_words = later < len(page.text), later
    else:
        end_of_words = end
    levels = lexis.levels(zone[0])
    word = verb["verb"]
    action: Action | None = Action.DESIGNATE
    level, to_level = levels[0], None
    if word == "调整":
        action = Action.RESCOPE if "范围" in page.text[zone.end() : end] else None
    elif lexis.RELEASING.search(word):
        action, to_level = Action.RELEASE, RiskLevel.LOW
        if not is_subject(page, start, verb.start()):
            taken, begin = list_start(page, max(floor, start), verb.start())
            if taken < begin and not is_subject(page, begin, verb.start()):
                return Act(
                    Form.CLOSE,
                    action,
                    level,
                    to_level,
                    taken,
                    (verb.start(), zone.end()),
                    (begin, verb.start()),
                    word,
                    levels=levels,
                )
    act = Act(
        Form.OPEN if opens else Form.TOTAL,
        action,
        level,
        to_level,
        start,
        (verb.start(), end),
        (end_of_words, len(page.text)),
        word,
        count,
        at,
        (start, verb.start()),
        mapped="风险" not in zone[0],
        levels=levels,
    )
    return unless_standing(page, act, start, verb.start())


def bare_heading(page: Page, zone: "re.Match[str]", floor: int) -> Act | None:
    """A level as a heading, without a verb.

    ::

        bare-heading = subject [count] zone after ;
    """
    a = zone.start()
    if _BECOMES.match(page.text, zone.end()):
        return None
    start = max(clause_start(page, a), min(floor, a))
    before = _COUNT_BEFORE.search(page.text, max(start, a - 10), a)
    lead = before.start() if before else a
    if not is_subject(page, start, lead):
        standing = lexis.STANDING.search(page.text, start, a)
        if not standing:
            return None
    end, count, at, opens = after(page, zone.end())
    if before:
        count, at = number(before["n"]), before.span("n")
    levels = lexis.levels(zone[0])
    then = _THEN.match(page.text, zone.end())
    if then:
        counted = then["n"] or then["n2"]
        count = number(counted) if counted else count
        end = then.end()
        opens = page.is_line_start(end) or page.text[end : end + 1] == ":"
    if not opens and count is None and not then:
        return None
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
