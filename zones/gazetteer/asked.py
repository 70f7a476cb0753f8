"""What a reading asks about: one place or several, and which of its words are left over."""

import re
from dataclasses import replace

from zones.address import fold
from zones.address.values import Address, Level, Target

RUNGS_BELOW_ANCHOR = (Level.SECTION, Level.BUILDING, Level.UNIT)
_BETWEEN_RUNGS = re.compile(r"[,.\s/-]*")


def with_the_district_in_its_name(target: Target) -> Target | None:
    """The target with a district that was written short as part of the name behind it."""
    city, district = target.at(Level.CITY), target.at(Level.DISTRICT)
    if city is None or district is None or fold(district.text).text == district.value:
        return None
    at = target.path.index(district)
    if at + 1 >= len(target.path) or target.path[at + 1].start != district.end:
        return None
    name = target.path[at + 1]
    if name.level in RUNGS_BELOW_ANCHOR:
        return None
    whole = replace(
        name,
        value=fold(district.text).text + name.value,
        text=district.text + name.text,
        start=district.start,
    )
    return replace(target, path=(*target.path[:at], whole, *target.path[at + 2 :]))


def is_one(address: Address) -> bool:
    """Whether each target goes on from the one before it, past mere commas.

    小店区，某小区，4号楼 is one place; 某小区、4号楼 is a list.
    """
    for one, next_one in zip(address.targets, address.targets[1:], strict=False):
        longer = len(one.path) < len(next_one.path)
        if one.part or not longer or next_one.path[: len(one.path)] != one.path:
            return False
        gap = address.text[one.path[-1].end : next_one.path[len(one.path)].start]
        if not _BETWEEN_RUNGS.fullmatch(fold(gap).text):
            return False
    return True


def words(target: Target) -> tuple[str, ...]:
    return tuple(s.text for s in target.path)


def left_over(address: Address) -> tuple[str, ...]:
    """Words that no segment used, without mere punctuation."""
    return tuple(s.text for s in address.unused if fold(s.text).text.strip(" ,.;:()"))


def excepted(target: Target) -> tuple[str, ...]:
    """The places that a question takes out: it is answered for the whole."""
    return tuple(
        "".join(s.text for s in path if s not in target.path) for path in target.exceptions
    )
