"""The administrative prefix: [province] [city] [district].

A division is read by its full name (小店区, 太原市). Its short name (太原, 小店) is the
beginning of too many other names, so it counts only where something certain stands beside
it: 太原小店区, 太原市小店…; 太原富力熙悦居 and 小店街 stay names.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from zones.address import divisions, lexicon
from zones.address.findings import Code
from zones.address.reader import Piece, Reader
from zones.address.tokens import Rank
from zones.address.values import Level

_RANKS = ((Level.PROVINCE, Rank.PROVINCE), (Level.CITY, Rank.CITY), (Level.DISTRICT, Rank.DISTRICT))
_SHARED = frozenset({"城区", "郊区", "矿区", "东区", "西区", "平房区", "新区"})
"""Names of districts that also name parts of any town: read only behind their city."""
_NAME_GOES_ON = re.compile(
    "[路街巷村镇乡道大桥站宾酒饭小中学医银商店公]|[东南西北中](?:路|街|大街|巷)"
)
_PART_FOLLOWS = re.compile(
    rf"小区|宿舍|家属院|(?:\d{{1,3}}|[{lexicon.CN}]{{1,3}})(?:号楼|栋|幢|座|单元|期)"
)
"""Right behind a district that no city precedes, these make it the name of a complex."""


def _indexed(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Names by their first two characters, longest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        found[name[:2]].append(name)
    return {key: tuple(sorted(each, key=len, reverse=True)) for key, each in found.items()}


_FULL = {level: _indexed(divisions.names(level)) for level, _ in _RANKS}
_SHORT = {level: _indexed(divisions.short_names(level)) for level, _ in _RANKS}
_NONE: tuple[str, ...] = ()


def read(reader: Reader, pos: int, end: int, pieces: list[Piece]) -> int:
    """Append the divisions that begin at ``pos`` to ``pieces``; returns where they end.

    Inside a bracket or an exception they belong to names (除重庆市第六人民医院外): the place
    that it is said of has its divisions already.
    """
    if reader.aside:
        return pos
    pos = _once(reader, pos, end, pieces)
    while pieces and (stop := _repeated(reader.text, pos, end, pieces)) > pos:
        reader.skip(pos, stop, Code.REPEATED_DIVISION)
        pos = _once(reader, stop, end, pieces)
    return pos


def _repeated(text: str, pos: int, end: int, pieces: list[Piece]) -> int:
    """Past divisions that were named before: 太原市太原市小店区, 小店区小店区晋阳紫城.

    The finest of them must be repeated, or a finer one follow: 太原市太原市第一医院 is the
    hospital of that name.
    """
    stop = pos
    for piece in pieces:
        if text.startswith(piece.segment.value, stop, end):
            stop += len(piece.segment.value)
            last = piece
    if stop == pos or _PART_FOLLOWS.match(text, stop, end):
        return pos
    if last is pieces[-1] and last.segment.level is Level.DISTRICT:
        return stop if end - stop >= 2 and not _NAME_GOES_ON.match(text, stop, end) else pos
    finer = any(_full(text, stop, end, level, pieces) for level, _ in _RANKS)
    return stop if finer else pos


def _once(reader: Reader, pos: int, end: int, pieces: list[Piece]) -> int:
    text = reader.text
    for level, rank in _RANKS:
        if pieces and rank <= pieces[-1].rank:
            continue
        if level is Level.CITY and pieces and pieces[0].segment.value in divisions.MUNICIPALITIES:
            continue
        found = _full(text, pos, end, level, pieces) or _short(text, pos, end, level, pieces)
        if found is not None:
            value, stop = found
            pieces.append(reader.piece(rank, "division", value, pos, stop))
            pos = stop
    return pos


def _full(
    text: str, pos: int, end: int, level: Level, before: list[Piece]
) -> tuple[str, int] | None:
    for name in _FULL[level].get(text[pos : pos + 2], _NONE):
        stop = pos + len(name)
        if stop > end or not text.startswith(name, pos):
            continue
        if before or (name not in _SHARED and not _PART_FOLLOWS.match(text, stop)):
            return divisions.names(level)[name], stop
    return None


def _short(
    text: str, pos: int, end: int, level: Level, before: list[Piece]
) -> tuple[str, int] | None:
    for name in _SHORT[level].get(text[pos : pos + 2], _NONE):
        stop = pos + len(name)
        if stop > end or not text.startswith(name, pos):
            continue
        value = divisions.short_names(level)[name]
        if level is Level.DISTRICT and not (before and _lies_in(value, before[-1].segment.value)):
            continue
        if _is_certain(text, stop, end, level, before):
            return value, stop
    return None


def _lies_in(district: str, city: str) -> bool:
    """Whether a city of this name has a district of this one: 太原市北辰雅居 is not in 北辰区."""
    cities = {division.code[:4] for division in divisions.find(city)}
    return any(division.code[:4] in cities for division in divisions.find(district))


def _is_certain(text: str, stop: int, end: int, level: Level, before: list[Piece]) -> bool:
    """Whether what stands beside a short name shows that it is a division."""
    if level is Level.DISTRICT:
        behind_city = bool(before) and before[-1].segment.level is Level.CITY
        return behind_city and end - stop >= 2 and not _NAME_GOES_ON.match(text, stop, end)
    probe: list[Piece] = []
    if _full(text, stop, end, Level.DISTRICT, probe) is not None:
        return True
    if level is Level.CITY:
        return False
    return (
        _full(text, stop, end, Level.CITY, probe) is not None
        or _short(text, stop, end, Level.CITY, probe) is not None
    )
