"""Answers to addresses of the ordinary shape, when there are very many of them.

Nearly everybody writes one shape, and many write the same front of it (太原市小店区水木云天
小区) with another building, unit and room behind. So a front is resolved once and a place
judged once; what is left for an address are a few look-ups. The answer is the same, to the
last byte, as that of the path which every single look-up takes: a property test holds them
together. Where this is not sure it says nothing, and that path answers.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import orjson

from zones.address.fold import folded
from zones.address.labels import canonical
from zones.address.values import Level
from zones.answers import Answer, Question, answer
from zones.api.rendering import render_answer, render_place
from zones.batch.stand_ins import StandIns
from zones.gazetteer.columns import CONTESTED, NOWHERE, RANK, under_code
from zones.gazetteer.outcome import Outcome, Reason
from zones.gazetteer.quick import BUILDING_SUFFIX, LABEL, UNIT_LABEL
from zones.serving.snapshot import Snapshot

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
MOST_KEPT = 20_000
_PLACE = b'null,"match":null'
"""What is cut out of an answer: its place, and the words that led there."""


class Front(NamedTuple):
    """The words before the building: the place that they lead to, and the segments as JSON."""

    place: int
    used: bytes


class Frame(NamedTuple):
    """An answer as JSON, cut where the place belongs and where the words of the question do."""

    before: bytes
    after: bytes


class Ordinary:
    """See the head of this file. Good for one snapshot and one set of instants."""

    def __init__(self, snapshot: Snapshot, question: Question) -> None:
        self._snapshot, self._question = snapshot, question
        self._index = snapshot.ground.index
        self._fronts: dict[str, Front | None] = {}
        self._stand_ins = StandIns(snapshot, question)
        self._frames: dict[tuple[int, bool], Frame] = {}
        self._places: dict[int, bytes] = {}
        self._rungs: dict[tuple[Level, str], tuple[int, bytes]] = {}

    def answer(self, text: str) -> bytes | None:
        """The answer as JSON, or nothing."""
        shape = SHAPE.fullmatch(text)
        if shape is None or folded(text) != text:
            return None
        front = _kept(self._fronts, shape[1], self._front)
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
        frame = _kept(self._frames, (self._stand_ins.of(place), bool(ignored)), self._frame)
        named = _kept(self._places, place, self._place)
        ends = (b'],"ignored":[', ignored[1:], b'],"by":"name"}', frame.after)
        return b"".join((frame.before, named, used, *ends))

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

    def _frame(self, key: tuple[int, bool]) -> Frame:
        """What is said of a place, less its names and the words that led to it."""
        place, has_ignored = key
        asked = replace(self._question, place=self._index.id_of(place))
        found: Answer = answer(asked, self._snapshot)
        assert found.outcome is Outcome.FOUND
        if has_ignored and found.reason is None:
            found = replace(found, reason=Reason.NOT_IN_GAZETTEER)
        rendered = render_answer(found) | {"place": None, "match": None}
        before, cut, after = orjson.dumps(rendered).partition(_PLACE)
        assert cut
        return Frame(before, after)

    def _place(self, number: int) -> bytes:
        """A place as JSON, with the level that was reached by going to it."""
        spot = self._index.spot(number)
        place = orjson.dumps(render_place(spot, spot.district))
        return place + b',"match":{"level":' + orjson.dumps(spot.level.value) + b',"used":['


def _kept(known: dict, key, make: Callable):  # type: ignore[no-untyped-def, type-arg]
    """What was made of a key before, or is made of it now; bounded."""
    try:
        return known[key]
    except KeyError:
        if len(known) >= MOST_KEPT:
            known.clear()
        found = known[key] = make(key)
        return found
