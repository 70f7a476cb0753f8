"""Addresses of the ordinary shape, when there are very many of them.

Nearly everybody writes one shape, and many write the same front of it (太原市小店区水木云天
小区) with another building, unit and room behind. So a front is resolved once; what is left
for an address are a few look-ups. Where this is not sure it says nothing, and the path answers
which every single look-up takes.
"""

import re
from typing import NamedTuple

import orjson

from zones.address.fold import folded
from zones.address.labels import canonical
from zones.address.values import Level
from zones.batch.frames import Frames, kept
from zones.gazetteer.columns import CONTESTED, NOWHERE, RANK, under_code
from zones.gazetteer.index import Index
from zones.gazetteer.quick import BUILDING_SUFFIX, LABEL, UNIT_LABEL

SHAPE = re.compile(
    "([^\n ,.;。]{2,60}?)"
    f"(?:(({LABEL})(?:{BUILDING_SUFFIX}))(?:(({UNIT_LABEL})(?:单元|门)))?([0-9]{{3,4}}[室号户]?)?"
    "|(([0-9]{1,3})-)(([0-9]{1,2})-)([0-9]{3,4}室?))?"
)
_WRITTEN = ((Level.BUILDING, 2, 3), (Level.UNIT, 4, 5))
_DASHED = ((Level.BUILDING, 7, 8), (Level.UNIT, 9, 10))
"""Level, the group of the words, the group of the label."""
_ROOM, _DASHED_ROOM = 6, 11
_BELOW = (Level.BUILDING, Level.UNIT)


class Front(NamedTuple):
    """The words before the building: the place that they lead to, and the segments as JSON."""

    place: int
    used: bytes


class Ordinary:
    """See the head of this file. It puts the words into the frames of places."""

    def __init__(self, index: Index, frames: Frames) -> None:
        self._index, self._frames = index, frames
        self._fronts: dict[str, Front | None] = {}
        self._rungs: dict[tuple[Level, str], tuple[int, bytes]] = {}

    def answer(self, text: str) -> bytes | None:
        """The answer as JSON, or nothing."""
        shape = SHAPE.fullmatch(text)
        if shape is None or folded(text) != text:
            return None
        front = kept(self._fronts, shape[1], self._front)
        if front is None:
            return None
        place, used, ignored = front.place, front.used, b""
        under = self._index.under
        for level, words, label in _DASHED if shape[7] else _WRITTEN:
            if shape[words] is None:
                continue
            key, segment = self._rung(level, shape[label])
            child = NOWHERE
            if not ignored:
                child = under.get(under_code(place, RANK[level], key), NOWHERE)
                if child == CONTESTED or (child < 0 and place in self._index.quick.deep):
                    return None
            if child == NOWHERE:
                ignored += b"," + orjson.dumps(shape[words])
            else:
                place = child
                used += b"," + segment
        room = shape[_ROOM] or shape[_DASHED_ROOM]
        if room:
            ignored += b"," + orjson.dumps(room)
        return self._frames.filled(place, used, ignored[1:], is_finest=not ignored)

    def _rung(self, level: Level, label: str) -> tuple[int, bytes]:
        """The key of a label in the index, and its segment as JSON."""
        found = self._rungs.get((level, label))
        if found is None:
            key = self._index.quick.keys[RANK[level]][label]
            found = key, orjson.dumps([level.value, canonical(label)])
            self._rungs[level, label] = found
        return found

    def _front(self, text: str) -> Front | None:
        """The front, where it leads to a place by all of its words and none is a building."""
        found = self._index.quick.resolve(text, None)
        if found is None or found.place is None or found.ignored or found.reason:
            return None
        if any(segment.level in _BELOW for segment in found.used):
            return None
        used = orjson.dumps([[s.level.value, s.value] for s in found.used])
        return Front(found.place.number, used[1:-1])
