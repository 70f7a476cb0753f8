"""The flat arrays of a snapshot: places are numbers, and each text stands once in a pool."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zones.address.values import Level

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
CONTESTED = -50
"""Stands for a place where several were so called, or one was not always."""
GOES_ON = "\0"
"""Before a name that goes on from the name of what the place lies in."""


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
    """What keys and names are made of. It only ever grows, so newer indexes share it."""
    streets: Mapping[int, str] = field(default_factory=dict)
    retired: Mapping[int, date] = field(default_factory=dict)
    """Since when each place that is no more is none."""

    def copy(self) -> Columns:
        """Columns to be changed while these stay as they are."""
        return Columns(
            self.ids[:],
            self.parent[:],
            self.rank[:],
            self.district[:],
            self.key[:],
            self.own_name[:],
            self.texts,
            self.streets,
            self.retired,
        )

    def id_of(self, number: int) -> bytes:
        """The sixteen bytes of a place's id."""
        return bytes(self.ids[16 * number : 16 * number + 16])

    def id_text(self, number: int) -> str:
        """The id of a place as it is written."""
        id = self.ids[16 * number : 16 * number + 16].hex()
        return f"{id[:8]}-{id[8:12]}-{id[12:16]}-{id[16:20]}-{id[20:]}"

    def name_of(self, number: int) -> str:
        """The full name of a place: its own words behind those of what it lies in."""
        own = self.texts[self.own_name[number]]
        if not own.startswith(GOES_ON):
            return own
        return self.name_of(self.parent[number]) + own[1:]

    def own_words(self, name: str, parent: int) -> str:
        """The words that a name adds to its parent's, so that each is kept but once."""
        above = "" if parent == NOWHERE else self.name_of(parent)
        if above and name.startswith(above):
            return GOES_ON + name[len(above) :]
        return name


def under_code(parent: int, rank: int, key_id: int) -> int:
    """One number for a parent, a rank and a key below it."""
    return (parent << RANK_BITS | rank) << KEY_BITS | key_id
