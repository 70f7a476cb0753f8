"""Addresses of the ordinary shape, when there are very many of them.

Nearly everybody writes one shape, and many write the same front of it (太原市小店区水木云天
小区) with another building, unit and room behind. So a front is resolved once; what is left
for an address are a few look-ups. Where this is not sure it says nothing, and the path answers
which every single look-up takes.
"""

import re
from collections.abc import Iterable

import orjson

from zones.address.fold import fold, folded
from zones.address.values import Level
from zones.batch.frames import Frames, Told
from zones.gazetteer.columns import CONTESTED, KEY_BITS, NOWHERE, RANK_BITS
from zones.gazetteer.fronts import Front
from zones.gazetteer.index import Index
from zones.gazetteer.outcome import Outcome
from zones.gazetteer.quick import BUILDING_SUFFIX, LABEL, UNIT_LABEL

SHAPE = re.compile(
    "[ ,.;。]*([^\n .;。]{2,60}?)"
    f"(?:(({LABEL})(?:{BUILDING_SUFFIX}))(?:(({UNIT_LABEL})(?:单元|门)))?([0-9]{{3,4}}[室号户]?)?"
    "|(([0-9]{1,3})-)(([0-9]{1,2})-)([0-9]{3,4}室?))?[ ,.;。]*"
)
FOUND, AMBIGUOUS = Outcome.FOUND, Outcome.AMBIGUOUS
_ROOM, _DASHED_ROOM = 6, 11
CHILD_BITS = RANK_BITS + KEY_BITS
Rungs = tuple[tuple[int, int, bytes], ...]
"""Of each label behind the front: the group of its words in the shape, the end of the
``under_code`` of what it names, and its segment as JSON.
"""


class Ordinary:
    """See the head of this file. It puts the words into the frames of places."""

    def __init__(self, index: Index, frames: Frames) -> None:
        quick = index.quick
        self._frames, self._under = frames, index.under
        self._front, self._deep = quick.front, quick.deep
        self._buildings, self._units = quick.rungs[Level.BUILDING], quick.rungs[Level.UNIT]

    def answer(self, text: str) -> Told | None:
        """The answer, or nothing."""
        plain = folded(text)
        shape = SHAPE.fullmatch(plain)
        front = self._front(shape[1]) if shape else None
        if shape is None or front is None:
            return None
        rungs: Rungs = ()
        if shape[3]:
            rungs = ((2, *self._buildings[shape[3]]),)
            if shape[5]:
                rungs = (*rungs, (4, *self._units[shape[5]]))
        elif shape[8]:
            rungs = ((7, *self._buildings[shape[8]]), (9, *self._units[shape[10]]))
        if front.several:
            return self._several(front.several, rungs)
        return self._one(front, rungs, shape, text if plain != text else None)

    def _one(
        self, front: Front, rungs: Rungs, shape: re.Match[str], text: str | None
    ) -> Told | None:
        """The answer about the finest place that is known; ``text`` is as it was written, if
        that differs from its normal form.
        """
        place, used, under = front.place, front.used, self._under
        left: list[int] = []
        for words, code, segment in rungs:
            child = NOWHERE
            if not left:
                child = under.get(place << CHILD_BITS | code, NOWHERE)
                if child == CONTESTED or (child < 0 and place in self._deep):
                    return None
            if child == NOWHERE:
                left.append(words)
            else:
                place = child
                used += segment
        is_finest = not left
        if shape[_ROOM] or shape[_DASHED_ROOM]:
            left.append(_ROOM if shape[_ROOM] else _DASHED_ROOM)
        if not left:
            return Told(FOUND, self._frames.filled(place, used, b"", is_finest=True))
        if text is None:
            ignored = orjson.dumps([shape[group] for group in left])
        else:
            normal = fold(text)
            ignored = orjson.dumps([normal.original(*shape.span(group)) for group in left])
        body = self._frames.filled(place, used, ignored[1:-1], is_finest=is_finest)
        return Told(FOUND, body)

    def _several(self, bearers: Iterable[int], rungs: Rungs) -> Told | None:
        """The answer where each bearer of a name may be meant, or what lies in it."""
        under = self._under
        reached = []
        for place in bearers:
            for _, code, _ in rungs:
                child = under.get(place << CHILD_BITS | code, NOWHERE)
                if child == CONTESTED:
                    return None
                if child == NOWHERE:
                    break
                place = child
            reached.append(place)
        return Told(AMBIGUOUS, self._frames.several(reached))
