"""Places of which the same is said, but for their names.

Most places are quiet: every zone that could count is certainly apart from them, and what is
said of one is said of its whole district. On others bears what bears on the whole complex or
building in which they lie. So one place stands in for all of them, and is judged once.
"""

from collections.abc import Sequence

from zones.address.values import Level
from zones.answers import Question
from zones.gazetteer.columns import NOWHERE, RANK
from zones.risk.relation import Located
from zones.risk.situation import Bearing, Situation
from zones.serving.snapshot import Snapshot

COMPLEX = RANK[Level.COMPLEX]
MOST_KEPT = 100_000


class StandIns:
    """Which place stands in for another, in one snapshot and at one set of instants."""

    def __init__(self, snapshot: Snapshot, question: Question) -> None:
        self._ground, self._index = snapshot.ground, snapshot.ground.index
        self._snapshot, self._question = snapshot, question
        self._situations: dict[str, tuple[Situation, ...]] = {}
        self._quiet: dict[str, int] = {}
        """A quiet place of each district."""
        self._found: dict[int, int] = {}

    def of(self, place: int) -> int:
        """The place that stands in for another; itself, if none is sure to do."""
        for number in self._holders(place):
            found = self._found.get(number)
            if found is None:
                if len(self._found) >= MOST_KEPT:
                    self._found.clear()
                found = self._found[number] = self._stand_in(number)
            if found != NOWHERE:
                return found
        return place

    def _holders(self, place: int) -> Sequence[int]:
        """The places that may speak for one: from its complex down to itself.

        On that way rungs come and none goes, unless a place turned out to be another, or has
        a street of its own.
        """
        index = self._index
        lineage = index.lineage(place)
        if index.became and not index.became.keys().isdisjoint(lineage):
            return (place,)
        rank, streets = index.columns.rank, index.columns.streets
        for at, number in enumerate(lineage):
            if rank[number] == COMPLEX:
                below = lineage[at + 1 :]
                same = all(rank[each] >= COMPLEX and each not in streets for each in below)
                return lineage[at:] if same else (place,)
        return (place,)

    def _stand_in(self, number: int) -> int:
        """Who speaks for a place and all that lies in it; ``NOWHERE`` if nobody does."""
        located = self._ground.located(number)
        bearings = {each.bearing(located) for each in self._of_district(located)}
        if bearings == {Bearing.NONE}:
            return self._quiet.setdefault(located.lineage[0], number)
        return NOWHERE if Bearing.UNLIKE in bearings else number

    def _of_district(self, place: Located) -> tuple[Situation, ...]:
        """What holds in its district at the instant asked about, and over the window."""
        code, asked, snapshot = place.lineage[0], self._question, self._snapshot
        found = self._situations.get(code)
        if found is None:
            found = (snapshot.situation(code, asked.known_at, asked.as_of),)
            if asked.window is not None:
                start = asked.as_of - asked.window
                found += (snapshot.situation_over(code, asked.known_at, start, asked.as_of),)
            self._situations[code] = found
        return found
