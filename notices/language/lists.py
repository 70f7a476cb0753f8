"""Lists that follow their act: headings of groups, and where the list ends.

A list ends at the next act, or at the first words that are no place: a measure, a
signature, the furniture of a web page.
"""

import re
from dataclasses import dataclass, replace

from notices.language import lexis, tables
from notices.language.items import Piece, Sep, numbers, pieces
from notices.language.numerals import number
from notices.language.page import Gap, Page
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


_HEADING = re.compile(
    rf"(?:{lexis.NUMBERING}|·)?(?P<name>[^,、;。:()“”\"]{{2,24}}?(?:\((?!{lexis.COUNT})[一-鿿]{{2,8}}\))?)"
    rf"(?:(?P<c>\((?:共有?|共计|合计|计|新增)?(?P<n>{lexis.NUM})[个处地片]?(?:高|中)?(?:风险区)?\)"
    rf"|(?:共有?|共计|合计|计|新增)?(?P<n2>{lexis.NUM})[个处地片])"
    rf"(?:,?(?:分别|具体)(?:是|为|有)|,(?:是|为)|,?(?:分别|具体)?(?:包括|如下)|[为是](?=:))?)?"
    rf"(?P<end>:(?!:)|$)"
    rf"(?:(?P<n3>{lexis.NUM})[个处][。:,])?"
)
_BRACKETED = re.compile(
    rf"·?\((?P<name>[一-鿿]{{2,12}})\)(?:(?P<c>\((?:共|计)?(?P<n>{lexis.NUM})[个处地]\)"
    rf"|(?P<n2>{lexis.NUM})[个处地]))?(?P<end>:?)"
)
_DAMAGED = re.compile(
    rf"(?:{lexis.NUMBERING})?(?P<name>[一-鿿]{{2,8}}?)(?P<c>\((?P<n>\d{{1,3}})个|(?P<n2>\d{{1,3}})个\))(?P<end>:?)"
)
_TOWN = re.compile(r"[一-鿿]{2,8}(?:街道|镇|乡|办事处|街道办)")
_BRACKETS = re.compile(r"\([^()]*\)")
_PHONE = re.compile(r"[\d-]{6,}")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}")
_LABEL = re.compile(
    r"(?:具体)?(?:名单|范围|区域|点位|地点|如下|分别|包括|即|为|涉及|全部|新增|清单|以下|下列|[高中低、]+风险区(?:域)?|"
    r"序号|区县|街道|县区){1,4}"
)
_TABLE_HEAD = re.compile(
    r"(?:序号|区县|县区|区市|街道|镇街|乡镇|社区|地址|名称|风险点位?|点位|区域|风险区|备注|等级|风险等级|范围|具体|\W)+"
)


def groups(page: Page, start: int, limit: int, known: frozenset[str]) -> list[Group]:
    """Cut a list into its groups.

    ::

        list    = [group-body] { heading group-body } ;
        heading = [numbering] name [ "(" count ")" | count ] ( ":" | line-break ) ;
        group-body = piece { separator piece } ;
    """
    table, stop = tables.rows(page, start, limit)
    if table:
        return [
            Group(
                r.district,
                r.place[0],
                r.place[0],
                r.place[1],
                (tables.piece(r),),
                table=True,
                doubt=r.doubt,
                level=r.level,
            )
            for r in table
        ] + [g for g in groups(page, stop, limit, known) if g.name is not None and g.pieces]
    heads = _headings(page, start, limit, known)
    marks = numbers(page, start, limit)
    edges = [*(h.start for h in heads), limit]
    found: list[Group] = []
    if not heads or heads[0].start > start:
        found.append(Group(None, start, start, edges[0]))
    found += [replace(h, end=edge) for h, edge in zip(heads, edges[1:], strict=True)]
    out: list[Group] = []
    stopped = False
    for group in found:
        filled, ended = _fill(page, group, marks)
        filled = replace(filled, late=stopped and any(g.pieces for g in out))
        stopped = stopped or ended
        if filled.pieces or filled.name is not None:
            out.append(filled)
    return out


def _headings(page: Page, start: int, limit: int, known: frozenset[str]) -> list[Group]:
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


def _is_damaged(match: "re.Match[str]", known: frozenset[str]) -> bool:
    """A heading that lost a bracket, its colon or the last character of its district."""
    name = match["name"]
    return is_division(name, known) or is_division(name + "区", known)


def _fill(page: Page, group: Group, marks: dict[int, tuple[int, int]]) -> tuple[Group, bool]:
    """Read the pieces of a group up to the first words that are no place."""
    quoted = page.text[group.body : group.body + 1] in ("“", '"')
    found = pieces(page, group.body, group.end, marks)
    kept: list[Piece] = []
    ended, left = False, None
    for piece in found:
        if is_prose(page, piece):
            ended = True
            if kept and _like_place(page, piece):
                left = (piece.start, piece.end)
            break
        if not _is_table_head(page, piece):
            kept.append(piece)
    main, spare = _full_stop(page, kept)
    return replace(group, pieces=tuple(main), spare=tuple(spare), quoted=quoted, left=left), ended


def _full_stop(page: Page, found: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Part what stands after the full stop that ends a list within lines."""
    for k in range(1, len(found)):
        before = page.text[found[k].start - 1]
        ends = "。" in page.text[found[k - 1].end : found[k].start] or before == "。"
        if ends and (k > 1 or not found[k].line or found[k].sep is not Sep.MARK):
            inline = any(not p.line for p in found[1:k])
            if inline and found[k].number is None:
                return found[:k], found[k:]
    return found, []


def is_prose(page: Page, piece: Piece) -> bool:
    """Whether a piece speaks instead of naming: measures, dates, signatures, page furniture.

    ::

        prose = (* a piece with a word of sentences outside its brackets, or a date *) ;
    """
    words = bare(page.text[piece.start : piece.end])
    if not words:
        return False
    if piece.line and _SECTION.fullmatch(words) and page.text[piece.end : piece.end + 1] == "、":
        return True
    return bool(
        _PHONE.fullmatch(words)
        or lexis.PROSE.search(words)
        or lexis.ONLY_DATE.match(words)
        or (lexis.ZONE_RE.search(words) and not lexis.REST.search(words))
    )


def _is_table_head(page: Page, piece: Piece) -> bool:
    """Whether a piece is a cell of the head of a table: 街道, between two columns."""
    columns = Gap.WIDE in (page.gaps.get(piece.start), page.gaps.get(piece.end))
    return columns and bool(_TABLE_HEAD.fullmatch(page.text[piece.start : piece.end]))


def _like_place(page: Page, piece: Piece) -> bool:
    """Whether the words that end a list could be one more place of it."""
    words = page.text[piece.start : piece.end]
    return (
        len(words) <= 24
        and bool(re.search(r"(?:单元|号楼|[栋幢座]|号院?|小区|宿舍|村|\d+号)$", words))
        and not re.search(r"[:“”]", words)
    )


def bare(words: str) -> str:
    """``words`` without what stands in brackets."""
    while "(" in words:
        before, words = words, _BRACKETS.sub("", words)
        if before == words:
            break
    return words


def district_of(page: Page, group: Group, known: frozenset[str]) -> str | None:
    """The name over a group, less its city, as written."""
    if group.name is None:
        return None
    i, j = group.name
    start, end = division(page.text, i, known)
    return page.verbatim(start if end == j else i, j)
