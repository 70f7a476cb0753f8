"""Two orders over the flat arrays of an index: places by their ids, and by what they lie in.

Each is sorted once for a whole city. What is added later is kept beside it, until it is worth
sorting again.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np

from zones.gazetteer.columns import NOWHERE, Columns
from zones.gazetteer.layered import FEW


@dataclass(frozen=True, slots=True)
class Ids:
    """The place of each id."""

    _all: bytearray
    _heads: array[int]
    """The first 64 bits of each id, in order …"""
    _numbers: array[int]
    """… and the place of each."""
    _later: Mapping[bytes, int] = field(default_factory=dict)

    @classmethod
    def of(cls, columns: Columns) -> Ids:
        """The ids of all places there are."""
        heads = np.frombuffer(bytes(columns.ids), dtype=">u8")[::2].astype(np.uint64)
        order = np.argsort(heads, kind="stable")
        numbers = array("i", order.astype(np.int32).tobytes())
        return cls(columns.ids, array("Q", heads[order].tobytes()), numbers)

    def number(self, id: UUID) -> int:
        """The number of the place with this id, or ``NOWHERE``."""
        head, own = id.int >> 64, id.bytes
        at = bisect_left(self._heads, head)
        while at < len(self._heads) and self._heads[at] == head:
            number = self._numbers[at]
            if self._all[16 * number : 16 * number + 16] == own:
                return number
            at += 1
        return self._later.get(own, NOWHERE)

    def going_on(self, columns: Columns, later: Mapping[bytes, int]) -> Ids:
        """With the ids of places that were added."""
        both = {**self._later, **later}
        if len(both) > FEW + len(self._heads) // 4:
            return Ids.of(columns)
        return Ids(self._all, self._heads, self._numbers, both)


@dataclass(frozen=True, slots=True)
class Children:
    """The places right below each."""

    _first: array[int]
    _sorted: array[int]
    """Those of place n: ``_sorted[_first[n] : _first[n + 1]]`` …"""
    _later: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """… unless they have changed."""

    @classmethod
    def of(cls, columns: Columns) -> Children:
        """The children of all places there are."""
        parents = np.array(columns.parent, dtype=np.int32)
        order = np.argsort(parents, kind="stable").astype(np.int32)
        inside = order[np.searchsorted(parents[order], 0) :]
        counts = np.bincount(parents[inside], minlength=len(parents))
        first = np.zeros(len(parents) + 1, dtype=np.int32)
        np.cumsum(counts, out=first[1:])
        return cls(array("i", first.tobytes()), array("i", inside.astype(np.int32).tobytes()))

    def of_place(self, number: int) -> Sequence[int]:
        """The numbers of the places right below one."""
        later = self._later.get(number)
        if later is not None:
            return later
        if number + 1 >= len(self._first):
            return ()
        return self._sorted[self._first[number] : self._first[number + 1]]

    def going_on(self, columns: Columns, later: Mapping[int, Sequence[int]]) -> Children:
        """With other children of some places."""
        both = {**self._later, **later}
        if len(both) > FEW + len(self._first) // 4:
            return Children.of(columns)
        return Children(self._first, self._sorted, both)
