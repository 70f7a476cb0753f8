"""What the cells of a row name, in the address language: the path that a notice would name.

The columns of a row are read together, as a notice would write them, so that the loaded
place and the named one have the same keys. Where a reading does not keep to the columns,
the columns decide and the row is doubted: a notice may not find this place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from zones.address import fold, parse, value_key
from zones.address.values import Address, Level, Segment, Target
from zones.gazetteer.anchors import DIVISIONS, anchors_of
from zones.gazetteer.loading.columns import HEAD, LEVELS, Cells, Field, words
from zones.gazetteer.loading.findings import RowRefused

Path = tuple[Segment, ...]

NO_PLACE: Final = RowRefused(
    "no place is named", "fill in a complex, street, community or town", Field.ADDRESS, *HEAD
)
UNIT_ALONE: Final = "1单元"
BUILDING: Final = "1号楼"
"""Stands behind the head while it is read: what follows decides what 平阳路65号 is."""

_SUFFIX: Final = {Level.BUILDING: "号楼", Level.UNIT: "单元"}
_MANY: Final = 65536


@dataclass(frozen=True, slots=True)
class Worded:
    """What a row says: its district as written, its path below it, and the words of it that
    a notice may mean otherwise.
    """

    district: str
    path: Path
    doubted: str = ""


def word(cells: Cells) -> Worded:
    """The path that the cells of a row name. Raises ``RowRefused``."""
    said = words(cells.get(Field.DISTRICT))
    if Field.ADDRESS in cells:
        worded = _whole(words(cells[Field.ADDRESS]))
        return Worded(said or worded.district, worded.path)
    texts = {field: words(cells.get(field)) for field in LEVELS}
    return _columns(said, texts)


def _columns(said: str, texts: Mapping[Field, str]) -> Worded:
    tail = BUILDING if texts[Field.BUILDING] else UNIT_ALONE if texts[Field.UNIT] else ""
    heads = tuple(texts[field] for field in HEAD)
    head, is_kept = _head(heads, tail)
    doubted = "" if is_kept else "".join(heads)
    path = list(head)
    for field in (Field.BUILDING, Field.UNIT):
        if texts[field]:
            segment, is_plain = _label(LEVELS[field], texts[field])
            path.append(segment)
            doubted = doubted if is_plain else "".join(s.text for s in path)
    return Worded(said, tuple(path), doubted)


@lru_cache(_MANY)
def _head(texts: tuple[str, ...], tail: str) -> tuple[Path, bool]:
    """The path of the columns in front of the building, and whether the reading keeps to
    them. Raises ``RowRefused``.
    """
    head = "".join(texts)
    targets = parse(head + tail).targets
    is_kept = len(targets) == 1 and _keeps_to(targets[0], texts)
    path = tuple(s for s in targets[0].path if s.end <= len(head)) if is_kept else _said(texts)
    if not anchors_of(path):
        raise NO_PLACE
    return path, is_kept


def _said(texts: tuple[str, ...]) -> Path:
    """The columns as they say themselves what they are."""
    return tuple(
        Segment(LEVELS[field], fold(text).text.strip() or text, text, 0, len(text))
        for field, text in zip(HEAD, texts, strict=True)
        if text
    )


def _keeps_to(target: Target, texts: tuple[str, ...]) -> bool:
    """Whether a reading covers the columns, no segment goes from one into the next, and
    what is said to be a town or a community is read as one.
    """
    levels = [s.level for s in target.path if s.level is not Level.SECTION]
    if len(levels) != len(set(levels)) or target.exceptions:
        return False
    unread = list(target.path)
    at = 0
    for field, text in zip(HEAD, texts, strict=True):
        end = at + len(text)
        while at < end:
            segment = unread.pop(0) if unread else None
            if segment is None or segment.start != at or segment.end > end or segment.range:
                return False
            firm = field in (Field.SUBDISTRICT, Field.COMMUNITY)
            if segment.level in DIVISIONS or (firm and segment.level is not LEVELS[field]):
                return False
            at = segment.end
    return True


@lru_cache(_MANY)
def _label(level: Level, text: str) -> tuple[Segment, bool]:
    """The building or unit that a cell names: 4, 4号楼 and 4# are one. Raises ``RowRefused``."""
    for written in (text, text + _SUFFIX[level]):
        found = parse(written)
        segments = [s for target in found.targets for s in target.path]
        if any(s.range for s in segments) or len(found.targets) > 1:
            mend = "give each a row of its own"
            raise RowRefused(f"{text} names several places", mend, level.value)
        if len(segments) == 1 and segments[0].level is level and not _left(found):
            return segments[0], True
    return Segment(level, fold(text).text.strip() or text, text, 0, len(text)), False


def key_of(segment: Segment) -> str:
    """The key of a segment, worked out once for each spelling."""
    return _key(segment.level, segment.value)


@lru_cache(_MANY)
def _key(level: Level, value: str) -> str:
    return value_key(level, value)


def _left(address: Address) -> bool:
    """Whether anything was not used, or says more than the place."""
    return bool(address.unused) or any(t.part or t.exceptions for t in address.targets)


def _whole(text: str) -> Worded:
    """The path that a whole address names."""
    address = parse(text)
    if not address.targets:
        raise NO_PLACE
    target = address.targets[0]
    if len(address.targets) > 1 or any(s.range for s in target.path):
        mend = "give each a row of its own"
        raise RowRefused(f"{text} names several places", mend, Field.ADDRESS)
    left = [s.text for s in address.unused]
    left += [target.part.text] if target.part else []
    left += ["".join(s.text for s in path) for path in target.exceptions]
    if left:
        mend = "write the place and nothing else"
        raise RowRefused(f"not one place: {', '.join(left)}", mend, Field.ADDRESS)
    path = tuple(s for s in target.path if s.level not in DIVISIONS)
    if not anchors_of(path):
        raise NO_PLACE
    district = target.at(Level.DISTRICT)
    return Worded(district.value if district else "", path)


def forget() -> None:
    """Give back the memory of readings that are kept while a file is read."""
    for kept in (_head, _label, _key):
        kept.cache_clear()
