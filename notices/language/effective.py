"""From when: effective phrases and the instants they name."""

import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from notices.language import lexis
from notices.language.header import Header
from notices.language.numerals import number
from notices.language.page import Page
from notices.language.values import Effective

if TYPE_CHECKING:
    from notices.language.drafts import Draft

CHINA = timezone(timedelta(hours=8))

_PHRASE = re.compile(
    rf"(?:(?P<now>即日|今日|即时|发布之日|公布之日)|(?:自|从|于)?(?P<moment>{lexis.MOMENT}))起"
    rf"|(?:自|从)(?P<bare>{lexis.MOMENT})"
)
_PARTS = re.compile(
    r"(?:(?P<y>20\d\d|二[〇零]二.)年)?(?:(?P<m>[\d一二三四五六七八九十]{1,3})月)?(?P<d>[\d一二三四五六七八九十]{1,3})[日号]"
    r"(?:\([^()]*\))?(?P<half>下午|晚|中午)?(?:(?P<h>\d{1,2}|[零一二三四五六七八九十]{1,3})[时点:](?P<half2>半)?(?P<min>\d{1,2})?)?"
)


def phrases(
    page: Page, year: int | None, month: int | None, start: int = 0, end: int | None = None
) -> list[Effective]:
    """Every effective phrase of the page, in order.

    ::

        effective = 即日起 | [自] moment 起 ;
        moment    = [year 年] [month 月] day 日 [hour 时 [minute 分]] ;

    24时 is the start of the next day.
    """
    out: list[Effective] = []
    for match in _PHRASE.finditer(page.text, start, len(page.text) if end is None else end):
        i, j = match.span()
        words = "".join(page.verbatim(i, j).split())
        moment = match["moment"] or match["bare"]
        at = page.span(i, j)
        out.append(Effective(words, instant(moment, year, month) if moment else None, *at))
    return out


def notice_phrase(page: Page, drafts: "list[Draft]", head: Header) -> Effective | None:
    """The phrase that holds for the notice: the one that leads its first act, else the first."""
    month = head.issued_on.month if head.issued_on else None
    found = phrases(page, head.year, month)
    lists = [d for d in drafts if d.lists]
    if not found or not lists:
        return found[0] if found else None
    first = page.span(lists[0].act.head[0], lists[0].act.head[1])[1]
    before = [p for p in found if p.end <= first]
    return before[-1] if before else found[0]


def block_phrase(page: Page, draft: "Draft", head: Header) -> Effective | None:
    """The phrase in the clause of one act, else in its sentence before it."""
    month = head.issued_on.month if head.issued_on else None
    stop = max(draft.act.head[0], draft.act.places[0] if draft.act.form.value == "close" else 0)
    start = max(page.text.rfind("。", 0, draft.act.start) + 1, draft.act.start - 120, 0)
    own = phrases(page, head.year, month, start, stop)
    return own[-1] if own else None


def instant(moment: str, year: int | None, month: int | None) -> datetime | None:
    """The instant that ``moment`` names; ``None`` without a year, or for a 32nd day."""
    parts = _PARTS.match(moment)
    if parts is None:
        return None
    y = number(parts["y"]) if parts["y"] else year
    m = number(parts["m"]) if parts["m"] else month
    d, hour = number(parts["d"]), number(parts["h"] or "0")
    if y is None or m is None or d is None or hour is None or hour > 24:
        return None
    if parts["half"] in ("下午", "晚") and hour < 12:
        hour += 12
    minute = 30 if parts["half2"] else int(parts["min"] or 0)
    try:
        day = datetime(y, m, d, tzinfo=CHINA)
    except ValueError:
        return None
    return day + timedelta(hours=hour, minutes=minute)
