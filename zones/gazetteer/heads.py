"""The heads of addresses: everything from the town to the section, before the building.

Which place a head leads to is worked out from the names in an index, part by part, each part
proved by the address language (``proofs``). It is worked out when a head is first met, and
kept; no text makes the memory grow without bound. Only a server that loads for many workers
reads the names of complexes beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, NamedTuple

from zones.address import value_key
from zones.address.numerals import to_chinese, value
from zones.address.values import Level
from zones.gazetteer.columns import CONTESTED, LEVELS, NOWHERE, RANK, under_code
from zones.gazetteer.layered import changed
from zones.gazetteer.proofs import (
    JOINING,
    Piece,
    Pieces,
    core_pieces,
    holder_pieces,
    may_be_held,
    read_together,
    section_pieces,
)

if TYPE_CHECKING:
    from zones.gazetteer.index import Index
    from zones.gazetteer.quick import Reading

SEVERAL = -2
COMPLEX, SECTION = RANK[Level.COMPLEX], RANK[Level.SECTION]
_HOLDERS = (Level.SUBDISTRICT, Level.COMMUNITY)
_SMALL = re.compile(r"(?<![\dA-Z])\d{1,2}(?![\dA-Z号])")
_COUNTED = re.compile("[0-9]{3}小区")
_DOOR = re.compile(r"\d+号.*$")
_HOLDER_ENDS = frozenset("道镇乡区村路街巷号")
_MOST = 60_000
_MOST_OLDER, _MOST_WORDS = 4, 200


class Head(NamedTuple):
    """The places that a head leads to: one, or the several that bear it.

    Of several, ``SEVERAL`` stands for bearers of the name that have no such section, and
    ``NOWHERE`` for those that the words around the name may or may not rule out. A head
    that only the general path can decide (by the date, or between two names) leads to none.
    """

    numbers: tuple[int, ...]
    pieces: Pieces


_UNASKED = Head((), ())


class _Cut(NamedTuple):
    """One way to cut a head: what holds the complex, what it is called, its section."""

    holder: str
    core: str
    key: str
    section: str


class _Older(NamedTuple):
    """What an older index found, and the words of those heads of which that holds no longer."""

    found: Mapping[str, Head | None]
    changed: tuple[re.Pattern[str], ...]


class Heads:
    """The heads that an index knows."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._found: dict[str, Head | None] = {}
        self._older: tuple[_Older, ...] = ()
        cores: dict[str, tuple[str, ...]] = {}
        for rank, key in index.named_numbers:
            if rank == COMPLEX:
                for core in _cores(key):
                    cores[core] = (*cores.get(core, ()), key)
        self._cores: Mapping[str, tuple[str, ...]] = cores
        self._sections = _sections_of(index, range(len(index)))
        self._longest = max(map(len, self._sections), default=0)

    @property
    def names(self) -> Iterable[str]:
        """What complexes are called, as it is mostly written."""
        return self._cores

    def going_on(self, index: Index, reading: Reading) -> Heads:
        """The heads of an index that goes on from this one's.

        What was found for a head holds still, unless it has the words of a complex in it that
        is another now, or of a section. Spellings that lead nowhere any more do no harm.
        """
        newer = copy(self)
        newer._index = index
        numbers = _complexes(self._index, reading) | _complexes(index, reading)
        keys = {key for of in (self._index, index) for n in numbers for key in of.keys_of(n)}
        words = newer._learn_cores(keys) | newer._learn_sections(reading.touched)
        if words:
            newer._found = {}
            newer._older = self._still_good(words)
        return newer

    def _learn_cores(self, keys: Iterable[str]) -> set[str]:
        """Let complexes be found by their spellings; returns these."""
        learnt: dict[str, tuple[str, ...]] = {}
        for key in keys:
            for core in _cores(key):
                known = learnt.get(core) or self._cores.get(core, ())
                learnt[core] = known if key in known else (*known, key)
        self._cores = changed(self._cores, learnt)
        return set(learnt)

    def _learn_sections(self, numbers: Iterable[int]) -> set[str]:
        """Read the ways in which sections among these places are written; returns new ones."""
        learnt: dict[str, tuple[str, ...]] = {}
        for written, keys in _sections_of(self._index, numbers).items():
            known = self._sections.get(written, ())
            if not set(keys) <= set(known):
                learnt[written] = tuple(dict.fromkeys((*known, *keys)))
        self._sections = {**self._sections, **learnt}
        self._longest = max(map(len, self._sections), default=0)
        return set(learnt)

    def _still_good(self, words: Collection[str]) -> tuple[_Older, ...]:
        """What was found so far, for heads that have none of some words in them."""
        if len(words) > _MOST_WORDS:
            return ()
        these = re.compile("|".join(map(re.escape, words)))
        older = (_Older(self._found, ()), *self._older)[:_MOST_OLDER]
        return tuple(_Older(one.found, (*one.changed, these)) for one in older)

    def _found_before(self, head: str) -> Head | None:
        for found, words in self._older:
            known = found.get(head, _UNASKED)
            if known is not _UNASKED and not any(each.search(head) for each in words):
                return known
        return self._read(head)

    def get(self, head: str) -> Head | None:
        """Where a head leads to, or ``None`` if no name that is known stands in it."""
        try:
            return self._found[head]
        except KeyError:
            if len(self._found) >= _MOST:
                self._found.clear()
            found = self._found[head] = self._found_before(head)
            return found

    def _read(self, head: str) -> Head | None:
        numbers: set[int] = set()
        keys: set[str] = set()
        pieces: Pieces = ()
        dated = False
        for cut in self._cuts(head):
            named = self._index.named_numbers.get((COMPLEX, cut.key), ())
            for leads, read_as in self._leads(cut, named):
                numbers.update(leads)
                keys.add(cut.key)
                pieces = read_as
                dated |= CONTESTED in leads
                dated |= any(self._is_dated(number, cut.key) for number in named)
        if not numbers:
            return None
        return Head((), ()) if dated or len(keys) > 1 else Head(tuple(sorted(numbers)), pieces)

    def _is_dated(self, number: int, key: str) -> bool:
        """Whether a name leads here on some dates only, or the place is retired."""
        index = self._index
        dates = (index.columns.retired, index.begins)
        return (number, key) in index.limited or any(number in each for each in dates)

    def _cuts(self, head: str) -> Iterator[_Cut]:
        """Every way to cut a head into words that are known."""
        for length in range(min(self._longest, len(head) - 2) + 1):
            body, section = (head[:-length], head[-length:]) if length else (head, "")
            if section and section not in self._sections:
                continue
            for at in (0, *range(2, len(body) - 1)):
                if at and body[at - 1] not in _HOLDER_ENDS:
                    continue
                core = body[at:]
                for key in self._cores.get(core, ()):
                    yield _Cut(body[:at], core, key, section)

    def _leads(self, cut: _Cut, named: Sequence[int]) -> Iterator[tuple[set[int], Pieces]]:
        """The places that a cut leads to, and what it is read as."""
        core = core_pieces(cut.core, cut.key)
        if core is None:
            return
        districts = [self._index.columns.district[number] for number in named]
        for number, district in zip(named, districts, strict=True):
            front: Pieces | None = ()
            if cut.holder:
                if districts.count(district) > 1:
                    continue  # Which of the two is meant, only the general path can say.
                front = self._holding(cut, number)
            if front is None:
                continue
            pieces = (*front, *_behind(core, len(cut.holder)))
            leads = {number}
            if cut.section:
                child, own = self._section(cut, number)
                if child == NOWHERE:
                    continue
                leads = {CONTESTED if districts.count(district) > 1 else child}
                pieces += tuple(_behind(own, len(cut.holder) + len(cut.core)))
            if cut.holder and not read_together(cut.holder + cut.core + cut.section, pieces):
                leads = {CONTESTED}
            if len(named) > 1 and cut.holder:
                leads.add(NOWHERE)
            elif len(named) > 1 and cut.section:
                leads.add(SEVERAL)
            yield leads, pieces

    def _section(self, cut: _Cut, number: int) -> tuple[int, Pieces]:
        """The section of a complex that is written behind it, if it has one."""
        for key in self._sections[cut.section]:
            code = under_code(number, SECTION, self._index.key_ids[key])
            child = self._index.under.get(code, NOWHERE)
            own = section_pieces(cut.core[-2:], cut.section, key) if child != NOWHERE else None
            if own is not None:
                return child, own
        return NOWHERE, ()

    def _holding(self, cut: _Cut, number: int) -> Pieces | None:
        """What is written in front of a complex, if that is where it is known to be."""
        yard = "/" in self._index.key_of(number) or _COUNTED.fullmatch(cut.core) is not None
        if not yard and not may_be_held(cut.core):
            return None
        for words in self._holders(number, streets=not yard):
            if "".join(words) == cut.holder:
                pieces, at = [], 0
                for word in words:
                    pieces += _behind(holder_pieces(word) or (), at)
                    at += len(word)
                return tuple(pieces)
        return None

    def _holders(self, number: int, *, streets: bool) -> Iterator[list[str]]:
        """What may be written in front of a complex: town, community, street, door."""
        index = self._index
        towns: list[list[str]] = [[]]
        for each in index.lineage(number)[:-1]:
            name = index.name_of(each)
            if LEVELS[index.columns.rank[each]] in _HOLDERS and holder_pieces(name) is not None:
                joined = towns[-1] and name[0] not in JOINING
                towns += [[name], [*towns[-1], name]] if joined else [[name]]
        street = index.columns.streets.get(number, "") if streets else ""
        written = {w for s in (street, _worded(street)) for w in (s, _DOOR.sub("", s))}
        fronts = sorted(w for w in written if holder_pieces(w) is not None)
        for town in towns:
            yield town
            yield from ([*town, f] for f in fronts if not town or f[0] not in JOINING)


def _behind(pieces: Iterable[Piece], at: int) -> Iterator[Piece]:
    for piece in pieces:
        yield piece._replace(start=piece.start + at, end=piece.end + at) if at else piece


def _cores(key: str) -> set[str]:
    """The spellings of a complex by its key; of a yard with its street in front."""
    street, slash, yard = key.rpartition("/")
    cores = {key.replace("/", ""), _worded(street) + (yard if slash else _worded(yard))}
    if slash:
        return cores
    longer = {f"{core}小区" for core in cores if not core.endswith("小区")}
    return cores | {core for core in longer if value_key(Level.COMPLEX, core) == key}


def _worded(key: str) -> str:
    """A key with its small numbers in words, as they are mostly written: 桃园四巷."""
    return _SMALL.sub(lambda match: to_chinese(int(match.group())), key)


def _complexes(index: Index, reading: Reading) -> set[int]:
    """The complexes that are others now, or have a section that is."""
    rank, known = index.columns.rank, len(index)
    found = {n for n in reading.affected if n < known and rank[n] == COMPLEX}
    sections = (n for n in reading.touched if n < known and rank[n] == SECTION)
    return found | {a for n in sections for a in index.lineage(n) if rank[a] == COMPLEX}


def _sections_of(index: Index, numbers: Iterable[int]) -> dict[str, tuple[str, ...]]:
    """Every way that a section among these places is written, with the keys it may be read as."""
    columns = index.columns
    ids = {columns.key[number] for number in numbers if columns.rank[number] == SECTION}
    found: dict[str, tuple[str, ...]] = {}
    for key in sorted(columns.texts[id] for id in ids):
        for written in _section_spellings(key):
            found[written] = (*found.get(written, ()), key)
    return found


def _section_spellings(key: str) -> Iterable[str]:
    label = key[:-1]
    if key.endswith("期") and (number := value(label)) is not None:
        return (key, f"{to_chinese(number)}期")
    if len(label) == 1 and label.isascii() and label.isalpha():
        return (key, key.lower())
    return (key,)
