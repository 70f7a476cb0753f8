"""What the cells of a row name, in the address language: the path that a notice would name.

The columns of a row are read together, as a notice would write them, so that the loaded
place and the named one have the same keys. Where a reading does not keep to the columns,
the columns decide and the row is doubted: a notice may not find this place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from zones.address import fold, parse
from zones.address.values import Address, Level, Segment, Target
from zones.gazetteer.anchors import DIVISIONS, anchors_of
from zones.gazetteer.loading.columns import HEAD, LEVELS, Cells, Field, words
from zones.gazetteer.loading.findings import RowRefused

Path = tuple[Segment, ...]

NO_PLACE: Final = RowRefused("no place is named", "fill in a complex, street, community or town")
UNIT_ALONE: Final = "1单元"
BUILDING: Final = "1号楼"
"""Stands behind the head while it is read: what follows decides what 平阳路65号 is."""

_SUFFIX: Final = {Level.BUILDING: "号楼", Level.UNIT: "单元"}
_MANY: Final = 65536


@dataclass(frozen=True, slots=True)
class Worded:
    """What a row says: its district as written, its path below it, and whether in doubt."""

    district: str
    path: Path
    is_doubted: bool = False


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
    head, doubted = _head(tuple(texts[field] for field in HEAD), tail)
    path = list(head)
    for field in (Field.BUILDING, Field.UNIT):
        if texts[field]:
            segment, is_plain = _label(LEVELS[field], texts[field])
            path.append(segment)
            doubted |= not is_plain
    if not anchors_of(path):
        raise NO_PLACE
    return Worded(said, tuple(path), doubted)


@lru_cache(_MANY)
def _head(texts: tuple[str, ...], tail: str) -> tuple[Path, bool]:
    """The path of the columns in front of the building, and whether the reading differs."""
    head = "".join(texts)
    if not head:
        return (), False
    targets = parse(head + tail).targets
    if len(targets) == 1 and _keeps_to(targets[0], texts):
        return tuple(s for s in targets[0].path if s.end <= len(head)), False
    declared = (
        Segment(LEVELS[field], fold(text).text.strip() or text, text, 0, len(text))
        for field, text in zip(HEAD, texts, strict=True)
        if text
    )
    return tuple(declared), True


def _keeps_to(target: Target, texts: tuple[str, ...]) -> bool:
    """Whether a reading covers the columns, and no segment goes from one into the next."""
    end, bounds = 0, {0}
    for text in texts:
        end += len(text)
        bounds.add(end)
    at = 0
    levels = [s.level for s in target.path if s.level is not Level.SECTION]
    if len(levels) != len(set(levels)) or target.exceptions:
        return False
    for segment in target.path:
        if segment.start >= end:
            break
        crosses = any(segment.start < bound < segment.end for bound in bounds)
        if segment.start != at or crosses or segment.range or segment.level in DIVISIONS:
            return False
        at = segment.end
    return at == end


@lru_cache(_MANY)
def _label(level: Level, text: str) -> tuple[Segment, bool]:
    """The building or unit that a cell names: 4, 4号楼 and 4# are one. Raises ``RowRefused``."""
    for written in (text, text + _SUFFIX[level]):
        found = parse(written)
        segments = [s for target in found.targets for s in target.path]
        if any(s.range for s in segments) or len(found.targets) > 1:
            raise RowRefused(f"{text} names several places", "give each a row of its own")
        if len(segments) == 1 and segments[0].level is level and not _left(found):
            return segments[0], True
    return Segment(level, fold(text).text.strip() or text, text, 0, len(text)), False


def _left(address: Address) -> bool:
    """Whether anything was not used, or says more than the place."""
    return bool(address.unused) or any(t.part or t.exceptions for t in address.targets)


def _whole(text: str) -> Worded:
    """The path that a whole address names."""
    address = parse(text)
    if len(address.targets) != 1:
        if not address.targets:
            raise NO_PLACE
        raise RowRefused(f"{text} names several places", "give each a row of its own")
    target = address.targets[0]
    left = [s.text for s in address.unused]
    left += [target.part.text] if target.part else []
    left += ["".join(s.text for s in path) for path in target.exceptions]
    left += [s.text for s in target.path if s.range]
    if left:
        raise RowRefused(f"not one place: {', '.join(left)}", "write the place and nothing else")
    path = tuple(s for s in target.path if s.level not in DIVISIONS)
    if not anchors_of(path):
        raise NO_PLACE
    district = target.at(Level.DISTRICT)
    return Worded(district.value if district else "", path)


def forget() -> None:
    """Give back the memory of readings that are kept while a file is read."""
    for kept in (_head, _label):
        kept.cache_clear()
