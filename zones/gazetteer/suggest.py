"""Names that go on from what has been typed so far, for a person to choose from (联想).

Only names of known places are told, at most down to a unit; nothing typed is kept, and nothing
here is ever an answer: what is chosen is put into the box, and asked like anything else.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from zones.address.values import Level
from zones.gazetteer.pinyin import initials, rest_after
from zones.models import City, Place, PlaceName

MOST = 8
LONGEST = 60
NAMED = (Level.COMPLEX, Level.AREA, Level.COMMUNITY, Level.STREET, Level.SUBDISTRICT)
"""Levels that people begin with; what lies in them is suggested once they are written."""
BELOW = (Level.SECTION, Level.BUILDING, Level.UNIT)
_BLANKS = re.compile(r"[\s,，、·]+")
_FIGURES = re.compile(r"[0-9]+|[a-z](?=[0-9区座]|$)")
_BARE = re.compile("小区$")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A known place as it would be written into the box."""

    place: UUID
    name: str
    level: str
    district_code: str
    district: str

    @property
    def text(self) -> str:
        """What to write so that this place is asked for."""
        return self.district + self.name


@dataclass(frozen=True, slots=True)
class Names:
    """The names people begin with, and where to look for those that begin with a letter."""

    all: tuple[tuple[str, Suggestion], ...]
    by_initial: dict[str, tuple[tuple[str, Suggestion], ...]]


@lru_cache(maxsize=2)
def names_of(city: UUID | int, on: date, version: tuple[int, int]) -> Names:
    """The names in use on a date. ``version`` changes when names do."""
    rows = (
        PlaceName.objects.answering(on)
        .filter(place__district__city=city, place__level__in=NAMED, place__retired_on=None)
        .order_by("text", "place_id")
        .values_list(
            "text", "place_id", "place__name", "place__level",
            "place__district_id", "place__district__name",
        )
    )  # fmt: skip
    found = tuple((_folded(text), Suggestion(*rest)) for text, *rest in rows)
    grouped: dict[str, list[tuple[str, Suggestion]]] = defaultdict(list)
    for name, suggestion in found:
        for letter in initials(name):
            grouped[letter].append((name, suggestion))
    return Names(found, {letter: tuple(some) for letter, some in grouped.items()})


def suggest(typed: str, city: City, on: date, sequence: int) -> list[Suggestion]:
    """At most ``MOST`` places that what is typed may go on to, the likeliest first."""
    words = _folded(typed[:LONGEST])
    district, words = _without_district(words, city)
    if not words:
        return []
    newest = PlaceName.objects.order_by("-id").values_list("id", flat=True).first() or 0
    names = names_of(city.pk, on, (newest, sequence))
    found = _beginning(words, names) if words.isascii() else _containing(words, names)
    within = [f for f in found if district in (None, f[2].district_code)]
    within.sort(key=lambda f: (f[0], len(f[2].name), f[2].name))
    return _with_parts([(rest, place) for _, rest, place in within])


def _folded(text: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text).lower())


def _without_district(words: str, city: City) -> tuple[str | None, str]:
    """The district that is written first, if any, and the words behind it."""
    words = words.removeprefix(city.name)
    for district in city.districts.all():
        if words.startswith(district.name):
            return district.code, words.removeprefix(district.name)
    return None, words


Found = tuple[int, str, Suggestion]
"""How far from what was typed, what was typed behind the name, the place."""


def _beginning(words: str, names: Names) -> Iterable[Found]:
    for name, suggestion in names.by_initial.get(words[0], ()):
        rest = rest_after(name, words)
        if rest is None or (rest and not _FIGURES.match(rest)):
            rest = rest_after(_BARE.sub("", name), words)
        if rest == "" or (rest and _FIGURES.match(rest)):
            yield (0 if rest or rest_after(name[:-1], words) is not None else 1), rest, suggestion


def _containing(words: str, names: Names) -> Iterable[Found]:
    for name, suggestion in names.all:
        bare = _BARE.sub("", name)
        if words.startswith(name) or (len(bare) > 1 and words.startswith(bare)):
            rest = words.removeprefix(name if words.startswith(name) else bare)
            if not rest or _FIGURES.search(rest):
                yield 0, rest, suggestion
        elif name.startswith(words):
            yield 1, "", suggestion
        elif len(words) > 1 and words in name:
            yield 2, "", suggestion


def _with_parts(found: Sequence[tuple[str, Suggestion]]) -> list[Suggestion]:
    """The places, each once, with what lies in them where figures were typed or one is left."""
    chosen: dict[UUID, Suggestion] = {}
    parted = [f for f in found if f[0]] or (list(found) if len(found) == 1 else [])
    if not any(rest for rest, _ in found):
        chosen |= {place.place: place for _, place in found[:MOST]}
    for rest, place in parted[:MOST]:
        figures = _FIGURES.findall(rest)
        for part in _parts(place, figures, room=MOST - len(chosen)):
            chosen.setdefault(part.place, part)
    return list(chosen.values())[:MOST]


def _parts(above: Suggestion, figures: list[str], *, room: int) -> list[Suggestion]:
    """Buildings and units in a place, whose own numbers begin as the figures say, in order."""
    inside = [above.place]
    for figure in figures[:-1]:
        inside = [p.id for p in _children(inside) if _number(p) == figure]
    wanted = figures[-1] if figures else ""
    fitting = [p for p in _children(inside) if _number(p).startswith(wanted)]
    fitting.sort(key=lambda p: (len(_number(p)), _number(p), p.name))
    return [
        Suggestion(p.id, p.name, p.level, above.district_code, above.district)
        for p in fitting[: max(room, 0)]
    ]


def _children(inside: Iterable[UUID]) -> list[Place]:
    found = Place.objects.filter(parent__in=list(inside), level__in=BELOW, retired_on=None)
    return list(found.only("id", "name", "level", "value", "parent"))


def _number(place: Place) -> str:
    figures = re.search("[0-9]+|[a-z]+", _folded(place.value))
    return figures.group() if figures else _folded(place.value)
