"""Many addresses at once: the common shapes by tables, everything else by the grammar.

The tables hold what the grammar and the gazetteer would say, worked out beforehand
(``heads``); where they do not know, the general path answers. So this can be fast and
never different: the tests and the benchmark compare the two.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import IntEnum

from zones.address.fold import folded
from zones.address.numerals import arabic
from zones.address.values import Level
from zones.gazetteer.beside import AWAY
from zones.gazetteer.columns import KEY_BITS, NOWHERE, RANK, RANK_BITS
from zones.gazetteer.dates import LATEST
from zones.gazetteer.heads import Head
from zones.gazetteer.index import Index, Spot
from zones.gazetteer.known import Gazetteer
from zones.gazetteer.outcome import Outcome, Resolution
from zones.gazetteer.proofs import holder_pieces, may_be_held
from zones.gazetteer.quick import BUILDING, BUILDING_SUFFIX, LABEL, UNIT, UNIT_LABEL, UNREAD
from zones.gazetteer.resolve import resolve
from zones.gazetteer.usual import CHILD_BITS, IN_BUILDING, Usual

COMMUNITY, SECTION = RANK[Level.COMMUNITY], RANK[Level.SECTION]


_MOST = 500_000
CHUNK = 500
"""Texts at a time: so few that what they are cut into stays in the processor's cache."""


class Verdict(IntEnum):
    """What stands for a place's number where there is none."""

    NOT_FOUND = -1
    AMBIGUOUS = -2
    OUT_OF_AREA = -3
    UNPARSED = -4
    WHOLE_DISTRICT = -100
    """Less the position of the district among the city's."""


_OUTCOMES = {
    Outcome.NOT_FOUND: Verdict.NOT_FOUND,
    Outcome.AMBIGUOUS: Verdict.AMBIGUOUS,
    Outcome.OUT_OF_AREA: Verdict.OUT_OF_AREA,
    Outcome.UNPARSED: Verdict.UNPARSED,
}
_UNKNOWN_HEAD = re.compile("(?:(?!小?区.)[\u4e00-\u9fff](?<![省市县旗盟州]))+(?<![和东南西北中第])")
_COMMUNITY = re.compile("(.{1,10}?(?:社区|村))(.{2,})")
_PARTED = re.compile(
    "(?<=小区|市场|广场|大厦|公寓|花园|宿舍|酒店|超市|公司|医院|学校)和|[及与至到]|小区."
    "|[和的内第东南西北中前后新老旧高低塔临负主副甲乙丙丁戊己庚辛一二三四五六七八九十百零〇两廿卅]$"
)
_DIVIDED = re.compile("[省市县旗盟州]|(?<!小)区")


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
        self.area = replace(area, gazetteer=_Unsuggesting(area.gazetteer))
        self._quick = index.quick
        self._lines = Usual(index, self._front, self._missing)
        self._own = index.quick.own
        self._only: dict[str, int] = {}
        """Heads that were met and lead to one place, or do behind their district, with the
        code of a building without a key in it."""
        self._pattern = _pattern(index)
        self._districts = {d.name: n for n, d in enumerate(index.districts)}
        self._labels, self._units = index.quick.keys[BUILDING], index.quick.keys[UNIT]
        self._beginnings = _beginnings(key for _, key in index.named_numbers)
        self._deep = index.quick.deep
        self._communities = {
            key: numbers
            for (rank, key), numbers in index.named_numbers.items()
            if rank == COMMUNITY and holder_pieces(key) is not None
        }

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
            found = self._without_head(head, "1", district)
            return found if found < 0 else UNREAD
        return self._at_head(known, head, district)

    def _rarely(self, district: str, head: str, label: str, unit: str) -> int:
        """What the tables say where the head leads to none, or to several."""
        known = self._quick.heads.get(head)
        if known is None:
            return self._without_head(head, label, district)
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

    def _in_district(self, numbers: Iterable[int], district: str) -> int:
        """The one of these places that lies in the district, if it is one."""
        of, wanted = self.index.columns.district, self._districts.get(district)
        inside = [n for n in numbers if n >= 0 and (wanted is None or of[n] == wanted)]
        return inside[0] if len(inside) == 1 else UNREAD

    def _missing(self, number: int, rank: int, key: int) -> int:
        """What to say of a place that has no such child: the place, unless it is deeper."""
        if number < 0:
            return UNREAD
        if number in self._deep:
            for child in self.index.children_of(number):
                if any(True for _ in self.index.below(child, rank, key)):
                    return Verdict.AMBIGUOUS
        return number

    def _without_head(self, head: str, label: str, district: str) -> int:
        """NOT_FOUND if no word of the head can be a name that is known.

        A community that is known, with a name behind it that is not, stands for itself.
        """
        if not label or head.startswith(self._own) or folded(head) != head:
            return UNREAD
        if _is_whole(head):
            return Verdict.NOT_FOUND
        front = _COMMUNITY.match(head) if arabic(head) == head else None
        plain = front is not None and _is_whole(front[2]) and not AWAY.search(front[2])
        if front and plain and front[1] in self._communities:
            return self._in_district(self._communities[front[1]], district)
        if not _UNKNOWN_HEAD.fullmatch(head) or self._has_known_words(head):
            return UNREAD
        digits = arabic(head)
        known = digits != head and self._has_known_words(digits)
        return UNREAD if known else Verdict.NOT_FOUND

    def _has_known_words(self, head: str) -> bool:
        """Whether any known name stands in the head."""
        return any(
            head.startswith(name, at)
            for at in range(len(head) - 1)
            for name in self._beginnings.get(head[at : at + 2], ())
        )

    def _fully(self, text: str) -> int:
        """The same of one text that the tables could not read."""
        return verdict_of(resolve(text, self.area), self.index)


def verdict_of(found: Resolution[Spot], index: Index) -> int:
    """A resolution as a number: of its place, or a ``Verdict``."""
    if found.outcome is not Outcome.FOUND:
        return _OUTCOMES[found.outcome]
    if found.place is not None:
        return found.place.number
    codes = [district.code for district in index.districts]
    assert found.district is not None
    return Verdict.WHOLE_DISTRICT - codes.index(found.district.code)


class _Unsuggesting:
    """An index without near names: in bulk, nobody reads suggestions."""

    def __init__(self, asked: Gazetteer[Spot]) -> None:
        self.named, self.above, self.child, self.deeper = (
            asked.named,
            asked.above,
            asked.child,
            asked.deeper,
        )

    def near(self, *_: object) -> tuple[()]:
        """Nothing."""
        return ()


def _is_whole(name: str) -> bool:
    """Whether the address language can read a name as one complex only, or not at all."""
    return may_be_held(name) and _PARTED.search(name, 1) is None and not _DIVIDED.search(name)


def _plain(texts: Sequence[str]) -> list[str]:
    """The normal form of each text, less what no grammar sees; of several lines, nothing."""
    plain = folded("\n".join(texts)).split("\n")
    if len(plain) != len(texts):
        each = map(folded, texts)
        plain = ["" if "\n" in text else text for text in each]
    return [text.strip(" ,.;。") for text in plain]


def _beginnings(keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Every name by its first two characters; a yard by its number is none."""
    found: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        for part in key.split("/"):
            found[part[:2]].append(part)
    return {two: tuple(set(parts)) for two, parts in found.items()}
