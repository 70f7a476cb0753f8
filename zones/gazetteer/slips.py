"""Which of many names may be near to another, without comparing it to each.

Each character of a name that the other lacks costs at least half a slip if the other has one
that it is taken for, and a whole one if not. So counting the characters that are there, and
those that stand in for them, leaves a handful of a city's names to be looked at. A piece of a
name has two characters side by side that it has too, or is all there but for a slip or two.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zones.gazetteer.misprints import Alike
from zones.gazetteer.near import NUMBERS, allowed
from zones.gazetteer.partial import Written, allowed_inside

Entries = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
_ALLOWED = np.array([allowed(length) for length in range(6)])
"""What may be spent on names of each length; longer ones may spend no more than the last."""
_LONG = 6
"""Longer names may hold as many slips as those of this length."""
_MOST_KEPT = 5_000


class Counts(NamedTuple):
    """Of some characters: how many stand in each name, and what those that do not cost it."""

    same: Entries
    least: npt.NDArray[np.float64]


class Close(NamedTuple):
    """Entries of which a name may be a misprint, and those that may share a part with it."""

    misprinted: Sequence[int]
    parts: Sequence[int]


class Slips:
    """Names by their characters. ``entries`` says in which of ``keys`` each one stands."""

    def __init__(self, keys: Sequence[str], entries: Mapping[str, array[int]]) -> None:
        self._lengths = np.array([len(key) for key in keys], dtype=np.int32)
        self._entries = entries
        self._distinct = np.zeros(len(keys), dtype=np.int32)
        for with_char in entries.values():
            self._distinct[np.frombuffer(with_char, dtype=np.int32)] += 1
        """How many different characters each name has."""
        ways = [2 * allowed_inside(n) or -1 for n in range(_LONG + 1)]
        self._outside = np.array(ways, dtype=np.int32)[np.minimum(self._lengths, _LONG)]
        """How many of them may be missing from a text that holds the name but for slips."""
        self._alike = Alike(set(entries) - NUMBERS)
        self._kept: dict[str, Entries] = {}

    def of(self, written: Written) -> Close:
        """The entries that may be near to a name: every one that is, and few others."""
        letters = frozenset(written.key)
        counts = self._counted(letters)
        misprinted = np.flatnonzero(self._misprinted(written.key, counts)).tolist()
        if not written.pairs:
            return Close(misprinted, [])
        if letters != written.chars:
            counts = self._counted(written.chars)
        return Close(misprinted, np.flatnonzero(self._inside(written, counts)).tolist())

    def _misprinted(self, key: str, counts: Counts) -> Mask:
        """The entries of which a key may be a misprint."""
        longest = np.maximum(self._lengths, len(key))
        most = _ALLOWED[np.minimum(longest, len(_ALLOWED) - 1)]
        close = np.abs(self._lengths - len(key)) <= most
        return (counts.least <= most) & close

    def _inside(self, written: Written, counts: Counts) -> Mask:
        """The entries that may share a part with what was written."""
        near: Mask = counts.least <= allowed_inside(len(written.text))
        near |= self._distinct - counts.same <= self._outside
        has = {char: self._has(char) for char in written.chars}
        for one, other in written.pairs:
            near |= has[one] & has[other]
        return near

    def _counted(self, letters: Set[str]) -> Counts:
        same, alike = np.zeros((2, len(self._lengths)), dtype=np.int32)
        for char in letters:
            same[self._with(char)] += 1
            alike[self._with_alike(char)] += 1
        return Counts(same, (2 * len(letters) - same - alike) / 2)

    def _has(self, char: str) -> Mask:
        """Whether a character stands in each name."""
        found = np.zeros(len(self._lengths), dtype=np.bool_)
        found[self._with(char)] = True
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
