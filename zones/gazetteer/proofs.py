"""What the address language makes of the words that heads are put together from.

A core (what a complex is called), a holder (the town, community or street in front of it) and
a section (behind it) are each read by the grammar once; what it made of them is kept. How
they are read together follows from how each is read, for names without structure of their
own: ``may_be_held`` and ``holder_pieces`` say which these are, and the tests compare.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from zones.address import parse, value_key
from zones.address.values import Level, Target
from zones.gazetteer.anchors import anchors_of

PROBE: Final = "1号楼1单元101室"
_NAME: Final = "晋阳紫城"
_PLAIN = re.compile("[\u4e00-\u9fff]{2,}")
_STRUCTURE = re.compile(
    "[路街巷道条弄镇乡沿口号期栋幢排]|(?<!新)村|社区|居委|居民|村民|管委|办事处|开发区|新区|示范区|高新区"
    "|[一二三四五六七八九十百师]团|经开区|综改区|胡同|单元|单$"
)
"""A name with one of these might be read otherwise behind a street or a community."""
_HOLDS = re.compile("[\u4e00-\u9fff]{2,}(?:街道|镇|乡|社区|村|路|街|巷|[路街巷][0-9]+号)")
_ENDS_IN_A_LABEL = frozenset("一二三四五六七八九十甲乙丙丁戊己庚辛第")
JOINING: Final = "和与及至到除含"
_ABOVE = (Level.PROVINCE, Level.CITY, Level.DISTRICT)
_BELOW = (Level.SECTION, Level.BUILDING, Level.UNIT)
_MOST = 50_000


class Piece(NamedTuple):
    """A segment as it stands in the words it was read from."""

    level: Level
    value: str
    start: int
    end: int


Pieces = tuple[Piece, ...]


def may_be_held(core: str) -> bool:
    """Whether a name is read the same behind a community or a street as alone."""
    return bool(_PLAIN.fullmatch(core) and not _STRUCTURE.search(core) and core[0] not in JOINING)


@lru_cache(_MOST)
def core_pieces(core: str, key: str) -> Pieces | None:
    """What ``core`` before a building is read as, if that is the complex of this key."""
    if core[-1].isascii() or core[-1] in _ENDS_IN_A_LABEL:
        return None
    target = _only_target(core + PROBE)
    if target is None or target.part is None or any(s.level in _ABOVE for s in target.path):
        return None
    below = [(s.level, s.value) for s in target.path if s.level in _BELOW]
    anchors = anchors_of(target.path)
    if not anchors or below != [(Level.BUILDING, "1"), (Level.UNIT, "1")]:
        return None
    if anchors[0].level is not Level.COMPLEX or anchors[0].key != key:
        return None
    if "/" not in key and (anchors[0].street or anchors[0].around):
        return None
    return _pieces(target, len(core))


@lru_cache(_MOST)
def holder_pieces(holder: str) -> Pieces | None:
    """What a holder is read as, if it is read apart from a name behind it."""
    if not _HOLDS.fullmatch(holder):
        return None
    target = _only_target(f"{holder}{_NAME}{PROBE}")
    if target is None or [s.value for s in target.path if s.level is Level.COMPLEX] != [_NAME]:
        return None
    return _pieces(target, len(holder))


@lru_cache(_MOST)
def section_pieces(ending: str, written: str, key: str) -> Pieces | None:
    """What a section is read as behind a name that ends so, if that is the one of this key."""
    front = f"晋阳{ending}"
    target = _only_target(f"{front}{written}{PROBE}")
    below = [s for s in target.path if s.level in _BELOW] if target else []
    if [value_key(s.level, s.value) for s in below] != [key, "1", "1"]:
        return None
    own = below[0]
    return (Piece(own.level, own.value, own.start - len(front), own.end - len(front)),)


@lru_cache(_MOST)
def read_together(words: str, pieces: Pieces) -> bool:
    """Whether the words before a building are read as these pieces, now that they stand together.

    教场西路399号 before 南苑华庭 may hold a yard of its own, 南苑.
    """
    target = _only_target(words + PROBE)
    return target is not None and _pieces(target, len(words)) == pieces


def _only_target(text: str) -> Target | None:
    address = parse(text)
    plain = len(address.targets) == 1 and not address.unused
    return address.targets[0] if plain and not address.targets[0].exceptions else None


def _pieces(target: Target, end: int) -> Pieces:
    """The segments of the first ``end`` characters."""
    return tuple(Piece(s.level, s.value, s.start, s.end) for s in target.path if s.end <= end)
