"""Addresses of the ordinary shape, when there are very many of them.

Nearly everybody writes one shape, and many write the same front of it (太原市小店区水木云天
小区) with another building, unit and room behind. So a front is resolved once; what is left
for an address are a few look-ups. Where this is not sure it says nothing, and the path answers
which every single look-up takes.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import orjson

from zones.address.fold import fold, folded
from zones.address.labels import canonical
from zones.address.values import Level
from zones.batch.frames import Frames, Told, kept
from zones.gazetteer.columns import CONTESTED, NOWHERE, RANK, under_code
from zones.gazetteer.index import Index
from zones.gazetteer.outcome import Outcome
from zones.gazetteer.quick import BUILDING_SUFFIX, LABEL, UNIT_LABEL

SHAPE = re.compile(
    "[ ,.;。]*([^\n .;。]{2,60}?)"
    f"(?:(({LABEL})(?:{BUILDING_SUFFIX}))(?:(({UNIT_LABEL})(?:单元|门)))?([0-9]{{3,4}}[室号户]?)?"
    "|(([0-9]{1,3})-)(([0-9]{1,2})-)([0-9]{3,4}室?))?[ ,.;。]*"
)
# Level, the group of the words, the group of the label.
_WRITTEN = ((Level.BUILDING, 2, 3), (Level.UNIT, 4, 5))
_DASHED = ((Level.BUILDING, 7, 8), (Level.UNIT, 9, 10))
_LEVEL_OF = {words: level for level, words, _ in (*_WRITTEN, *_DASHED)}
_ROOMS = (6, 11)
_BELOW = (Level.BUILDING, Level.UNIT)


class Front(NamedTuple):
    """The words before the building: the place that they lead to, and the segments as JSON.

    Or the several places that bear the name, where the words tell no more.
    """

    place: int
    used: bytes
    several: tuple[int, ...] = ()


class Rung(NamedTuple):
    """A label as it is written behind a front."""

    rank: int
    key: int
    """The number of its key in the index."""
    segment: bytes
    words: int
    """The group of its words in the shape."""


class Ordinary:
    """See the head of this file. It puts the words into the frames of places."""

    def __init__(self, index: Index, frames: Frames) -> None:
        self._index, self._frames = index, frames
        self._fronts: dict[str, Front | None] = {}
        self._rungs: dict[tuple[int, str], Rung] = {}

    def answer(self, text: str) -> Told | None:
        """The answer, or nothing."""
        plain = folded(text)
        shape = SHAPE.fullmatch(plain)
        if shape is None:
            return None
        front = kept(self._fronts, shape[1], self._front)
        if front is None:
            return None
        rungs = []
        for _, words, label in _DASHED if shape[7] else _WRITTEN:
            if shape[words] is not None:
                rungs.append(kept(self._rungs, (words, shape[label]), self._rung))
        if front.several:
            return self._several(front.several, rungs)
        return self._one(front, rungs, shape, text if plain != text else None)

    def _one(
        self, front: Front, rungs: Sequence[Rung], shape: re.Match[str], text: str | None
    ) -> Told | None:
        """The answer about the finest place that is known; ``text`` is as it was written, if
        that differs from its normal form.
        """
        place, used, under = front.place, front.used, self._index.under
        left: list[int] = []
        for rung in rungs:
            child = NOWHERE
            if not left:
                child = under.get(under_code(place, rung.rank, rung.key), NOWHERE)
                if child == CONTESTED or (child < 0 and place in self._index.quick.deep):
                    return None
            if child == NOWHERE:
                left.append(rung.words)
            else:
                place = child
                used += rung.segment
        is_finest = not left
        left += [room for room in _ROOMS if shape[room]]
        if not left:
            return Told(Outcome.FOUND, self._frames.filled(place, used, b"", is_finest=True))
        words = [shape[group] for group in left]
        if text is not None:
            normal = fold(text)
            words = [normal.original(*shape.span(group)) for group in left]
        ignored = orjson.dumps(words)[1:-1]
        return Told(Outcome.FOUND, self._frames.filled(place, used, ignored, is_finest=is_finest))

    def _several(self, bearers: Iterable[int], rungs: Sequence[Rung]) -> Told | None:
        """The answer where each bearer of a name may be meant, or what lies in it."""
        under = self._index.under
        reached = []
        for place in bearers:
            for rung in rungs:
                child = under.get(under_code(place, rung.rank, rung.key), NOWHERE)
                if child == CONTESTED:
                    return None
                if child == NOWHERE:
                    break
                place = child
            reached.append(place)
        return Told(Outcome.AMBIGUOUS, self._frames.several(reached))

    def _rung(self, written: tuple[int, str]) -> Rung:
        words, label = written
        level = _LEVEL_OF[words]
        segment = b"," + orjson.dumps([level.value, canonical(label)])
        return Rung(RANK[level], self._index.quick.keys[RANK[level]][label], segment, words)

    def _front(self, text: str) -> Front | None:
        """The front, where it leads to a place by all of its words and none is a building."""
        quick = self._index.quick
        found = quick.resolve(text, None)
        if found is None:
            bearers = quick.bearers(text)
            return Front(NOWHERE, b"", bearers) if bearers else None
        if found.place is None or found.ignored or found.reason:
            return None
        if any(segment.level in _BELOW for segment in found.used):
            return None
        used = orjson.dumps([[s.level.value, s.value] for s in found.used])
        return Front(found.place.number, used[1:-1])
