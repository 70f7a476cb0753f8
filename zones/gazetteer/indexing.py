"""Making an index: from the rows of the database, or from any rows of that shape."""

from __future__ import annotations

import gc
from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Func, IntegerField

from zones.address.values import Level
from zones.gazetteer.columns import CONTESTED, NOWHERE, RANK, Columns, under_code
from zones.gazetteer.dates import Lead
from zones.gazetteer.index import CityName, DistrictName, Index
from zones.gazetteer.known import KnownCity
from zones.gazetteer.namelist import NameList
from zones.gazetteer.orders import Children, Ids
from zones.models import City, Place, PlaceName
from zones.models.ground import Succession

ANCHORING = frozenset(RANK[level] for level in RANK) - {
    RANK[level] for level in (Level.SECTION, Level.BUILDING, Level.UNIT)
}
"""The ranks of what is found by its name."""
CHUNK = 10_000


class Row(NamedTuple):
    """A place: a row of ``Place``, without its outline. Parents come before children."""

    id: UUID
    parent: UUID | None
    level: str
    key: str
    name: str
    street: str
    district: str
    retired_on: date | None = None


class NameRow(NamedTuple):
    """A name of a place by its key, and when it leads there."""

    place: UUID
    key: str
    since: date | None = None
    until: date | None = None


class ParentComesLater(ValueError):
    """A row came before the place that it lies in."""


@dataclass(frozen=True, slots=True)
class Source:
    """What an index is made of: ``names`` may be those of any place."""

    city: KnownCity
    districts: tuple[DistrictName, ...]
    rows: Iterable[Row]
    names: Iterable[NameRow]
    same: Iterable[tuple[UUID, UUID]] = ()
    """Ids that turned out to be those of other places, with these."""


def from_database(city: City) -> Index:
    """A snapshot of the city as the database has it now. Run it in one transaction."""
    codes = tuple(DistrictName(d.code, d.name) for d in city.districts.defer("outline"))
    return make(
        Source(CityName(city.name, city.province), codes, rows(city), names(city), same(city))
    )


def rows(city: City, places: Collection[UUID] | None = None) -> Iterator[Row]:
    """The places of a city, or some of them; a parent comes before its children."""
    depth = Func(F("lineage"), function="cardinality", output_field=IntegerField())
    mine = Place.objects.filter(district__city=city).order_by(depth)
    if places is not None:
        mine = mine.filter(id__in=places)
    found = mine.values_list(
        "id", "parent_id", "level", "key", "name", "street", "district_id", "retired_on"
    )
    return (Row(*row) for row in (found if places else found.iterator(chunk_size=CHUNK)))


def names(city: City, places: Collection[UUID] | None = None) -> Iterator[NameRow]:
    """The names of these places, and when they lead there."""
    mine = PlaceName.objects.filter(place__district__city=city)
    if places is not None:
        mine = mine.filter(place__in=places)
    found = mine.leads()
    return (NameRow(*row) for row in (found if places else found.iterator(chunk_size=CHUNK)))


def same(city: City, places: Collection[UUID] | None = None) -> Iterable[tuple[UUID, UUID]]:
    """Those of these places that turned out to be others, with these."""
    steps = Succession.objects.filter(kind=Succession.Kind.SAME, successor__district__city=city)
    if places is not None:
        steps = steps.filter(predecessor__in=places)
    return steps.values_list("predecessor", "successor")


def make(source: Source) -> Index:
    """An index of ``source``. Raises ``ParentComesLater``."""
    counting = gc.isenabled()
    gc.disable()  # Nothing here is garbage, and looking for it doubles the time.
    try:
        return _Maker(source).index()
    finally:
        if counting:
            gc.enable()


class _Maker:
    """One index in the making."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.streets: dict[int, str] = {}
        self.retired: dict[int, date] = {}
        self.columns = Columns(streets=self.streets, retired=self.retired)
        self.text_ids: dict[str, int] = {}
        self.same = dict(source.same)
        self.under: dict[int, int] = {}
        self.contested: dict[int, set[int]] = {}
        self.limited: dict[tuple[int, str], tuple[Lead, ...]] = {}
        self.begins: dict[int, date] = {}
        self.other_keys: dict[int, dict[str, None]] = {}
        self.numbers: dict[bytes, int] = {}
        self.district_numbers = {d.code: n for n, d in enumerate(source.districts)}

    def index(self) -> Index:
        """The index of every row and name."""
        for row in self.source.rows:
            self._add(row)
        named, names = self._names()
        return Index(
            city=self.source.city,
            districts=self.source.districts,
            columns=self.columns,
            key_ids=self.text_ids,
            under=self.under,
            contested={code: tuple(sorted(them)) for code, them in self.contested.items()},
            limited=self.limited,
            begins=self.begins,
            became={
                self.numbers[old.bytes]: self.numbers[new.bytes] for old, new in self.same.items()
            },
            named_numbers=named,
            other_keys={number: tuple(keys) for number, keys in self.other_keys.items()},
            children=Children.of(self.columns),
            names=names,
            ids=Ids.of(self.columns),
        )

    def _add(self, row: Row) -> None:
        columns, number = self.columns, len(self.columns.parent)
        parent = NOWHERE
        if row.parent is not None:
            parent = self.numbers.get(row.parent.bytes, NOWHERE)
            if parent == NOWHERE:
                raise ParentComesLater(f"{row.name}: {row.parent}")
        rank = RANK[Level(row.level)]
        key = self._text(row.key)
        id = row.id.bytes
        self.numbers[id] = number
        columns.ids += id
        columns.parent.append(parent)
        columns.rank.append(rank)
        columns.district.append(self.district_numbers[row.district])
        columns.key.append(key)
        columns.own_name.append(self._text(columns.own_words(row.name, parent)))
        if row.street:
            self.streets[number] = row.street
        if row.retired_on is not None:
            self.retired[number] = row.retired_on
        if parent != NOWHERE and row.id not in self.same:
            self._call(under_code(parent, rank, key), number)

    def _call(self, code: int, number: int) -> None:
        """Let ``number`` answer to a rank and key below its parent."""
        if self.under.setdefault(code, number) != number:
            self._contest(code, number)

    def _contest(self, code: int, number: int) -> None:
        """Leave it to the date whether a place answers to a rank and key."""
        known = self.under.get(code, CONTESTED)
        self.under[code] = CONTESTED
        self.contested.setdefault(code, set()).update({known, number} - {CONTESTED})

    def _text(self, text: str) -> int:
        found = self.text_ids.setdefault(text, len(self.columns.texts))
        if found == len(self.columns.texts):
            self.columns.texts.append(text)
        return found

    def _names(self) -> tuple[dict[tuple[int, str], tuple[int, ...]], NameList]:
        """Places by their names, and the names to be searched for near ones."""
        numbers: dict[tuple[int, str], tuple[int, ...]] = {}
        listed = NameList(self.columns.name_of)
        dates = Dates(len(self.columns.parent))
        for row in self.source.names:
            number = self.numbers[row.place.bytes]
            rank = self.columns.rank[number]
            dates.add(number, row)
            self._call_by_name(number, rank, row.key)
            known = numbers.get((rank, row.key), ())
            if rank not in ANCHORING or number in known:
                continue
            numbers[rank, row.key] = (*known, number)
            listed.add(number, row.key)
        self._limit(dates)
        listed.limit(self.limited.keys(), self.begins.keys())
        return numbers, listed

    def _call_by_name(self, number: int, rank: int, key: str) -> None:
        """Let a place below another answer to a name that is not its present one."""
        parent, own = self.columns.parent[number], self.columns.texts[self.columns.key[number]]
        if key != own:
            self.other_keys.setdefault(number, {})[key] = None
        if parent != NOWHERE and key != own:
            code = under_code(parent, rank, self._text(key))
            self._call(code, number)

    def _limit(self, dates: Dates) -> None:
        """Keep the dates of names, and leave what they decide to them."""
        self.limited, self.begins = dates.limited(), dates.begins()
        keys = {*self.limited, *((n, self.columns.texts[self.columns.key[n]]) for n in self.begins)}
        for number, key in keys:
            parent = self.columns.parent[number]
            if parent != NOWHERE:
                rank = self.columns.rank[number]
                self._contest(under_code(parent, rank, self._text(key)), number)


class Dates:
    """The dates of names, of which hardly any has one."""

    def __init__(self, places: int) -> None:
        self._old = bytearray(places)
        """Whether a place has a name that is as old as it."""
        self._since: dict[int, date] = {}
        self._leads: dict[tuple[int, str], list[Lead]] = {}
        self._always = array("i"), list[str]()
        """The places and keys of the names that have no date."""

    def add(self, number: int, row: NameRow) -> None:
        """Take note of one name."""
        if row.since is None:
            self._old[number] = 1
        else:
            self._since[number] = min(row.since, self._since.get(number, row.since))
        if row.since is not None or row.until is not None:
            self._leads.setdefault((number, row.key), []).append(Lead(row.since, row.until))
        else:
            self._always[0].append(number)
            self._always[1].append(row.key)

    def limited(self) -> dict[tuple[int, str], tuple[Lead, ...]]:
        """The names that do not always lead to their place."""
        for name in zip(*self._always, strict=True):
            self._leads.pop(name, None)
        return {name: tuple(leads) for name, leads in self._leads.items()}

    def begins(self) -> dict[int, date]:
        """The first day of each place that has no older name."""
        return {n: since for n, since in self._since.items() if not self._old[n]}
