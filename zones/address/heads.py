"""The head of an address: everything that is told by its name, coarse to fine.

EBNF::

    head        = [ divisions ] [ subdistrict ] [ community ] [ street ] [ name ] ;
    subdistrict = name ( "街道" | "镇" | "乡" | … ) ;
    community   = name ( "社区" | "村" | "居委会" | "嘎查" | … ) ;
    street      = name ( "路" | "街" | "巷" | … ) { branch } { street } ;
    branch      = [ side ] numeral ( "巷" | "条" | "街" | "弄" | … ) ;

A rung is only taken where its suffix ends the rung: 王村南街 is a street, not a village;
滨河镇小区 is a complex, not a town; 晋商银行龙山大街支行 is not on 龙山大街 for us.
"""

import re

from zones.address import areas, parts, prefixes, towns
from zones.address.lexicon import CN, STOP
from zones.address.reader import Piece, Reader
from zones.address.tokens import Rank

_NAME = f"[^{STOP}]"
GENERIC = re.compile(
    "(?:小区|社区|宿舍|家属院|家属楼|家属区|生活区|住宅区|住宅楼|楼|居民楼|片区|区域|市场|农贸市场|车站|公交站|"
    "公寓|大厦|大楼|写字楼|新居|新苑|花园|家园|嘉园|佳苑|家苑|大院|宾馆|酒店|饭店|旅馆|旅社|招待所|超市|商城|商场|食堂|"
    "医院|诊所|药店|学校|学院|大学|敬老院|养老院|加油站|仓库|工厂|"
    "店|分店|总店|旗舰店|支行|分行|营业部|营业厅|分公司|支局|支队|大队|中队|校区|分校|小学|中学|幼儿园|派出所|卫生院|卫生室|"
    "卫生服务中心|服务中心|分院|院区|门诊部?|口|路口|北口|南口|东口|西口|工地|项目部?|大桥|立交桥?|桥|公园|广场)(?:[东南西北中]门)?"
)
_STREET = re.compile(
    f"(?P<base>{_NAME}{{1,12}}?)(?P<suffix>大街|大道(?!街)|公路|快速路|[国省县乡]道(?:[^{STOP}\\d]{{1,6}}段)?|路(?![桥局段灯由街巷口])|街(?![道办坊区心巷村口])|巷(?!道)|胡同|道(?=\\d|$)|"
    f"(?<=[东南西北中])约(?=\\d|$)|沿岸|[东南西北中前后][{CN}\\d]{{1,3}}条(?:胡同)?|[{CN}头\\d]{{1,3}}条(?:胡同|(?=\\d|$)))"
    "(?:[东南西北中](?:[一二三四五六七八九]?段)|[一二三四五六七八九]段|延伸段)?(?:交叉路?口|交汇处|交界处)?"
)
_BRANCH = re.compile(
    f"(?:[东南西北中前后横新直正]{{0,2}}第?(?:\\d{{1,3}}|[{CN}]{{1,4}})(?:横巷|横路|条胡同|支路|支弄|大街|巷|条|街(?!坊|道)|弄|横(?!街|路))|"
    "[东南西北中前后](?:巷|胡同|段))"
)
_COUNTED_BRANCH = re.compile(f"(?P<main>.+?)(?P<branch>{_BRANCH.pattern})(?P<door>\\d+-?\\d*号.*)?")
_COUNTED_LANE = re.compile(f"[东南西北中前后]?(?:\\d{{1,3}}|[{CN}]{{1,3}})横?巷")
_WHOLE_STREET = re.compile(f"{_NAME}+(?:大街|街|路|大道)")
_BARE_DOOR = re.compile(r"\d{1,4}(?=[^\d号弄巷栋幢座单楼层排组中厂所院处局团队军小-])")
_NOT_STREET = re.compile(
    "(?:铁|公|道|马|沿|临|沿线|商业|步行|美食|小吃|.*(?:小区|花园|宿舍|公司|酒店|银行|超市|大厦|医院|学校|学院)(?![东南西北中前后]?$).*|.*铁)$"
)
_LONE = re.compile(r"[^\W\dA-Za-z]")
"""One character alone is no name of its own: 石路基 is not on 石路."""
_NAMED_GROUP = re.compile(
    f"[^{STOP}\\d]{{1,5}}?(?:村民小组|居民小组|(?<![项目作课题机编])小?组)(?=[{STOP}\\d]|$)"
)
"""A villagers' group that has a name for its number: 老屋组28号."""
_QUOTED = re.compile(f'(?P<name>[^{STOP}"]{{2,}}[园苑城院厦场])(?P<inner>"[^{STOP}"]{{2,}}")')
"""A sign in quotes behind the name of what it hangs in: 龙润园“果缤纷”."""
_INSIDE = frozenset(
    (
        "内",
        "的",
        "中",
        "域",
        "域内",
        "境内",
        "辖区",
        "辖区内",
        "区域",
        "全域",
        "全区域",
        "范围内",
        "一带",
    )
)
_AT_CROSSING = re.compile(
    f"(?P<side>(?:东南|东北|西南|西北|[东南西北])[侧角])(?=[^{STOP}门路街]{{2}})"
)
"""惠源路与兴安街交叉口东北侧公园壹号院: the side of the crossing, and what stands there."""
_METRES = re.compile("\\d{1,4}米(?:范围|半径|之?内)")
_SCOPE_ENDS = frozenset("域栋楼幢")
_REST_BEGINS = frozenset("其部局")
_SCOPE_BEHIND = re.compile(
    f"(?<=[^{STOP}全部周边其他它余分绕附近围连闭环低中高险街路巷道段侧线沿房划东南西北])(?:区域|整栋楼?|整幢楼?)$"
)
"""Words behind a name that change nothing: 烤羊腿餐厅整栋楼."""
_HAS_WORD = re.compile(r"\w")
_WITHIN = re.compile(
    f"(?P<host>{_NAME}{{2,}}?(?:小区(?=.)|(?:花园|家园|嘉园|佳园|花苑)(?={_NAME}{{1,5}}(?:路|街|巷|大道)$)))"
)
STREET_NAME = re.compile(
    f"(?![东南西北]?[{CN}\\d])[^{STOP}区]{{1,8}}(?:路|街|巷|大道)(?:[{CN}\\d]{{1,3}}巷)?"
)
"""The name of a street, and no lane that is only counted within an estate (7街, 二巷)."""


def read(reader: Reader, pos: int, end: int) -> tuple[list[Piece], int]:
    """Every named rung from ``pos`` up to ``end``."""
    pieces, at = administrative(reader, pos, end)
    named, at = place(reader, at, end)
    return pieces + named, at


def administrative(reader: Reader, pos: int, end: int) -> tuple[list[Piece], int]:
    """The rungs down to the community."""
    pieces: list[Piece] = []
    for rung in (prefixes.read, towns.subdistrict, towns.community):
        pos = rung(reader, pos, end, pieces)
    return pieces, pos


def place(reader: Reader, pos: int, end: int) -> tuple[list[Piece], int]:
    """The street and the name of the complex; after a door number too (35号铁通公司)."""
    pieces: list[Piece] = []
    begins = reader.text[pos : pos + 1]
    if begins in _REST_BEGINS and areas.RESIDUAL.match(reader.text, pos, end):
        return pieces, pos
    if begins == "所" and areas.NEAR.match(reader.text, pos, end):
        return pieces, pos
    if begins.isdigit() and _METRES.match(reader.text, pos, end):
        return pieces, pos
    pos = _street(reader, pos, end, pieces)
    if pieces and pieces[-1].segment.value[-1] in "口处界":
        crossing = _AT_CROSSING.match(reader.text, pos, end)
        if crossing is not None:
            pieces.append(reader.piece(Rank.PLACE, "side", crossing["side"], pos, crossing.end()))
            pos = crossing.end()
    if pos < end:
        pos = _complex(reader, pos, end, pieces)
    return pieces, pos


def _street(reader: Reader, pos: int, end: int, pieces: list[Piece]) -> int:
    text, at, first = reader.text, pos, True
    while at < end:
        match = _STREET.match(text, at, end)
        if match is None or _NOT_STREET.match(match["base"]):
            break
        if GENERIC.fullmatch(text, match.end(), end) or _LONE.fullmatch(text, match.end(), end):
            break
        stop = match.end()
        while branch := _BRANCH.match(text, stop, end):
            stop = branch.end()
        at, first = stop, False
    if first and (branch := _BRANCH.match(text, pos, end)):
        at = branch.end()
        while branch := _BRANCH.match(text, at, end):
            at = branch.end()
    door = _BARE_DOOR.match(text, at, end) if at > pos else None
    if door:
        at = door.end()
    if at > pos:
        pieces.append(reader.piece(Rank.STREET, "street", text[pos:at], pos, at))
    return at


def sibling(reader: Reader, pos: int, end: int, street: Piece) -> tuple[Piece, int] | None:
    """三巷 behind 黄沙岗六巷12号 is 黄沙岗三巷: another branch of the same street."""
    branch = _BRANCH.match(reader.text, pos, end)
    if branch is None:
        return None
    before = _COUNTED_BRANCH.fullmatch(street.segment.value)
    if before is not None:
        value = before["main"] + branch.group()
    elif _COUNTED_LANE.fullmatch(branch.group()) and _WHOLE_STREET.fullmatch(street.segment.value):
        value = street.segment.value + branch.group()  # 龙吟大街12号，一巷1号
    else:
        return None
    return reader.piece(Rank.STREET, "street", value, pos, branch.end()), branch.end()


def _complex(reader: Reader, pos: int, end: int, pieces: list[Piece]) -> int:
    if reader.text.startswith("及", pos) and not reader.text.startswith("及第", pos):
        return pos  # No name begins with it: 白新街及牟家农贸市场.
    within = _WITHIN.match(reader.text, pos, end)
    if within and within.end() < end:  # 太航小区华联超市: the rest is a place inside it.
        end = within.end()
    if reader.text[pos:end].isdigit():  # A bare door number (春四路9/10) is no name.
        return pos
    if "组" in reader.text[pos:end] and (group := _NAMED_GROUP.match(reader.text, pos, end)):
        pieces.append(reader.piece(Rank.GROUP, "group", group.group(), pos, group.end()))
        return group.end()
    ends = reader.text[end - 1] in _SCOPE_ENDS
    if ends and (scope := _SCOPE_BEHIND.search(reader.text, pos, end)):
        end = scope.start()
    value = reader.text[pos:end].replace('"', "").strip(" \n·-~.")
    if parts.FLANK.fullmatch(value):  # 羊市街西侧11号楼
        pieces.append(reader.piece(Rank.PLACE, "side", value, pos, end))
        return end
    if '"' in reader.text[pos:end] and (quoted := _QUOTED.fullmatch(reader.text, pos, end)):
        at = quoted.start("inner")
        pieces.append(reader.piece(Rank.COMPLEX, "name", quoted["name"], pos, at))
        pieces.append(reader.piece(Rank.PLACE, "name", quoted["inner"].strip('"'), at, end))
        return end
    if _HAS_WORD.search(value) and value not in _INSIDE:
        pieces.append(reader.piece(Rank.COMPLEX, "name", value, pos, end))
        return end
    return pos
