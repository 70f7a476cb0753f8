"""Acts: the words that say what happens to a list of places, and where that list is.

An act stands around a level named as a zone (``高风险区``). Words before it open a list
(新增高风险区3个:…), or close one (将…划定为高风险区), or only count (新增3个,解除2个).
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from enum import Enum

from notices.language import lexis
from notices.language.numerals import number
from notices.language.page import Page
from notices.language.places import division
from notices.language.values import Action, RiskLevel


class Form(Enum):
    """How an act is joined to its list."""

    OPEN = "open"
    """The list follows: 新增高风险区(2个):…"""
    CLOSE = "close"
    """The list precedes: 将…划定为高风险区"""
    TOTAL = "total"
    """No list: 即日起我市新增高风险区22个"""
    STANDING = "standing"
    """What holds, not what changes: 截至…共有高风险区119个"""


@dataclass(frozen=True, slots=True)
class Act:
    """One act as the words give it; ``None`` is what they leave open."""

    form: Form
    action: Action | None
    level: RiskLevel | None
    to_level: RiskLevel | None
    start: int
    """Where the words of the act begin: its numbering, its subject, its 将."""
    head: tuple[int, int]
    """From the verb to the end of the words of the act, its count included."""
    places: tuple[int, int]
    """The list; for an opening act, its start and the most it can reach."""
    verb: str = ""
    count: int | None = None
    count_at: tuple[int, int] = (0, 0)
    subject: tuple[int, int] = (0, 0)
    bare: bool = False
    """No verb of its own (高风险区(5个):): the words before decide."""
    mapped: bool = False
    """封控区 and the like, taken as risk levels."""
    levels: tuple[RiskLevel, ...] = field(default=())


_BECOME_BEFORE = re.compile(rf"(?:{lexis.BECOME}|成为|为)[“\"(]?$")
_FROM_BEFORE = re.compile(
    rf"(?P<by>(?:由|从)(?:原来的|原先的|原有的|原|现)?)?(?:(?:以下|下列)?(?P<n>{lexis.NUM}){lexis.UNIT})?"
    rf"(?P<zone>{lexis.ZONE})(?:风险等级)?(?:统一|全部|均)?$"
)
_GRADE_BEFORE = re.compile(r"(?:的)?(?:疫情)?(?:风险)?等级(?:均|统一|由\w{0,4})?$")
_OPEN_BEFORE = re.compile(
    rf"(?P<verb>{lexis.OPENING})(?:了)?(?:以下|下列|如下|的)?(?:(?P<n>{lexis.NUM}){lexis.UNIT})?(?:疫情)?$"
)
_EXCLUDED = re.compile(r"(?:以外|之外|外|所在|全部)")
_EXCLUDING = re.compile(r"(?<![解免消扣])除(?:上述|以上|已|划定|的)*[^,。;:()]{0,8}$|作为$|[无被]$")
_BECOMES = re.compile(rf"(?:的|疫情|风险|等级)*{lexis.BECOME}[“\"]?{lexis.ZONE}")
_COUNT_BEFORE = re.compile(rf"(?:以下|下列)?(?P<n>{lexis.NUM}){lexis.UNIT}$")
_AFTER = re.compile(
    r"[”\"]?(?:管理|管控|封控|范围|点位|名单|清单|区域|地区|情况|的)*"
    rf"(?P<c>\((?:本次|此次)?(?:新增|解除|共有?|共计|合计|计)?(?P<n1>{lexis.NUM}){lexis.UNIT}(?:,[^()]{{0,30}})?\)"
    rf"|(?:共有?|共计|合计|计|为|有)?(?P<n2>{lexis.NUM}){lexis.UNIT})?"
)
_OPENS = re.compile(
    r"[,。(]?(?:具体)?(?:分别)?(?:名单|区域|范围|情况|点位|内容|地点|清单)?(?:分别)?(?:是|为|如下|包括|包含|有|即)?\)?:"
)
_BY_NAME = re.compile(r",?(?:(?:分别|具体)(?:是|为)|为|是)(?=[^,。;:])")
_GROUP_AHEAD = re.compile(rf"[一-鿿]{{2,10}}\(?{lexis.NUM}[个处]\)?:")
_BELOW_COUNT = re.compile(
    rf"(?:以下|下列)(?P<n>{lexis.NUM}){lexis.UNIT}(?P<zone>{lexis.ZONE})(?=[^。;]*,)"
)
_BELOW = re.compile(r"以下|下列|如下")
_THEN = re.compile(
    rf"(?:管控|管理|的)*(?P<verb>解除|取消|撤销|降级)(?:共?(?P<n>{lexis.NUM}){lexis.UNIT})?"
)
_SUBJECT_COUNT = re.compile(rf"(?:以下|下列|上述|对|将)(?P<n>{lexis.NUM}){lexis.UNIT}")
_SUBJECT_TOKEN = re.compile(
    rf"{lexis.NUMBERING}|{lexis.MOMENT}|{lexis.SUBJECT_WORDS}|{lexis.COUNT}(?:{lexis.ZONE})?|[,、:·*()]"
)
_DEAD = re.compile(
    r"《[^《》]{0,120}》|关于[^。;:]{0,90}?(?:通告|公告|通知|通报|决定|公示|公布)(?!如下)"
)
_STOP = re.compile(r"[。!?;]")
_TAKE = re.compile(r"(?:将|把)(?!军|来|台|乐|会|面)")
_TAKE_AFTER = frozenset(",;:。!?、)起定究时日现并再另又后“”即中议准意分区县市部组室办委局府")
_STOP_LINE = re.compile(r":")


MOST = 400
"""Acts on one page; beyond, the page is no notice, and the rest of it is not read."""


def dead(page: Page) -> list[tuple[int, int]]:
    """Titles and quoted documents: words that name acts without doing them.

    ::

        dead = "《" … "》" | 关于 … ( 通告 | 公告 | 通知 | … ) ;
    """
    return [m.span() for m in _DEAD.finditer(page.text)]


def clause_start(page: Page, i: int) -> int:
    """The start of the clause before ``i``: after ``。；：！？`` or a line break."""
    low = max(page.line_start(i), i - 200)
    return max(low, *(page.text.rfind(mark, low, i) + 1 for mark in "。;:!?|"))


def is_subject(page: Page, i: int, j: int) -> bool:
    """Whether ``text[i:j]`` holds no place, only who, when, where and how many.

    ::

        subject = { numbering | moment | division | 同时 | 以下 | 我市 | count | … } ;
    """
    text = page.text
    while i < j:
        token = _SUBJECT_TOKEN.match(text, i, j)
        if token and token.end() > i:
            i = token.end()
            continue
        _, end = division(text, i)
        if not i < end <= j:
            return False
        i = end
    return True


def acts(page: Page) -> list[Act]:
    """Every act of the page, in order.

    ::

        act = opening-act | closing-act | bare-heading ;
    """
    spans = dead(page)
    starts = [s for s, _ in spans]
    found: list[Act] = []
    floor = 0
    for zone in lexis.ZONE_RE.finditer(page.text):
        k = bisect_right(starts, zone.start()) - 1
        if k >= 0 and zone.start() < spans[k][1]:
            continue
        act = _act(page, zone, floor)
        if act is None and not _aside(page, zone):
            act = _further(page, zone, found) or _bare(page, zone, floor)
        if act is not None:
            if len(found) >= MOST:
                break
            if found and found[-1].head[1] > act.head[0]:
                found.pop()
            if found and _leads(page, found[-1], act):
                found[-1] = replace(
                    found[-1],
                    action=act.action,
                    level=act.level,
                    to_level=act.to_level,
                    bare=False,
                )
            if found and _continues(page, found[-1], act):
                act = _joined(page, found.pop(), act)
            found.append(act)
            floor = act.head[1]
    return found


def _further(page: Page, zone: "re.Match[str]", found: list[Act]) -> Act | None:
    """A level that goes on counting: 划定高风险区5个、中风险区4个.

    ::

        total = act { ( "、" | "，" | 和 ) zone count } ;
    """
    if not found or page.text[found[-1].head[1] : zone.start()] not in ("、", ",", "和", "及"):
        return None
    last = found[-1]
    end, count, at, _ = _after(page, zone.end())
    if count is None or last.form not in (Form.TOTAL, Form.STANDING):
        return None
    levels = lexis.levels(zone[0])
    return replace(
        last, level=levels[0], levels=levels, count=count, count_at=at, head=(zone.start(), end)
    )


def _leads(page: Page, last: Act, act: Act) -> bool:
    """Whether a bare count shares the verb after it: 甲区3个中风险区、乙区5个中风险区调整为….

    ::

        total = { subject count zone ( "、" | "，" ) } subject count zone become-verb zone ;
    """
    return (
        last.bare
        and last.form is Form.TOTAL
        and act.form in (Form.TOTAL, Form.OPEN)
        and act.action is Action.RELEASE
        and not re.search(r"[。;:]", page.text[last.head[1] : act.head[0]])
        and is_subject(page, last.head[1], act.head[0])
    )


def _continues(page: Page, last: Act, act: Act) -> bool:
    """Whether two acts are one: 解除中风险区5个，调整为低风险区."""
    return (
        last.action is Action.RELEASE
        and act.action is Action.RELEASE
        and last.form is Form.TOTAL
        and act.level is None
        and act.count is None
        and page.text[last.head[1] : act.head[0]] in (",", "管控,", "管理,", "并", ",并", "、", "")
    )


def _joined(page: Page, last: Act, act: Act) -> Act:
    end = act.head[1]
    if page.text[end : end + 1] == "。" and page.is_line_start(end + 1):
        act = replace(act, form=Form.OPEN, places=(end + 1, act.places[1]))
    return replace(
        act,
        level=last.level,
        start=last.start,
        head=(last.head[0], act.head[1]),
        count=last.count,
        count_at=last.count_at,
        subject=last.subject,
    )


def _act(page: Page, zone: "re.Match[str]", floor: int) -> Act | None:
    a = zone.start()
    near = max(floor, a - 24)
    become = _BECOME_BEFORE.search(page.text, near, a)
    opening = _OPEN_BEFORE.search(page.text, near, a)
    if _aside(page, zone):
        return None
    if become and (become[0].rstrip("“\"(")[-1] in "为成至到入" or not opening):
        return _becoming(page, zone, become, floor)
    if opening:
        return _opening(page, zone, opening, floor)
    return _ending(page, zone, floor)


def _aside(page: Page, zone: "re.Match[str]") -> bool:
    """Whether a zone is named only to be left out: 除高风险区外, 高风险区所在."""
    a = zone.start()
    return bool(
        _EXCLUDED.match(page.text, zone.end()) or _EXCLUDING.search(page.text, max(0, a - 16), a)
    )


def _after(page: Page, j: int) -> tuple[int, int | None, tuple[int, int], bool]:
    """What follows a zone: end of the words, the count, its span, and whether a list opens.

    ::

        after = [范围 | 点位 | 名单] [count] [",分别是" | "如下"] ( ":" | line-break ) ;
    """
    match = _AFTER.match(page.text, j)
    assert match is not None
    end = match.end()
    count, at = None, (0, 0)
    if match["c"]:
        count, at = number(match["n1"] or match["n2"]), match.span("c")
    opens = _OPENS.match(page.text, end)
    if opens and not any(page.is_line_start(k) for k in range(end + 1, opens.end())):
        return opens.end(), count, at, True
    if count is not None and page.text[end : end + 1] == "。":
        if page.is_line_start(end + 1) or _GROUP_AHEAD.match(page.text, end + 1):
            return end + 1, count, at, end + 1 < len(page.text)
    named = _BY_NAME.match(page.text, end)
    if named:
        return named.end(), count, at, True
    return end, count, at, end < len(page.text) and page.is_line_start(end)


def _opening(
    page: Page, zone: "re.Match[str]", verb: "re.Match[str]", floor: int
) -> Act | None:
    """An act that announces its list.

    ::

        opening-act = subject opening-verb [以下] [count] zone after ;
        opening-verb = 新增 | 划定 | 解除 | 取消 | 下调 | … ;
    """
    start = clause_start(page, verb.start())
    end, count, at, opens = _after(page, zone.end())
    if verb["n"]:
        if count is not None and page.text[at[0]] != "(":
            end, opens = zone.end(), page.is_line_start(zone.end())
        count, at = number(verb["n"]), verb.span("n")
    if not opens and _BELOW.search(verb[0]):
        later = _sentence_end(page, end)
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
    return _unless_standing(page, act, start, verb.start())


def _sentence_end(page: Page, i: int) -> int:
    """The end of the sentence of ``i``: after its full stop, or at the next line."""
    stop = page.text.find("。", i, page.next_break(i))
    return stop + 1 if stop >= 0 else page.next_break(i)


def _bare(page: Page, zone: "re.Match[str]", floor: int) -> Act | None:
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
    end, count, at, opens = _after(page, zone.end())
    if before:
        count, at = number(before["n"]), before.span("n")
    levels = lexis.levels(zone[0])
    then = _THEN.match(page.text, zone.end())
    if then:
        count = number(then["n"]) if then["n"] else count
        end = then.end()
        opens = page.is_line_start(end) or page.text[end : end + 1] == ":"
    if not opens and count is None and not then:
        return None
    act = Act(
        Form.OPEN if opens else Form.TOTAL,
        Action.RELEASE if then else None,
        levels[0],
        RiskLevel.LOW if then else None,
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
    return _unless_standing(page, act, start, a)


def _unless_standing(page: Page, act: Act, i: int, j: int) -> Act:
    """``act``, as a standing list when its clause tells a state."""
    sentence = max(page.text.rfind("。", 0, j) + 1, i - 80, 0)
    clause = max(page.text.rfind(",", i, j) + 1, i) if act.bare else i
    standing = lexis.STANDING.search(page.text, clause, j) or (
        act.bare and lexis.STANDING_SENTENCE.search(page.text, min(i, sentence), j)
    )
    if standing and not (act.verb and act.verb.startswith(("新", "增"))):
        return replace(act, form=Form.STANDING)
    return act


def _becoming(
    page: Page, zone: "re.Match[str]", verb: "re.Match[str]", floor: int
) -> Act | None:
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
    end, after, after_at, opens = _after(page, zone.end())
    if after is not None:
        count, at = after, after_at
    own = _SUBJECT_COUNT.search(page.text, start, lead)
    if count is None and own:
        count, at = number(own["n"]), own.span("n")
    old = lexis.levels(source["zone"]) if source else ()
    shape = _direction(verb[0], old, lexis.levels(zone[0]))
    mapped = "风险" not in zone[0]
    taken, begin = list_start(page, floor, lead)
    listed = taken < begin and not is_subject(page, begin, lead)
    counted = source is not None and source["n"] and page.text[lead - 1 : lead] != "等"
    below = opens and _BELOW_COUNT.search(page.text, start, k)
    if below:
        count, at = number(below["n"]), below.span("n")
        old = lexis.levels(below["zone"])
        shape = _direction(verb[0], old, lexis.levels(zone[0]))
    if below or (counted and not listed) or is_subject(page, start, lead) or (taken < begin and is_subject(page, begin, lead)):
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
        return _unless_standing(page, act, start, lead)
    if lexis.RULE.search(page.text, begin if taken < begin else start, k):
        return None
    return Act(
        Form.CLOSE,
        *shape,
        taken,
        (lead, zone.end()),
        (begin, lead),
        verb[0],
        after if after is not None else (count if counted else None),
        at,
        (start, taken),
        mapped=mapped,
        levels=lexis.levels(zone[0]),
    )


def _ending(page: Page, zone: "re.Match[str]", floor: int) -> Act | None:
    """A release whose list stands between its verb and the zone: 解除A小区高风险区.

    ::

        closing-act = ( 解除 | 取消 | 撤销 ) list zone ;
    """
    start = max(clause_start(page, zone.start()), floor)
    match = re.compile(r"(?:解除|取消|撤销)(?:对)?").search(page.text, start, zone.start())
    if not match or page.text[match.end()] in ",、高中低封管" or lexis.RULE.search(page.text, start, zone.start()):
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


def _direction(
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


def list_start(page: Page, floor: int, lead: int) -> tuple[int, int]:
    """Where the list before a closing act begins: its 将, and the first place after it.

    Of several 将 the last that begins a sentence or a line counts, else the first: a
    place can begin with that character too (将台乡).

    ::

        list-start = ( 将 | 把 | 对 ) | ( sentence-start | end of the act before ) ;
    """
    text = page.text
    begin = floor
    for stop in _STOP.finditer(text, floor, lead):
        if not _inside_bracket(text, begin, stop.start(), lead):
            begin = stop.end()
    for colon_end in _STOP_LINE.finditer(text, begin, lead):
        if page.is_line_start(colon_end.end()):
            begin = colon_end.end()
    takes = [
        t
        for t in _TAKE.finditer(text, begin, lead)
        if t.start() == begin or page.is_line_start(t.start()) or text[t.start() - 1] in _TAKE_AFTER
    ]
    strong = [t for t in takes if page.is_line_start(t.start()) or text[t.start() - 1] in "。:;!?"]
    if takes:
        return (strong[-1] if strong else takes[0]).span()
    colon = text.rfind(":", begin, lead)
    if colon >= 0 and not _inside_bracket(text, begin, colon, lead):
        begin = colon + 1
    for k in reversed([b for b in page.breaks if begin < b < lead]):
        rest = lexis.REST.search(text, k, lead)
        if text[k - 1] not in ",、" and (rest or lexis.PROSE.search(text, max(begin, k - 60), k)):
            return k, k
    return begin, begin


def _inside_bracket(text: str, begin: int, i: int, end: int) -> bool:
    return text.count("(", begin, i) > text.count(")", begin, i) and ")" in text[i:end]
