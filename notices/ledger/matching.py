"""Matching a release to the open designations that it ends. It proposes; people confirm.

"X（Y除外）" in a release means one of two things: the designation was named with that
exclusion (it ends wholly), or X ends except Y (Y stays). If an open designation carries
the same exclusion it is the first, otherwise the second.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

Marks = Mapping[tuple[str, str], bool]
"""(place id, part) → covered (True) or excepted (False)."""


LEAST_ALIKE = 0.75


class Match(StrEnum):
    """How a release was matched."""

    SAME = "same"
    EXCEPTS_PART = "excepts_part"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class OpenZone:
    """A designation in force, by its level, its words and the places that it named.

    ``around`` are the ids of all places in which those it covers lie.
    """

    designation: str
    level: str
    marks: tuple[tuple[tuple[str, str], bool], ...]
    text: str = ""
    around: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """The designations that a release would end, and by which reading."""

    match: Match
    ends: tuple[str, ...] = ()


def propose(released: Marks, level: str, zones: Sequence[OpenZone]) -> Proposal:
    """Zones of the level named exactly alike; failing these, zones alike but for the exclusion.

    All zones so named are ended: the same place designated twice is released once. A
    zone that merely contains, or lies within, what is released is another designation
    and is left alone.
    """
    if not released:
        return Proposal(Match.NONE)
    zones = [z for z in zones if z.level == level]
    same = tuple(z.designation for z in zones if dict(z.marks) == dict(released))
    if same:
        return Proposal(Match.SAME, same)
    covered = {place for place, inside in released.items() if inside}
    if len(covered) == len(released):
        return Proposal(Match.NONE)
    whole = tuple(
        z.designation
        for z in zones
        if all(inside for _, inside in z.marks) and {p for p, _ in z.marks} == covered
    )
    return Proposal(Match.EXCEPTS_PART if whole else Match.NONE, whole)


def propose_rescoped(before: Marks, level: str, zones: Sequence[OpenZone]) -> Proposal:
    """The zones that a rescoping changes: one named exactly as it was before, or those
    that together make up what it was.
    """
    found = propose(before, level, zones)
    if found.ends:
        return found
    parts = [
        z for z in zones if z.level == level and z.marks and dict(z.marks).items() <= before.items()
    ]
    together = {mark for z in parts for mark in z.marks}
    if parts and together == set(before.items()):
        return Proposal(Match.SAME, tuple(z.designation for z in parts))
    return Proposal(Match.NONE)


class Near(StrEnum):
    """Why a release that matches nothing may yet mean a zone in force."""

    WITHIN = "within"
    """It is a part of what was designated."""
    AROUND = "around"
    """What was designated is a part of it."""
    ALIKE = "alike"
    """The words are much alike: one of the two may be misprinted."""


def near_zones(
    text: str, places: Collection[str], lineages: Collection[str], zones: Sequence[OpenZone]
) -> list[tuple[Near, OpenZone]]:
    """Zones that a person should be shown beside an unmatched release, likeliest first.

    ``places`` are the ids that the release names, ``lineages`` the ids of these and of
    all places around them. Nothing here is ever taken by itself.
    """
    found: list[tuple[Near, OpenZone]] = []
    for zone in zones:
        covered = {place for (place, _), inside in zone.marks if inside}
        if covered & (set(lineages) - set(places)) or (places and set(places) < covered):
            found.append((Near.WITHIN, zone))
        elif (covered | zone.around) & set(places):
            found.append((Near.AROUND, zone))
    if found:
        return found
    alike = [(SequenceMatcher(None, z.text, text, autojunk=False).ratio(), z) for z in zones]
    best = sorted((a for a in alike if a[0] >= LEAST_ALIKE), key=lambda a: -a[0])
    return [(Near.ALIKE, zone) for _, zone in best[:3]]
