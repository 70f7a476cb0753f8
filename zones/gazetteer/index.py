"""A snapshot of the gazetteer in memory: immutable, compact, and as exact as the database.

Places are numbers; what is said of them stands in flat arrays, and every text once in a
pool. The large dictionary holds nothing but numbers, so that the garbage collector never has
to look through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from zones.address.values import Level
from zones.gazetteer.area import Area
from zones.gazetteer.asof import AsOf
from zones.gazetteer.columns import CONTESTED, LEVELS, NOWHERE, Columns, under_code
from zones.gazetteer.dates import LATEST, Lead, rather_present
from zones.gazetteer.known import KnownCity, KnownDistrict
from zones.gazetteer.located import rungs_of
from zones.gazetteer.namelist import NameList
from zones.gazetteer.orders import Children, Ids
from zones.gazetteer.quick import Quick, Reading
from zones.risk.relation import Located


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


class Rung(NamedTuple):
    """What a place adds to the rungs of what lies in it."""

    level: Level
    key: str
    street: str
    district_id: str


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


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Index:
    """``Gazetteer`` in memory, made by ``indexing``."""

    city: KnownCity
    districts: tuple[DistrictName, ...]
    columns: Columns
    key_ids: dict[str, int]
    """Each text of the columns by itself. It only ever grows, so newer indexes share it."""
    under: Mapping[int, int]
    """A place by ``under_code`` of its parent, level and key; ``CONTESTED`` stands for those
    of ``contested``.
    """
    contested: Mapping[int, tuple[int, ...]]
    """Places that are or were so called, by ``under_code``, where a date must decide."""
    named_numbers: Mapping[tuple[int, str], tuple[int, ...]]
    """Places by the rank of their level, and the key of one of their names."""
    other_keys: Mapping[int, tuple[str, ...]]
    """The keys of a place's names other than its own key."""
    children: Children
    """The places right below each."""
    limited: Mapping[tuple[int, str], tuple[Lead, ...]]
    """When a name (place, key) leads to its place, where that is not always."""
    became: Mapping[int, int]
    """The place that an id turned out to be, where two were one."""
    begins: Mapping[int, date]
    """The first day of a place none of whose names is older."""
    names: NameList
    """The names that may be misprinted or written in part."""
    ids: Ids
    """The place of each id."""
    read_before: InitVar[Reading | None] = None
    """What an older index has read already, where this one goes on from it."""
    quick: Quick = field(init=False, repr=False, compare=False)
    """What answers the ordinary shape of an address."""

    def __post_init__(self, read_before: Reading | None) -> None:
        object.__setattr__(self, "quick", Quick(self, read_before))

    def __len__(self) -> int:
        return len(self.columns.parent)

    def area(self, hint: KnownDistrict | None = None, on: date = LATEST) -> Area[Spot]:
        """The whole city, or one district of it, to be resolved from this snapshot.

        Names and places answer as of the date ``on``: one snapshot knows every date.
        """
        return Area(self.city, self.districts, AsOf(self, on), hint, self.quick.resolve)

    # By date --------------------------------------------------------------------------

    def leads(self, number: int, key: str, on: date) -> bool:
        """Whether a name that a place has at some time leads to it on a date."""
        if not self.is_there(number, on):
            return False
        limits = self.limited.get((number, key))
        return limits is None or any(limit.holds(on) for limit in limits)

    def is_there(self, number: int, on: date) -> bool:
        """Whether a place has a name that is as old as a date, and is none but itself."""
        begins = self.begins.get(number)
        return number not in self.became and (begins is None or begins <= on)

    def rather_present(self, numbers: Iterable[int], on: date) -> Sequence[int]:
        """Those places that are present on a date; all of them where none is."""
        return rather_present(numbers, self.columns.retired.get, on)

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
        return self.ids.number(id)

    def key_of(self, number: int) -> str:
        """The key of a place at its level."""
        return self.columns.texts[self.columns.key[number]]

    def keys_of(self, number: int) -> tuple[str, ...]:
        """The keys by which a place may be called: its own, and those of its other names."""
        if number >= len(self):
            return ()
        return (self.key_of(number), *self.other_keys.get(number, ()))

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

    def children_of(self, number: int) -> Sequence[int]:
        """The numbers of the places right below."""
        return self.children.of_place(number)

    def child_number(self, parent: int, rank: int, key: str, on: date = LATEST) -> int:
        """The number of the one place right below with this rank and key, or ``NOWHERE``."""
        key_id = self.key_ids.get(key)
        if key_id is None:
            return NOWHERE
        code = under_code(parent, rank, key_id)
        number = self.under.get(code, NOWHERE)
        if number != CONTESTED:
            return number
        bearing = [n for n in self.contested[code] if self.leads(n, key, on)]
        found = self.rather_present(bearing, on)
        return found[0] if len(found) == 1 else NOWHERE

    def located(self, number: int) -> Located:
        """The place as the risk algebra compares it; equal to what the database gives."""
        chain, columns = self._as_it_is(number), self.columns
        district = self.district_of(chain[-1]).code
        rungs = [
            Rung(LEVELS[columns.rank[n]], self.key_of(n), columns.streets.get(n, ""), district)
            for n in chain
        ]
        ids = (district, *map(columns.id_text, chain))
        return Located(ids, rungs_of(rungs), self.name_of(chain[-1]))

    def _as_it_is(self, number: int) -> list[int]:
        """The lineage of a place, each of it as the place that it turned out to be."""
        chain: list[int] = []
        for each in self.lineage(number):
            heir = self.became.get(each)
            chain = [*chain, each] if heir is None else self._as_it_is(heir)
        return chain

    def below(self, number: int, rank: int, key_id: int, on: date = LATEST) -> Iterator[int]:
        """Places of a rank and key anywhere below a place."""
        code = under_code(number, rank, key_id)
        hit = self.under.get(code, NOWHERE)
        if hit == CONTESTED:
            key = self.columns.texts[key_id]
            yield from (n for n in self.contested[code] if self.leads(n, key, on))
        elif hit != NOWHERE:
            yield hit
        for child in self.children_of(number):
            if self.columns.rank[child] <= rank:
                yield from self.below(child, rank, key_id, on)
