"""What is said of places, as JSON into which the words of a question are put.

A place is judged once, and often not even that, since most have a place that stands in for
them. The answer is the same, to the last byte, as that of the path which every single look-up
takes: property tests hold them together.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import orjson
from django.utils import translation

from zones.answers import Answer, Question, answer, answer_to
from zones.api.rendering import render_answer, render_district
from zones.batch.stand_ins import StandIns
from zones.gazetteer.columns import LEVELS
from zones.gazetteer.index import Index
from zones.gazetteer.outcome import Outcome, Reason, Resolution
from zones.serving.snapshot import Snapshot
from zones.texts import REASON

MOST_KEPT = 20_000
_PLACE = b'null,"match":null'
_CANDIDATES = b'"candidates":['
"""Where an answer is cut: at its place with the words that led there, or at its candidates."""
_LEVELS = [level.value.encode() for level in LEVELS]


class Told(NamedTuple):
    """An answer as JSON."""

    outcome: Outcome
    body: bytes


class Frame(NamedTuple):
    """An answer about a place as JSON, cut where the place and the words of the question belong."""

    before: bytes
    after: bytes
    after_more: bytes
    """The same behind a question that has finer words, which are not known."""


class Frames:
    """Good for one snapshot, one set of instants, and the language that is spoken now."""

    def __init__(self, snapshot: Snapshot, question: Question) -> None:
        self._snapshot, self._question = snapshot, question
        self._language = translation.get_language()
        self._names = Names(snapshot.ground.index)
        self._stand_ins = StandIns(snapshot, question)
        self._frames: dict[int, Frame] = {}
        self._begun: dict[int, tuple[bytes, Frame]] = {}
        """Of each place the answer down to the words that led there, and its frame."""

    def filled(self, place: int, used: bytes, ignored: bytes, *, is_finest: bool) -> bytes:
        """The answer about a place: the words that led there, and those that did not, as JSON.

        ``is_finest`` says that no finer words were written which are not known.
        """
        begun, frame = self._begun.get(place) or self._begin(place)
        after = frame.after if is_finest else frame.after_more
        return b"".join((begun, used, b'],"ignored":[', ignored, b'],"by":"name"}', after))

    def _begin(self, place: int) -> tuple[bytes, Frame]:
        stand_in = self._stand_ins.of(place)
        frame = self._frames.get(stand_in) or self._frame(stand_in)
        begun = frame.before + self._names.matched(place)
        return keep(self._begun, place, (begun, frame))

    def several(self, places: Iterable[int]) -> bytes:
        """The answer where each of these places bears the name, and nothing tells them apart."""
        before, after = self._of_several
        reason = self._why_several
        named = [self._names.place(place)[:-1] + reason for place in places]
        return b"".join((before, _CANDIDATES, b",".join(named), after))

    def rendered(self, found: Answer) -> bytes:
        """Any answer as JSON."""
        with translation.override(self._language):
            return orjson.dumps(render_answer(found))

    def _frame(self, place: int) -> Frame:
        id = self._snapshot.ground.index.id_of(place)
        found = answer(replace(self._question, place=id), self._snapshot)
        assert found.outcome is Outcome.FOUND
        before, after = _cut(self._without_place(found), _PLACE)
        after_more = after
        if found.reason is None:
            more = replace(found, reason=Reason.NOT_IN_GAZETTEER)
            after_more = _cut(self._without_place(more), _PLACE)[1]
        return keep(self._frames, place, Frame(before, after, after_more))

    def _without_place(self, found: Answer) -> bytes:
        with translation.override(self._language):
            return orjson.dumps(render_answer(found) | {"place": None, "match": None})

    @cached_property
    def _of_several(self) -> tuple[bytes, bytes]:
        unclear: Resolution = Resolution(  # type: ignore[type-arg]
            Outcome.AMBIGUOUS, reason=Reason.SEVERAL_PLACES_MATCH
        )
        found = answer_to(self._question, unclear, "name", self._snapshot)
        return _cut(self.rendered(found), _CANDIDATES)

    @cached_property
    def _why_several(self) -> bytes:
        reason = Reason.SEVERAL_PLACES_MATCH
        with translation.override(self._language):
            said = {"reason": reason.value, "text": str(REASON[reason])}
        return b"," + orjson.dumps(said)[1:]


class Names:
    """Places as answers name them (``rendering.render_place``), straight from an index."""

    def __init__(self, index: Index) -> None:
        self._index, self._columns = index, index.columns
        self._districts = [orjson.dumps(render_district(one)) for one in index.districts]

    def place(self, number: int) -> bytes:
        """A place as JSON."""
        columns = self._columns
        return b'{"id":"%s","name":%s,"level":"%s","district":%s}' % (
            columns.id_text(number).encode(),
            orjson.dumps(columns.name_of(number)),
            _LEVELS[columns.rank[number]],
            self._districts[columns.district[number]],
        )

    def matched(self, number: int) -> bytes:
        """A place, and the level that was reached with it."""
        level = _LEVELS[self._columns.rank[number]]
        return self.place(number) + b',"match":{"level":"' + level + b'","used":['


def _cut(rendered: bytes, at: bytes) -> tuple[bytes, bytes]:
    before, cut, after = rendered.partition(at)
    assert cut
    return before, after


def keep(known: dict, key, made):  # type: ignore[no-untyped-def, type-arg]
    """What was made of a key, kept; bounded."""
    if len(known) >= MOST_KEPT:
        known.clear()
    known[key] = made
    return made
