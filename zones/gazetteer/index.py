"""A snapshot of the gazetteer in memory: immutable, compact, and as exact as the database.

Places are numbers; what is said of them stands in flat arrays, and every text once in a
pool. The large dictionary holds nothing but numbers, so that the garbage collector never has
to look through it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from zones.address.values import Level
from zones.gazetteer.area import Area
from zones.gazetteer.known import MOST_CANDIDATES, KnownCity, KnownDistrict, Likeness
from zones.gazetteer.located import rungs_of
from zones.gazetteer.namelist import NameList
from zones.risk.relation import Located

LEVELS = (
    Level.SUBDISTRICT,
    Level.COMMUNITY,
    Level.STREET,
    Level.AREA,
    Level.COMPLEX,
    Level.SECTION,
    Level.BUILDING,
    Level.UNIT,
)
RANK = {level: rank for rank, level in enumerate(LEVELS)}
KEY_BITS, RANK_BITS = 24, 3
NOWHERE = -1
GOES_ON = "\0"
"""Before a name that goes on from the name of what the place lies in."""


@dataclass(frozen=True, slots=True)
class CityName:
    """The city of a snapshot."""

    name: str
    province: str


@dataclass(frozen=True, slots=True)
class DistrictName:
    """A district of a snapshot."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a snapshot; ``number`` is good for this snapshot only."""

    number: int
    id: UUID
    level: Level
    key: str
    name: str
    street: str
    district: DistrictName

    @property
    def district_id(self) -> str:
        """The code of its district, as rows of the database call it."""
        return self.district.code


@dataclass(slots=True)
class Columns:
    """The flat arrays of an index, one entry a place; filled by ``indexing``."""

    ids: bytearray = field(default_factory=bytearray)
    parent: array[int] = field(default_factory=lambda: array("i"))
    rank: bytearray = field(default_factory=bytearray)
    district: bytearray = field(default_factory=bytearray)
    key: array[int] = field(default_factory=lambda: array("i"))
    own_name: array[int] = field(default_factory=lambda: array("i"))
    texts: list[str] = field(default_factory=list)
    streets: dict[int, str] = field(default_factory=dict)
    retired: set[int] = field(default_factory=set)

    def id_of(self, number: int) -> bytes:
        """The sixteen bytes of a place's id."""
        return bytes(self.ids[16 * number : 16 * number + 16])

    def name_of(self, number: int) -> str:
        """The full name of a place: its own words behind those of what it lies in."""
        own = self.texts[self.own_name[number]]
        if not own.startswith(GOES_ON):
            return own
        return self.name_of(self.parent[number]) + own[1:]


@dataclass(frozen=True, slots=True)
class Index:
    """``Gazetteer`` in memory, made by ``indexing``."""

    city: KnownCity
    districts: tuple[DistrictName, ...]
    columns: Columns
    key_ids: Mapping[str, int]
    """Each key of the columns by its text."""
    under: Mapping[int, int]
    """A place by ``under_code`` of its parent, level and key."""
    named_numbers: Mapping[tuple[int, str], tuple[int, ...]]
    """Places by the rank of their level, and the key of one of their names."""
    first_child: array[int]
    children: array[int]
    """The children of place n: ``children[first_child[n] : first_child[n + 1]]``."""
    names: Mapping[int, NameList]
    """The names that may be misprinted, by rank."""
    id_heads: array[int]
    """The first 64 bits of each id, in order …"""
    id_numbers: array[int]
    """… and the place of each."""

    def __len__(self) -> int:
        return len(self.columns.parent)

    def area(self, hint: KnownDistrict | None = None) -> Area[Spot]:
        """The whole city, or one district of it, to be resolved from this snapshot."""
        return Area(self.city, self.districts, self, hint)

    # The protocol ---------------------------------------------------------------------

    def named(self, level: Level, key: str, districts: Collection[str]) -> Sequence[Spot]:
        """Places of ``level`` in these districts (codes) one of whose names has ``key``."""
        numbers = [
            number
            for number in self.named_numbers.get((RANK[level], key), ())
            if self.district_of(number).code in districts
        ]
        present = [number for number in numbers if number not in self.columns.retired]
        return self._listed(present or numbers)

    def above(self, place: Spot) -> Mapping[str, str]:
        """The keys of the places that ``place`` lies in, by level."""
        found = {}
        for number in self.lineage(place.number)[:-1]:
            found[LEVELS[self.columns.rank[number]].value] = self.key_of(number)
        return found

    def child(self, place: Spot, level: Level, key: str) -> Spot | None:
        """The place right below ``place`` with this level and key."""
        number = self.child_number(place.number, RANK[level], key)
        return None if number == NOWHERE else self.spot(number)

    def deeper(self, place: Spot, level: Level, key: str) -> Sequence[Spot]:
        """Places below ``place``, but not right below, with this level and key."""
        rank, key_id = RANK[level], self.key_ids.get(key, NOWHERE)
        found = []
        if key_id != NOWHERE:
            for child in self.children_of(place.number):
                found += list(self.below(child, rank, key_id))
        return self._listed(found)[:MOST_CANDIDATES]

    def near(
        self, level: Level, key: str, districts: Collection[str]
    ) -> Sequence[tuple[Spot, Likeness]]:
        """Places of ``level`` whose name is near to ``key``, the nearest first."""
        names = self.names.get(RANK[level])
        if names is None:
            return []
        wanted = [district.code in districts for district in self.districts]
        inside = [wanted[self.columns.district[number]] for number in names.numbers]
        return [(self.spot(number), likeness) for number, likeness in names.near(key, inside)]

    # By number ------------------------------------------------------------------------

    def spot(self, number: int) -> Spot:
        """The place of this number, with what is said of it."""
        return Spot(
            number,
            self.id_of(number),
            LEVELS[self.columns.rank[number]],
            self.key_of(number),
            self.name_of(number),
            self.columns.streets.get(number, ""),
            self.district_of(number),
        )

    def id_of(self, number: int) -> UUID:
        """The id of a place, the same as in the database."""
        return UUID(bytes=self.columns.id_of(number))

    def number_of(self, id: UUID) -> int:
        """The number of the place with this id, or ``NOWHERE``."""
        head = id.int >> 64
        at = bisect_left(self.id_heads, head)
        while at < len(self.id_heads) and self.id_heads[at] == head:
            if self.id_of(self.id_numbers[at]) == id:
                return self.id_numbers[at]
            at += 1
        return NOWHERE

    def key_of(self, number: int) -> str:
        """The key of a place at its level."""
        return self.columns.texts[self.columns.key[number]]

    def name_of(self, number: int) -> str:
        """The full name of a place."""
        return self.columns.name_of(number)

    def district_of(self, number: int) -> DistrictName:
        """The district that a place lies in."""
        return self.districts[self.columns.district[number]]

    def lineage(self, number: int) -> list[int]:
        """The numbers from the root to the place itself."""
        found = []
        while number != NOWHERE:
            found.append(number)
            number = self.columns.parent[number]
        return found[::-1]

    def children_of(self, number: int) -> array[int]:
        """The numbers of the places right below."""
        return self.children[self.first_child[number] : self.first_child[number + 1]]

    def child_number(self, parent: int, rank: int, key: str) -> int:
        """The number of the place right below with this rank and key, or ``NOWHERE``."""
        key_id = self.key_ids.get(key)
        if key_id is None:
            return NOWHERE
        return self.under.get(under_code(parent, rank, key_id), NOWHERE)

    def located(self, number: int) -> Located:
        """The place as the risk algebra compares it; equal to what the database gives."""
        chain = [self.spot(each) for each in self.lineage(number)]
        ids = (chain[-1].district_id, *(str(each.id) for each in chain))
        return Located(ids, rungs_of(chain), chain[-1].name)

    def below(self, number: int, rank: int, key_id: int) -> Iterator[int]:
        """Places of a rank and key anywhere below a place."""
        hit = self.under.get(under_code(number, rank, key_id))
        if hit is not None:
            yield hit
        for child in self.children_of(number):
            if self.columns.rank[child] <= rank:
                yield from self.below(child, rank, key_id)

    def _listed(self, numbers: Iterable[int]) -> list[Spot]:
        return sorted(map(self.spot, numbers), key=lambda spot: (spot.name, spot.id))


def under_code(parent: int, rank: int, key_id: int) -> int:
    """One number for a parent, a rank and a key below it."""
    return (parent << RANK_BITS | rank) << KEY_BITS | key_id
