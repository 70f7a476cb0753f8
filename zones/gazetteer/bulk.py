"""Many addresses at once: the common shapes by tables, everything else by the grammar.

The tables hold what the grammar and the gazetteer would say, worked out beforehand
(``heads``); where they do not know, the general path answers. So this can be fast and
never different: the tests and the benchmark compare the two.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from zones.address.fold import folded
from zones.gazetteer.columns import KEY_BITS, NOWHERE, RANK_BITS
from zones.gazetteer.dates import LATEST
from zones.gazetteer.heads import Head
from zones.gazetteer.index import Index
from zones.gazetteer.quick import BUILDING, BUILDING_SUFFIX, LABEL, UNIT, UNIT_LABEL, UNREAD
from zones.gazetteer.resolve import resolve
from zones.gazetteer.unheard import Unheard
from zones.gazetteer.unsuggesting import Unsuggesting
from zones.gazetteer.usual import CHILD_BITS, IN_BUILDING, Usual
from zones.gazetteer.verdicts import Verdict, verdict_of

_MOST = 500_000
CHUNK = 500
"""Texts at a time: so few that what they are cut into stays in the processor's cache."""


def _pattern(index: Index) -> re.Pattern[str]:
    """One match a line, whatever the line: its parts, or all of it as the last group."""
    divisions = "|".join(re.escape(district.name) for district in index.districts)
    city = f"(?:(?:{re.escape(index.city.province)})?{re.escape(index.city.name)},?)?"
    room = "(?:[0-9]{3,4}[室号户]?)?"
    return re.compile(
        f"^(?:{city}(?:({divisions}),?)?([^\n]{{2,30}}?)(?=[0-9A-Za-z甲乙丙一二三四五六七八九十]|$)"
        f"(?:({LABEL})(?:{BUILDING_SUFFIX})(?:({UNIT_LABEL})"
        f"(?:单元|门))?{room}|([0-9]{{1,3}})-([0-9]{{1,2}})-[0-9]{{3,4}}室?)?|([^\n]*))$",
        re.MULTILINE,
    )


class BulkReader:
    """Resolves many texts against one index, to numbers of places or verdicts.

    Names and places answer as of the date ``on``.
    """

    def __init__(self, index: Index, on: date = LATEST) -> None:
        self.index = index
        area = index.area(on=on)
        self.area = replace(area, gazetteer=Unsuggesting(area.gazetteer))
        self._quick = index.quick
        self._lines = Usual(index, self._front, self._missing)
        self._own = index.quick.own
        self._only: dict[str, int] = {}
        """Heads that were met and lead to one place, or do behind their district, with the
        code of a building without a key in it."""
        self._pattern = _pattern(index)
        self._districts = {d.name: n for n, d in enumerate(index.districts)}
        self._labels, self._units = index.quick.keys[BUILDING], index.quick.keys[UNIT]
        self._unheard = Unheard(index)
        self._deep = index.quick.deep

    def numbers(self, texts: Sequence[str]) -> array[int]:
        """The number of the place that each text leads to, or a ``Verdict``."""
        found = array("i")
        for start in range(0, len(texts), CHUNK):
            found.extend(self._usual(texts[start : start + CHUNK]))
        unread = [at for at, number in enumerate(found) if number == UNREAD]
        plain = _plain([texts[at] for at in unread])
        for read in (self._usual, self._common):
            for at, number in zip(unread, read(plain), strict=True):
                found[at] = number
            plain = [t for at, t in zip(unread, plain, strict=True) if found[at] == UNREAD]
            unread = [at for at in unread if found[at] == UNREAD]
        for at in unread:
            found[at] = self._fully(texts[at])
        return found

    def _usual(self, texts: Sequence[str]) -> list[int]:
        """What the most usual of the texts lead to; ``UNREAD`` for all others."""
        if not texts:
            return []
        numbers = self._lines.numbers("\n".join(texts))
        return numbers if len(numbers) == len(texts) else [UNREAD] * len(texts)

    def _common(self, texts: Sequence[str]) -> list[int]:
        """What the tables say of each text; ``UNREAD`` where they say nothing."""
        lines = self._pattern.findall("\n".join(texts))
        if len(lines) != len(texts):  # A text with a line break in it.
            return [UNREAD] * len(texts)
        found = []
        add = found.append
        only, under = self._only.get, self.index.under.get
        of_district, districts = self.index.columns.district, self._districts
        labels, units = self._labels, self._units
        for line in lines:
            district, head, label, unit, dashed, dashed_unit, other = line
            code = only(head)
            if code is None and district:
                code = only(district + head)
            if dashed:
                label, unit = dashed, dashed_unit
            if code is None:
                add(UNREAD if other else self._rarely(district, head, label, unit))
            elif district and of_district[code >> CHILD_BITS] != districts[district]:
                add(UNREAD)
            elif not label:
                add(code >> CHILD_BITS)
            elif (building := under(code | labels[label])) is None:
                add(self._missing(code >> CHILD_BITS, BUILDING, labels[label]))
            elif not unit:
                add(building)
            elif (stairwell := under(building << CHILD_BITS | IN_BUILDING | units[unit])) is None:
                add(self._missing(building, UNIT, units[unit]))
            else:
                add(stairwell)
        return found

    def _front(self, front: str) -> int:
        """What all words in front of a building lead to: a place, none, several, or unread."""
        match = self._pattern.fullmatch(f"{front}1号楼")
        if match is None or match[3] != "1" or match[4]:
            return UNREAD
        district, head = match[1] or "", match[2]
        known = self._quick.heads.get(head)
        if known is None:
            found = self._unheard.verdict(head, district)
            return found if found < 0 else UNREAD
        return self._at_head(known, head, district)

    def _rarely(self, district: str, head: str, label: str, unit: str) -> int:
        """What the tables say where the head leads to none, or to several."""
        known = self._quick.heads.get(head)
        if known is None:
            return self._unheard.verdict(head, district) if label else UNREAD
        number = self._at_head(known, head, district)
        if number >= 0:
            behind = len(known.numbers) > 1 or head.startswith(self._own)
            self._keep(district + head if behind else head, number)
        rungs = ((BUILDING, self._labels, label), (UNIT, self._units, unit))
        for rank, keys, written in rungs:
            if number < 0 or not written:
                return number
            below = self.index.under.get((number << RANK_BITS | rank) << KEY_BITS | keys[written])
            if below is None:
                return self._missing(number, rank, keys[written])
            number = below
        return number

    def _at_head(self, known: Head, head: str, district: str) -> int:
        """The place of a head, or that it may be several."""
        number = self._quick.place(known.numbers, head, district)
        several = len(known.numbers) > 1 and NOWHERE not in known.numbers
        if number == UNREAD and several and not district and not head.startswith(self._own):
            return Verdict.AMBIGUOUS
        return number

    def _keep(self, head: str, number: int) -> None:
        """Note where a head leads, for the next who writes it."""
        if len(self._only) >= _MOST:
            self._only.clear()
        self._only[head] = (number << RANK_BITS | BUILDING) << KEY_BITS

    def _missing(self, number: int, rank: int, key: int) -> int:
        """What to say of a place that has no such child: the place, unless it is deeper."""
        if number < 0:
            return UNREAD
        if number in self._deep:
            for child in self.index.children_of(number):
                if any(True for _ in self.index.below(child, rank, key)):
                    return Verdict.AMBIGUOUS
        return number

    def _fully(self, text: str) -> int:
        """The same of one text that the tables could not read."""
        return verdict_of(resolve(text, self.area), self.index)


def _plain(texts: Sequence[str]) -> list[str]:
    """The normal form of each text, less what no grammar sees; of several lines, nothing."""
    plain = folded("\n".join(texts)).split("\n")
    if len(plain) != len(texts):
        each = map(folded, texts)
        plain = ["" if "\n" in text else text for text in each]
    return [text.strip(" ,.;。") for text in plain]
