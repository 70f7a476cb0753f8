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
    rf"\(?(?P<year>20\d\d|二[〇零○][{CHINESE}]{{2}})(?:年\)?|\))(?:第)?(?P<n>{_N})号\)?"
)
_PLAIN_NUMBER = re.compile(rf"第(?P<n>{_N})号(?:\)|通告|公告|令|$)")
_LOST = re.compile(r"\(年第号\)|\(年?第?号\)|(?:通告|公告)\(?年第号")
_BATCH = re.compile(rf"{lexis.DATE}\(?第(?P<n>[一二三四五六七八九十\d]{{1,3}})批\)?")
_DAY = re.compile(
    rf"(?P<y>20\d\d|二[〇零○][{CHINESE}]{{2}})[年/-](?P<m>\d{{1,2}}|[{CHINESE}]{{1,3}})[月/-]"
    rf"(?P<d>\d{{1,2}}|[{CHINESE}]{{1,3}})(?:日|号)?"
)
_BODY_WORD = (
    r"(?:指挥部办公室|领导小组办公室|工作领导小组|领导小组|指挥部|防控办|疫情防控工作办|人民政府|卫生健康委员会|"
    r"疾病预防控制中心|联防联控机制|委员会|办公室)"
)
_ISSUER = re.compile(
    rf"[一-鿿()*]{{2,14}}?(?:省|市|区|县|州|旗|镇|乡)[一-鿿()*-]{{0,34}}?{_BODY_WORD}(?:办公室)?"
)
_TITLE = re.compile(r"关于[^。;:《》]{2,90}?(?:通告|公告|通知|通报|决定|公示)")
_DOCUMENT = re.compile(r"[发函办字][\s(〔]*$")


def header(page: Page, known: frozenset[str]) -> Header:
    """Read head and foot.

    ::

        number    = [ "(" ] year 年 [第] digits 号 [ ")" ] | "(" year ")" 第 digits 号
                  | 第 digits 号 通告 ;
        batch     = date 第 numeral 批 ;
        issuer    = place { character } ( 指挥部 | 办公室 | 领导小组 | … ) ;
        signature = issuer date ;
    """
    year, num, at = _number(page)
    issuer_at = _issuer(page)
    day = _date(page, issuer_at)
    title = _TITLE.search(page.text)
    batch = _BATCH.search(page.text)
    lost = None if num else _LOST.search(page.text)
    issuer = page.verbatim(*issuer_at) if issuer_at else None
    if year is None and day is not None and num is not None:
        year = day.year
    return Header(
        "".join(issuer.split()) if issuer else None,
        "".join(page.verbatim(*title.span()).split()) if title else None,
        year if year else (day.year if day else None),
        num,
        number(batch["n"]) if batch else None,
        day,
        lost.span() if lost else None,
        _scope(page, issuer_at, title.span() if title else None, known),
    )


def _number(page: Page) -> tuple[int | None, int | None, tuple[int, int]]:
    for match in _NUMBER.finditer(page.text):
        i = match.start()
        if _DOCUMENT.search(page.text, max(0, i - 3), i) or page.text[max(0, i - 1) : i] in (
            *"发函字规",
        ):
            continue
        value = number(match["n"])
        if value:
            return number(match["year"]), value, match.span()
    plain = _PLAIN_NUMBER.search(page.text, 0, 2000)
    if plain:
        return None, number(plain["n"]), plain.span()
    return None, None, (0, 0)


def _issuer(page: Page) -> tuple[int, int] | None:
    """The issuer as its signature has it, else as the page first names it."""
    best: tuple[int, int] | None = None
    for match in _ISSUER.finditer(page.text):
        i, j = match.span()
        at_line = page.is_line_start(i)
        signed = at_line and _DAY.match(page.text, j) and page.is_line_start(j)
        if signed:
            return i, j
        if best is None and (at_line or page.text[j : j + 2] in ("通告", "公告")):
            best = (i, j)
    if best is None:
        match_any = _ISSUER.search(page.text, 0, 3000)
        best = match_any.span() if match_any else None
    return best


def _date(page: Page, issuer: tuple[int, int] | None) -> date | None:
    """The date under the signature, else the first full date of the page that can be one."""
    days = [(m.start(), m) for m in _DAY.finditer(page.text)]
    ordered = [m for i, m in days if issuer and i >= issuer[1] and i - issuer[1] < 12]
    ordered += [m for i, m in days if page.is_line_start(i)]
    ordered += [m for _, m in days]
    for match in ordered:
        try:
            return date(number(match["y"]) or 0, number(match["m"]) or 0, number(match["d"]) or 0)
        except ValueError:
            continue
    return None


def _scope(
    page: Page,
    issuer: tuple[int, int] | None,
    title: tuple[int, int] | None,
    known: frozenset[str],
) -> str | None:
    """The district in the issuer's name, else the only one in the title."""
    for span in (issuer, title):
        if span is None:
            continue
        names = divisions_in(page, *span, known)
        if len(set(names)) == 1:
            return names[0]
        if names:
            return None
    return None


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
