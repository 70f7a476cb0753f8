"""A snapshot asked as of a date: the protocol that resolution asks, over an ``Index``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zones.address.values import Level
from zones.gazetteer.columns import LEVELS, NOWHERE, RANK
from zones.gazetteer.known import MOST_CANDIDATES, Likeness

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
    ) -> Sequence[tuple[Spot, Likeness]]:
        """Places of ``level`` whose name is near to ``key``, the nearest first."""
        index = self.index
        names = index.names.get(RANK[level])
        if names is None:
            return []

        def inside(at: int) -> bool:
            if at in names.gone:
                return False
            number = names.numbers[at]
            if index.district_of(number).code not in districts:
                return False
            return at not in names.limited or index.leads(number, names.key(at), self.on)

        return [(index.spot(number), likeness) for number, likeness in names.near(key, inside)]

    def _listed(self, numbers: Iterable[int]) -> list[Spot]:
        return sorted(map(self.index.spot, numbers), key=lambda spot: (spot.name, spot.id))
