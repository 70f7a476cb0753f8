"""What the page as a whole says about an act: done now, done before, or a state."""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date

from notices.language import lexis
from notices.language.act import Act, Form
from notices.language.numerals import number
from notices.language.page import Page
from notices.language.values import Action, RiskLevel

_DECIDES = re.compile(r"决定|即日起|起[,:将对]|起$|现将|现对|通告如下|公告如下")
_LATER = re.compile(
    r"(?:自|从|决定|现)?(?:20\d\d年)?\d{1,2}月\d{1,2}日(?:\d{1,2}[时:点]\d{0,2}分?)?起|即日起"
)
_DAY = re.compile(
    r"(?:(?P<y>20\d\d)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?P<hour>\d{1,2}[时:]\d{0,2}分?)?(?P<from>起)?"
)
TWO_LEVELS_FROM = date(2022, 11, 11)
"""Since when there is no medium level (二十条)."""


@dataclass(frozen=True, slots=True)
class Told:
    """An act told as history, and whether the telling leaves a doubt."""

    act: Act
    sure: bool


_FULL_DAY = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")


def two_level(page: Page, issued: date | None) -> bool:
    """Whether the notice knows two levels only: 二十条, in force since 2022-11-11.

    Without a day of issue, the latest full date of the page stands for it.
    """
    if re.search(r"中风险(?:区|地区)", page.text):
        return False
    if any(words in page.text for words in ("二十条", "进一步优化", "优化疫情防控")):
        return True
    if issued is None:
        days = [(int(y), int(m), int(d)) for y, m, d in _FULL_DAY.findall(page.text)]
        from_ = TWO_LEVELS_FROM
        return bool(days) and max(days) >= (from_.year, from_.month, from_.day)
    return issued >= TWO_LEVELS_FROM


def split_history(page: Page, found: list[Act], own: int | None) -> tuple[list[Act], list[Told]]:
    """Part the acts done from the acts told.

    ::

        history = sentence with ( 曾 | 先后 | 此前 | 已于 ) closing-act
                | earlier-day "，" { character } closing-act "。"   (* no 起, no 决定 *) ,
                  { character } , later-day 起 ;
    """
    done: list[Act] = []
    told: list[Told] = []
    for act in found:
        sure = _is_told(page, act, found, own)
        if sure is None:
            done.append(act)
        else:
            told.append(Told(act, sure))
    return done, told


def _sentence(page: Page, i: int) -> int:
    """The start of the sentence of ``i``: after a full stop, or where a closed line ends."""
    stop = page.text.rfind("。", 0, i) + 1
    for k in range(bisect_right(page.breaks, i) - 1, -1, -1):
        b = page.breaks[k]
        if b <= stop or page.text[b - 1] in ":;":
            return max(stop, b if b > stop else 0)
    return stop


def _is_told(page: Page, act: Act, found: list[Act], own: int | None) -> bool | None:
    """``True`` for certain history, ``False`` for likely, ``None`` for none."""
    start = _sentence(page, act.start)
    words = page.text[start : act.start if act.form is Form.CLOSE else act.head[0]]
    if act.places[0] == act.start:
        words += page.text[act.start : act.places[1]] if act.form is Form.CLOSE else ""
    if lexis.HISTORY.search(words):
        return True
    if act.form is not Form.CLOSE or _DECIDES.search(words):
        return None
    earlier = page.text[max(0, start - 200) : start] if not _last_day(words) else ""
    day = _last_day(words) or (_last_day(earlier) if not _DECIDES.search(earlier) else None)
    stop, line = page.text.find("。", act.head[1]), page.next_break(act.head[1])
    sentence_end = line if stop < 0 else min(stop, line)
    if day is None:
        return None
    later = _LATER.search(page.text, sentence_end)
    if later is None or not any(a.head[0] > later.start() for a in found):
        return None
    decided = _last_day(later[0])
    if decided is not None and decided <= day:
        return None
    numbers = {int(n) for n in re.findall(r"第(\d{1,3})号", words)}
    other = bool(numbers - {own})
    return other or _again(page, act, later.end())


def _again(page: Page, act: Act, i: int) -> bool:
    """Whether a place of a told act is named again by the acts done."""
    places = re.split(r"[、,;]", page.text[slice(*act.places)])
    return any(len(p) > 3 and page.text.find(p, i) >= 0 for p in places)


def _last_day(words: str) -> tuple[int, int] | None:
    days = [(int(m["m"]), int(m["d"])) for m in _DAY.finditer(words)]
    return days[-1] if days else None


def resolve_bare(page: Page, found: list[Act]) -> tuple[list[Act], list[Act]]:
    """Give bare headings (高风险区(5个):) the action of their lead; doubtful ones apart.

    A heading under a standing list stands; else it designates, as the lead says (现将
    …划定如下). Where no lead says anything, it is doubtful.
    """
    out: list[Act] = []
    doubtful: list[Act] = []
    standing = False
    for act in found:
        if act.form is Form.STANDING:
            standing = (
                act.bare or standing or (act.form is Form.STANDING and opens_state(page, act))
            )
        elif not act.bare:
            standing = False if act.form is not Form.TOTAL else standing
        elif standing:
            act = replace(act, form=Form.STANDING)
        else:
            act = replace(act, action=Action.DESIGNATE)
            lead = page.text[: act.start]
            if _lacks_verb(page, act) or not re.search(
                r"划定|新增|划为|列为|调整|确定|升级|设定|认定", lead
            ):
                doubtful.append(act)
        out.append(act)
    return out, doubtful


def _lacks_verb(page: Page, act: Act) -> bool:
    """Whether a heading speaks as a sentence that lost its verb: 将以下2个高风险区:."""
    counted = page.text[act.head[0]].isdigit() or page.text[act.head[0]] in "以下"
    return counted and bool(_SPEAKS.search(page.text, *act.subject))


_SPEAKS = re.compile(r"[将把]|[区县市旗]$")


def opens_state(page: Page, act: Act) -> bool:
    """Whether an act tells a state and is a heading, with its list after it."""
    end = act.head[1]
    if act.form is not Form.STANDING:
        return False
    return page.text[end - 1 : end] == ":" or page.is_line_start(end)


_ABOVE_LOW = (RiskLevel.HIGH, RiskLevel.MEDIUM)
_STEPS = re.compile(
    r"部分高、中风险区调整为中、低风险区|高、中风险区(?:域)?(?:分别)?(?:调整|降)为中、低风险区"
)


def resolve_levels(page: Page, found: list[Act], issued: date | None) -> list[Act]:
    """Say where a release comes from, and which way 调整为中风险区 goes.

    A step goes down one level: what becomes low was medium, unless the regime has two
    levels. 调整为中风险区 goes down where the page speaks of stepping down, else up.
    """
    two = two_level(page, issued)
    stepping = bool(_STEPS.search(page.text))
    upward = any(
        a.action is Action.DESIGNATE and a.level is RiskLevel.HIGH and a.form is not Form.TOTAL
        for a in found
    )
    out: list[Act] = []
    for act in found:
        if act.action is None and act.level is RiskLevel.MEDIUM and not act.bare and act.verb:
            act = _which_way(act, stepping=stepping, upward=upward)
        if act.level and act.to_level and act.to_level.rank >= act.level.rank:
            act = replace(act, level=None)
        if act.action is Action.RELEASE and act.level is None:
            if two:
                act = replace(act, level=RiskLevel.HIGH)
            elif stepping:
                act = replace(act, level=RiskLevel.MEDIUM)
            else:
                known = {
                    a.level
                    for a in found
                    if a.action is Action.RELEASE
                    and a.to_level is RiskLevel.LOW
                    and a.level in _ABOVE_LOW
                }
                if len(known) == 1:
                    act = replace(act, level=known.pop())
        out.append(act)
    return out


def _which_way(act: Act, *, stepping: bool, upward: bool) -> Act:
    if stepping and not upward:
        return replace(act, action=Action.RELEASE, level=RiskLevel.HIGH, to_level=RiskLevel.MEDIUM)
    if upward:
        return replace(act, action=Action.DESIGNATE)
    return act


def count_in(words: str) -> int | None:
    """The last count in ``words`` (以下24个点位)."""
    counts = list(re.finditer(rf"(?P<n>{lexis.NUM}){lexis.UNIT}", words))
    return number(counts[-1]["n"]) if counts else None
