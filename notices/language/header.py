"""The head and foot of a notice: issuer, title, number, date."""

import re
from dataclasses import dataclass
from datetime import date

from notices.language import lexis
from notices.language.numerals import CHINESE, number
from notices.language.page import Page
from notices.language.places import division


@dataclass(frozen=True, slots=True)
class Header:
    """What head and foot say; ``None`` for what they do not."""

    issuer: str | None = None
    title: str | None = None
    year: int | None = None
    number: int | None = None
    batch: int | None = None
    issued_on: date | None = None
    lost: tuple[int, int] | None = None
    """Where a number stood before its digits were lost: (年第号)."""
    scope: str | None = None
    """The one district that the notice is about, when it is about one."""


_N = rf"(?:\d{{1,4}}|[{CHINESE}]{{1,9}})"
_NUMBER = re.compile(
    rf"\(?(?P<year>20\d\d|二[〇零○][{CHINESE}]{{2}})(?:年\)?|\))第?(?P<n>{_N})号\)?"
)
_PLAIN_NUMBER = re.compile(
    rf"(?:通告|公告|令|\(|发布)第(?P<n>{_N})号|第(?P<n2>{_N})号(?:通告|公告|令)"
)
_LOST = re.compile(r"\(年第号\)|\(年?第?号\)|(?:通告|公告)\(?年第号")
_BATCH = re.compile(rf"{lexis.DATE}\(?第(?P<n>[一二三四五六七八九十\d]{{1,3}})批\)?")
_DAY = re.compile(
    rf"(?P<y>20\d\d|二[〇零○][{CHINESE}]{{2}})[年/-](?P<m>\d{{1,2}}|[{CHINESE}]{{1,3}})[月/-]"
    rf"(?P<d>\d{{1,2}}|[{CHINESE}]{{1,3}})(?:日|号)?"
)
_FROM = re.compile(rf"(?:{lexis.CLOCK})?起")
_BODY_WORD = (
    r"(?:指挥部办公室|领导小组办公室|工作领导小组|领导小组|指挥部|防控办|疫情防控工作办|人民政府|卫生健康委员会|"
    r"疾病预防控制中心|联防联控机制|委员会|办公室)"
)
ISSUER = (
    rf"[一-鿿()*]{{2,14}}?(?:省|市|区|县|州|旗|镇|乡)[一-鿿()*、-]{{0,34}}?{_BODY_WORD}(?:办公室)?"
)
_ISSUER = re.compile(ISSUER)
_NO_NAME = re.compile(r"研判|两级|评估|专家")
_BEFORE_ISSUER = re.compile(r"记者从|消息[,:]?|报讯|[通公]告|据|经")
_TITLE = re.compile(r"关于[^。;:《》]{2,90}?(?:通告|公告|通知|通报|决定|公示)")


def header(page: Page, known: frozenset[str], start: int, end: int) -> Header:
    """Read head and foot.

    ::

        number    = [ "(" ] year 年 [第] digits 号 [ ")" ] | "(" year ")" 第 digits 号
                  | 第 digits 号 通告 ;
        batch     = date 第 numeral 批 ;
        issuer    = place { character } ( 指挥部 | 办公室 | 领导小组 | … ) ;
        signature = issuer date ;
    """
    year, num = _number(page, start, end)
    issuers = _issuers(page, start, end)
    day = _date(page, issuers, start, end)
    title = _TITLE.search(page.text, start, end)
    batch = _BATCH.search(page.text, start, end)
    lost = None if num else _LOST.search(page.text, start, end)
    spans = [*issuers, *([title.span()] if title else [])]
    return Header(
        _words(page, issuers[0]) if issuers else None,
        _words(page, title.span()) if title else None,
        year or (day.year if day else _only_year(page, start, end)),
        num,
        number(batch["n"]) if batch else None,
        day,
        lost.span() if lost else None,
        _scope(page, spans, known, start, end),
    )


def notice_number(page: Page) -> int | None:
    """The number of the notice, whatever else its head says."""
    return _number(page, 0, len(page.text))[1]


def _words(page: Page, span: tuple[int, int]) -> str:
    return "".join(page.verbatim(*span).split())


def _number(page: Page, start: int, end: int) -> tuple[int | None, int | None]:
    for match in _NUMBER.finditer(page.text, start, end):
        i, j = match.span()
        before = page.text[i - 1 : i]
        if before in tuple("发函字规办") and not _own_line(page, i, j):
            continue
        value = number(match["n"])
        if value:
            return number(match["year"]), value
    plain = _PLAIN_NUMBER.search(page.text, start, min(end, start + 2000))
    return None, number(plain["n"] or plain["n2"]) if plain else None


def _own_line(page: Page, i: int, j: int) -> bool:
    """Whether a number stands alone on its line: 宝疫指办〔2022〕63号."""
    return page.is_line_start(j) and i - page.line_start(i) <= 10


def _issuers(page: Page, start: int, end: int) -> list[tuple[int, int]]:
    """The issuer as its signature has it first, then as heads have it, then any mention."""
    signed: list[tuple[int, int]] = []
    headed: list[tuple[int, int]] = []
    loose: list[tuple[int, int]] = []
    for match in _ISSUER.finditer(page.text, start, end):
        i, j = _own(page, *match.span()), match.end()
        if page.is_line_start(i) and page.is_line_start(j) and _DAY.match(page.text, j):
            signed.append((i, j))
        elif _NO_NAME.search(page.text, i, j):
            continue
        elif page.is_line_start(i) or page.text[j : j + 2] in ("通告", "公告"):
            headed.append((i, j))
        else:
            loose.append((i, j))
    return [*signed[:1], *headed, *loose[:1]]


def _own(page: Page, i: int, j: int) -> int:
    """Where the name of a body begins that ends at ``j``: at its line, behind 记者从."""
    starts = [
        *page.breaks_within(i, j),
        *(m.end() for m in _BEFORE_ISSUER.finditer(page.text, i, j)),
    ]
    return max((k for k in starts if _ISSUER.fullmatch(page.text, k, j)), default=i)


def _date(page: Page, issuers: list[tuple[int, int]], start: int, end: int) -> date | None:
    """The date under the signature, else the first full date of the page that can be one."""
    days = [m for m in _DAY.finditer(page.text, start, end) if not _is_effective(page, m)]
    ends = {j for _, j in issuers}
    ordered = [m for m in days if m.start() in ends]
    ordered += [m for m in days if page.is_line_start(m.start()) and page.is_line_start(m.end())]
    ordered += [m for m in days if page.is_line_start(m.start())]
    for match in [*ordered, *days]:
        try:
            return date(number(match["y"]) or 0, number(match["m"]) or 0, number(match["d"]) or 0)
        except ValueError:
            continue
    return None


def _only_year(page: Page, start: int, end: int) -> int | None:
    """The one year that all full dates name (自2022年12月2日起), when nothing says the day."""
    years = {number(m["y"]) for m in _DAY.finditer(page.text, start, end)}
    return years.pop() if len(years) == 1 else None


def _is_effective(page: Page, day: "re.Match[str]") -> bool:
    """Whether a date says from when or until when, not when the notice was issued."""
    before = page.text[max(0, day.start() - 1) : day.start()]
    return before in tuple("自从至到") or bool(_FROM.match(page.text, day.end()))


def _scope(
    page: Page, spans: list[tuple[int, int]], known: frozenset[str], start: int, end: int
) -> str | None:
    """The one district that the issuer's name or the title has; without an issuer, the headline."""
    for span in spans:
        names = divisions_in(page, *span, known)
        if len(set(names)) == 1:
            return names[0]
        if names:
            return None
    if spans and _ISSUER.search(page.text, *spans[0]):
        return None
    headline = page.next_break(start)
    alone = headline < end and len(set(divisions_in(page, start, end, known))) == 1
    return next(iter(divisions_in(page, start, headline, known)), None) if alone else None


def divisions_in(page: Page, i: int, j: int, known: frozenset[str]) -> list[str]:
    """Every district named in ``text[i:j]``, as written."""
    names: list[str] = []
    while i < j:
        start, end = division(page.text, i, known)
        if end > start and end <= j:
            names.append(page.verbatim(start, end))
            i = end
        else:
            i += 1
    return names
