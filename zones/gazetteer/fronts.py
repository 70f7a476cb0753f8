"""Fronts: the words before the building (太原市小店区水木云天小区), each looked at once.

Many write the same front with another building, unit and room behind. What it leads to depends
on the places alone, so it is kept with their index: whatever else changes, it holds.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import orjson

from zones.address.labels import canonical
from zones.address.values import Level
from zones.gazetteer.columns import KEY_BITS, NOWHERE, RANK
from zones.gazetteer.proofs import holder_pieces

if TYPE_CHECKING:
    from zones.gazetteer.index import Index
    from zones.gazetteer.quick import Quick

_HOLDERS = (RANK[Level.SUBDISTRICT], RANK[Level.COMMUNITY])
_MOST_NAMES = 30_000
_BELOW = (Level.BUILDING, Level.UNIT)


class Front(NamedTuple):
    """The place that the words lead to, and their segments as JSON.

    Or the several places that bear the name, where the words tell no more.
    """

    place: int
    used: bytes
    several: tuple[int, ...] = ()


def read(words: str, quick: Quick) -> Front | None:
    """The front, where it leads to a place by all of its words and none is a building."""
    found = quick.resolve(words, None)
    if found is None:
        bearers = quick.bearers(words)
        return Front(NOWHERE, b"", bearers) if bearers else None
    if found.place is None or found.ignored or found.reason:
        return None
    if any(segment.level in _BELOW for segment in found.used):
        return None
    used = orjson.dumps([[s.level.value, s.value] for s in found.used])
    return Front(found.place.number, used[1:-1])


def read_ahead(index: Index) -> None:
    """Read the names of complexes, and of what may stand in front of them, for all who ask."""
    for name in islice(index.quick.heads.names, _MOST_NAMES):
        index.quick.heads.get(name)
    for number in range(len(index)):
        if index.columns.rank[number] in _HOLDERS:
            holder_pieces(index.name_of(number))


class Rungs(dict[str, tuple[int, bytes]]):
    """Each label of a level as it is written: the end of its ``under_code``, and its segment
    as JSON.
    """

    def __init__(self, quick: Quick, level: Level) -> None:
        super().__init__()
        self._keys, self._level = quick.keys[RANK[level]], level

    def __missing__(self, label: str) -> tuple[int, bytes]:
        segment = orjson.dumps([self._level.value, canonical(label)])
        code = RANK[self._level] << KEY_BITS | self._keys[label]
        found = self[label] = (code, b"," + segment)
        return found
