"""The rungs that a street lies in: development zones, towns, communities and villages.

EBNF::

    subdistrict = name ( "街道" | "镇" | "乡" | … ) | town called "街" | regiment | farm ;
    community   = name ( "社区" | "村" | "居委会" | "嘎查" | numeral "委" | … ) { ["的"] village } ;

A rung is only taken where its suffix ends the rung: 王村南街 is a street, not a village;
滨河镇小区 is a complex, not a town.
"""

import re
from dataclasses import replace

from zones.address.findings import Code
from zones.address.lexicon import CN, STOP
from zones.address.reader import Piece, Reader
from zones.address.tokens import Rank
from zones.address.values import Level

_NAME = f"[^{STOP}]"
_WORD = f"[^{STOP}\\d]"
_SUBDISTRICT = re.compile(
    f"{_NAME}{{1,10}}?(?:街道办事处|街道办|街道|街办(?!事处)|办事处|管委会|苏木|"
    "(?<![小古])(?<![村乡镇区街道圩农]集)镇(?![城区府东南西北中]?(?:小区|街|路|巷|政府|大道|集贸|苑|花园|广场|社区|中学|小学|医院|卫生院|\\d))"
    "(?!城区|江市|江区|海区|区)|"
    "(?<=..)(?<![水故梦老同望下城])乡(?!小区|村|街|路|巷|政府|苑|城|居|园|里|情|音|\\d))"
)
_ROAD_AHEAD = f"{_WORD}{{1,6}}?(?:路|大道|街)(?=\\d)"
_ZONE = re.compile(
    f"(?:{_NAME}{{0,8}}?(?:高新技术产业开发区|经济技术开发区|经济开发区|高新技术开发区|综改区|示范区|开发区)"
    f"|(?:[^{STOP}省市区县]{{2}})?(?:高新区|经开区)"
    f"|{_NAME}{{2,3}}?新区(?={_NAME}{{2,8}}(?:街道|镇))"
    f"|{_NAME}{{2,10}}?(?:风景名胜区|风景区|度假区|保税区)(?=[^{STOP}\\d区]{{2,8}}(?:街道|镇|社区))"
    f"|[^{STOP}区村]{{2,6}}(?:园区|片区)(?!街道)(?:(?=[^{STOP}\\d区]{{2,8}}社区)|(?<=[工产]业园区)(?={_ROAD_AHEAD})))"
)
_INNER_ZONE = re.compile(f"[^{STOP}区村]{{2,6}}(?:园区|片区)(?={_ROAD_AHEAD})")
"""Within a zone, 阳曲产业园区云龙三街5号 is in another."""
_ZONES = (_ZONE, _INNER_ZONE)
_LANE_AHEAD = f"(?![东南西北中前后正横大小新老]{{0,2}}[{CN}]){_WORD}{{2,8}}?[{CN}\\d]{{1,3}}横?巷"
_BOUND = "[东南西北][侧面]?:?[至起临到]"
_TOWN_STREET = re.compile(
    f"{_NAME}{{1,3}}(?<![大东西南北中前后老新{CN}])街(?:"
    f"(?=[^{STOP}道办坊区\\d]{_WORD}{{0,5}}(?:(?<![新{CN}])(?:村|社区)(?!小区)|(?<=新)村(?=\\d{{1,3}}排)))"
    f"|(?=[^{STOP}道办坊区与和及\\d巷][^{STOP}\\d巷与和及口沿向至]{{1,7}}?(?:路(?![口])|大道|街|道(?=[\\d与和以]))(?!坊|道|交|口|支行|分行|店))"
    f"|(?=[^{STOP}道办坊区与和及\\d]{_WORD})(?={_LANE_AHEAD})"
    f")|{_WORD}{{1,5}}街(?=[{CN}\\d]{{1,3}}委)"
)
"""In some cities a subdistrict is called 街: 市桥街北郊村, 石井街石安路. A lane may branch off
a street (玉河街康乐巷); another street hardly does, nor does a lane that is counted along a road
of its own (棠下街怡乐园二巷). No street lies between bounds on three sides, or holds streets."""
_TOWN_OF_GROUND = re.compile(
    f"{_WORD}{{1,3}}(?<!大)街(?:(?={_BOUND}[^;。()]{{2,60}}?{_BOUND}[^;。()]{{2,60}}?{_BOUND})"
    f"|(?=\\((?:除|不含|不包括)[^();。]{{2,20}}(?:路|街|大道)(?:以|\\d)))"
)
_DIVISION_COMPANY = re.compile(
    rf"(?:第[{CN}\d]{{1,3}}师(?:石总场|[^{STOP}\d]{{2,5}}市)?)?(?:[{CN}\d]{{1,4}}团(?:[{CN}\d]{{1,3}}连)?|(?<=师))(?![\d{CN}]|购|结)"
)
_FARM = re.compile(
    f"{_WORD}{{2,7}}?(?:农场|林场|牧场)(?={_WORD}{{1,6}}?(?:街|路|大道)(?:\\d|以[东南西北]))"
)
_COMMUNITY = re.compile(
    f"{_NAME}{{1,11}}?(?:社区居委会|社区(?!·)|居民委员会|居委会|村民委员会|村委会|村委|行政村|自然村|嘎查|"
    f"(?:(?<![新{CN}工人农\\d])村|新村(?=第?[\\d{CN}]{{1,3}}(?:村民)?(?:小组|组(?!团)|队|排|社(?!区))))"
    f"(?!村(?=[{STOP}\\d]|$)|社区|委会|民委员会|民小组|居委|小区|镇|路|街|大街|大道|巷|里|大队|宿舍|口|东里|西里|集镇"
    "|\\d{1,3}门(?![口牌市])))"
)
_COMMITTEE = re.compile(
    f"(?:{_WORD}{{0,5}}?[{CN}\\d]{{1,3}}委(?![员会])"
    f"|[^{STOP}\\d党政纪市省县区村教科建体计国发]{{1,4}}委(?=[{CN}\\d]{{1,3}}组))"
)
"""In the north-east a residents' committee is called 委: 东大委12组, 太平大街43委."""
_VILLAGE = re.compile(
    f"(?:[^{STOP}与和及]{{1,8}}?自然村(?![与和及])|{_WORD}{{1,5}}(?<![新{CN}工人农])村"
    f"(?=[东南西北中]?[{CN}\\d]{{1,3}}(?:巷|(?:村民)?小?组(?!团)|队)|\\d{{1,4}}号(?!楼|院)))"
)
"""A village within another, or within a community."""
_VILLAGE_ROAD = re.compile(f"{_NAME}村[东南西北中新](?:大)?(?:街|路|巷)")
_FINE = re.compile(r"号楼|栋|幢|单元|号院|\d号|\d期|[一二三四五六]期|[国省县乡]道")
"""No name of a town or community holds one of these: it would run over a fine token."""
_NAME_ENDS = rf"(?=$|[^\w]|[\dA-Za-z]|[{CN}]{{1,3}}(?:号|栋|幢|单元))"
_SAME_NAME = re.compile(
    f"(?:小区|宿舍|家属院|家属区|家属楼|片区|市场|(?:社区)?卫生服务(?:中心|站)|便民服务中心|党群服务中心"
    f"|派出所|司法所|中心(?:小学|幼儿园|卫生院|敬老院)){_NAME_ENDS}"
)
"""Right behind 社区 or 村 these belong to the name: 东方社区宿舍 is a complex."""
_TOWNS = (_TOWN_STREET, _TOWN_OF_GROUND, _FARM)
_RUNGS = (
    (_ZONE, frozenset("区")),
    (_INNER_ZONE, frozenset("区")),
    (_DIVISION_COMPANY, frozenset("师团")),
    (_SUBDISTRICT, frozenset("街镇乡处会木办")),
    (_TOWN_STREET, frozenset("街")),
    (_TOWN_OF_GROUND, frozenset("街")),
    (_FARM, frozenset("场")),
)
"""Each rung with characters of which a text must hold one: most texts need few looks."""
_LONGEST_TOWN = 24
_LIST_NUMBER = re.compile(f"\\d{{1,3}}(?={_WORD}{{1,4}}(?:镇|乡|街道)$)")
"""17四更镇: a number that the list gave it."""


def subdistrict(reader: Reader, pos: int, end: int, pieces: list[Piece]) -> int:
    """Append the zone and the town that begin at ``pos``; returns where they end."""
    text = reader.text
    for pattern, needed in _RUNGS:
        if needed.isdisjoint(text[pos : min(end, pos + _LONGEST_TOWN)]):
            continue
        match = pattern.match(text, pos, len(text) if pattern is _TOWN_OF_GROUND else end)
        if match is None or match.end() == pos or _FINE.search(match.group()):
            continue
        if pattern is _INNER_ZONE and not (pieces and pieces[-1].kind == "subdistrict"):
            continue
        if pattern in _TOWNS and pieces and pieces[-1].rank == Rank.SUBDISTRICT:
            continue
        if not _SAME_NAME.match(text, match.end(), end):
            rank = Rank.DISTRICT if pattern in _ZONES else Rank.SUBDISTRICT
            start = _past_list_number(reader, pos, match)
            piece = reader.piece(rank, "subdistrict", text[start : match.end()], start, match.end())
            if rank == Rank.DISTRICT:
                piece = _at_level(piece, Level.SUBDISTRICT)
            pieces.append(piece)
            pos = _past_repetition(reader, piece.segment.value, match.end(), end)
    return pos


def _past_list_number(reader: Reader, pos: int, match: re.Match[str]) -> int:
    number = _LIST_NUMBER.match(reader.text, pos, match.end())
    if number is None or (pos and reader.text[pos - 1] not in ";。"):
        return pos
    reader.skip(pos, number.end(), Code.REMARK)
    return number.end()


def _past_repetition(reader: Reader, value: str, pos: int, end: int) -> int:
    """劳动路社区劳动路社区: said twice, read once; 清河村清河苑 behind 清河村 is a name."""
    text = reader.text
    while (
        value[-1] != "村"
        and text.startswith(value, pos, end)
        and not _SAME_NAME.match(text, pos + len(value), end)
    ):
        reader.skip(pos, pos + len(value), Code.REPEATED_DIVISION)
        pos += len(value)
    return pos


def _at_level(piece: Piece, level: Level) -> Piece:
    """A development zone ranks with the districts, but it is no division of the state."""
    return replace(piece, segment=replace(piece.segment, level=level))


def community(reader: Reader, pos: int, end: int, pieces: list[Piece]) -> int:
    """Append the community at ``pos`` and the villages within it; returns where they end."""
    text = reader.text
    outermost = not pieces or pieces[-1].rank <= Rank.DISTRICT
    if outermost and _VILLAGE_ROAD.match(text, pos, end):
        return pos
    match = _COMMUNITY.match(text, pos, end)
    if match is None and text.find("委", pos, min(end, pos + 10)) > 0:
        match = _COMMITTEE.match(text, pos, end)
    if match is None or _FINE.search(match.group()) or _SAME_NAME.match(text, match.end(), end):
        return pos
    pieces.append(reader.piece(Rank.COMMUNITY, "community", match.group(), pos, match.end()))
    pos = _past_repetition(reader, match.group(), match.end(), end)
    at = pos + 1 if text.startswith("的", pos, end) else pos
    village = _VILLAGE.match(text, at, end)
    if village is None:
        return pos
    if village.group() == match.group():
        reader.skip(at, village.end(), Code.REPEATED_DIVISION)
        return village.end()
    pieces.append(reader.piece(Rank.COMMUNITY, "community", village.group(), at, village.end()))
    return village.end()
