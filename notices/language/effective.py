"""From when: effective phrases and the instants they name."""

import re
from datetime import datetime, timedelta, timezone

from notices.language import lexis
from notices.language.numerals import number
from notices.language.page import Page
from notices.language.values import Effective

CHINA = timezone(timedelta(hours=8))

_PHRASE = re.compile(
    rf"(?:(?P<now>即日|今日|即时|发布之日|公布之日)|(?:自|从|于)?(?P<moment>{lexis.MOMENT}))起"
    rf"|(?:自|从)(?P<bare>{lexis.MOMENT})"
)
_PARTS = re.compile(
    r"(?:(?P<y>20\d\d|二[〇零]二.)年)?(?:(?P<m>[\d一二三四五六七八九十]{1,3})月)?(?P<d>[\d一二三四五六七八九十]{1,3})[日号]"
    r"(?:\([^()]*\))?(?P<half>下午|晚|中午)?(?:(?P<h>\d{1,2}|[零一二三四五六七八九十]{1,3})[时点:](?P<half2>半)?(?P<min>\d{1,2})?)?"
)


def phrases(page: Page, year: int | None, month: int | None) -> list[Effective]:
    """Every effective phrase of the page, in order.

    ::

        effective = 即日起 | [自] moment 起 ;
        moment    = [year 年] [month 月] day 日 [hour 时 [minute 分]] ;

    24时 is the start of the next day.
    """
    out: list[Effective] = []
    for match in _PHRASE.finditer(page.text):
        i, j = match.span()
        words = "".join(page.verbatim(i, j).split())
        moment = match["moment"] or match["bare"]
        start, end = page.span(i, j)
        out.append(
            Effective(words, instant(moment, year, month) if moment else None, start, end)
        )
    return out


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
