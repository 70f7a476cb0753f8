"""Items: a list cut into places, in every way its separators allow.

A comma in ``西华苑三期北区1号楼、9号楼`` joins, in ``花果园一期1栋、2栋`` it parts, and only
the declared count knows. So a list is cut into *pieces* at every separator, and a
*reading* joins pieces again; the readings worth a thought are few, and are ordered from
the most usual to the least.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import IntEnum

from notices.language import lexis
from notices.language.numerals import number
from notices.language.page import Gap, Page
from notices.language.places import division, is_bound, is_headless, is_remark


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
    """Only the end of an address: 9号楼."""
    bound: bool = False
    """One side of an area: 东至北苑路."""
    line: bool = False
    """Whether a line begins here."""
    remark: bool = False
    """Says more of the place before it: 含职工餐厅, 以吐曼河为界."""
    torn: bool = False
    """Whether the line break before it is inside a word: 博雅府1⏎6号楼."""
    named: int = 0
    """Where the name of a division ends that it begins with; 0 for none."""
    ragged: bool = False
    """Whether the line before it ends as no place ends: 文⏎兴苑."""
    number: int | None = None
    """The number it carries in a numbered list."""


Item = tuple[int, int]
Reading = tuple[Item, ...]
Spans = list[tuple[int, int]]

_CUT = re.compile(r"[,、;。|“”\"]")
_BRACKET = re.compile(r"[()]")
_SEPS = {",": Sep.COMMA, "、": Sep.DUN, ";": Sep.SEMICOLON, "|": Sep.SEMICOLON, "。": Sep.MARK}
_QUOTES = '“”"'
_NUMBER = re.compile(
    r"(?P<a>\d{1,3})[、.):·]|(?P<l>[A-Z])[.、](?=[一-鿿])|\((?P<b>\d{1,3}|[一二三四五六七八九十]{1,3})\)[、.]?|(?P<c>[①-⑳])[、.]?"
)
_NUMBER_AFTER = re.compile(r"[;。:]|(?=[①-⑳])")
_QUOTED = re.compile(r"“[^“”]{1,120}”")
_BARE_NUMBER = re.compile(r"\d{1,3}")
_BULLET = re.compile(r"[·>○◯§|]+|\*(?=\*)|-+(?=[^\d-])")
_EXCEPT = re.compile(
    r"(?<![解免消扣])除[^除外,;。()“”]{1,30}外(?![一-鿿]{0,3}(?:路|街|村|镇|环|滩))"
)
"""An exclusion outside brackets, whose marks part nothing: 永久村除三组、四组外的各组."""
_JOINER = re.compile(r"以及|并将|同时将|和|及|与")
_ETC = re.compile(
    rf"等(?:共计?|合计)?(?P<n>{lexis.NUM})(?P<n2>){lexis.UNIT}?(?:高风险|中风险|低风险|风险|重点)?"
    r"(?:区域|小区|点位|地区|地点|场所|地方|单元|楼栋|区|村|处|社区)?(?:解除(?:管控|封控)?)?(?:的)?$"
)
_SUM = re.compile(
    rf"(?<!等)(?:(?:共计?|合计)?(?P<n>{lexis.NUM})[个处](?:区域|地区|地点|点位|场所|地方)"
    rf"|(?:共计?|合计)(?P<n2>{lexis.NUM})[个处])(?:的)?$"
)
_ETC_OPEN = re.compile(r"等(?:区域|地区|地点|小区|地|点位|场所|处)?(?:的)?$")
_HOUSE = re.compile(r"\d{1,4}号")
_TORN = re.compile(r"(?:\d|号|楼|栋|幢|单元|元|层|室|座)")


def brackets(text: str, start: int, end: int) -> Spans:
    """The outermost brackets that close, in order."""
    spans: Spans = []
    stack: list[int] = []
    for match in _BRACKET.finditer(text, start, end):
        if match[0] == "(":
            stack.append(match.start())
        elif stack:
            opened = stack.pop()
            while spans and spans[-1][0] > opened:
                spans.pop()
            spans.append((opened, match.start()))
    return spans


def inside(spans: Spans, i: int) -> bool:
    """Whether ``i`` lies in one of ``spans``."""
    k = bisect_left(spans, (i, 0)) - 1
    return k >= 0 and i <= spans[k][1]


def numbers(page: Page, start: int, end: int) -> dict[int, tuple[int, int]]:
    """The numbers 1、2、3… of a numbered list: where each stands, where it ends, its value.

    ::

        number = digits ( "、" | "." | ")" | ":" ) | "(" digits ")" | ① ;

    A number counts where a line, a sentence or a list begins, when it is one or one more
    than the number before it; so the 5 of 寨底街6巷5、6、8号 is none.
    """
    found: dict[int, tuple[int, int]] = {}
    expect = 1
    for i in _edges(page, start, end):
        match = _NUMBER.match(page.text, i, end)
        value, stop = _value(match), match.end() if match else i
        if match and page.text[stop : stop + 1].isdigit() and stop not in page.gaps:
            value = value if value == expect > 1 and page.is_line_start(i) else None
        if match is None:
            bare = _BARE_NUMBER.match(page.text, i, end)
            if bare and page.is_line_start(i) and page.gaps.get(bare.end()):
                value, stop = int(bare[0]), bare.end()
        near = page.is_line_start(i) and found and expect < value <= expect + 2 if value else False
        if value is not None and (value in (1, expect) or near):
            found[i] = (stop, value)
            expect = value + 1
    alone = [i for i, (_, v) in found.items() if v == 1]
    return found if len(found) > 1 or all(page.is_line_start(i) for i in alone) else {}


def _value(match: "re.Match[str] | None") -> int | None:
    if match is None:
        return None
    if match["c"]:
        return ord(match["c"]) - ord("①") + 1
    if match["l"]:
        return ord(match["l"]) - ord("A") + 1
    return number(match["a"] or match["b"])


def _edges(page: Page, start: int, end: int) -> list[int]:
    """Where a number may stand: starts of lines, after a gap, a full stop or a semicolon."""
    after = (m.end() for m in _NUMBER_AFTER.finditer(page.text, start, end))
    return sorted({start, *page.gaps_within(start, end), *after})


def pieces(
    page: Page, start: int, end: int, marks: dict[int, tuple[int, int]] | None = None
) -> list[Piece]:
    """Cut a list at every separator outside brackets.

    ::

        list      = piece { separator piece } ;
        separator = "、" | "，" | "；" | "。" | line-break | wide-blank
                  | quotation-mark | number | bullet ;
    """
    cuts = _cuts(page, start, end, marks or {})
    out: list[Piece] = []
    begin, sep, line, counted = start, Sep.MARK, page.is_line_start(start), None
    for i, j, mark, is_line, value in [*cuts, (end, end, Sep.MARK, False, None)]:
        piece = _piece(page, begin, i, sep, line=line, value=counted) if begin < i else None
        if piece is not None and page.text[i:j] in _QUOTES and piece.named == piece.end and j > i:
            continue
        if piece is not None:
            out.append(piece)
            sep, line, counted = mark, is_line, value
        else:
            sep, line = max(sep, mark), line or is_line
            counted = value if value is not None else counted
        begin = j
    return out


Cut = tuple[int, int, Sep, bool, int | None]


def _cuts(page: Page, start: int, end: int, marks: dict[int, tuple[int, int]]) -> list[Cut]:
    """Every separator of the list: where it is, how strong, and if a line ends there."""
    text = page.text
    closed = brackets(text, start, end)
    pairs = _quotes(text, start, end)
    quoted = bool(pairs) or text[start : start + 1] in tuple(_QUOTES)
    closed = sorted([*closed, *((i + 1, j - 2) for i, j in pairs)]) if len(pairs) > 1 else closed
    except_ = (m.span() for m in _EXCEPT.finditer(text, start, end))
    closed = sorted([*closed, *(s for s in except_ if not inside(closed, s[0]))])
    whole = [(i + 1, j - 2) for i, j in pairs if not re.search("[,、;]", text[i:j])]
    cuts: list[Cut] = []
    for match in _CUT.finditer(text, start, end):
        i, mark = match.start(), match[0]
        if inside(closed, i):
            continue
        if mark not in _QUOTES:
            cuts.append((i, i + 1, _SEPS[mark], False, None))
        elif quoted:
            cuts.append((i, i + 1, Sep.MARK, False, None))
    for i in page.gaps_within(start + 1, end):
        gap = page.gaps[i]
        if gap is Gap.LINE and inside(whole, i):
            continue
        if not inside(closed, i) and (gap is not Gap.BLANK or _between_words(page, i)):
            strength = {Gap.LINE: Sep.WRAP, Gap.WIDE: Sep.MARK, Gap.BLANK: Sep.BLANK}[gap]
            cuts.append((i, i, strength, gap is Gap.LINE, None))
    own = {i: mark for i, mark in marks.items() if start <= i < end}
    within = {k for i, (stop, _) in own.items() for k in range(i + 1, stop)}
    cuts = [c for c in cuts if c[0] not in within]
    cuts += [(i, s, Sep.MARK, page.is_line_start(i), value) for i, (s, value) in own.items()]
    return sorted(cuts, key=lambda c: c[:2])


def _quotes(text: str, start: int, end: int) -> Spans:
    """The quotation marks that hold places: “甲”“乙”, each beginning where a place may."""
    found = [m.span() for m in _QUOTED.finditer(text, start, end)]
    if not found or found[0][0] == start:
        return found
    leads = [i for i, _ in found if text[i - 1] in ",、;”" or division_before(text, i, start)]
    return found if len(found) > 1 and len(leads) == len(found) else []


def division_before(text: str, i: int, start: int) -> bool:
    """Whether a division's name ends right before ``i``: 双阳区「云山街道…」."""
    return any(division(text, k)[1] == i for k in range(max(start, i - 8), i - 1))


def _between_words(page: Page, i: int) -> bool:
    """Whether a single blank stands between two Chinese characters."""
    a, b = page.text[i - 1], page.text[i]
    return all("一" <= c <= "鿿" for c in (a, b))


def _piece(page: Page, i: int, j: int, sep: Sep, *, line: bool, value: int | None) -> Piece | None:
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
    torn = sep is Sep.WRAP and i > 0 and text[i - 1].isalnum() and bool(_TORN.match(words))
    road = torn and text[i - 1] in "路街巷弄" and bool(_HOUSE.match(words))
    torn = road or (torn and (text[i - 1].isascii() or words[0] in "号楼栋幢元层室座"))
    named = division(text, i)[1]
    return Piece(
        i,
        j,
        sep,
        is_headless(words),
        is_bound(words),
        line,
        bool(sep is not Sep.MARK and not line and is_remark(words)),
        torn,
        named if named > i else 0,
        sep is Sep.WRAP and not lexis.PLACE_TAIL.search(text, max(0, i - 12), i),
        value,
    )


def _joins_on(text: str, joiner: "re.Match[str]") -> bool:
    """Whether 和 joins on, and is not the head of a name (和平区)."""
    if len(joiner[0]) > 1:
        return True
    _, end = division(text, joiner.end())
    return end > joiner.end() and division(text, joiner.start())[1] == joiner.start()


def etc(page: Page, item: Item) -> tuple[Item, int | None, bool]:
    """An item less 等N个区域: the item, the count, and whether an open 等 was there.

    ::

        etc = "等" [count] [区域 | 小区 | …]
            | [共] count ( 区域 | 地点 | 点位 | … ) ;
    """
    match = _ETC.search(page.text, item[0], item[1]) or _SUM.search(page.text, *item)
    if match and match.start() > item[0]:
        words = match["n"] or match["n2"]
        return (item[0], match.start()), number(words), False
    match = _ETC_OPEN.search(page.text, item[0], item[1])
    if match and match.start() > item[0] + 1:
        return (item[0], match.start()), None, True
    return item, None, False
