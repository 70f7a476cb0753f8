"""What a bracket or an exception says about the place in front of it.

EBNF::

    bracket   = "(" aside { ";" aside } ")" ;
    aside     = parity | inclusion | exception | residual | bounds | parts | remark ;
    exception = ("除" | "不含") list ["外"] | list ("除外" | "以外") ;

``parts`` (1号楼、2号楼) put several places in the place of one; a ``remark`` (a branch, a
second name, a direction) is kept as unused text: it never moves the place.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from zones.address import areas, hindsight, marks, ranges, tails, tokens
from zones.address.findings import Code, make
from zones.address.reader import Draft, Path, Piece, Reader
from zones.address.tokens import Rank
from zones.address.values import Level, Span

if TYPE_CHECKING:
    from zones.address.productions import Productions

DEEPEST = 12

_REST = "(?:的|内)?(?:所有)?(?:其他|其它|其余)?(?:区域|地区|部分|楼栋|楼宇|楼门|楼|单元|住户|范围)?"
_EXCLUDE = re.compile("不(?:包括|包含|含)|除外[:]?(?=.)|内?除了?(?![外了])")
_OUT = re.compile(f"(?:以外|之外|除外|外(?![滩国贸墙运婆围经环]))(?:(?=[,、;。:)]|$)|{_REST})")
_TRAILING = re.compile(f"(?:(?:除外|以外|之外){_REST}|(?<=[栋楼元座幢室层])外)$")
_INCLUDE = re.compile("(?:只)?(?:含|包括|包含|及)")
_PARITY = re.compile("[单双](?:号|门牌号?|数)?(?:院|门|楼)?")
LONGEST_LIST = 2_000


def bracket(
    parser: "Productions", pos: int, drafts: list[Draft], depth: int
) -> tuple[int, list[Draft]]:
    """The bracket that opens at ``pos``, read as said of ``drafts``."""
    close = parser.partner[pos]
    start, stop = pos + 1, close
    if depth >= DEEPEST:
        parser.reader.skip(start, stop, Code.REMARK)
        return close + 1, drafts
    for first, last in _asides(parser, start, stop):
        drafts = _aside(parser, first, last, drafts, depth + 1)
    return close + 1, drafts


def _asides(parser: "Productions", start: int, stop: int) -> list[tuple[int, int]]:
    """The stretches between semicolons, brackets inside them left whole."""
    found, begin, at = [], start, start
    while at < stop:
        if parser.text[at] == "(":
            at = parser.partner[at]
        elif parser.text[at] in ";。":
            found.append((begin, at))
            begin = at + 1
        at += 1
    found.append((begin, stop))
    return [(first, last) for first, last in found if first < last]


def _aside(
    parser: "Productions", start: int, stop: int, drafts: list[Draft], depth: int
) -> list[Draft]:
    text, reader = parser.text, parser.reader
    if parity := _PARITY.fullmatch(text, start, stop):
        drafts = [ranges.with_parity(reader, draft, parity.group()) for draft in drafts]
        return hindsight.widened(reader, drafts, start, stop)
    if marks.SCOPE.fullmatch(text, start, stop) and drafts and drafts[-1].part is None:
        return hindsight.widened(reader, drafts, start, stop)
    if _EXCLUDE.match(text, start, stop) or _TRAILING.search(text, start, stop):
        return exception(parser, start, stop, drafts, depth, whole=stop)[1]
    if areas.RESIDUAL.match(text, start, stop):
        return with_area(parser, drafts, "residual", start, stop)
    if _INCLUDE.match(text, start, stop):
        span = reader.span(start, stop)
        return [replace(draft, inclusions=(*draft.inclusions, span)) for draft in drafts]
    if areas.BOUNDS.search(text, start, stop):
        return with_area(parser, drafts, "bounds", start, stop)
    if drafts and _lists_parts(parser, start, stop, drafts):
        host = drafts[-1].path
        refined = [
            replace(draft, path=_under(draft.path, host))
            for draft in parser.clauses(start, stop, host, depth)
        ]
        return [*drafts[:-1], *refined] if refined else drafts
    reader.skip(start, stop, Code.REMARK)
    return drafts


def _lists_parts(parser: "Productions", start: int, stop: int, drafts: list[Draft]) -> bool:
    """Whether the bracket lists parts of the place before it (1号楼、2号楼)."""
    token = tokens.at(parser.text, start, stop)
    path = drafts[-1].path
    if not path or "+" in parser.text[start:stop]:  # 三栋楼+副楼4层: what it is made of.
        return False
    if token is None:
        return _names_parts(parser, start, stop, path)
    if token.kind in ("loose", "dashed", "room"):
        return False
    rank = tails.rank_in(token, path)
    return rank > path[-1].rank and rank < Rank.PART and parser.may_begin(token, path)


_STREET = re.compile("[路街巷道]|号(?!楼)")


def _names_parts(parser: "Productions", start: int, stop: int, path: Path) -> bool:
    """女生公寓4号楼、学生食堂、2号楼 behind a campus, but no address of its own (一路3号2栋)."""
    text = parser.text
    found = tokens.find(text, start, stop)
    if found is None or found.kind not in ("building", "unit") or "、" not in text[start:stop]:
        return False
    return path[-1].rank < Rank.BUILDING and not _STREET.search(text, start, stop)


def with_area(
    parser: "Productions", drafts: list[Draft], kind: str, start: int, stop: int
) -> list[Draft]:
    """``drafts`` narrowed to the stretch of ground that ``text[start:stop]`` describes."""
    value = parser.text[start:stop].strip(" ,、;。")
    if not value:
        return drafts
    piece = parser.reader.piece(Rank.AREA, kind, value, start, stop)
    return [draft.plus(piece) for draft in drafts]


def exception(
    parser: "Productions", pos: int, end: int, drafts: list[Draft], depth: int, whole: int = 0
) -> tuple[int, list[Draft]]:
    """除…外 behind ``drafts``: the zones taken out (residual), or a list of places.

    ``whole`` is the end of the bracket that holds nothing but this exception.
    """
    text, reader = parser.text, parser.reader
    if residual := areas.RESIDUAL.match(text, pos, end):
        stop = whole or residual.end()
        return stop, with_area(parser, drafts or [Draft(())], "residual", pos, stop)
    lead = _EXCLUDE.match(text, pos, end)
    start = lead.end() if lead else pos
    if whole:
        trailing = _OUT_AT_END.search(text, start, whole)
        stop, after = (trailing.start() if trailing else whole), whole
    else:
        stop, after = _closing(
            parser, start, end, open_ended=lead is not None and lead.group()[0] == "不"
        )
        if stop < 0:
            reader.note(Code.UNCLOSED_EXCEPTION, pos, min(end, pos + 1))
            stop = after = end
    if "风险" in text[start:stop]:
        return after, with_area(parser, drafts, "residual", pos, after)
    hosts = drafts or [Draft((reader.piece(Rank.AREA, "rest", text[pos:after], pos, after),))]
    found: list[Draft] = []
    if depth < DEEPEST:
        if text[start : start + 1] == "(" and parser.partner[start] == stop - 1:
            start, stop = start + 1, stop - 1  # 除(4号楼2单元)以外
        found = parser.clauses(start, stop, hosts[-1].path, depth + 1)
    else:
        reader.skip(start, stop, Code.REMARK)
    last = hosts[-1]
    paths = tuple(
        path
        for draft in found
        if draft.part is None and not _same(path := _under(draft.path, last.path), last.path)
    )
    inclusions = tuple(span for draft in found for span in draft.inclusions)
    last = replace(
        last, exceptions=last.exceptions + paths, inclusions=last.inclusions + inclusions
    )
    for draft in found:
        if draft.part is not None:  # 501室除外 must not take the whole building out.
            span = _own_span(reader, draft, last.path)
            reader.unused.append(span)
            reader.findings.append(make(Code.PART_EXCEPTED, span))
        for nested in draft.exceptions:  # An exception from an exception: a person must look.
            reader.unused += [_piece_span(piece) for piece in nested]
    return after, [*hosts[:-1], last]


_OUT_AT_END = re.compile(f"(?:除外|以外|之外|外){_REST}[ ,、。]*$")


def _part_span(draft: Draft) -> Span:
    assert draft.part is not None
    return Span(draft.part.text, draft.part.start, draft.part.end)


def _same(one: Path, other: Path) -> bool:
    """Whether two paths say the same, wherever they stand."""
    return [(p.rank, p.segment.value) for p in one] == [(p.rank, p.segment.value) for p in other]


def _own_span(reader: Reader, draft: Draft, host: Path) -> Span:
    """The words of an excepted place and its part, without what it takes over."""
    assert draft.part is not None
    start = draft.part.start
    for piece in reversed(draft.path):
        if piece in host or piece.segment.end != start:
            break
        start = piece.segment.start
    words = reader.normal.source[start - reader.offset : draft.part.end - reader.offset]
    return Span(words, start, draft.part.end)


def _closing(parser: "Productions", start: int, end: int, *, open_ended: bool) -> tuple[int, int]:
    """Where the list of an exception ends, and where what closes it ends."""
    limit = min(end, start + LONGEST_LIST)
    at = start
    while at < limit:
        char = parser.text[at]
        if char == "(":
            at = parser.partner[at]
        elif char in ";。)":
            break
        elif not open_ended and (out := _OUT.match(parser.text, at, limit)):
            return at, out.end()
        at += 1
    return (min(at, limit), min(at, limit)) if open_ended else (-1, -1)


def turned(drafts: list[Draft]) -> list[Draft]:
    """4号楼、5号楼之外其他楼宇: the last buildings of one complex as what it leaves out."""
    host = tails.truncated(drafts[-1].path, Rank.BUILDING)
    first = len(drafts)
    while first and tails.truncated(drafts[first - 1].path, Rank.BUILDING) == host:
        first -= 1
    within = drafts[first:]
    left_out = tuple(draft.path for draft in within if draft.path != host)
    inclusions = tuple(span for draft in within for span in draft.inclusions)
    return [*drafts[:first], Draft(host, None, left_out, inclusions)]


def _under(path: Path, host: Path) -> Path:
    """An excepted place as a full path below ``host``.

    One that names its own complex (建北413小区11号楼, of 建北片区) keeps it; a bare name
    inside a complex (幼儿园) is a place of that complex.
    """
    if not path or path[: len(host)] == host:
        return path
    own = [piece for piece in path if piece.rank >= Rank.COMPLEX]
    named = [piece.segment.value for piece in host if piece.rank == Rank.COMPLEX]
    hosted = bool(named)
    if not (hosted and own and own[0].rank == Rank.COMPLEX and own[0].kind == "name"):
        return path
    if own[0] in host or own[0].segment.value.endswith("小区"):
        return path
    if own[0].segment.value.startswith(tuple(named)):
        return path  # 兴苑别墅（除兴苑别墅一区22号楼）
    segment = replace(own[0].segment, level=Level.SECTION)
    return (*_solid(host), Piece(Rank.PLACE, "name", segment), *own[1:])


def _solid(path: Path) -> Path:
    return tuple(piece for piece in path if piece.rank < Rank.AREA)


def scope(parser: "Productions", pos: int, context: Path, depth: int) -> tuple[int, Path]:
    """A bracket before the first place says where it lies: (高新区)黎明街道…"""
    close = parser.partner[pos]
    if depth >= DEEPEST:
        parser.reader.skip(pos + 1, close, Code.REMARK)
        return close + 1, context
    inner = parser.clauses(pos + 1, close, context, depth + 1)
    for draft in inner[:-1]:
        parser.scopes += [piece.segment for piece in draft.path]
    if not inner:
        return close + 1, context
    if inner[-1].part is not None:
        parser.reader.unused.append(_part_span(inner[-1]))
    return close + 1, parser.scope(inner[-1])


def _piece_span(piece: Piece) -> Span:
    return Span(piece.segment.text, piece.segment.start, piece.segment.end)
