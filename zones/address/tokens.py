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
from zones.address.lexicon import CN, COMMA, DASH, SIDE, STOP, SUBNUMBER, listed


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
    begins; ``lettered`` says that its label is letters only (A座), ``is_stem`` that it ends in
    one of the ten stems (901丁楼), ``is_spelled`` that it is a numeral in characters (二楼).
    """

    kind: str
    start: int
    end: int
    list_end: int
    lettered: bool = False
    is_stem: bool = False
    is_spelled: bool = False

    @property
    def bare(self) -> bool:
        """Digits without any suffix: 376, 2404."""
        return self.kind == "room" and self.list_end == self.end

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
    "slashed": Rank.BUILDING,
    "unit": Rank.UNIT,
    "unitside": Rank.UNIT,
    "floor": Rank.PART,
    "within": Rank.PART,
    "room": Rank.PART,
    "household": Rank.PART,
    "shop": Rank.PART,
}

_AT_END = f"(?=[{STOP}]|$)(?!/\\d{{1,3}}小区)"
_NUMERAL = rf"(?:\d{{1,3}}|[{CN}]{{1,4}})"
_STOREYS = f"第?{_NUMERAL}(?:层?{DASH}第?-?{_NUMERAL})?"
_GROUP = (
    "(?:村民小组|居民小组|小组|组(?!团)|网格|生产队|大队|队(?![部伍])|社(?!区|会)"
    "|连(?![^,、;。:()\\d])|号?片区)"
)
_STOREY = "楼层?(?![道门梯])"
_ROOM = f"(?:号?室|号?房(?!管|产|改)|{_AT_END})"
_HOUSEHOLD = (
    "半边户|[东西南北]半(?:边|侧|户)(?!分|街|店)|(?:[东西南北]边?|中间?|[A-Fa-f])[0-9]?户"
    "|上下户|左右[两2]?户|对门"
)
_IN_SHOP = "(?:(?<=市场|超市|商场|广场|大厦|中心|商城|食堂|酒店|宾馆|医院)|(?<=店))"
"""Behind these a numeral with 楼 is a floor even where a name may go on: 超市一楼."""
_WITHIN = "跃层|复式|夹层|阁楼|顶[层楼]|底[层楼]|地下(?:室|车库)"
"""Floors that have a name and no number."""
_DIGITS = rf"第?(?<![A-Za-z\d])[A-Za-z]?\d{{1,4}}(?:(?:{COMMA}|{DASH})\d{{1,4}}){{0,40}}+"
_DASHED = (
    r"(?<![\dA-Za-z])(?<![\dA-Za-z]-)(?:[A-Za-z]?\d{1,4}[A-Za-z]?-\d{1,2}-\d{1,5}"
    r"|(?:[A-Za-z]?\d{1,2}[A-Za-z]?)-\d{1,5})"
)
_YARDS_OWN = f"(?:(?<=\\d号)(?=.院)|(?<=\\d号院))(?=.{{1,2}}?[园院苑](?:[{STOP}\\dA-Z{CN}]|$))"
"""Behind a door number 东院 is a part of its yard; 南苑华庭 is a name of its own."""
_SLASHED = r"(?<![\dA-Za-z/-])(?:[A-Za-z]|[A-Za-z]?\d{1,3}[A-Za-z]?)/\d{1,2}(?:/\d{1,2})?/\d{3,4}"

# Each production is its labels and its suffix. The order is that of trial: where two could
# begin at one place, the longer suffix, or the rarer word, comes first.
_STRONG: dict[str, tuple[str, str]] = {
    "phase": (f"(?:{listed('期')}|(?<![A-Za-z])[IVX]{{1,4}})", "期(?![间货房])"),
    "cluster": (f"(?:{listed('组团')}|[A-Z])", "组团"),
    "block": (listed(), f"号?地块|号地(?=[{STOP}\\dA-Z]|$)"),
    "zone": (f"(?:{SIDE})?{listed('区')}", "区(?![域间长划])"),
    "side": (f"{SIDE}(?:[、,和及]{SIDE}){{0,8}}", "区(?![域间长划])"),
    "court": (
        f"(?=[东南西北外新中前后上下内老旧])(?:(?<=[园苑城府庭期])|(?<=[小校A-Z]区)|{_YARDS_OWN}){SIDE}",
        "[园院苑](?![区校林地子])",
    ),
    "named": (lexicon.NAMED_BUILDING, ""),
    "quarter": (lexicon.QUARTER, ""),
    "floor": (
        f"(?:地下|负|-|(?<![A-Za-z])[BbLF](?=\\d))?{_STOREYS}(?:[、,.和及/]{_STOREYS}){{0,30}}+",
        f"层(?!次)|共{_NUMERAL}层",
    ),
    "slashed": (_SLASHED, f"(?:[室户]|{_AT_END})"),
    "building": (listed("号楼|号|栋|幢|座|#"), lexicon.BUILDING),
    "unit": ("", ""),
    "unitside": ("[东南西北中](?:[、,和及][东南西北中]){0,4}", f"(?:单元|梯{_AT_END})"),
    "group": ("", ""),
    "row": ("", ""),
    "yard": (listed("号|号院"), lexicon.YARD + SUBNUMBER),
    "storey": ("", ""),
    "household": (f"(?:{_HOUSEHOLD})", ""),
    "shop": (
        rf"(?:(?<![A-Za-z\d])[A-Za-z]?\d{{1,5}}(?:(?:{COMMA}|{DASH})\d{{1,5}}){{0,30}}[号#]?)?",
        "(?:附属)?(?:沿街商铺|临街商铺|商铺|铺面|门面房?|门市房?|门脸房?|底商|摊位|档口|铺位)(?:[0-9附-]{1,10}号)?",
    ),
    "number": (listed("号"), lexicon.NUMBER + SUBNUMBER),
    "dashed": (_DASHED, f"(?:[室户]|{_AT_END})"),
    "room": ("", ""),
    "loose": (r"(?<![A-Za-z\d/])(?:[A-Za-z]\d{1,3}|\d{1,3}[A-Za-z])", _AT_END),
}
_AT_ITEM: dict[str, tuple[str, str]] = {
    "group": (listed("组|队|社|连"), _GROUP),
    "row": (f"(?:村[东南西北][前后]?)?{listed('排')}", "条?排|巷(?=\\d)"),
    "unit": (listed("单元|门|梯"), lexicon.UNIT),
    "storey": (listed("楼"), _STOREY),
    "within": (f"(?:{_WITHIN})", f"(?:{_AT_END}|(?=[商门沿临]))"),
    "room": (
        rf"(?![A-Za-z]\d{{1,2}}(?:[{STOP}]|$))"
        r"[A-Za-z]?\d{1,5}(?:(?:[-、,.~]|至|到)[A-Za-z]?\d{1,5}){0,30}",
        f"(?:户|{_ROOM})",
    ),
}
_IN_NAME: dict[str, tuple[str, str]] = {
    "group": (f"(?:{_DIGITS}|(?<=[场委])[{CN}]{{1,3}})", _GROUP),
    "row": (
        f"(?:村[东西南北])?(?:第|[东西南北前后])?(?:{_DIGITS}|(?<=[第东西南北前后])[{CN}]{{1,3}})",
        "排",
    ),
    "unit": (f"(?:{_DIGITS}|(?<![{CN}])[{CN}]{{1,3}}(?=单元))", lexicon.UNIT),
    "storey": (
        rf"(?:{_DIGITS}[甲乙丙丁]?|(?<![A-Za-z])[A-Za-z]|(?=[{CN}]{{1,2}}楼){_IN_SHOP}[{CN}]{{1,2}})",
        _STOREY,
    ),
    "room": (
        r"(?<![\dA-Za-z-])[A-Za-z]?\d{3,5}(?:[-、,.][A-Za-z]?\d{3,5}){0,30}",
        _ROOM,
    ),
}


def _compile(others: dict[str, tuple[str, str]]) -> re.Pattern[str]:
    table = _STRONG | others
    return re.compile(
        "|".join(
            f"(?P<{kind}>(?P<{kind}_l>{words})(?:{suffix}))"
            for kind, (words, suffix) in table.items()
        )
    )


_AT = _compile(_AT_ITEM)
_FIND = _compile(_IN_NAME)


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or ""
    label = match[f"{kind}_l"]
    lettered = label.isascii() and label.isalpha()
    if kind == "building" and match.group()[len(label) :] == "号":
        kind, label = "number", match["building_l"]  # 平阳路65号2单元 lies in 平阳路65号.
        end = match.end("building_l")
        return Token(kind, match.start(), match.end(), end)
    is_spelled = label.strip(CN) == ""
    is_stem = len(label) > 1 and label[-1] in lexicon.STEMS
    return Token(
        kind, match.start(), match.end(), match.end(f"{kind}_l"), lettered, is_stem, is_spelled
    )


def at(text: str, pos: int, end: int) -> Token | None:
    """The token that begins at ``pos``."""
    match = _AT.match(text, pos, end)
    return _token(match) if match and match.end() > pos else None


def find(text: str, pos: int, end: int) -> Token | None:
    """The first token at or after ``pos``."""
    match = _FIND.search(text, pos, end)
    return _token(match) if match else None
