"""Which of many names may be a slip away from another, without comparing it to each.

Each character of a name that the other lacks costs at least half a slip if the other has one
that it is taken for, and a whole one if not. So counting the characters that are there, and
those that stand in for them, leaves a handful of a city's names to be looked at.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from zones.gazetteer.misprints import Alike
from zones.gazetteer.near import NUMBERS, allowed

Entries = npt.NDArray[np.int32]
_ALLOWED = np.array([allowed(length) for length in range(6)])
"""What may be spent on names of each length; longer ones may spend no more than the last."""
_MOST_KEPT = 5_000


class Slips:
    """Names by their characters. ``entries`` says in which of ``keys`` each one stands."""

    def __init__(self, keys: Sequence[str], entries: Mapping[str, array[int]]) -> None:
        self._lengths = np.array([len(key) for key in keys], dtype=np.int32)
        self._entries = entries
        self._alike = Alike(set(entries) - NUMBERS)
        self._kept: dict[str, Entries] = {}

    def of(self, key: str) -> list[int]:
        """The entries that may be near to ``key``: every one that is, and few others."""
        letters = set(key)
        same, alike = np.zeros((2, len(self._lengths)), dtype=np.int32)
        for char in letters:
            same[self._with(char)] += 1
            alike[self._with_alike(char)] += 1
        longest = np.maximum(self._lengths, len(key))
        most = _ALLOWED[np.minimum(longest, len(_ALLOWED) - 1)]
        least = (2 * len(letters) - same - alike) / 2
        near = (least <= most) & (np.abs(self._lengths - len(key)) <= most)
        found: list[int] = np.flatnonzero(near).tolist()
        return found

    def _with(self, char: str) -> Entries:
        """The names in which a character stands."""
        return np.frombuffer(self._entries.get(char, array("i")), dtype=np.int32)

    def _with_alike(self, char: str) -> Entries:
        """The names in which it stands, or one that it is taken for."""
        found = self._kept.get(char)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            others = () if char in NUMBERS else self._alike.to(char)
            each = [self._with(one) for one in (char, *others)]
            found = self._kept[char] = np.unique(np.concatenate(each))
        return found
