"""Answers to addresses, when very many are asked about at one set of instants.

What is said of a place is said once (``frames``); what is written as nearly everybody writes
is read by a few look-ups (``ordinary``). Everything else goes the way of a single look-up.
"""

from dataclasses import replace

import orjson

from zones.answers import Question, answer_to
from zones.batch.frames import Frames, Told
from zones.batch.ordinary import Ordinary
from zones.gazetteer.area import Area
from zones.gazetteer.index import Spot
from zones.gazetteer.outcome import Outcome, Reason, Resolution
from zones.gazetteer.resolve import resolve
from zones.serving.snapshot import Snapshot

_OF_A_PLACE = (None, Reason.NOT_IN_GAZETTEER)


class Addresses:
    """Good for one snapshot, one set of instants, and the language that is spoken now."""

    def __init__(self, snapshot: Snapshot, question: Question, area: Area[Spot]) -> None:
        self._snapshot, self._question, self._area = snapshot, question, area
        self._frames = Frames(snapshot, question)
        self._ordinary = Ordinary(snapshot.ground.index, self._frames)

    def answer(self, text: str) -> Told:
        """The answer to an address."""
        return self.ordinarily(text) or self.anyway(text)

    def ordinarily(self, text: str) -> Told | None:
        """The answer, if the address is written as most are: made sooner than looked up."""
        return self._ordinary.answer(text)

    def anyway(self, text: str) -> Told:
        """The answer, however the address is written."""
        found = resolve(text, self._area)
        of_a_place = found.reason in _OF_A_PLACE and not found.candidates
        if found.outcome is Outcome.FOUND and found.place is not None and of_a_place:
            return Told(Outcome.FOUND, self._of_place(found, found.place.number))
        asked = replace(self._question, address=text)
        told = answer_to(asked, found, "name", self._snapshot)
        return Told(told.outcome, self._frames.rendered(told))

    def _of_place(self, found: Resolution[Spot], place: int) -> bytes:
        used = orjson.dumps([[segment.level.value, segment.value] for segment in found.used])
        ignored = orjson.dumps(found.ignored)
        return self._frames.filled(place, used[1:-1], ignored[1:-1], is_finest=found.reason is None)
