"""Lists that follow their act: headings of groups, and where the list ends.

A list ends at the next act, or at the first words that are no place: a measure, a
signature, the furniture of a web page.
"""

import re
from dataclasses import replace

from notices.language import lexis, tables
from notices.language.headings import Group, headings, nested
from notices.language.items import Piece, Sep, etc, numbers, pieces
from notices.language.page import Gap, Page

_BRACKETS = re.compile(r"\([^()]*\)")
_PHONE = re.compile(r"[\d-]{6,}")
_ANNEX = re.compile(r"附件?[一二三四五\d]?|附[表录注]")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}")
_TABLE_HEAD = re.compile(
    r"(?:序号|区县|县区|区市|街道|镇街|乡镇|社区|地址|名称|风险点位?|点位|区域|风险区|备注|等级|风险等级|范围|具体|\W)+"
)


_PLACE_FIRST = re.compile(
    r"(?!请|凡|对|各|上述|以上|以下|按|根据|依据|现|为|即日|自|从|将|该|其|全|[高中低]风险|经|在|由|有)"
    r"[一-鿿]{2,8}?(?:街道|[镇乡]|社区|[路街巷])[^:,。;]{0,20}?(?:\d(?:号|栋|幢|座|单元|组|期)|小区|[一-鿿]村(?![委民居]))"
)
"""Words that begin as a place does, whatever they go on to say: 杨庄街道富昌屯村莲池区…指挥部."""


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
    heads = headings(page, start, limit, known)
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
    return nested(page, out, known)


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
    if main:
        (start, end), count, _ = etc(page, (main[-1].start, main[-1].end))
        if count is not None and start < end:
            main[-1] = replace(main[-1], end=end)
            group = replace(group, count=count if group.count is None else group.count)
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
        inner = page.text[piece.start : piece.end].strip("()")
        return piece.line and bool(lexis.PROSE.search(inner))
    if _ANNEX.fullmatch(words):
        return True
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
    if _PLACE_FIRST.match(words):
        return True
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
