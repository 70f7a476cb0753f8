"""Going on from one index to the next, in about the time that the change takes.

Everything that is said now of the places that changed is given; what was said of them before
is taken away. Whatever is not about them is shared with the older index, which stays as it is.
A place keeps its number for ever, and new ones come behind. The flat arrays alone are copied
as a whole: some megabytes for a city, which takes a few milliseconds.

The index that comes out answers as one made anew from all rows would (``indexing.make``): a
property test holds the two together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from zones.address.values import Level
from zones.gazetteer.columns import CONTESTED, KEY_BITS, NOWHERE, RANK, Columns, under_code
from zones.gazetteer.dates import Lead
from zones.gazetteer.index import Index
from zones.gazetteer.indexing import ANCHORING, Dates, NameRow, Row, names, rows, same
from zones.gazetteer.layered import changed
from zones.gazetteer.namelist import NameList
from zones.gazetteer.quick import Reading
from zones.models import City


@dataclass(frozen=True, slots=True)
class Change:
    """All that is said now of the places that changed."""

    places: frozenset[UUID]
    """Those that changed; one that is not in the city may be among them."""
    rows: tuple[Row, ...]
    """They themselves; a parent comes before its children."""
    names: tuple[NameRow, ...]
    same: tuple[tuple[UUID, UUID], ...]
    """Those that turned out to be other places, with these."""


def from_database(city: City, places: frozenset[UUID]) -> Change:
    """What the database says now of some places."""
    return Change(
        places, tuple(rows(city, places)), tuple(names(city, places)), tuple(same(city, places))
    )


class MustBeMadeAnew(ValueError):
    """An index cannot go on with this change, as it takes away what is for ever."""


class Next(NamedTuple):
    """The index that goes on, and the places that are others in it than in the older one."""

    index: Index
    affected: frozenset[int]


def go_on(old: Index, change: Change) -> Next:
    """The index after a change. Raises ``MustBeMadeAnew``."""
    return _Changer(old, change).next()


class _Changer:
    """One index that goes on to the next."""

    def __init__(self, old: Index, change: Change) -> None:
        self.old, self.change = old, change
        self.columns = old.columns.copy()
        self.key_ids = old.key_ids
        self.later: dict[bytes, int] = {}
        self.touched = {n for id in change.places if (n := old.number_of(id)) != NOWHERE}
        self.district_numbers = {d.code: n for n, d in enumerate(old.districts)}
        if not {old.id_of(n) for n in self.touched} <= {row.id for row in change.rows}:
            raise MustBeMadeAnew("a place is gone")

    def next(self) -> Next:
        """See ``go_on``."""
        old, columns = self.old, self.columns
        children = old.children.going_on(columns, self._rows())
        names = self._names_of_places()
        limited, begins = self._dates()
        became = changed(old.became, {self._known(a): self._known(b) for a, b in self.change.same})
        other_keys = changed(old.other_keys, {n: self._others(n, names[n]) for n in self.touched})
        named, added = self._named(names)
        under, contested = self._under(names, limited, begins, became)
        affected = self._affected(children.of_place, became)
        index = Index(
            city=old.city,
            districts=old.districts,
            columns=columns,
            key_ids=self.key_ids,
            under=under,
            contested=contested,
            named_numbers=named,
            limited=limited,
            begins=begins,
            became=became,
            other_keys=other_keys,
            children=children,
            names=self._listed(added, limited, begins),
            ids=old.ids.going_on(columns, self.later),
            read_before=Reading(old.quick, frozenset(self.touched), affected),
        )
        return Next(index, affected)

    # What is said of places themselves ------------------------------------------------------

    def _rows(self) -> Mapping[int, list[int]]:
        """Take over the rows; returns the children of the places that have others now."""
        streets: dict[int, str | None] = {}
        retired: dict[int, date | None] = {}
        children: dict[int, list[int]] = {}
        for row in self.change.rows:
            parent = NOWHERE if row.parent is None else self._known(row.parent)
            number = self.old.number_of(row.id)
            before = NOWHERE if number == NOWHERE else self.columns.parent[number]
            number = self._add(row) if number == NOWHERE else self._again(row, number)
            self.columns.parent[number] = parent
            self.columns.key[number] = self._text(row.key)
            self.columns.own_name[number] = self._text(self.columns.own_words(row.name, parent))
            if parent != before:
                self._hang(children, number, before, parent)
            streets[number] = row.street or None
            retired[number] = row.retired_on
        self._keep_names_below()
        self.columns.streets = changed(self.columns.streets, streets)
        self.columns.retired = changed(self.columns.retired, retired)
        return children

    def _add(self, row: Row) -> int:
        columns, number = self.columns, len(self.columns.parent)
        columns.ids += row.id.bytes
        columns.rank.append(RANK[Level(row.level)])
        columns.district.append(self.district_numbers[row.district])
        for each in (columns.parent, columns.key, columns.own_name):
            each.append(NOWHERE)
        self.later[row.id.bytes] = number
        self.touched.add(number)
        return number

    def _again(self, row: Row, number: int) -> int:
        said = RANK[Level(row.level)], self.district_numbers[row.district]
        if said != (self.columns.rank[number], self.columns.district[number]):
            raise MustBeMadeAnew("a place is of another level or district")
        return number

    def _hang(self, children: dict[int, list[int]], number: int, before: int, parent: int) -> None:
        """Move a place from the children of one to those of another."""
        for each in {before, parent} - {NOWHERE}:
            children.setdefault(each, list(self.old.children_of(each)))
        if before != NOWHERE:
            children[before].remove(number)
        if parent != NOWHERE:
            children[parent].append(number)

    def _keep_names_below(self) -> None:
        """Keep the names of places whose parents alone have another name now."""
        for number in self._older:
            if self.columns.name_of(number) == self.old.name_of(number):
                continue
            for child in set(self.old.children_of(number)) - self.touched:
                own = self.columns.own_words(self.old.name_of(child), number)
                self.columns.own_name[child] = self._text(own)

    @property
    def _older(self) -> list[int]:
        """The changed places that are not new."""
        return [number for number in self.touched if number < len(self.old)]

    def _known(self, id: UUID) -> int:
        number = self.old.number_of(id)
        if number == NOWHERE:
            number = self.later.get(id.bytes, NOWHERE)
        if number == NOWHERE:
            raise MustBeMadeAnew("a place rests on one that is not known")
        return number

    def _text(self, text: str) -> int:
        found = self.key_ids.setdefault(text, len(self.columns.texts))
        if found == len(self.columns.texts):
            self.columns.texts.append(text)
        return found

    def _affected(
        self, children: Callable[[int], Sequence[int]], became: Mapping[int, int]
    ) -> frozenset[int]:
        """The changed places, all that lies in them, and what turned out to be one of them."""
        others = defaultdict(list)
        for number, heir in became.items():
            others[heir].append(number)
        found: set[int] = set()
        left = list(self.touched)
        while left:
            number = left.pop()
            if number not in found:
                found.add(number)
                left += [*children(number), *others.get(number, ())]
        return frozenset(found)

    # What they are called -------------------------------------------------------------------

    def _names_of_places(self) -> Mapping[int, tuple[str, ...]]:
        """The keys of the names of each changed place."""
        found: dict[int, dict[str, None]] = {number: {} for number in self.touched}
        for row in self.change.names:
            found[self._known(row.place)][row.key] = None
        return {number: tuple(keys) for number, keys in found.items()}

    def _own(self, number: int) -> str:
        return self.columns.texts[self.columns.key[number]]

    def _others(self, number: int, keys: Iterable[str]) -> tuple[str, ...] | None:
        own = self._own(number)
        return tuple(key for key in keys if key != own) or None

    def _dates(self) -> tuple[Mapping[tuple[int, str], tuple[Lead, ...]], Mapping[int, date]]:
        """When names lead to their place, and since when a place is there."""
        dates = Dates(len(self.columns.parent))
        for row in self.change.names:
            dates.add(self._known(row.place), row)
        ended = [(n, key) for n in self._older for key in self.old.keys_of(n)]
        limits = dict.fromkeys((name for name in ended if name in self.old.limited), None)
        begun = dict.fromkeys((n for n in self._older if n in self.old.begins), None)
        return (
            changed(self.old.limited, {**limits, **dates.limited()}),
            changed(self.old.begins, {**begun, **dates.begins()}),
        )

    def _named(
        self, names: Mapping[int, tuple[str, ...]]
    ) -> tuple[Mapping[tuple[int, str], tuple[int, ...]], list[tuple[int, str]]]:
        """Places by their names, and the names that are to be searched."""
        rank, known = self.columns.rank, self.old.named_numbers
        bearing: dict[tuple[int, str], tuple[int, ...]] = {}
        for key in {(rank[n], key) for n in self._older for key in self.old.keys_of(n)}:
            bearing[key] = tuple(n for n in known.get(key, ()) if n not in self.touched)
        added: list[tuple[int, str]] = []
        for number, keys in names.items():
            for key in keys if rank[number] in ANCHORING else ():
                name = rank[number], key
                bearing[name] = (*bearing.get(name, known.get(name, ())), number)
                added.append((number, key))
        changes = {key: numbers or None for key, numbers in bearing.items()}
        return changed(known, changes), added

    def _listed(
        self,
        added: Iterable[tuple[int, str]],
        limited: Mapping[tuple[int, str], object],
        begins: Mapping[int, object],
    ) -> NameList:
        """The names to be searched for near ones."""

        def limits(number: int, key: str) -> bool:
            return number in begins or (number, key) in limited

        return self.old.names.going_on(self.columns.name_of, self.touched, added, limits)

    def _under(
        self,
        names: Mapping[int, tuple[str, ...]],
        limited: Mapping[tuple[int, str], object],
        begins: Mapping[int, object],
        became: Mapping[int, int],
    ) -> tuple[Mapping[int, int], Mapping[int, tuple[int, ...]]]:
        """Places by their parent and key, and those among which a date must decide."""
        bearing = self._bearing(names, became)
        under: dict[int, int | None] = {}
        contested: dict[int, tuple[int, ...] | None] = {}
        for code, numbers in bearing.items():
            key = self.columns.texts[code & ((1 << KEY_BITS) - 1)]
            dated = any(n in begins or (n, key) in limited for n in numbers)
            several = dated or len(numbers) > 1
            under[code] = CONTESTED if several else next(iter(numbers), None)
            contested[code] = tuple(sorted(numbers)) if several else None
        return changed(self.old.under, under), changed(self.old.contested, contested)

    def _bearing(
        self, names: Mapping[int, tuple[str, ...]], became: Mapping[int, int]
    ) -> Mapping[int, set[int]]:
        """Who is or was so called, by every code that a changed place had or has."""
        old = self.old
        had = {c for n in self._older for c in self._codes(old.columns, n, old.keys_of(n))}
        found = {code: self._bore(code) for code in had}
        for number, keys in names.items():
            own = () if number in became else (self._own(number),)
            called = {*own, *(self._others(number, keys) or ())}
            for code in self._codes(self.columns, number, called):
                found.setdefault(code, self._bore(code)).add(number)
        return found

    def _bore(self, code: int) -> set[int]:
        """Who was so called before, among the places that have not changed."""
        number = self.old.under.get(code, NOWHERE)
        several = self.old.contested[code] if number == CONTESTED else (number,)
        return set(several) - self.touched - {NOWHERE}

    def _codes(self, columns: Columns, number: int, keys: Iterable[str]) -> list[int]:
        parent = columns.parent[number]
        if parent == NOWHERE:
            return []
        return [under_code(parent, columns.rank[number], self._text(key)) for key in keys]
