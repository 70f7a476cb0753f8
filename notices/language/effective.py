"""From when: effective phrases and the instants they name."""

import re
from datetime import date, datetime, timedelta, timezone
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
    rf"(?:自|从|于)?(?P<day>次日|翌日|明日|明天|今日|今天|当日)(?P<clock>{lexis.CLOCK})?起"
    rf"|(?:(?P<now>即日|今日|即时|发布之日|公布之日)|(?:自|从|于)?(?P<moment>{lexis.MOMENT}))起"
    rf"|(?:自|从)(?P<bare>{lexis.MOMENT})"
)
_PARTS = re.compile(
    r"(?:(?P<y>20\d\d|二[〇零]二.)年)?(?:(?P<m>[\d一二三四五六七八九十]{1,3})月)?(?P<d>[\d一二三四五六七八九十]{1,3})[日号]"
    r"(?:\([^()]*\))?(?P<half>下午|晚|中午)?(?:(?P<h>\d{1,2}|[零一二三四五六七八九十]{1,3})[时点:](?P<half2>半)?(?P<min>\d{1,2})?)?"
)


def phrases(page: Page, head: Header, start: int = 0, end: int | None = None) -> list[Effective]:
    """Every effective phrase of the page, in order.

    ::

        effective = 即日起 | [自] moment 起 | [自] ( 今日 | 次日 ) [hour 时] 起 ;
        moment    = [year 年] [month 月] day 日 [hour 时 [minute 分]] ;

    24时 is the start of the next day; 今日 and 次日 count from the day of issue.
    """
    month = head.issued_on.month if head.issued_on else None
    out: list[Effective] = []
    for match in _PHRASE.finditer(page.text, start, len(page.text) if end is None else end):
        i, j = match.span()
        words = "".join(page.verbatim(i, j).split())
        moment = match["moment"] or match["bare"]
        at = page.span(i, j)
        when = instant(moment, head.year, month) if moment else None
        if match["day"] and (match["clock"] or match["day"] not in ("今日", "今天", "当日")):
            when = _from_day(match["day"], match["clock"], head.issued_on)
        out.append(Effective(words, when, *at))
    return out


def notice_phrase(page: Page, drafts: "list[Draft]", head: Header) -> Effective | None:
    """The phrase that holds for the notice: the one that leads its first act, else the first."""
    found = phrases(page, head)
    lists = [d for d in drafts if d.lists]
    if not found or not lists:
        return found[0] if found else None
    first = page.span(lists[0].act.head[0], lists[0].act.head[1])[1]
    before = [p for p in found if p.end <= first]
    return before[-1] if before else found[0]


def block_phrase(page: Page, draft: "Draft", head: Header) -> Effective | None:
    """The phrase in the clause of one act, else in its sentence before it."""
    stop = max(draft.act.head[0], draft.act.places[0] if draft.act.form.value == "close" else 0)
    start = max(page.text.rfind("。", 0, draft.act.start) + 1, draft.act.start - 120, 0)
    own = phrases(page, head, start, stop)
    return own[-1] if own else None


def _from_day(day: str, clock: str | None, issued: date | None) -> datetime | None:
    """The instant of a day that is told from the day of issue; ``None`` without that day."""
    if issued is None:
        return None
    later = issued + timedelta(days=0 if day in ("今日", "今天", "当日") else 1)
    return instant(f"{later.year}年{later.month}月{later.day}日{clock or ''}", None, None)


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
