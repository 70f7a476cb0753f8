"""Headings: the names over the groups of a list (小店区(7个):, 坞城街道办事处:)."""

import re
from dataclasses import dataclass, replace

from notices.language import lexis
from notices.language.items import Piece
from notices.language.numerals import number
from notices.language.page import Page
from notices.language.places import division, is_division
from notices.language.values import RiskLevel


@dataclass(frozen=True, slots=True)
class Group:
    """The part of a list under one heading (小店区(7个):…), or a list without headings."""

    name: tuple[int, int] | None
    start: int
    body: int
    end: int
    pieces: tuple[Piece, ...] = ()
    spare: tuple[Piece, ...] = ()
    """Pieces after a full stop and a new line: more items, or something else."""
    count: int | None = None
    count_at: tuple[int, int] = (0, 0)
    damaged: bool = False
    late: bool = False
    """Whether prose stands between this group and the ones before it."""
    quoted: bool = False
    table: bool = False
    level: RiskLevel | None = None
    """The level that the row of a table names."""
    doubt: bool = False
    """A row of a table whose columns leave a doubt."""
    left: tuple[int, int] | None = None
    """Words after the list's end that look like a place."""
    above: "Group | None" = None
    """The heading of the district over that of a town: 小店区(2个) over 坞城街道:."""


_HEADING = re.compile(
    rf"(?:{lexis.NUMBERING}|·)?(?P<name>[^,、;。:()“”\"]{{2,24}}?(?:\((?!{lexis.COUNT})[一-鿿]{{2,8}}\))?)"
    rf"(?:(?P<c>\((?:共有?|共计|合计|计|新增)?(?P<n>{lexis.NUM})[个处地片]?(?:高|中)?(?:风险区)?\)"
    rf"|(?:共有?|共计|合计|计|新增)?(?P<n2>{lexis.NUM})[个处地片])"
    rf"(?:,?(?:分别|具体)(?:是|为|有)|,(?:是|为)|,?(?:分别|具体)?(?:包括|如下)|[为是](?=:))?)?"
    rf"(?P<end>:(?!:)|$)"
    rf"(?:(?P<n3>{lexis.NUM})[个处][。:,])?"
)
_TOWN_NAME = re.compile(
    r"[一-鿿]{2,10}?(?:街道(?:办事处|办)?|办事处|[街镇乡]|苏木|(?:片区|社区|街道)?管委会)"
)
_CHINESE_NUMBERING = frozenset("(一二三四五六七八九十")
_BRACKETED = re.compile(
    rf"·?\((?P<name>[一-鿿]{{2,12}})\)(?:(?P<c>\((?:共|计)?(?P<n>{lexis.NUM})[个处地]\)"
    rf"|(?P<n2>{lexis.NUM})[个处地]))?(?P<end>:?)"
)
_DAMAGED = re.compile(
    rf"(?:{lexis.NUMBERING})?(?P<name>[一-鿿]{{2,8}}?)(?P<c>\((?P<n>\d{{1,3}})个|(?P<n2>\d{{1,3}})个\))(?P<end>:?)"
)
_TOWN = re.compile(r"[一-鿿]{2,8}(?:街道|镇|乡|办事处|街道办)")
_LABEL = re.compile(
    r"(?:具体)?(?:名单|范围|区域|点位|地点|如下|分别|包括|即|为|涉及|全部|新增|清单|以下|下列|[高中低、]+风险区(?:域)?|"
    r"序号|区县|街道|县区){1,4}"
)


def headings(page: Page, start: int, limit: int, known: frozenset[str]) -> list[Group]:
    out: list[Group] = []
    at = start
    for i in _edges(page, start, limit):
        if i < at:
            continue
        head = _heading(page, i, limit, known)
        if head is not None:
            out.append(head)
            at = head.body
    return out


def _edges(page: Page, start: int, limit: int) -> list[int]:
    """Where a heading may begin: line starts, and after a mark outside brackets."""
    edges = {start, *(b for b in page.breaks if start < b < limit)}
    depth = 0
    for match in re.compile(r"[(),、;。]").finditer(page.text, start, limit):
        if match[0] == "(":
            depth += 1
        elif match[0] == ")":
            depth = max(0, depth - 1)
            if page.is_line_start(page.text.rfind("(", start, match.start())):
                edges.add(match.end())
        elif depth == 0:
            edges.add(match.end())
    return sorted(edges)


def _heading(page: Page, i: int, limit: int, known: frozenset[str]) -> Group | None:
    """One heading at ``i``.

    ::

        heading = [numbering] name [count] ":"
                | [numbering] name count line-break
                | [numbering] district line-break ;
    """
    stop = min(limit, page.next_break(i))
    match = _HEADING.match(page.text, i, stop)
    damaged = False
    if match is None or not match["end"]:
        match = _torn_heading(page, i, limit, known) or match
    bracketed = _BRACKETED.match(page.text, i, stop)
    if bracketed and (bracketed["c"] or bracketed["n2"] or is_division(bracketed["name"], known)):
        match = bracketed
    elif not (match and _plausible(page, match, i, known)):
        match = _DAMAGED.match(page.text, i, stop)
        damaged = True
        if not (match and _is_damaged(match, known)):
            return None
    name = match.span("name")
    count = match["n"] or match["n2"] or (None if damaged else match.groupdict().get("n3"))
    return Group(
        name,
        i,
        match.end(),
        match.end(),
        count=number(count) if count else None,
        count_at=match.span("c") if match["c"] else (0, 0),
        damaged=damaged,
    )


def _torn_heading(page: Page, i: int, limit: int, known: frozenset[str]) -> "re.Match[str] | None":
    """A heading that a line break cuts: 市北⏎区:… ."""
    stop = min(limit, page.next_break(page.next_break(i)))
    match = _HEADING.match(page.text, i, stop)
    return match if match and match["end"] and is_division(match["name"], known) else None


def _plausible(page: Page, match: "re.Match[str]", i: int, known: frozenset[str]) -> bool:
    name, counted = match["name"], match["c"] is not None
    if lexis.ZONE_RE.search(name) or _LABEL.fullmatch(name):
        return False
    if is_division(re.sub(r"\(.*\)$", "", name), known):
        return True
    if not match["end"] and _TOWN.fullmatch(name) and page.is_line_start(i):
        following = page.text[match.end() : page.next_break(match.end())]
        return counted or (bool(following) and not _TOWN.fullmatch(following))
    if not match["end"] and _over_numbers(page, match, i):
        return True
    if not match["end"]:
        return counted and bool(lexis.HEADING_SUFFIX.search(name[-3:])) and page.is_line_start(i)
    if lexis.PROSE.search(name) or any(c.isdigit() for c in name):
        return False
    if counted:
        return True
    strong = page.is_line_start(i) or page.text[i - 1] in "。;:"
    plain = re.sub(r"\(.*\)$", "", name)
    return (
        strong and bool(re.search(rf"{lexis.HEADING_SUFFIX.pattern}$", plain)) and len(plain) <= 14
    )


def _over_numbers(page: Page, match: "re.Match[str]", i: int) -> bool:
    """Whether a numbered town stands alone over lines with numbers of their own: (一)凤阳街⏎1.…"""
    numbered = page.is_line_start(i) and page.text[i] in _CHINESE_NUMBERING
    following = page.text[match.end() : page.next_break(match.end())]
    return numbered and is_town(match["name"]) and bool(re.match(r"\d{1,2}[、.)]", following))


def is_town(name: str) -> bool:
    """Whether a heading names a town or a street office, which lie in a district."""
    return bool(_TOWN_NAME.fullmatch(name))


def _is_damaged(match: "re.Match[str]", known: frozenset[str]) -> bool:
    """A heading that lost a bracket, its colon or the last character of its district."""
    name = match["name"]
    return is_division(name, known) or is_division(name + "区", known)


def nested(page: Page, found: list[Group], known: frozenset[str]) -> list[Group]:
    """Give the headings of towns the heading of the district that they stand under.

    ::

        nested = district-heading { town-heading group-body } ;

    A district's heading that has only towns below it holds no list of its own.
    """
    out: list[Group] = []
    above: Group | None = None
    for k, group in enumerate(found):
        name = page.text[slice(*group.name)] if group.name else ""
        if name and is_division(name, known):
            after = found[k + 1].name if k + 1 < len(found) else None
            holds = after and is_town(page.text[slice(*after)])
            above = group if holds else None
            if holds and not (group.pieces or group.spare):
                continue
        elif above is not None and is_town(name):
            group = replace(group, above=above)
        else:
            above = None
        out.append(group)
    return out


def district_of(page: Page, group: Group, known: frozenset[str]) -> str | None:
    """The name over a group, less its city, as written; a district goes before its towns."""
    group = group.above or group
    if group.name is None:
        return None
    i, j = group.name
    start, end = division(page.text, i, known)
    return page.verbatim(start if end == j else i, j)
