"""Names that are known in part: what may be meant by somebody who wrote a piece of a name.

紫藤公馆 or 子藤公馆 for 实地太原紫藤公馆, 西贾水木云天 for 水木云天, 云天水木. Like misprints
(``near``) they are suggested, each with its reason, and never taken: 红沟 is not 红沟西小区. What
counts or points (2小区, 西小区, A区) tells places apart: names that differ in it are not suggested.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from zones.gazetteer.known import Likeness, Nearness
from zones.gazetteer.near import ALIKE, least_cost, way_into

LONGEST = 40
"""No name is longer; of a longer text the beginning is looked at."""
_GENERIC = re.compile(
    "小区|社区|宿舍|家属[院区楼]|生活区|住宅区?|单身|公寓|研究[所院]|大[厦楼院街道]|[花家嘉庄公]园|[新佳家]苑|新居|[小庭]院|公[馆司路]"
    "|国际|广场|市场|中心|银行|酒店|宾馆|医院|诊所|药店|超市|商[场城]|餐厅|饭店|学[校院]|[小中大]学|幼儿园|工厂"
    r"|街道|办事处|居?委会|村委|[路街巷道弄村镇乡苑园院城里区期号楼厂]|\d+|(?<![A-Z])[A-Z](?![A-Z])"
)
"""What very many names have, and what counts: nobody is known by it."""
_MARKS = re.compile(
    r"\d+|[一二三四五六七八九十百]+|(?<![A-Z])[A-Z](?![A-Z])|[甲乙丙丁戊己]"
    "|[东南西北中前后上下](?=小区|[区院园苑里村街路巷期]|$)"
)
"""What tells apart places that share a name."""
_TIERS = {
    Likeness.CONTAINING: 1,
    Likeness.WITHIN: 2,
    Likeness.WORDS: 3,
    Likeness.INEXACT: 3,
    Likeness.SHARING: 5,
}
"""Beside misprints, of which those of shape and sound have 0, and those of spelling 4."""


class Part(NamedTuple):
    """How a known name and a written one share a part; the lower, the nearer."""

    tier: int
    apart: float
    """How much the names differ, within the tier."""
    nearness: Nearness


class Written:
    """A name as it was written, and what of it tells anything."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.text = text = plain(key)[:LONGEST]
        self.chars = frozenset(text)
        self.marks = marks(text)
        generic = bytearray(len(text))
        for match in _GENERIC.finditer(text):
            generic[match.start() : match.end()] = b"\1" * len(match.group())
        self._telling = [not one for one in generic]
        self.told = sum(self._telling)
        self.tellers = frozenset(c for c, tells in zip(text, self._telling, strict=True) if tells)
        self.pairs = self._pairs(least=1)

    def part(self, key: str) -> Part | None:
        """How a known name, by its key, shares a part with this one; nothing if it does not."""
        known = plain(key)
        if not self.pairs:
            return None
        if any(pair in known for pair in self.pairs):
            found = (
                self._contained(known)
                or self._containing(known)
                or self._of_the_same_words(known, least=3)
                or self._inexactly(known)
                or self._sharing(known)
            )
        else:
            found = self._of_the_same_words(known, least=4) or self._inexactly(known)
        return found if found and self._agrees(known) else None

    def _agrees(self, known: str) -> bool:
        """Whether neither name counts or points otherwise than the other."""
        theirs = marks(known)
        return self.marks <= theirs or theirs <= self.marks

    def _contained(self, known: str) -> Part | None:
        if self.text not in known:
            return None
        begins = known.startswith(self.text)
        return _part(Likeness.CONTAINING, len(known) + (0 if begins else LONGEST), self.text)

    def _containing(self, known: str) -> Part | None:
        at = self.text.find(known)
        if at < 0 or len(known) < 2:
            return None
        told = sum(self._telling[at : at + len(known)])
        if not (told >= 2 and len(known) >= 3) and 2 * told < self.told:
            return None
        return _part(Likeness.WITHIN, -len(known), known) if told else None

    def _of_the_same_words(self, known: str, *, least: int) -> Part | None:
        """Reordered, shortened, told at greater length: 云天水木, 电建公司 for 电力建设公司."""
        theirs = frozenset(known)
        fewer = min(self.chars, theirs, key=len)
        if len(fewer) < least or not (fewer <= self.chars and fewer <= theirs):
            return None
        if len(fewer & self.tellers) < 2:
            return None
        return _part(Likeness.WORDS, abs(len(known) - len(self.text)))

    def _inexactly(self, known: str) -> Part | None:
        """One lies in the other but for a character of the same sound or shape."""
        shorter, longer = sorted((self.text, known), key=len)
        limit = allowed_inside(len(shorter))
        lacking = set(shorter).difference(longer)
        if len(shorter) == len(longer) or not 0 < len(lacking) <= limit / ALIKE:
            return None
        if least_cost(lacking, longer) > ALIKE * len(lacking):
            return None
        cost = way_into(shorter, longer)
        return _part(Likeness.INEXACT, cost + len(longer) - len(shorter)) if cost <= limit else None

    def _sharing(self, known: str) -> Part | None:
        found = self._longest_in(known)
        apart = abs(len(known) - len(self.text)) - LONGEST * len(found)
        return _part(Likeness.SHARING, apart, found) if found else None

    def _longest_in(self, known: str) -> str:
        """The longest piece that stands in a known name too, and tells more than a kind."""
        found = ""
        if not any(piece in known for piece in self._least_pieces):
            return found
        for start in range(len(self.text)):
            end = start + max(len(found) + 1, 2)
            if end > len(self.text) or self.text[start:end] not in known:
                continue
            while end < len(self.text) and self.text[start : end + 1] in known:
                end += 1
            piece = self.text[start:end]
            if any(pair in piece for pair in self._strong_pairs):
                found = piece
        return found

    @cached_property
    def _least_pieces(self) -> frozenset[str]:
        """The shortest pieces that would do: two characters of a short name, else three."""
        if self.told <= 4:
            return self._strong_pairs
        three = (self.text[at : at + 3] for at in range(len(self.text) - 2))
        return frozenset(t for t in three if any(pair in t for pair in self._strong_pairs))

    @cached_property
    def _strong_pairs(self) -> frozenset[str]:
        return self._pairs(least=2)

    def _pairs(self, *, least: int) -> frozenset[str]:
        """Two characters side by side, of which so many tell something."""
        return frozenset(
            self.text[at : at + 2]
            for at in range(len(self.text) - 1)
            if sum(self._telling[at : at + 2]) >= least
        )


def plain(key: str) -> str:
    """The words of a key, as they would be written one behind the other."""
    return key.replace("/", "")


def marks(text: str) -> frozenset[str]:
    """What counts or points in a name: 2 and 西 of 下元2小区 and 红沟西小区."""
    return frozenset(_MARKS.findall(text))


def allowed_inside(length: int) -> float:
    """What the way of a name of this length into a longer one may cost; a short one has none."""
    return 0.0 if length < 4 else ALIKE * (min(length, 6) // 2)


def _part(likeness: Likeness, apart: float, words: str = "") -> Part:
    return Part(_TIERS[likeness], apart, Nearness(likeness, words))
