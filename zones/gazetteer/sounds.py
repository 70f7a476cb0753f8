"""Finding places by the sound of their names: 文兴苑 by wxy, wenxingyuan or wenxy (拼音检索).

A character may be read in several ways (heteronyms); any of them is taken. This finds what a
person at a keyboard means and chooses from a list; it never resolves an address.
"""

import os
import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from threading import Lock
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Max

from zones.address.values import Level
from zones.models import Place, PlaceName

ANCHORS = (Level.COMPLEX, Level.STREET, Level.COMMUNITY, Level.SUBDISTRICT, Level.AREA)
MOST = 12
LABEL = re.compile(r"[a-z]*\d+|[a-z]")
NOISE = re.compile(r"[\s'’·]+|(?<!\d)-|-(?!\d)")
"""What does not matter; a dash between two numbers tells them apart (3-2)."""


class Named(NamedTuple):
    """A place with a name of its own, and how each character of the name may be read."""

    id: UUID
    name: str
    level: str
    sounds: tuple[frozenset[str], ...]


class Found(NamedTuple):
    """A place that a query may mean; ``id`` None is one that is not known yet."""

    id: UUID | None
    name: str
    level: str


@lru_cache(maxsize=20_000)
def readings(char: str) -> frozenset[str]:
    """The readings of a character without tones; what is none stands for itself."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    if not "\u3400" <= char <= "\u9fff":
        return frozenset(char.lower())
    heard = pinyin(char, style=Style.NORMAL, heteronym=True)[0]
    return frozenset({char, *(one.replace("ü", "v").replace("u:", "v") for one in heard)})


def spelt(query: str, sounds: Sequence[frozenset[str]]) -> int:
    """How much of ``query`` spells the characters of ``sounds`` from the first one on.

    Each is spelt by itself, by a whole reading or by its first letter; the last may be begun.
    """
    ends = {0}
    furthest = 0
    for readings_here in sounds:
        ends = {end for at in ends for end in _steps(query, at, readings_here)}
        if not ends:
            break
        furthest = max(furthest, *ends)
    return furthest


def _steps(query: str, at: int, readings_here: frozenset[str]) -> Iterable[int]:
    rest = query[at:]
    for reading in readings_here if rest else ():
        if rest.startswith(reading):
            yield at + len(reading)
        elif reading.startswith(rest):
            yield len(query)
        if rest[0] == reading[0]:
            yield at + 1


def search(query: str, districts: Sequence[str], levels: Collection[str] = ANCHORS) -> list[Found]:
    """Places of these districts (codes) that ``query`` may mean, the likeliest first.

    ``levels`` are those of the names that it may begin with.
    """
    wanted = NOISE.sub("", query.lower())
    if not wanted:
        return []
    ranked = []
    for named in _named(tuple(sorted(districts))):
        if named.level not in levels:
            continue
        for start in range(len(named.sounds)):
            used = spelt(wanted, named.sounds[start:])
            rest = wanted[used:]
            if used and _is_label(rest, used):
                ranked.append((len(rest), start > 0, len(named.name), named.name, named, rest))
                break
    ranked.sort(key=lambda r: r[:4])
    found: list[Found] = []
    for *_, named, rest in ranked[:MOST]:
        found += _below(named, LABEL.findall(rest))
    return found[:MOST]


def _is_label(rest: str, used: int) -> bool:
    """Whether what no name spells can be the numbers of a building and a unit."""
    return not rest or (used > 1 and rest[-1].isdigit() and not LABEL.sub("", rest).strip("-"))


def _below(named: Named, labels: Sequence[str]) -> Iterable[Found]:
    """The building and unit of a place that the labels number, known or not."""
    place = Place.objects.defer("outline").get(id=named.id)
    if not labels:
        yield Found(place.id, place.name, place.level)
        return
    building, unit = labels[0].upper(), labels[1].upper() if len(labels) > 1 else ""
    inside = Place.objects.defer("outline").filter(lineage__contains=[place.id])
    known = list(inside.filter(level=Level.BUILDING, key=building, retired_on=None)[:MOST])
    for one in known:
        units = one.children.filter(level=Level.UNIT, key=unit, retired_on=None) if unit else None
        exact = units.first() if units is not None else one
        if exact is not None:
            yield Found(exact.id, exact.name, exact.level)
        else:
            yield Found(None, f"{one.name}{unit}单元", Level.UNIT)
    if not known:
        name = f"{place.name}{building}号楼" + (f"{unit}单元" if unit else "")
        yield Found(None, name, Level.UNIT if unit else Level.BUILDING)


_kept: dict[tuple[str, ...], tuple[object, list[Named]]] = {}
_keeping = Lock()


def _named(districts: tuple[str, ...]) -> list[Named]:
    """The named places of districts with their sounds, read anew when names were added."""
    names = PlaceName.objects.filter(
        place__district__in=districts, place__level__in=ANCHORS, place__retired_on=None
    )
    state = tuple(names.aggregate(Max("id"), Count("id")).values())
    with _keeping:
        if districts in _kept and _kept[districts][0] == state:
            return _kept[districts][1]
    rows = {
        (id, text): Named(id, text, level, tuple(map(readings, text)))
        for id, level, own, printed in names.values_list(
            "place_id", "place__level", "place__name", "text"
        )
        for text in (own, printed)
    }
    with _keeping:
        if len(_kept) > 16:
            _kept.clear()
        _kept[districts] = (state, list(rows.values()))
    return list(rows.values())
