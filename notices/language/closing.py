"""Closing acts: the words after a list that say what its places become (将…划定为高风险区)."""

import re
from dataclasses import replace

from notices.language import lexis
from notices.language.act import Act, Form
from notices.language.clauses import (
    BELOW,
    clause_start,
    is_subject,
    list_start,
    sentence_end,
)
from notices.language.numerals import number
from notices.language.opening import unless_standing
from notices.language.page import Page
from notices.language.values import Action, RiskLevel
from notices.language.verbs import Words, words_of

_TAKEN_LINES = re.compile(r"[将把](?:以下|下列)?(?:区域|地区|点位|小区)?:")
_EXAMPLE = re.compile(r"例如|比如|譬如|举例|某小区|某村")
_BACK = re.compile(
    rf"(?:以上|上述)(?:{lexis.NUM}{lexis.UNIT})?(?:区域|地区|点位|小区|地点|场所|范围|楼栋)?"
    rf"(?:均|全部|统一)?(?:,?(?:自|从|于){lexis.MOMENT}起?,?)?"
)
"""A word for the list before: 以上区域自11月5日12时起调整为."""
_COUNTED = re.compile(rf"等?(?P<n>{lexis.NUM})[个处]$")
_SUBJECT_COUNT = re.compile(rf"(?:以下|下列|上述|对|将)(?P<n>{lexis.NUM}){lexis.UNIT}")
_BELOW_COUNT = re.compile(
    rf"(?:以下|下列)(?P<n>{lexis.NUM}){lexis.UNIT}(?P<zone>{lexis.ZONE})?(?:区域|点位|地区|地点)?(?=[^。;]*,)"
)


def becoming(page: Page, zone: "re.Match[str]", verb: "re.Match[str]", floor: int) -> Act | None:
    """An act that says what level its places get.

    ::

        closing-act = [将 | 把] list [由 zone] become-verb zone ;
        opening-act = subject [[count] zone] become-verb zone after
                    | 以下 count zone "，" { character } become-verb zone after ;
    """
    if page.text[verb.start() - 1 : verb.start()] in ("被", "可"):
        return None
    words = words_of(page, zone, verb, floor)
    clause = clause_start(page, words.lead)
    if _BACK.fullmatch(page.text, max(clause, floor), verb.start()):
        return _announced(page, replace(words, opens=False, start=max(clause, floor)))
    below = words.opens and _BELOW_COUNT.search(page.text, clause, verb.start())
    if below and lexis.ZONE_RE.search(page.text, below.end(), words.lead):
        below = None
    if below:
        words = replace(
            words,
            start=clause,
            lead=below.start(),
            count=number(below["n"]),
            count_at=below.span("n"),
            old=lexis.levels(below["zone"] or "") or words.old,
        )
    lines = None if below or words.opens else _taken_lines(page, words, floor)
    if lines is not None:
        return _closed(replace(words, taken=lines.start(), begin=lines.end(), start=lines.start()))
    if below or _announces(page, words):
        act = _announced(page, words)
        if act is None or act.form is not Form.TOTAL or act.count is not None:
            return act
        return _named_before(page, words, floor) or act
    taken = page.text[words.taken : words.taken + 1] in ("将", "把")
    rule_from = max(words.taken - 2, 0) if taken else words.start
    if lexis.RULE.search(page.text, rule_from, verb.start()) or _exemplary(page, words.lead):
        return None
    return _closed(words)


def _exemplary(page: Page, i: int) -> bool:
    """Whether the sentence of ``i`` gives an example: 例如，某小区…."""
    start = max(page.text.rfind("。", 0, i) + 1, page.line_start(i))
    return bool(_EXAMPLE.search(page.text, start, i))


def _named_before(page: Page, words: Words, floor: int) -> Act | None:
    """The act whose list ends with the level left: 甲、乙高风险区，经评估…，自…起转为低风险区."""
    lead, text = words.lead, page.text
    start = max(floor, text.rfind("。", 0, lead) + 1)
    target = lexis.levels(words.zone[0])[0]
    for zone in reversed([*lexis.ZONE_RE.finditer(text, start, lead)]):
        begin = max(start, list_start(page, start, zone.start())[1])
        places = text[begin : zone.start()]
        between = text[zone.end() : lead]
        if (
            lexis.levels(zone[0])[0].rank > target.rank
            and lexis.PLACE_TAIL.search(places)
            and not lexis.PROSE.search(places)
            and between.startswith(",")
            and not is_subject(page, begin, zone.start())
        ):
            old = lexis.levels(zone[0])
            return _closed(replace(words, lead=zone.start(), begin=begin, taken=begin, old=old))
    return None


def _taken_lines(page: Page, words: Words, floor: int) -> "re.Match[str] | None":
    """The 将： that opens the lines which a verb closes, on their last or a line of its own."""
    line = page.line_start(words.verb.start())
    if page.text[words.taken : words.taken + 1] in ("将", "把") and words.taken >= line:
        return None
    opened = [
        m
        for m in _TAKEN_LINES.finditer(page.text, floor, line)
        if page.is_line_start(m.end()) and m.end() < line
    ]
    return opened[-1] if opened else None


def _announces(page: Page, words: Words) -> bool:
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


def _lists(page: Page, words: Words) -> bool:
    """Whether places stand before a count without 将: 起，甲、乙2处高风险区降为."""
    begin = max(words.begin, page.text.rfind("起,", words.begin, words.lead) + 2)
    places = page.text[begin : words.lead]
    return (
        "、" in places
        and bool(lexis.PLACE_TAIL.search(places))
        and not lexis.PROSE.search(places)
        and not lexis.ZONE_RE.search(places)
    )


def _announced(page: Page, words: Words) -> Act | None:
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


def _closed(words: Words) -> Act:
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
