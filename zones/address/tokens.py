"""The fine tokens of an address: everything that is told by its suffix.

A token is a label list with a suffix (3、5号楼), or a word that stands for one (南区,
半边户). ``at`` reads the token that begins at a place; ``find`` looks for the first one
inside a run of text, and so where the name of a complex ends. ``find`` is stricter: a weak
suffix after a Chinese numeral (三门, 十八梯, 一组) is more often part of a name.
"""

import re
from dataclasses import dataclass
from enum import IntEnum

from zones.address import labels, lexicon
from zones.address.labels import Label
from zones.address.lexicon import (
    BUILDING,
    LIST,
    NAMED_BUILDING,
    NUMBER,
    SIDE,
    SUBNUMBER,
    UNIT,
    YARD,
)


class Rank(IntEnum):
    """How fine a piece is, coarse to fine; rungs within one level nest in this order."""

    PROVINCE = 1
    CITY = 2
    DISTRICT = 3
    SUBDISTRICT = 4
    COMMUNITY = 5
    STREET = 6
    COMPLEX = 7
    PHASE = 10
    BLOCK = 11
    ZONE = 12
    CLUSTER = 13
    COURT = 14
    GROUP = 15
    ROW = 16
    PLACE = 17
    BUILDING = 20
    UNIT = 30
    PART = 40
    AREA = 50


@dataclass(frozen=True, slots=True)
class Token:
    """A fine token at ``start`` to ``end`` of the folded text.

    ``kind`` names the production; ``list_end`` is where its labels end and its suffix
    begins; ``lettered`` says that its label is letters only (A座).
    """

    kind: str
    start: int
    end: int
    list_end: int
    lettered: bool = False

    @property
    def rank(self) -> Rank:
        return RANKS[self.kind]

    def labels(self, text: str) -> list[Label]:
        """The labels before the suffix; the last one's span takes the suffix in."""
        found = labels.read(text, self.start, self.list_end)
        if not found:
            return []
        last = found[-1]
        return [*found[:-1], Label(last.value, last.start, self.end, last.range)]


RANKS = {
    "phase": Rank.PHASE,
    "block": Rank.BLOCK,
    "zone": Rank.ZONE,
    "side": Rank.ZONE,
    "cluster": Rank.CLUSTER,
    "court": Rank.COURT,
    "yard": Rank.COURT,
    "quarter": Rank.COURT,
    "group": Rank.GROUP,
    "row": Rank.ROW,
    "building": Rank.BUILDING,
    "named": Rank.BUILDING,
    "storey": Rank.BUILDING,
    "loose": Rank.BUILDING,
    "number": Rank.BUILDING,
    "dashed": Rank.BUILDING,
    "unit": Rank.UNIT,
    "unitside": Rank.UNIT,
    "floor": Rank.PART,
    "room": Rank.PART,
    "household": Rank.PART,
    "shop": Rank.PART,
}

_AT_END = f"(?=[{lexicon.STOP}]|$)"
_NUMERAL = rf"(?:\d{{1,3}}|[{lexicon.CN}]{{1,4}})"
_STOREYS = f"第?{_NUMERAL}(?:层?{lexicon.DASH}第?-?{_NUMERAL})?"
_GROUP = "(?:村民小组|居民小组|小组|组(?!团)|网格|生产队|大队|队(?![部伍])|社(?!区|会)|片区|号片区)"
_DIGIT_LIST = (
    rf"第?(?<![A-Za-z\d])[A-Za-z]?\d{{1,4}}(?:(?:{lexicon.COMMA}|{lexicon.DASH})\d{{1,4}}){{0,40}}+"
)

_WEAK: dict[str, tuple[str, str]] = {
    # kind: (labels, suffix)
    "group": (f"{LIST}", _GROUP),
    "row": (f"{LIST}", "(?:条?排|巷(?=\\d))"),
    "unit": (f"{LIST}", UNIT),
    "storey": (f"{LIST}", "楼(?![道门梯])"),
    "room": (
        r"(?:[A-Za-z]?\d{1,5}(?:[-、,.]\d{1,5}){0,30})",
        f"(?:号?室|号?房(?!管|产|改)|户|{_AT_END})",
    ),
}
_STRONG: dict[str, tuple[str, str]] = {
    "dashed": (
        r"(?<![\dA-Za-z-])(?:[A-Za-z]?\d{1,4}[A-Za-z]?-\d{1,2}-\d{1,5}"
        r"|(?:[A-Za-z]?\d{1,2}[A-Za-z]?)-\d{1,5})",
        f"(?:室|{_AT_END})",
    ),
    "phase": (f"(?:{LIST}|(?<![A-Za-z])[IVX]{{1,4}})", "期(?![间货房])"),
    "cluster": (f"(?:{LIST}|[A-Z])", "组团"),
    "block": (f"{LIST}", "(?:号?地块)"),
    "zone": (f"(?:{SIDE})?(?:{LIST})", "区(?![域间长划])"),
    "side": (f"{SIDE}(?:[、,和及]{SIDE}){{0,8}}", "区(?![域间长划])"),
    "court": (f"(?<=[区园苑城府庭]){SIDE}", "[园院苑](?![区校林地])"),
    "floor": (
        f"(?:(?:地下|负|-)?{_STOREYS}(?:[、,.和及/]{_STOREYS}){{0,30}}+)",
        "层(?!次)",
    ),
    "building": (f"{LIST}", BUILDING),
    "named": (NAMED_BUILDING, ""),
    "unitside": ("(?:[东南西北中](?:[、,和及][东南西北中]){0,4})", "单元"),
    "yard": (f"{LIST}", YARD + SUBNUMBER),
    "household": (
        "(?:半边户|[东西南北]半[边侧部]?|[东西南北中]户|上下户|左右[两2]?户|对门)",
        "",
    ),
    "shop": (r"(?:\d[\d-]{0,9}号?)?", "(?:商铺|门面房?|门市房?|底商|沿街商铺|临街商铺)"),
    "quarter": (lexicon.QUARTER, ""),
    "number": (f"{LIST}", NUMBER + SUBNUMBER),
    "loose": (r"(?<![A-Za-z\d])(?:[A-Za-z]\d{1,3}|\d{1,3}[A-Za-z])", _AT_END),
}
_DIGITS_ONLY: dict[str, tuple[str, str]] = {
    "group": (_DIGIT_LIST, _GROUP),
    "row": (f"(?:第|[东西南北])?(?:{_DIGIT_LIST}|(?<=[第东西南北])[{lexicon.CN}]{{1,3}})", "排"),
    "unit": (f"(?:{_DIGIT_LIST}|(?<![{lexicon.CN}])[{lexicon.CN}]{{1,3}}(?=单元))", UNIT),
    "storey": (rf"(?:{_DIGIT_LIST}|(?<![A-Za-z])[A-Za-z])", "楼(?![道门梯])"),
    "room": (
        r"(?<![\dA-Za-z-])[A-Za-z]?\d{3,5}(?:[、,.]\d{3,5}){0,30}",
        f"(?:号?室|号?房(?!管|产|改)|{_AT_END})",
    ),
}
_ORDER = [
    "phase",
    "cluster",
    "block",
    "zone",
    "side",
    "court",
    "named",
    "quarter",
    "floor",
    "building",
    "unit",
    "unitside",
    "group",
    "row",
    "yard",
    "storey",
    "household",
    "shop",
    "number",
    "dashed",
    "room",
    "loose",
]


def _compile(weak: dict[str, tuple[str, str]]) -> re.Pattern[str]:
    table = _STRONG | weak
    return re.compile(
        "|".join(f"(?P<{kind}>(?P<{kind}_l>{table[kind][0]}){table[kind][1]})" for kind in _ORDER)
    )


_AT = _compile(_WEAK)
_FIND = _compile(_DIGITS_ONLY)


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or ""
    label = match[f"{kind}_l"]
    lettered = label.isascii() and label.isalpha()
    return Token(kind, match.start(), match.end(), match.end(f"{kind}_l"), lettered)


def at(text: str, pos: int, end: int) -> Token | None:
    """The token that begins at ``pos``."""
    match = _AT.match(text, pos, end)
    return _token(match) if match and match.end() > pos else None


def find(text: str, pos: int, end: int) -> Token | None:
    """The first token at or after ``pos``."""
    match = _FIND.search(text, pos, end)
    return _token(match) if match else None
