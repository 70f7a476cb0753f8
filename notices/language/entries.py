"""Entries: the items of a list with their districts, their words and their targets."""

import re
from dataclasses import dataclass, replace

from notices.language import lexis
from notices.language.act import Act, Form
from notices.language.clauses import is_subject
from notices.language.findings import finding
from notices.language.headings import Group, district_of
from notices.language.items import Item, Sep
from notices.language.lists import bare
from notices.language.page import Page
from notices.language.places import COUNTIES, city_short, division, is_headless
from notices.language.values import Action, Effective, Entry, Finding, RiskLevel


@dataclass(frozen=True, slots=True)
class Scope:
    """What an entry inherits: the district of its notice, and the names known there."""

    district: str | None
    known: frozenset[str]
    without_districts: bool = False
    """A city that has towns and no districts (东莞市): no district is missing there."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An item with its district and what is left as its text."""

    item: Item
    district: str | None
    carried: bool = False
    named: bool = False


def place(
    page: Page, group: Group, items: tuple[Item, ...], act: Act, scope: Scope
) -> list[Placed]:
    """Give each item of a group its district.

    ::

        item = [division] place ;

    Under a heading the heading is the district. In running text a division is written
    once and carried to the items after it, and is no part of their text. Where each
    item stands alone, on its own line or in quotation marks, and names its own
    division, its text keeps the name.
    """
    if group.name is not None:
        name = district_of(page, group, scope.known)
        return [Placed(item, name) for item in items]
    heads = [_head(page, item[0], scope) for item in items]
    named = [s < e < item[1] for (s, e), item in zip(heads, items, strict=True)]
    if not any(named):
        return [Placed(_less_city(page, item), _subject(page, act, scope)) for item in items]
    if all(named) and _alone(page, group, items, act):
        names = {page.verbatim(s, e) for s, e in heads}
        own = scope.district if scope.district in names and len(names) == 1 else None
        return [Placed(item, own, named=True) for item in items]
    out: list[Placed] = []
    current = _subject(page, act, scope)
    for item, (s, e), has in zip(items, heads, named, strict=True):
        if has:
            current = page.verbatim(s, e)
        out.append(Placed(trimmed(page, (e if has else item[0], item[1])), current, named=has))
    return out


def _head(page: Page, i: int, scope: Scope) -> tuple[int, int]:
    """The division that an item begins with; in a city without districts, its town."""
    town = _TOWN.match(page.text, i) if scope.without_districts else None
    return town.span() if town else division(page.text, i, scope.known)


def _alone(page: Page, group: Group, items: tuple[Item, ...], act: Act) -> bool:
    """Whether each item stands on its own line, behind its own number, or in quotation marks."""
    if group.quoted:
        return True
    return act.form is Form.OPEN and all(
        page.is_line_start(i) or _numbered(page, i) for i, _ in items
    )


def _numbered(page: Page, i: int) -> bool:
    return bool(
        re.search(r"(?:\d{1,3}[、.)]|[A-Z][.、]|\(\d{1,3}\)|[①-⑳·])$", page.text[max(0, i - 5) : i])
    )


def _subject(page: Page, act: Act, scope: Scope) -> str | None:
    """The one division in the words before the act, else the notice's own."""
    i, j = act.subject
    names: list[str] = []
    while i < j and act.form is not Form.CLOSE:
        s, e = division(page.text, i, scope.known)
        if s < e <= j:
            names.append(page.verbatim(s, e))
            i = e
        else:
            i += 1
    return names[0] if len(set(names)) == 1 else scope.district


def _less_city(page: Page, item: Item) -> Item:
    """An item less the name of its city before a subdistrict: 兰州团结新村街道."""
    end = city_short(page.text, item[0])
    if end > item[0] and re.match(r"[一-鿿]{2,7}?(?:街道|镇|乡)", page.text[end : item[1]]):
        return end, item[1]
    return item


_ODD = re.compile(
    r"[?�]|\(\d+个|等$|等\d+[个处地]|\d[个处]$|^\d{1,2}[、.)](?=[一-鿿])|(?:仍|依然|继续)$|^[一-鿿]{2,10}(?:[区县市旗镇乡]|街道):|^[一-鿿]{0,3}区域$|^[一二三四五六七八九十]将|^\d{1,2}[一-鿿]{2,5}(?:[镇乡]|街道)|^[一-鿿]{2,6}街道$|^将(?![军来台乐])|(?:分别|统一|全部|均|新|再)$|^[的等,、]|^小区|^区|^号(?!外)|^(?:管?委会|办事处)|(?:号楼|单元|号院)[一二三四五六七八九十]$|^(?:街道|社区(?!医院|卫生|服务)|[路街]社区|道[一-鿿]{2,4}[路街]\d)|^(?:不?含|不包括)(?![山光元章晖嘉香])|^(?:院|楼|单元)\d|^(?:路|街|镇|村|号)\d|^(?:位于|涉及|包括|其中|分别)"
)
_TOWN = re.compile(r"[一-鿿]{2,4}?(?:镇|街道)")
_AGAIN = re.compile(
    r"(?:单元|号楼|[栋幢座院村层厂园楼号室队组府苑排寓]|社区|小区)"
    r"[一-鿿]{2,9}?(?<!小)(?:街道|[镇乡])(?![中小卫政敬医])"
    r"|(?<=街道)[^、,与和至及]{3,}?[一-鿿]{2}街道(?!办|与|和|[至、]|交)"
    r"|(?<=[一-鿿)])\d{1,2}\.(?=[一-鿿])"
    r"|[路街道巷]\d{1,4}号[^与和至及、,对(-]*?[^\W\d与和至及对]{2}[路街道巷]\d{1,4}号(?!楼)"
    r"|\d(号楼|号(?![楼院])|[栋幢座]|单元)\d+\1(?![楼院])"
)
"""A second head after a whole place: the separator between two places was lost."""
_AFTER_LESS = re.compile(
    r"(?:\((?:除|不?含|不?包括)[^()]*\)|除外\)|外\))(?![及和与])[一-鿿]{2}"
    r"|\([^()]*\d号\)[一-鿿]{2}[^()]*\([^()]*\d号\)"
)
"""Words after an exclusion, which ends a place."""
_STRANGE = re.compile(r"[^\w\s(),、.;:/#&+'\"“”·*□■\-—]")
_MASK = re.compile(r"[*□■▢█_]")
_RUN = re.compile(
    r"(?:单元|号楼|[栋幢座]|\d[门户室排])(?!(?:[东西南北]?侧|及|和|与|至|-|以|附|底|对|西|东|南|北|一|二|三|四|五|六|七|八|九|十|半|负|地|"
    r"商|门|前|后|平|裙|全|整|除|的|内|外|住|公寓|楼)|[\d\(,、;.A-Za-z/#]|$)"
    r"[一-鿿]{1,9}?(?:小区|街道|路|街|社区|村|镇|院|苑|园|城|宿舍|公寓|大厦|广场|超市|公司)"
)


_SAME_AGAIN = re.compile(
    r"\d(?P<kind>号楼|号院|栋|幢|座|单元|号(?![楼院]))\d{1,4}(?P=kind)(?![楼院])"
    r"|[A-Z]座[A-Z]座"
    r"|\d号(?:附\d+号)?(?:(?![至到及和与])[一-鿿]){1,6}(?:社区|(?:[路街巷道])\d+号)"
    r"|(?:号楼|单元|[栋幢座]|小区|\d号)[一-鿿]{2,10}(?:街道|[镇乡区县街]|管委会|办事处):"
)
"""What stands again right behind itself, and so lost its separator: 15号17号, 53号甲社区."""


def _holds_division(words: str) -> bool:
    """Whether a district's name stands at the end of a place or behind a whole one."""
    for match in re.finditer(r"[区县旗市]", words):
        j = match.end()
        for i in range(max(1, j - 11), j - 2):
            name = words[i:j]
            behind = j == len(words) or words[i - 1] in "村区号楼院元栋幢座组社队室苑厦)"
            if behind and name in COUNTIES and name != "平房区":
                return True
    return False


def doubts(
    page: Page, placed: Placed, *, counted: bool = False, rescope: bool = False
) -> list[Finding]:
    """Whether an item is shaped as a place.

    ::

        masked  = place with * or □ in it ;
        headless = ( building | unit | section ) alone, with no place before it ;
        run-together = place building place … ;
    """
    i, j = placed.item
    words = page.text[i:j]
    start, end = page.span(i, j)
    plain = bare(words)
    out: list[Finding] = []

    def add(code: str) -> None:
        out.append(finding(code, start, end, text=page.verbatim(i, j)))

    note = note_after(page, placed.item)
    if note and note["when"]:
        add("odd-entry")
    if _STRANGE.search(plain) or plain.count("“") != plain.count("”"):
        add("odd-entry")
    if _MASK.search(words):
        add("masked")
    if words.count("(") != words.count(")"):
        add("unbalanced-bracket")
    if rescope:
        return out
    again = _AGAIN.search(plain, 2) or _AFTER_LESS.search(words)
    if again or _SAME_AGAIN.search(words) or _RUN.search(plain) or _holds_division(plain):
        add("run-together")
    elif (
        len(plain) > (90 if counted else 60)
        or _ODD.search(plain)
        or re.search(r"\(\d+个", words)
        or (lexis.ZONE_RE.search(plain) and not lexis.REST.search(plain))
        or lexis.PROSE.search(plain)
        or (is_subject(page, i, j) and not re.search(r"\d", plain))
        or (not counted and (":" in plain or not lexis.PLACE_WORD.search(plain)))
    ):
        add("odd-entry")
    return out


def entry(
    page: Page,
    placed: Placed,
    act: Act,
    count: int | None,
    effective: Effective | None,
) -> Entry:
    """The value of one item under its act."""
    i, j = placed.item
    start, end = page.span(i, j)
    action = act.action or Action.DESIGNATE
    return Entry(
        action,
        act.level,
        page.verbatim(i, j).strip() or "?",
        act.to_level if action is Action.RELEASE else None,
        placed.district,
        count,
        effective,
        start,
        end,
    )


_NOTE = re.compile(
    rf"(?<=.)\((?:原为?)?(?:(?P<zone>[高中低]风险(?:区|地区)?)"
    rf"|(?:于|自)?{lexis.MOMENT}(?:划定|新增|公布|列入|划入)"
    rf"|(?P<when>(?:于|自){lexis.MOMENT}起(?:执行|实施|生效)?)"
    r"|(?:人员)?(?:均|全部)?已(?:全部)?转运[^()]{0,16})\)$"
)
"""A bracket behind a place that tells its level, its day or its people, not where it is."""


def note_after(page: Page, item: Item) -> "re.Match[str] | None":
    """The note that was left out behind an item.

    ::

        note = "(" ( zone | moment 划定 | 自 moment 起 | 已转运 … ) ")" ;
    """
    if page.text[item[1] : item[1] + 1] != "(":
        return None
    return _NOTE.search(page.text, item[0], page.text.find(")", item[1]) + 1)


def level_told(page: Page, rows: list[list[Placed]]) -> RiskLevel | None:
    """The one level that notes behind all places name: 甲村(中风险区)、乙村(中风险区)."""
    notes = [note_after(page, p.item) for row in rows for p in row]
    zones = {m["zone"] if m else None for m in notes}
    zone = zones.pop() if len(zones) == 1 else None
    return lexis.levels(zone)[0] if zone else None


def trimmed(page: Page, item: Item) -> Item:
    """An item less blanks, separators, its number and the mark of a footnote at its ends."""
    i, j = item
    note = _NOTE.search(page.text, i, j)
    j = note.start() if note else j
    number = _ITS_NUMBER.match(page.text, i, j)
    i = number.end() if number else i
    while j > i + 1 and page.text[j - 1] in _FOOTNOTES:
        j -= 1
    while i < j and page.text[i] in ",、;。:·.|”":
        i += 1
    while j > i and page.text[j - 1] in ",、;。:·“":
        j -= 1
    if page.text[i:j].count("“") != page.text[i:j].count("”"):
        i += page.text[i] == "“"
        j -= page.text[j - 1] == "”"
    return i, j


_FOOTNOTES = frozenset(map(chr, range(0x2460, 0x2474)))
_ITS_NUMBER = re.compile(
    r"(?:\((?:\d{1,3}|[一二三四五六七八九十]{1,3})\)|[①-⑳])[、.]?(?=[一-鿿A-Z])"
)
"""(1) or ① before an item inside a sentence: numbers the item, and is no part of a name."""


def is_alone_headless(page: Page, item: Item) -> bool:
    """Whether an item that begins a list has no head of its own."""
    return is_headless(page.text[item[0] : item[1]])


def marks_between(group: Group) -> set[Sep]:
    """The separators that a group uses."""
    return {p.sep for p in group.pieces[1:]}


__all__ = ["Placed", "Scope", "doubts", "entry", "place", "replace", "trimmed"]
