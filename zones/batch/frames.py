"""What is said of places, as JSON into which the words of a question are put.

A place is judged once, and often not even that, since most have a place that stands in for
them. The answer is the same, to the last byte, as that of the path which every single look-up
takes: property tests hold them together.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import orjson

from zones.answers import Question, answer
from zones.api.rendering import render_answer, render_place
from zones.batch.stand_ins import StandIns
from zones.gazetteer.outcome import Outcome, Reason
from zones.serving.snapshot import Snapshot

MOST_KEPT = 20_000
_CUT = b'null,"match":null'
"""What is cut out of an answer: its place, and the words that led there."""


class Frame(NamedTuple):
    """An answer as JSON, cut where the place belongs and where the words of the question do."""

    before: bytes
    after: bytes


class Frames:
    """Good for one snapshot and one set of instants."""

    def __init__(self, snapshot: Snapshot, question: Question) -> None:
        self._snapshot, self._question = snapshot, question
        self._index = snapshot.ground.index
        self._stand_ins = StandIns(snapshot, question)
        self._frames: dict[tuple[int, bool], Frame] = {}
        self._places: dict[int, bytes] = {}

    def filled(self, place: int, used: bytes, ignored: bytes, *, is_finest: bool) -> bytes:
        """The answer about a place: the words that led there, and those that did not, as JSON.

        ``is_finest`` says that no finer words were written which are not known.
        """
        key = self._stand_ins.of(place), is_finest
        frame = kept(self._frames, key, self._frame)
        named = kept(self._places, place, self._place)
        words = used, b'],"ignored":[', ignored, b'],"by":"name"}'
        return b"".join((frame.before, named, *words, frame.after))

    def _frame(self, key: tuple[int, bool]) -> Frame:
        place, is_finest = key
        found = answer(replace(self._question, place=self._index.id_of(place)), self._snapshot)
        assert found.outcome is Outcome.FOUND
        if not is_finest and found.reason is None:
            found = replace(found, reason=Reason.NOT_IN_GAZETTEER)
        rendered = render_answer(found) | {"place": None, "match": None}
        before, cut, after = orjson.dumps(rendered).partition(_CUT)
        assert cut
        return Frame(before, after)

    def _place(self, number: int) -> bytes:
        """A place, and the level that was reached with it."""
        spot = self._index.spot(number)
        place = orjson.dumps(render_place(spot, spot.district))
        return place + b',"match":{"level":' + orjson.dumps(spot.level.value) + b',"used":['


def kept(known: dict, key, make: Callable):  # type: ignore[no-untyped-def, type-arg]
    """What was made of a key before, or is made of it now; bounded."""
    try:
        return known[key]
    except KeyError:
        if len(known) >= MOST_KEPT:
            known.clear()
        found = known[key] = make(key)
        return found
