"""Making an index: from the rows of the database, or from any rows of that shape."""

from __future__ import annotations

import gc
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import BooleanField, ExpressionWrapper, F, Func, IntegerField, Q

from zones.address.values import Level
from zones.gazetteer.index import (
    GOES_ON,
    NOWHERE,
    RANK,
    CityName,
    Columns,
    DistrictName,
    Index,
    under_code,
)
from zones.gazetteer.known import KnownCity
from zones.gazetteer.namelist import NameList
from zones.models import City, Place, PlaceName

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
    retired: bool = False


class ParentComesLater(ValueError):
    """A row came before the place that it lies in."""


@dataclass(frozen=True, slots=True)
class Source:
    """What an index is made of: ``names`` are (place, key) of each name of a place."""

    city: KnownCity
    districts: tuple[DistrictName, ...]
    rows: Iterable[Row]
    names: Iterable[tuple[UUID, str]]


def from_database(city: City, on: date | None = None) -> Index:
    """A snapshot of the city as the database has it now. Run it in one transaction.

    With ``on``, only the names that lead to their place on that date.
    """
    codes = tuple(DistrictName(d.code, d.name) for d in city.districts.defer("outline"))
    depth = Func(F("lineage"), function="cardinality", output_field=IntegerField())
    gone = ExpressionWrapper(Q(retired_on__isnull=False), output_field=BooleanField())
    mine = Place.objects.filter(district__city=city)
    rows = mine.order_by(depth).values_list(
        "id", "parent_id", "level", "key", "name", "street", "district_id", gone
    )
    names = PlaceName.objects.filter(place__district__city=city)
    if on is not None:
        names = names.answering(on)
    return make(
        Source(
            CityName(city.name, city.province),
            codes,
            (Row(*row) for row in rows.iterator(chunk_size=CHUNK)),
            names.values_list("place_id", "key").iterator(chunk_size=CHUNK),
        )
    )


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
        self.columns = Columns()
        self.text_ids: dict[str, int] = {}
        self.under: dict[int, int] = {}
        self.numbers: dict[bytes, int] = {}
        self.district_numbers = {d.code: n for n, d in enumerate(source.districts)}

    def index(self) -> Index:
        """The index of every row and name."""
        for row in self.source.rows:
            self._add(row)
        first_child, children = self._children()
        id_heads, id_numbers = self._ids()
        named, names = self._names()
        return Index(
            city=self.source.city,
            districts=self.source.districts,
            columns=self.columns,
            key_ids=self.text_ids,
            under=self.under,
            named_numbers=named,
            first_child=first_child,
            children=children,
            names=names,
            id_heads=id_heads,
            id_numbers=id_numbers,
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
        columns.own_name.append(self._text(self._own(row, parent)))
        if row.street:
            columns.streets[number] = row.street
        if row.retired:
            columns.retired.add(number)
        if parent != NOWHERE:
            code = under_code(parent, rank, key)
            self.under[code] = self._rather(number, self.under.get(code, number))

    def _own(self, row: Row, parent: int) -> str:
        """The words that a name adds to its parent's, so that each is kept but once."""
        above = "" if parent == NOWHERE else self.columns.name_of(parent)
        if above and row.name.startswith(above):
            return GOES_ON + row.name[len(above) :]
        return row.name

    def _rather(self, one: int, other: int) -> int:
        """Of two places that one question leads to: not the retired one."""
        return min(one, other, key=lambda n: (n in self.columns.retired, self.columns.id_of(n)))

    def _text(self, text: str) -> int:
        found = self.text_ids.setdefault(text, len(self.columns.texts))
        if found == len(self.columns.texts):
            self.columns.texts.append(text)
        return found

    def _children(self) -> tuple[array[int], array[int]]:
        parents = np.frombuffer(self.columns.parent, dtype=np.int32)
        order = np.argsort(parents, kind="stable").astype(np.int32)
        inside = order[np.searchsorted(parents[order], 0) :]
        counts = np.bincount(parents[inside], minlength=len(parents))
        first = np.zeros(len(parents) + 1, dtype=np.int32)
        np.cumsum(counts, out=first[1:])
        return array("i", first.tobytes()), array("i", inside.astype(np.int32).tobytes())

    def _ids(self) -> tuple[array[int], array[int]]:
        """The heads of the ids in order, and whose they are."""
        heads = np.frombuffer(bytes(self.columns.ids), dtype=">u8")[::2].astype(np.uint64)
        order = np.argsort(heads, kind="stable")
        return (
            array("Q", heads[order].tobytes()),
            array("i", order.astype(np.int32).tobytes()),
        )

    def _names(self) -> tuple[dict[tuple[int, str], tuple[int, ...]], dict[int, NameList]]:
        """Places by their names, and the names to be searched for near ones."""
        numbers: dict[tuple[int, str], tuple[int, ...]] = {}
        lists: dict[int, NameList] = {}
        for place, key in self.source.names:
            number = self.numbers[place.bytes]
            rank = self.columns.rank[number]
            known = numbers.get((rank, key), ())
            if rank not in ANCHORING or number in known:
                continue
            numbers[rank, key] = (*known, number)
            lists.setdefault(rank, NameList(self.columns.name_of)).add(number, key)
        return numbers, lists
