"""Acts: the words that say what happens to a list of places, and where that list is.

An act stands around a level named as a zone (``高风险区``). Words before it open a list
(新增高风险区3个:…), or close one (将…划定为高风险区), or only count (新增3个,解除2个).
"""

import re
from bisect import bisect_right
from dataclasses import replace

from notices.language import lexis
from notices.language.act import Act, Form
from notices.language.clauses import after, is_aside, is_subject, opens_after_stop
from notices.language.closing import becoming, releasing
from notices.language.numerals import number
from notices.language.opening import BECOMES, bare_heading, opening
from notices.language.page import Page
from notices.language.rescoping import rescoping
from notices.language.values import Action

_BECOME_BEFORE = re.compile(rf"(?:{lexis.BECOME}|成为|为)[“\"(]?$")
_OPEN_BEFORE = re.compile(
    rf"(?P<verb>{lexis.OPENING})(?:了)?(?:以下|下列|如下|的)?(?:(?P<n>{lexis.NUM}){lexis.UNIT})?(?:疫情)?$"
)
_DEAD = re.compile(
    r"《[^《》]{0,120}》|关于[^。;:]{0,90}?(?:通告|公告|通知|通报|决定|公示|公布)(?!如下)"
)
_AND_COUNT = re.compile(rf"[、,和及]|[、和及](?P<n>{lexis.NUM}){lexis.UNIT}")
"""Between a counted zone and one that goes on counting behind (、) or before it (、3个)."""
_AND_SO = re.compile(r"(?:管控|管理|封控|措施)*[,、]?(?:并|且|同时)?(?:将其)?")
MOST = 400
"""Acts on one page; beyond, the page is no notice, and the rest of it is not read."""


def dead(page: Page) -> list[tuple[int, int]]:
    """Titles and quoted documents: words that name acts without doing them.

    ::

        dead = "《" … "》" | 关于 … ( 通告 | 公告 | 通知 | … ) ;
    """
    return [m.span() for m in _DEAD.finditer(page.text)]


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
        if act is None and not is_aside(page, zone):
            act = _further(page, zone, found) or bare_heading(page, zone, floor)
        if act is not None:
            if len(found) >= MOST:
                break
            if found and _continues(page, found[-1], act):
                act = _joined(page, found.pop(), act)
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
            found.append(act)
            floor = act.head[1]
    return found


def _further(page: Page, zone: "re.Match[str]", found: list[Act]) -> Act | None:
    """A level that goes on counting: 划定高风险区5个、中风险区4个.

    ::

        total = act { ( "、" | "，" | 和 ) zone count } ;
    """
    between = _AND_COUNT.fullmatch(page.text, found[-1].head[1], zone.start()) if found else None
    if between is None:
        return None
    last = found[-1]
    end, count, at, opens = after(page, zone.end())
    if between["n"]:
        count, at = number(between["n"]), between.span("n")
        if last.bare or BECOMES.match(page.text, zone.end()):
            return None
    if count is None or last.form not in (Form.TOTAL, Form.STANDING):
        return None
    levels = lexis.levels(zone[0])
    return replace(
        last,
        form=Form.OPEN if opens and last.form is Form.TOTAL else last.form,
        level=levels[0],
        levels=levels,
        count=count,
        count_at=at,
        head=(zone.start(), end),
        places=(end, len(page.text)),
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
        and last.form in (Form.TOTAL, Form.CLOSE)
        and act.level is None
        and act.count is None
        and bool(_AND_SO.fullmatch(page.text, last.head[1], act.head[0]))
    )


def _joined(page: Page, last: Act, act: Act) -> Act:
    end = act.head[1]
    if last.form is Form.CLOSE:
        return replace(last, head=(last.head[0], end))
    if act.form is Form.CLOSE:
        end, _, _, opens = after(page, end)
        form = Form.OPEN if opens else Form.TOTAL
        act = replace(act, form=form, head=(act.head[0], end), places=(end, len(page.text)))
    if opens_after_stop(page, end):
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
    announced = _OPEN_BEFORE.search(page.text, near, a)
    if is_aside(page, zone, verb=become is not None):
        return None
    if not become and not announced:
        rescoped = rescoping(page, zone, floor)
        if rescoped is not None:
            return rescoped
    if become and (become[0].rstrip('“"(')[-1] in "为成至到入" or not announced):
        return becoming(page, zone, become, floor)
    if announced:
        return opening(page, zone, announced, floor)
    return releasing(page, zone, floor)
