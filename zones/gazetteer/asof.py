"""A snapshot asked as of a date: the protocol that resolution asks, over an ``Index``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zones.address.values import Level
from zones.gazetteer.columns import LEVELS, NOWHERE, RANK
from zones.gazetteer.known import MOST_CANDIDATES, Nearness
from zones.gazetteer.likely import likely
from zones.gazetteer.partial import Written

if TYPE_CHECKING:
    from zones.gazetteer.index import Index, Spot


@dataclass(frozen=True, slots=True)
class AsOf:
    """``Gazetteer`` in memory: what an index says of the places on one date."""

    index: Index
    on: date

    def named(self, level: Level, key: str, districts: Collection[str]) -> Sequence[Spot]:
        """Places of ``level`` in these districts (codes) one of whose names has ``key``."""
        index, on = self.index, self.on
        numbers = [
            number
            for number in index.named_numbers.get((RANK[level], key), ())
            if index.district_of(number).code in districts and index.leads(number, key, on)
        ]
        return self._listed(index.rather_present(numbers, on) if len(numbers) > 1 else numbers)

    def above(self, place: Spot) -> Mapping[str, str]:
        """The keys of the places that ``place`` lies in, by level."""
        index = self.index
        return {
            LEVELS[index.columns.rank[number]].value: index.key_of(number)
            for number in index.lineage(place.number)[:-1]
        }

    def child(self, place: Spot, level: Level, key: str) -> Spot | None:
        """The one place right below ``place`` with this level and key, if it is one."""
        number = self.index.child_number(place.number, RANK[level], key, self.on)
        return None if number == NOWHERE else self.index.spot(number)

    def deeper(self, place: Spot, level: Level, key: str) -> Sequence[Spot]:
        """Places anywhere below ``place`` with this level and key."""
        rank, key_id = RANK[level], self.index.key_ids.get(key, NOWHERE)
        if key_id == NOWHERE:
            return []
        return self._listed(self.index.below(place.number, rank, key_id, self.on))[:MOST_CANDIDATES]

    def near(
        self, level: Level, key: str, districts: Collection[str]
    ) -> Sequence[tuple[Spot, Nearness]]:
        """Places that may be meant by a name that is not known, the nearest first."""
        index, rank = self.index, RANK[level]
        written = Written(key)
        close = index.names.near(written)
        misprinted = self._leading(close.misprinted, districts)
        own = (name for name in misprinted if index.columns.rank[name[2]] == rank)
        found = likely(written, own, self._leading(close.parts, districts), tie=index.id_of)
        return [(index.spot(number), nearness) for number, nearness in found]

    def _leading(
        self, entries: Iterable[int], districts: Collection[str]
    ) -> Iterator[tuple[str, str, int]]:
        """Those of some names that lead to places of these districts on the date."""
        index, names = self.index, self.index.names
        within = [district.code in districts for district in index.districts]
        for at in entries:
            number = names.numbers[at]
            if at in names.gone or not within[index.columns.district[number]]:
                continue
            if at not in names.limited or index.leads(number, names.key(at), self.on):
                yield names.described(at)

    def _listed(self, numbers: Iterable[int]) -> list[Spot]:
        return sorted(map(self.index.spot, numbers), key=lambda spot: (spot.name, spot.id))
