"""The ordinary shape of an address, resolved without the grammar.

Nearly everybody writes one shape: divisions, a head (西贾社区水木云天小区东区), then building,
unit and room. ``Quick`` cuts it by one regular expression and looks the head up; what it
says is what the general path says, to the last segment, and the tests compare the two. Where
it is not sure it says nothing, and the general path answers: it never says "no".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from typing import TYPE_CHECKING, Final, NamedTuple
from weakref import proxy

from zones.address import value_key
from zones.address.fold import Normal, fold
from zones.address.labels import canonical
from zones.address.values import Level, Segment
from zones.gazetteer import fronts
from zones.gazetteer.columns import CONTESTED, KEY_BITS, NOWHERE, RANK, under_code
from zones.gazetteer.heads import Heads
from zones.gazetteer.known import MOST_CANDIDATES, KnownDistrict
from zones.gazetteer.outcome import Outcome, Reason, Resolution
from zones.gazetteer.proofs import Pieces

if TYPE_CHECKING:
    from zones.gazetteer.index import Index, Spot

SECTION, BUILDING, UNIT = (RANK[level] for level in (Level.SECTION, Level.BUILDING, Level.UNIT))
LABEL: Final = "[甲乙丙]?[A-Za-z]?[0-9]{1,3}|[A-Za-z]|[一二三四五六七八九十]{1,3}"
UNIT_LABEL: Final = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}|[东西](?=单元)"
"""东单元 is a unit; 东门 is a gate."""
BUILDING_SUFFIX: Final = "号楼|栋|幢|座|#楼|#"
UNREAD: Final = CONTESTED
"""Stands for a place where the general path has to answer."""
_DIVISIONS = ((1, Level.PROVINCE), (2, Level.CITY), (3, Level.DISTRICT))
_HEAD = 4
_WRITTEN = ((Level.BUILDING, BUILDING, 5, 6), (Level.UNIT, UNIT, 7, 8))
_DASHED = ((Level.BUILDING, BUILDING, 10, 11), (Level.UNIT, UNIT, 12, 13))
"""Level, rank, the group of the words, the group of the label."""
_ROOMS = (9, 14)
_MOST_FRONTS = 50_000


def _pattern(index: Index) -> re.Pattern[str]:
    divisions = "|".join(re.escape(district.name) for district in index.districts)
    return re.compile(
        f"[ ,.;。]*(?:(?:({re.escape(index.city.province)}),?)?({re.escape(index.city.name)}),?)?"
        f"(?:({divisions}),?)?([^\\n ,.;。]{{2,30}}?)"
        f"(?:(({LABEL})(?:{BUILDING_SUFFIX}))(?:(({UNIT_LABEL})(?:单元|门)))?([0-9]{{3,4}}[室号户]?)?"
        "|(([0-9]{1,3})-)(([0-9]{1,2})-)([0-9]{3,4}室?))?[ ,.;。]*"
    )


class Reading(NamedTuple):
    """What an older index has read, and the places that are others in the newer one."""

    quick: Quick
    touched: frozenset[int]
    """Places that were added or changed themselves."""
    affected: frozenset[int]
    """Those, and the ones that lie in them."""


class Quick:
    """Resolves the ordinary shape against one index, which may go on from an older one."""

    def __init__(self, index: Index, before: Reading | None = None) -> None:
        # The index has this: no circle, so that an old one is gone as soon as nobody asks it.
        self.index = index = proxy(index)
        self.heads = Heads(index) if before is None else before.quick.heads.going_on(index, before)
        self.own = tuple(district.name[:-1] for district in index.districts)
        """The short names of districts, with which a name may begin too."""
        self._pattern = _pattern(index)
        self._districts = {d.name: n for n, d in enumerate(index.districts)}
        self._codes = {d.code: n for n, d in enumerate(index.districts)}
        if before is None:
            self.deep = _deep(index, range(len(index)))
        else:
            known = before.quick.deep
            self.deep = known | _deep(index, before.touched, known)
        self.keys = {BUILDING: Keys(index, Level.BUILDING), UNIT: Keys(index, Level.UNIT)}
        self._fronts: dict[str, fronts.Front | None] = {}
        self.rungs = {level: fronts.Rungs(self, level) for level in (Level.BUILDING, Level.UNIT)}

    def resolve(self, text: str, hint: KnownDistrict | None) -> Resolution[Spot] | None:
        """What the general path says of a text, or nothing."""
        normal = fold(text)
        match = self._pattern.fullmatch(normal.text)
        head = self.heads.get(match[_HEAD]) if match else None
        if match is None or head is None:
            return None
        place = self.place(head.numbers, match[_HEAD], match[3], hint.code if hint else None)
        return None if place < 0 else self._descended(place, match, normal, head.pieces)

    def front(self, words: str) -> fronts.Front | None:
        """What the words before a building lead to, if the general path need not be asked."""
        try:
            return self._fronts[words]
        except KeyError:
            if len(self._fronts) >= _MOST_FRONTS:
                self._fronts.clear()
            found = self._fronts[words] = fronts.read(words, self)
            return found

    def bearers(self, text: str) -> tuple[int, ...]:
        """The places that bear a name, if a text is that alone and leaves open which is meant.

        By name, then id; no more than anybody reads. None, where the general path has to say.
        """
        match = self._pattern.fullmatch(fold(text).text)
        head = self.heads.get(match[_HEAD]) if match else None
        if match is None or head is None or match.end(_HEAD) != match.end():
            return ()
        if [piece.level for piece in head.pieces] != [Level.COMPLEX]:
            return ()
        numbers, index = head.numbers, self.index
        if min(numbers) < 0 or not index.became.keys().isdisjoint(numbers):
            return ()
        if match[3]:
            within, of = self._districts[match[3]], index.columns.district
            numbers = tuple(number for number in numbers if of[number] == within)
        elif match[_HEAD].startswith(self.own):
            return ()
        by_name = sorted(numbers, key=lambda n: (index.name_of(n), index.columns.id_of(n)))
        return tuple(by_name[:MOST_CANDIDATES]) if len(numbers) > 1 else ()

    def place(
        self, numbers: tuple[int, ...], head: str, district: str | None, hint: str | None = None
    ) -> int:
        """The one place that a head leads to in a district, or ``UNREAD``."""
        if not district and head.startswith(self.own):
            return UNREAD
        within = None if hint is None else self._codes.get(hint, UNREAD)
        if district:
            named = self._districts[district]
            if within not in (None, named):
                return UNREAD
            within = named
        if within is None:
            return numbers[0] if len(numbers) == 1 else UNREAD
        of = self.index.columns.district
        inside = [number for number in numbers if number >= 0 and of[number] == within]
        return inside[0] if len(inside) == 1 else UNREAD

    def _descended(
        self, place: int, match: re.Match[str], normal: Normal, pieces: Pieces
    ) -> Resolution[Spot] | None:
        """Go from the place of a head to the finest that is known."""
        used = _front(match, normal, pieces)
        ignored: list[str] = []
        for level, rank, words, label in _DASHED if match[10] else _WRITTEN:
            if not match[words]:
                continue
            written = match[label]
            code = under_code(place, rank, self.keys[rank][written])
            child = NOWHERE if ignored else self.index.under.get(code, NOWHERE)
            if child == CONTESTED or (child < 0 and not ignored and place in self.deep):
                return None
            start, end = normal.span(*match.span(words))
            text = normal.source[start:end]
            if child == NOWHERE:
                ignored.append(text)
            else:
                place = child
                used.append(Segment(level, canonical(written), text, start, end))
        room = [normal.original(*match.span(room)) for room in _ROOMS if match[room]]
        spot = self.index.spot(place)
        return Resolution(
            Outcome.FOUND,
            district=spot.district,
            place=spot,
            used=tuple(used),
            ignored=(*ignored, *room),
            # Rooms are no places: the words for one are left over wherever one lives.
            reason=Reason.NOT_IN_GAZETTEER if ignored else None,
        )


def _front(match: re.Match[str], normal: Normal, pieces: Pieces) -> list[Segment]:
    """The segments of the divisions and of the head."""
    used = []
    for group, level in _DIVISIONS:
        if match[group]:
            start, end = normal.span(*match.span(group))
            used.append(Segment(level, match[group], normal.source[start:end], start, end))
    at = match.start(_HEAD)
    for piece in pieces:
        start, end = normal.span(at + piece.start, at + piece.end)
        used.append(Segment(piece.level, piece.value, normal.source[start:end], start, end))
    return used


def _deep(index: Index, among: Iterable[int], known: Set[int] = frozenset()) -> set[int]:
    """Places that have one of these below them that is not in the usual place: behind a
    section, or behind another place of its own level; or that has such places ``known``.
    """
    found: set[int] = set()
    rank, parent = index.columns.rank, index.columns.parent
    for number in among:
        above = parent[number]
        unusual = rank[number] == SECTION or (above != NOWHERE and rank[above] == rank[number])
        if unusual or number in known:
            found.update(index.lineage(number)[:-1])
    return found


class Keys(dict[str, int]):
    """The key, by its number in the index, of each label as it is written."""

    NONE = (1 << KEY_BITS) - 1
    """Stands for a key that the index does not have."""

    def __init__(self, index: Index, level: Level) -> None:
        super().__init__()
        self._index, self._level = index, level

    def __missing__(self, label: str) -> int:
        key = value_key(self._level, label)
        found = self[label] = self._index.key_ids.get(key, self.NONE)
        return found
