"""Items: a list cut into places, in every way its separators allow.

A comma in ``西华苑三期北区1号楼、9号楼`` joins, in ``花果园一期1栋、2栋`` it parts, and only
the declared count knows. So a list is cut into *pieces* at every separator, and a
*reading* joins pieces again; the readings worth a thought are few, and are ordered from
the most usual to the least.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from notices.language import lexis
from notices.language.numerals import number
from notices.language.page import Gap, Page
from notices.language.places import division, is_bound, is_headless


class Sep(IntEnum):
    """What stands before a piece, weak to strong."""

    WRAP = 0
    """A line break with no mark beside it: between two items, or inside one."""
    BLANK = 1
    DUN = 2
    """、"""
    COMMA = 3
    SEMICOLON = 4
    MARK = 5
    """A number, a bullet, a quotation mark, a full stop, the start: always parts."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch between two separators."""

    start: int
    end: int
    sep: Sep
    headless: bool = False
    bound: bool = False
    line: bool = False
    """Whether a line begins here."""


Item = tuple[int, int]
Reading = tuple[Item, ...]

_CUT = re.compile(r"[,、;。()“”\"]")
_SEPS = {",": Sep.COMMA, "、": Sep.DUN, ";": Sep.SEMICOLON, "。": Sep.MARK}
_LEADING_NUMBER = re.compile(r"(?:(\d{1,3})[、.)](?!\d)|\((\d{1,3})\)|(\d{1,3}):|([①-⑳]))[、.]?")
_BULLET = re.compile(r"[·▷>◎○§]|\*(?=\*)|-(?=\D)")
_JOINER = re.compile(r"以及|并将|同时将|和|及|与")
_ETC = re.compile(
    rf"等(?:共计?|合计)?(?P<n>{lexis.NUM}){lexis.UNIT}?(?:高风险|中风险|低风险|风险|重点)?"
    r"(?:区域|小区|点位|地区|地点|场所|地方|单元|楼栋|区|村|处|社区)?(?:的)?$"
)
_ETC_OPEN = re.compile(r"等(?:区域|地区|地点|小区|地|点位|场所|处)?(?:的)?$")


def pieces(page: Page, start: int, end: int) -> list[Piece]:
    """Cut a list at every separator outside brackets.

    ::

        list      = piece { separator piece } ;
        separator = "、" | "，" | "；" | "。" | line-break | wide-blank
                  | quotation-mark | number | bullet ;
    """
    quoted = page.text[start : start + 1] in ("“", '"')
    cuts = _cuts(page, start, end, quoted=quoted)
    out: list[Piece] = []
    begin, sep, line = start, Sep.MARK, page.is_line_start(start)
    for i, j, mark, is_line in [*cuts, (end, end, Sep.MARK, False)]:
        piece = _piece(page, begin, i, sep, line=line) if begin < i else None
        if piece is not None:
            out.append(piece)
            sep, line = mark, is_line
        else:
            sep, line = max(sep, mark), line or is_line
        begin = j
    return _unnumbered(page, out)


def _cuts(page: Page, start: int, end: int, *, quoted: bool) -> list[tuple[int, int, Sep, bool]]:
    """Every separator of the list: where it is, how strong, and if a line ends there."""
    text = page.text
    cuts: list[tuple[int, int, Sep, bool]] = []
    depth, closing = 0, text.count(")", start, end)
    for match in _CUT.finditer(text, start, end):
        i, mark = match.start(), match[0]
        if mark == "(":
            depth += closing > 0
        elif mark == ")":
            depth, closing = max(0, depth - 1), closing - 1
        elif mark in "“”\"":
            if quoted and not depth:
                cuts.append((i, i + 1, Sep.MARK, False))
        elif not depth:
            cuts.append((i, i + 1, _SEPS[mark], False))
    depths = _depths(text, start, end)
    k = bisect_left(page.breaks, start + 1)
    while k < len(page.breaks) and page.breaks[k] < end:
        b = page.breaks[k]
        if not depths(b):
            cuts.append((b, b, Sep.WRAP, True))
        k += 1
    for i, gap in _wide(page, start, end):
        if not depths(i):
            cuts.append((i, i, Sep.BLANK if gap is Gap.BLANK else Sep.MARK, False))
    return sorted(cuts)


def _wide(page: Page, start: int, end: int) -> Iterator[tuple[int, Gap]]:
    """Blanks that may part: a column of a table, or one between two Chinese characters."""
    if not page.gaps:
        return
    for i in range(start + 1, end):
        gap = page.gaps.get(i)
        if gap is Gap.WIDE or (
            gap is Gap.BLANK and page.text[i - 1] > "一" and page.text[i] > "一"
            and page.text[i - 1] not in ",、;。:()“”" and page.text[i] not in ",、;。:()“”"
        ):
            yield i, gap


def _depths(text: str, start: int, end: int):  # type: ignore[no-untyped-def]
    """A test of whether a position is inside a bracket that closes."""
    spans: list[tuple[int, int]] = []
    stack: list[int] = []
    for match in re.compile(r"[()]").finditer(text, start, end):
        if match[0] == "(":
            stack.append(match.start())
        elif stack:
            opened = stack.pop()
            if not stack:
                spans.append((opened, match.start()))
    opens = [s for s, _ in spans]

    def inside(i: int) -> bool:
        k = bisect_left(opens, i) - 1
        return k >= 0 and i <= spans[k][1]

    return inside


def _piece(page: Page, i: int, j: int, sep: Sep, *, line: bool) -> Piece | None:
    """A piece less its bullet and its joining word; nothing when nothing is left."""
    text = page.text
    bullet = _BULLET.match(text, i, j)
    if bullet:
        i, sep = bullet.end(), Sep.MARK
    joiner = _JOINER.match(text, i, j)
    if joiner and sep in (Sep.COMMA, Sep.DUN, Sep.SEMICOLON) and _joins_on(text, joiner):
        i = joiner.end()
    while j > i and text[j - 1] in ":.·":
        j -= 1
    if i >= j or text[i:j] in ("等", "和", "及"):
        return None
    words = text[i:j]
    return Piece(i, j, sep, is_headless(words), is_bound(words), line)


def _joins_on(text: str, joiner: "re.Match[str]") -> bool:
    """Whether 和 joins on, and is not the head of a name (和平区)."""
    if len(joiner[0]) > 1:
        return True
    _, end = division(text, joiner.end())
    return end > joiner.end() and division(text, joiner.start())[1] == joiner.start()


def _unnumbered(page: Page, found: list[Piece]) -> list[Piece]:
    """Take the numbers 1、2、3… off the pieces, when they count up from one.

    ::

        number = digits ( "、" | "." | ")" ) | "(" digits ")" | ① ;
    """
    text, out, expect, k = page.text, [], 1, 0
    while k < len(found):
        piece = found[k]
        value, end = _number_at(page, piece, found[k + 1] if k + 1 < len(found) else None)
        if value == expect and (piece.line or piece.sep >= Sep.COMMA or expect == 1):
            expect += 1
            if end >= piece.end and k + 1 < len(found):
                k += 1
                piece = found[k]
                end = piece.start
            words = text[end : piece.end]
            piece = Piece(end, piece.end, Sep.MARK, is_headless(words), is_bound(words), True)
        out.append(piece)
        k += 1
    return out if expect > 2 or (expect == 2 and len(out) <= 2) else found


def _number_at(page: Page, piece: Piece, following: Piece | None) -> tuple[int | None, int]:
    """The number that a piece begins with, and where it ends."""
    match = _LEADING_NUMBER.match(page.text, piece.start, piece.end)
    if match:
        digits = match[1] or match[2] or match[3]
        value = int(digits) if digits else ord(match[4]) - ord("①") + 1
        return value, match.end()
    words = page.text[piece.start : piece.end]
    if words.isdigit() and following and following.sep in (Sep.DUN, Sep.MARK):
        return int(words), piece.end
    lead = re.match(r"\d{1,3}", words)
    if lead and page.gaps.get(piece.start + lead.end()) is not None and piece.line:
        return int(lead[0]), piece.start + lead.end()
    return None, piece.start


def etc(page: Page, item: Item) -> tuple[Item, int | None, bool]:
    """An item less 等N个区域: the item, the count, and whether an open 等 was there.

    ::

        etc = "等" [count] [区域 | 小区 | …] ;
    """
    match = _ETC.search(page.text, item[0], item[1])
    if match and match.start() > item[0]:
        return (item[0], match.start()), number(match["n"]), False
    match = _ETC_OPEN.search(page.text, item[0], item[1])
    if match and match.start() > item[0] + 1:
        return (item[0], match.start()), None, True
    return item, None, False


@dataclass(frozen=True, slots=True)
class Policy:
    """Which separators part, in one reading of a list."""

    weakest: Sep
    """、 ， or ；: this mark and every stronger one part."""
    wrap: bool
    """Whether a bare line break parts."""
    headless: bool
    """Whether a fragment without a head stands alone."""
    blank: bool = False


def _joins(piece: Piece, before: Piece, policy: Policy) -> bool:
    """Whether ``piece`` belongs to the item before it."""
    if piece.sep is Sep.MARK:
        return False
    if piece.bound and before.bound:
        return True
    if piece.headless and not policy.headless and not (piece.sep is Sep.WRAP and policy.wrap):
        return True
    if piece.sep is Sep.WRAP:
        return not policy.wrap
    if piece.sep is Sep.BLANK:
        return not policy.blank
    return piece.sep < policy.weakest


def read(found: list[Piece], policy: Policy) -> Reading:
    """Join the pieces as ``policy`` says."""
    items: list[Item] = []
    before: Piece | None = None
    for piece in found:
        if before is not None and _joins(piece, before, policy):
            items[-1] = (items[-1][0], piece.end)
        else:
            items.append((piece.start, piece.end))
        before = piece
    return tuple(items)


def policies(found: list[Piece]) -> list[Policy]:
    """The policies that could differ on these pieces, the most usual first.

    A line break is taken to part two items when lines are how this list is written: no
    mark parts anything, or each line ends where a place can end.
    """
    seps = {p.sep for p in found[1:]}
    marks = sorted(seps & {Sep.DUN, Sep.COMMA, Sep.SEMICOLON})
    wraps = [True, False] if Sep.WRAP in seps else [False]
    blanks = [False, True] if Sep.BLANK in seps else [False]
    heads = [False, True] if any(p.headless for p in found[1:]) else [False]
    if Sep.WRAP in seps and marks and _wrapped(found):
        wraps.reverse()
    return [
        Policy(weakest, wrap, headless, blank)
        for blank in blanks
        for headless in heads
        for wrap in wraps
        for weakest in [*(marks or [Sep.DUN]), *([Sep.MARK] if marks else [])]
    ]


def _wrapped(found: list[Piece]) -> bool:
    """Whether lines break in the middle of a list that marks part, as in a newspaper."""
    marked = sum(p.sep in (Sep.DUN, Sep.COMMA, Sep.SEMICOLON) for p in found[1:])
    wraps = sum(p.sep is Sep.WRAP for p in found[1:])
    return marked > 2 * wraps


def readings(found: list[Piece]) -> list[tuple[Policy, Reading]]:
    """Each distinct reading with the first policy that gives it."""
    seen: dict[Reading, Policy] = {}
    for policy in policies(found):
        seen.setdefault(read(found, policy), policy)
    return [(policy, reading) for reading, policy in seen.items()]
