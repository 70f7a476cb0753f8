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
from dataclasses import replace

from zones.address import parts, prefixes
from zones.address.lexicon import CN, STOP
from zones.address.reader import Piece, Reader
from zones.address.tokens import Rank
from zones.address.values import Level

_NAME = f"[^{STOP}]"
GENERIC = re.compile(
    "(?:小区|社区|宿舍|家属院|家属楼|家属区|生活区|住宅区|住宅楼|楼|居民楼|片区|区域|市场|农贸市场|车站|公交站|"
    "公寓|大厦|大楼|写字楼|新居|新苑|花园|家园|嘉园|佳苑|家苑|大院|宾馆|酒店|饭店|旅馆|旅社|招待所|超市|商城|商场|食堂|"
    "医院|诊所|药店|学校|学院|大学|敬老院|养老院|加油站|仓库|工厂|"
    "店|分店|总店|旗舰店|支行|分行|营业部|营业厅|分公司|支局|支队|大队|中队|校区|分校|小学|中学|幼儿园|派出所|卫生院|卫生室|"
    "卫生服务中心|服务中心|分院|院区|门诊部?|口|路口|北口|南口|东口|西口|工地|项目部?|大桥|立交桥?|桥|公园|广场)(?:[东南西北中]门)?"
)
_SUBDISTRICT = re.compile(
    f"{_NAME}{{1,10}}?(?:街道办事处|街道办|街道|街办(?!事处)|办事处|管委会|苏木|"
    "(?<![小古])(?<![村乡镇区街道圩农]集)镇(?![城区府东南西北中]?(?:小区|街|路|巷|政府|大道|集贸|苑|花园|广场|社区|中学|小学|医院|卫生院|\\d))"
    "(?!城区|江市|江区|海区|区)|"
    "(?<=..)(?<![水故梦老同望下城])乡(?!小区|村|街|路|巷|政府|苑|城|居|园|里|情|音|\\d))"
)
_ZONE = re.compile(
    f"(?:{_NAME}{{0,8}}?(?:高新技术产业开发区|经济技术开发区|经济开发区|高新技术开发区|综改区|示范区|开发区)|高新区|经开区|"
    f"{_NAME}{{2,3}}?新区(?={_NAME}{{2,8}}(?:街道|镇))|[^{STOP}区村]{{2,6}}(?:园区|片区)(?!街道)(?=[^{STOP}\\d区]{{2,8}}社区))"
)
_TOWN_STREET = re.compile(
    f"{_NAME}{{1,3}}(?<![大东西南北中前后上下老新{CN}])街(?:"
    f"(?=[^{STOP}道办坊区\\d][^{STOP}\\d]{{0,5}}(?<![新{CN}])(?:村|社区)(?!小区))"
    f"|(?=[^{STOP}道办坊区与和及\\d巷][^{STOP}\\d巷与和及口沿向至]{{1,7}}?(?:路(?![口])|大道|街|道(?=[\\d与和以]))(?!坊|道|交|口|支行|分行|店)))"
)
"""In some cities a subdistrict is called 街: 市桥街北郊村, 石井街石安路. A lane may branch off
a street (玉河街康乐巷); another street hardly does."""
_DIVISION_COMPANY = re.compile(
    rf"(?:第[{CN}\d]{{1,3}}师(?:石总场|[^{STOP}\d]{{2,5}}市)?)?(?:[{CN}\d]{{1,4}}团(?:[{CN}\d]{{1,3}}连)?|(?<=师))(?![\d{CN}]|购|结)"
)
_COMMUNITY = re.compile(
    f"{_NAME}{{1,11}}?(?:社区居委会|社区|居民委员会|居委会|村民委员会|村委会|村委|行政村|自然村|嘎查|"
    f"(?:(?<![新{CN}工人农\\d])村|新村(?=第?[\\d{CN}]{{1,3}}(?:村民)?(?:小组|组(?!团)|队|社(?!区))))(?!社区|委会|民委员会|民小组|居委|小区|镇|路|街|大街|大道|巷|里|大队|宿舍|口|东里|西里|集镇))"
)
_VILLAGE_ROAD = re.compile(f"^{_NAME}村[东南西北中](?:大)?(?:街|路|巷)")
_STREET = re.compile(
    f"(?P<base>{_NAME}{{1,12}}?)(?P<suffix>大街|大道(?!街)|公路|快速路|[国省县乡]道(?:[^{STOP}\\d]{{1,6}}段)?|路(?![桥局段灯由街巷口])|街(?![道办坊区心巷村口])|巷(?!道)|胡同|道(?=\\d|$)|"
    f"沿岸|[东南西北中前后][{CN}\\d]{{1,3}}条(?:胡同)?|[{CN}头\\d]{{1,3}}条(?:胡同|(?=\\d|$)))"
    "(?:[东南西北中](?:[一二三四五六七八九]?段)|[一二三四五六七八九]段|延伸段)?(?:交叉路?口|交汇处|交界处)?"
)
_BRANCH = re.compile(
    f"(?:[东南西北中前后横新直正]{{0,2}}第?(?:\\d{{1,3}}|[{CN}]{{1,4}})(?:横巷|横路|条胡同|支路|支弄|大街|巷|条|街(?!坊|道)|弄|横(?!街|路))|"
    "[东南西北中前后](?:巷|胡同|段))"
)
_COUNTED_BRANCH = re.compile(f"(?P<main>.+?)(?P<branch>{_BRANCH.pattern})(?P<door>\\d+-?\\d*号.*)?")
_BARE_DOOR = re.compile(r"\d{1,4}(?=[^\d号弄巷栋幢座单楼层排组中厂所院处局团队军小-])")
_NOT_STREET = re.compile(
    "(?:铁|公|道|马|沿|临|沿线|商业|步行|美食|小吃|.*(?:小区|花园|宿舍|公司|酒店|银行|超市|大厦|医院|学校|学院)(?![东南西北中前后]?$).*|.*铁)$"
)
_FINE = re.compile(r"号楼|栋|幢|单元|号院|\d号|\d期|[一二三四五六]期|[国省县乡]道")
"""No name of a town or community holds one of these: it would run over a fine token."""
_NAME_ENDS = rf"(?=$|[^\w]|[\dA-Za-z]|[{CN}]{{1,3}}(?:号|栋|幢|单元))"
_SAME_NAME = re.compile(
    f"(?:小区|宿舍|家属院|家属区|家属楼|片区|市场|(?:社区)?卫生服务(?:中心|站)|便民服务中心|党群服务中心"
    f"|派出所|司法所|中心(?:小学|幼儿园|卫生院|敬老院)){_NAME_ENDS}"
)
"""Right behind 社区 or 村 these belong to the name: 东方社区宿舍 is a complex."""
_LONE = re.compile(r"[^\W\dA-Za-z]")
"""One character alone is no name of its own: 石路基 is not on 石路."""
_NAMED_GROUP = re.compile(
    f"[^{STOP}\\d]{{1,5}}?(?:村民小组|居民小组|(?<![项目作课题机编])小?组)(?=[{STOP}\\d]|$)"
)
"""A villagers' group that has a name for its number: 老屋组28号."""
_QUOTED = re.compile(f'(?P<name>[^{STOP}"]{{2,}}[园苑城院厦场])(?P<inner>"[^{STOP}"]{{2,}}")')
"""A sign in quotes behind the name of what it hangs in: 龙润园“果缤纷”."""
_INSIDE = ("内", "的", "中")
_HAS_WORD = re.compile(r"\w")
_WITHIN = re.compile(f"(?P<host>{_NAME}{{2,}}?小区)(?=.)")


def read(reader: Reader, pos: int, end: int) -> tuple[list[Piece], int]:
    """Every named rung from ``pos`` up to ``end``."""
    pieces, at = administrative(reader, pos, end)
    named, at = place(reader, at, end)
    return pieces + named, at


def administrative(reader: Reader, pos: int, end: int) -> tuple[list[Piece], int]:
    """The rungs down to the community."""
    pieces: list[Piece] = []
    for rung in (prefixes.read, _subdistrict, _community):
        pos = rung(reader, pos, end, pieces)
    return pieces, pos


def place(reader: Reader, pos: int, end: int) -> tuple[list[Piece], int]:
    """The street and the name of the complex; after a door number too (35号铁通公司)."""
    pieces: list[Piece] = []
    pos = _street(reader, pos, end, pieces)
    if pos < end:
        pos = _complex(reader, pos, end, pieces)
    return pieces, pos


def _subdistrict(reader: Reader, pos: int, end: int, pieces: list[Piece]) -> int:
    text = reader.text
    for pattern in (_ZONE, _DIVISION_COMPANY, _SUBDISTRICT, _TOWN_STREET):
        match = pattern.match(text, pos, end)
        if match is None or match.end() == pos or _FINE.search(match.group()):
            continue
        if pattern is _TOWN_STREET and pieces and pieces[-1].rank == Rank.SUBDISTRICT:
            continue
        if not _SAME_NAME.match(text, match.end(), end):
            value = match.group()
            rank = Rank.DISTRICT if pattern is _ZONE else Rank.SUBDISTRICT
            piece = reader.piece(rank, "subdistrict", value, pos, match.end())
            if rank == Rank.DISTRICT:
                piece = _at_level(piece, Level.SUBDISTRICT)
            pieces.append(piece)
            pos = match.end()
    return pos


def _at_level(piece: Piece, level: Level) -> Piece:
    """A development zone ranks with the districts, but it is no division of the state."""
    return replace(piece, segment=replace(piece.segment, level=level))


def _community(reader: Reader, pos: int, end: int, pieces: list[Piece]) -> int:
    text = reader.text
    if _VILLAGE_ROAD.match(text, pos, end):
        return pos
    match = _COMMUNITY.match(text, pos, end)
    if match is None or _FINE.search(match.group()) or _SAME_NAME.match(text, match.end(), end):
        return pos
    pieces.append(reader.piece(Rank.COMMUNITY, "community", match.group(), pos, match.end()))
    return match.end()


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
    before = _COUNTED_BRANCH.fullmatch(street.segment.value)
    if branch is None or before is None:
        return None
    value = before["main"] + branch.group()
    return reader.piece(Rank.STREET, "street", value, pos, branch.end()), branch.end()


def _complex(reader: Reader, pos: int, end: int, pieces: list[Piece]) -> int:
    within = _WITHIN.match(reader.text, pos, end)
    if within and within.end() < end:  # 太航小区华联超市: the rest is a place inside it.
        end = within.end()
    if reader.text[pos:end].isdigit():  # A bare door number (春四路9/10) is no name.
        return pos
    if "组" in reader.text[pos:end] and (group := _NAMED_GROUP.match(reader.text, pos, end)):
        pieces.append(reader.piece(Rank.GROUP, "group", group.group(), pos, group.end()))
        return group.end()
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
