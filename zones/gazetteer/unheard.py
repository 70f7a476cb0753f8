"""Heads in which no known name can stand: what lets bulk say "not found" without the grammar.

It says so of a name that the address language reads as one complex at the most, and of words
in which nothing known stands. Of all others it says nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from zones.address.fold import folded
from zones.address.heads import GENERIC
from zones.address.numerals import arabic
from zones.address.values import Level
from zones.gazetteer.beside import AWAY
from zones.gazetteer.columns import RANK
from zones.gazetteer.index import Index
from zones.gazetteer.proofs import holder_pieces, may_be_held
from zones.gazetteer.quick import UNREAD
from zones.gazetteer.verdicts import Verdict

COMMUNITY = RANK[Level.COMMUNITY]
_UNKNOWN_HEAD = re.compile("(?:(?!小?区.)[\u4e00-\u9fff](?<![省市县旗盟州]))+(?<![和东南西北中第])")
_COMMUNITY = re.compile("(.{1,10}?(?:社区|村))(.{2,})")
_PARTED = re.compile(
    "(?<=小区|市场|广场|大厦|公寓|花园|宿舍|酒店|超市|公司|医院|学校)和|[及与至到]|小区."
    "|楼$|[和的内第东南西北中前后新老旧高低塔临负主副甲乙丙丁戊己庚辛一二三四五六七八九十百零〇两廿卅]$"
)
_DIVIDED = re.compile("[省市县旗盟州]|(?<!小)区")


class Unheard:
    """What is said of heads that lead to no place of an index."""

    def __init__(self, index: Index) -> None:
        self._of_district = index.columns.district
        self._districts = {d.name: n for n, d in enumerate(index.districts)}
        self._own = index.quick.own
        self._beginnings = _beginnings(key for _, key in index.named_numbers)
        self._communities = {
            key: numbers
            for (rank, key), numbers in index.named_numbers.items()
            if rank == COMMUNITY and holder_pieces(key) is not None
        }

    def verdict(self, head: str, district: str) -> int:
        """NOT_FOUND if no word of the head can be a name that is known.

        A community that is known, with a name behind it that is not, stands for itself.
        """
        if head.startswith(self._own) or folded(head) != head:
            return UNREAD
        if self._is_unknown(head):
            return Verdict.NOT_FOUND
        front = _COMMUNITY.match(head) if arabic(head) == head else None
        plain = front is not None and self._is_unknown(front[2]) and not AWAY.search(front[2])
        if front and plain and not GENERIC.match(front[2]) and front[1] in self._communities:
            return self._in_district(self._communities[front[1]], district)
        if not _UNKNOWN_HEAD.fullmatch(head) or self._has_known_words(head):
            return UNREAD
        digits = arabic(head)
        known = digits != head and self._has_known_words(digits)
        return UNREAD if known else Verdict.NOT_FOUND

    def _is_unknown(self, name: str) -> bool:
        """Whether a name is read as one complex at the most, and begins with none that is known.

        What begins with a known one (晋阳紫城西院) may be read as that one and a part of it.
        """
        return _is_whole(name) and not any(
            written.startswith(known)
            for written in {name, arabic(name)}
            for known in self._beginnings.get(written[:2], ())
        )

    def _has_known_words(self, head: str) -> bool:
        """Whether any known name stands in the head."""
        return any(
            head.startswith(name, at)
            for at in range(len(head) - 1)
            for name in self._beginnings.get(head[at : at + 2], ())
        )

    def _in_district(self, numbers: Iterable[int], district: str) -> int:
        """The one of these places that lies in the district, if it is one."""
        of, wanted = self._of_district, self._districts.get(district)
        inside = [n for n in numbers if n >= 0 and (wanted is None or of[n] == wanted)]
        return inside[0] if len(inside) == 1 else UNREAD


def _is_whole(name: str) -> bool:
    """Whether the address language can read a name as one complex only, or not at all."""
    return may_be_held(name) and _PARTED.search(name, 1) is None and not _DIVIDED.search(name)


def _beginnings(keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Every name by its first two characters; a yard by its number is none."""
    found: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        for part in key.split("/"):
            found[part[:2]].append(part)
    return {two: tuple(set(parts)) for two, parts in found.items()}
