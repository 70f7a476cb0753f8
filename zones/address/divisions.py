"""Administrative divisions (行政区划) by name: GB/T 2260, national.

The address language only needs to know that a word *is* a division, so that an address
in another city can be recognised as such; which one is meant, where several share a name
(朝阳区), is answered by ``find`` with every candidate.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from zones.address.divisions_data import DIVISIONS
from zones.address.values import Level


@dataclass(frozen=True, slots=True)
class Division:
    """A province, prefecture or county with its six-digit code."""

    code: str
    name: str
    level: Level


def _read() -> tuple[Division, ...]:
    found: list[Division] = []
    for line in DIVISIONS.strip().splitlines():
        province, *prefectures = line.split("/")
        first = province[:2]
        found.append(Division(f"{first}0000", province[2:], Level.PROVINCE))
        for prefecture in filter(None, prefectures):
            head, _, counties = prefecture.partition(":")
            second = first + head[:2]
            if head[2:]:
                found.append(Division(f"{second}00", head[2:], Level.CITY))
            found += [Division(second + c[:2], c[2:], Level.DISTRICT) for c in counties.split()]
    return tuple(found)


ALL = _read()
MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})
"""Provinces whose own name stands where other addresses write the city."""

_PEOPLE = re.compile("(?<=..)(?:[^族]{1,4}族)+(?:自治)?(?=[区县]$)")
_SUFFIXES = (
    "特别行政区",
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "省",
    "市",
    "区",
    "县",
)


def _short(name: str) -> str:
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name[: -len(suffix)]
    return name


@cache
def names(level: Level) -> dict[str, str]:
    """Every full name at ``level``, mapped to itself, and 管城区 to 管城回族区."""
    full = {division.name: division.name for division in ALL if division.level is level}
    plain = {_PEOPLE.sub("", name): name for name in full if _PEOPLE.search(name)}
    return plain | full


@cache
def short_names(level: Level) -> dict[str, str]:
    """Names without their suffix (太原, 山西), mapped to the full name where it is unique."""
    full: dict[str, set[str]] = defaultdict(set)
    for division in ALL:
        short = _short(division.name)
        if division.level is level and short != division.name:
            full[short].add(division.name)
    return {short: next(iter(names)) for short, names in full.items() if len(names) == 1}


@cache
def _by_name() -> dict[str, tuple[Division, ...]]:
    grouped: dict[str, list[Division]] = defaultdict(list)
    for division in ALL:
        grouped[division.name].append(division)
    return {name: tuple(divisions) for name, divisions in grouped.items()}


def find(name: str) -> tuple[Division, ...]:
    """Every division of that full name: none, one, or the several that share it."""
    return _by_name().get(name, ())
