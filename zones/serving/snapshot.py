"""A snapshot: the gazetteer and the projection in memory, at one sequence of the ledger.

It answers without a query, and it answers what the database would have answered at that
sequence: a property test compares whole answers. It never changes, so a thread that has
taken one may ask it as often as it likes while newer ones are made; ``current`` hands out
the newest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import MappingProxyType
from uuid import UUID

from zones.answers import UnknownPlace
from zones.gazetteer.area import Area
from zones.gazetteer.columns import NOWHERE
from zones.gazetteer.index import DistrictName, Index, Spot
from zones.gazetteer.outcome import Resolution
from zones.gazetteer.points import Point, at_point
from zones.risk.relation import Located
from zones.risk.situation import Situation
from zones.risk.stretch import Stretch
from zones.serving.changes import NOTHING_SEEN, Seen
from zones.serving.heads import Heads
from zones.serving.history import DistrictLedger, Rows
from zones.serving.outlines import IndexOutlines

KEPT_LOCATED = 20_000
KEPT_INSTANTS = 256


class Ground:
    """The gazetteer of a snapshot: the places, and where the trusted outlines lie."""

    def __init__(
        self,
        index: Index,
        outlines: IndexOutlines,
        seen: Seen = NOTHING_SEEN,
        located: Mapping[int, Located] = MappingProxyType({}),
    ) -> None:
        self.index = index
        self.outlines = outlines
        self.seen = seen
        """The changes of the ground that are in it."""
        self._located = dict(located)

    def located_but(self, changed: Set[int]) -> Mapping[int, Located]:
        """What was located so far, but for some places."""
        return {n: found for n, found in list(self._located.items()) if n not in changed}

    def located(self, number: int) -> Located:
        """A place as the risk algebra compares it."""
        found = self._located.get(number)
        if found is None:
            if len(self._located) >= KEPT_LOCATED:
                self._located.clear()
            found = self._located[number] = self.index.located(number)
        return found

    def locate(self, id: bytes) -> Located:
        """The place with this id, which the projection names, so that it must be here."""
        number = self.index.number_of(UUID(bytes=id))
        if number == NOWHERE:
            raise UnknownPlace(UUID(bytes=id))
        return self.located(number)

    def lacks(self, ids: Sequence[bytes]) -> bool:
        """Whether a place with one of these ids is not here."""
        return any(self.index.number_of(UUID(bytes=id)) == NOWHERE for id in ids)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``Source`` in memory. See the head of this file."""

    heads: Heads
    ground: Ground
    ledger: Mapping[str, DistrictLedger]
    """By district code; one for each district of the city."""
    _asked: dict[tuple[str, datetime, datetime], tuple[Situation, datetime | None]] = field(
        default_factory=dict
    )
    """What held at the last few pairs of instants: many questions are asked of one pair."""

    @classmethod
    def of(cls, heads: Heads, ground: Ground, rows: Mapping[str, Rows]) -> Snapshot:
        """A snapshot of these rows."""
        ledger = {code: DistrictLedger(held, ground.locate) for code, held in rows.items()}
        return cls(heads, ground, ledger)

    @property
    def sequence(self) -> int:
        """The last act of the ledger that it knows."""
        return self.heads.sequence

    @property
    def recorded_at(self) -> datetime | None:
        """When that act was recorded."""
        return self.heads.recorded_at

    @property
    def districts(self) -> tuple[DistrictName, ...]:
        """The districts of the city."""
        return self.ground.index.districts

    def area(self, district: str | None, on: date) -> Area[Spot]:
        """What an address is resolved against on a date."""
        hint = next((d for d in self.districts if d.code == district), None) if district else None
        return self.ground.index.area(hint, on)

    def place(self, id: UUID) -> Spot:
        """The place with this id. Raises ``UnknownPlace``."""
        number = self.ground.index.number_of(id)
        if number == NOWHERE:
            raise UnknownPlace(id)
        return self.ground.index.spot(number)

    def at_point(self, point: Point, on: date) -> Resolution[Spot]:
        """The place or district in which a coordinate certainly lies, as of a date."""
        return at_point(point, self.ground.outlines, on)

    def located(self, place: Spot) -> Located:
        """A place as the risk algebra compares it."""
        return self.ground.located(place.number)

    def situation(self, district: str, known_at: datetime, start: datetime) -> Situation:
        """What holds in a district at an instant."""
        return self._at(district, known_at, start)[0]

    def situation_over(
        self, district: str, known_at: datetime, start: datetime, end: datetime
    ) -> Situation:
        """What holds in a district at any instant of a stretch of time."""
        return self.ledger[district].believed(known_at).over(start, end)

    def next_change(self, district: str, known_at: datetime, after: datetime) -> datetime | None:
        """The first instant after another at which anything known changes in a district."""
        return self._at(district, known_at, after)[1]

    def earlier(self, district: str, known_at: datetime, of: Stretch) -> Sequence[Stretch]:
        """The stretches of the same designation that begin before this one, the last first."""
        return self.ledger[district].believed(known_at).earlier(of)

    def prepare(self) -> None:
        """Make now what every question as of now will need."""
        now = datetime.now(UTC)
        for ledger in self.ledger.values():
            ledger.believed(now).at(now)

    def _at(
        self, district: str, known_at: datetime, instant: datetime
    ) -> tuple[Situation, datetime | None]:
        """What holds in a district at an instant, and until when."""
        key = (district, known_at, instant)
        found = self._asked.get(key)
        if found is None:
            if len(self._asked) >= KEPT_INSTANTS:
                self._asked.clear()
            history = self.ledger[district].believed(known_at)
            found = self._asked[key] = (history.at(instant), history.next_change(instant))
        return found
