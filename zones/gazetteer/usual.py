"""The most usual lines of a file of addresses, by two look-ups a line.

A line is cut where its numbers begin: what stands in front (小店区晋阳紫城) leads to a place or
is left to others, what follows (4号楼10单元) is a label or two. Each is looked at once and
kept, for a file says the same few thousand over and over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from zones.gazetteer.columns import KEY_BITS, RANK_BITS
from zones.gazetteer.quick import BUILDING, BUILDING_SUFFIX, UNIT, UNREAD, Quick

if TYPE_CHECKING:
    from zones.gazetteer.index import Index

CHILD_BITS = RANK_BITS + KEY_BITS
IN_BUILDING = UNIT << KEY_BITS
_LABEL = "[A-Za-z]?[0-9]{1,3}|[A-Za-z]"
_UNIT = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}|[东西](?=单元)"
_LINE = re.compile(
    "^([^0-9A-Za-z\n]*(?:[0-9]{1,3}号(?!楼)[^0-9A-Za-z\n]+)?(?:[A-Za-z](?=区)区|[0-9](?=期)期)?)"
    f"(?:(?:((?:{_LABEL})(?:{BUILDING_SUFFIX})(?:(?:{_UNIT})(?:单元|门))?)(?:[0-9]{{3,4}}[室号户]?)?"
    "|([0-9]{1,3}-[0-9]{1,2})-[0-9]{3,4}室?)?|([^\n]+))$",
    re.MULTILINE,
)
_MIDDLE = re.compile(
    f"({_LABEL})(?:{BUILDING_SUFFIX})(?:({_UNIT})(?:单元|门))?|([0-9]{{1,3}})-([0-9]{{1,2}})"
)
_MOST = 400_000
Missing = Callable[[int, int, int], int]
"""What is said of a place that has no such child, by its number, the rank and the key."""


class _Fronts(dict[str, int]):
    """The code of a building without a key in the place that a front leads to, or what
    stands for a place where there is none.
    """

    def __init__(self, leads_to: Callable[[str], int]) -> None:
        super().__init__()
        self._leads_to = leads_to

    def __missing__(self, front: str) -> int:
        if len(self) >= _MOST:
            self.clear()
        number = self._leads_to(front)
        code = number if number < 0 else (number << RANK_BITS | BUILDING) << KEY_BITS
        self[front] = code
        return code


class _Middles(dict[str, tuple[int, int]]):
    """The keys of the building and of the unit in it; no unit is 0."""

    def __init__(self, quick: Quick) -> None:
        super().__init__()
        self._labels, self._units = quick.keys[BUILDING], quick.keys[UNIT]

    def __missing__(self, middle: str) -> tuple[int, int]:
        match = _MIDDLE.fullmatch(middle)
        assert match is not None
        label, unit = match[1] or match[3], match[2] or match[4]
        below = IN_BUILDING | self._units[unit] if unit else 0
        found = self[middle] = (self._labels[label], below)
        return found


class Usual:
    """Reads the most usual lines; every other is ``UNREAD``."""

    def __init__(self, index: Index, leads_to: Callable[[str], int], missing: Missing) -> None:
        self._under = index.under
        self._missing = missing
        self._fronts = _Fronts(leads_to)
        self._middles = _Middles(index.quick)

    def numbers(self, text: str) -> list[int]:
        """The number of each line's place, or ``UNREAD``."""
        found: list[int] = []
        add = found.append
        fronts, middles, under = self._fronts, self._middles, self._under.get
        for front, written, dashed, rest in _LINE.findall(text):
            if rest:
                add(UNREAD)
                continue
            code, middle = fronts[front], written or dashed
            if not middle:
                add(UNREAD if code < 0 else code >> CHILD_BITS)
                continue
            if code < 0:
                add(code)
                continue
            label, unit = middles[middle]
            building = under(code | label)
            if building is None:
                add(self._missing(code >> CHILD_BITS, BUILDING, label))
            elif not unit or building < 0:
                add(building)
            else:
                stairwell = under(building << CHILD_BITS | unit)
                if stairwell is None:
                    stairwell = self._missing(building, UNIT, unit & ((1 << KEY_BITS) - 1))
                add(stairwell)
        return found
