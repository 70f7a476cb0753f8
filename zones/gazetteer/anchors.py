"""Anchors: the rung of an address from which a place is found in the gazetteer.

A complex with a name is found by it; subdistrict, community and street in front of
it are harmless if absent, and contradict if both sides know them and they differ. A
complex that is only numbered (8号院) is nothing without its street.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from zones.address import complex_key, value_key
from zones.address.values import Level, Segment
from zones.gazetteer.known import Gazetteer, P

HOLDERS = (Level.SUBDISTRICT, Level.COMMUNITY)
DIVISIONS = (Level.PROVINCE, Level.CITY, Level.DISTRICT)
NAMED = (Level.COMPLEX, Level.AREA, Level.STREET, *reversed(HOLDERS))
"""The levels of what is found by its name, finest first."""


def key_of(segment: Segment) -> str:
    """The key of a segment; the same few values come again and again."""
    return value_key(segment.level, segment.value)


@dataclass(frozen=True, slots=True)
class Anchor:
    """One way to find a place: its level and key, and what the text says around it.

    ``used`` ends with the anchor's own segment. ``street`` is the key of the street that
    the text puts a complex on. ``cuts_short`` marks an anchor coarser than the complex
    that the text names: what follows it cannot be used.
    """

    level: Level
    key: str
    used: tuple[Segment, ...]
    around: tuple[Segment, ...]
    street: str
    cuts_short: bool = False


def anchors_of(path: Sequence[Segment]) -> list[Anchor]:
    """The anchors of a path, finest first; empty when nothing in it has a name."""
    by_level = {s.level: s for s in reversed(path)}
    prefix = tuple(s for s in path if s.level in DIVISIONS)
    street = by_level.get(Level.STREET)
    found: list[Anchor] = []
    for level in NAMED:
        segment = by_level.get(level)
        if segment is None:
            continue
        coarser = level in HOLDERS or (level is Level.STREET and Level.COMPLEX in by_level)
        around = tuple(by_level[h] for h in HOLDERS if h in by_level and h is not level)
        found.append(
            Anchor(
                level=level,
                key=complex_key(path) if level is Level.COMPLEX else key_of(segment),
                used=(*prefix, *around, segment),
                around=() if level in HOLDERS else around,
                street=key_of(street) if street and level is Level.COMPLEX else "",
                cuts_short=coarser and bool(found),
            )
        )
    return found


def key_as_read(level: Level, key: str) -> str:
    """The key by which a place of another level is found where its name is read as ``level``.

    东岗村 is read as a village; a person may know that it is a complex of that name.
    """
    return f"{level}={key}"


def find_anchor(
    anchor: Anchor, gazetteer: Gazetteer[P], districts: Collection[str]
) -> tuple[list[P], list[P]]:
    """Places that bear the anchor's name in these districts (codes): those that agree
    with what the text says around it, and those that contradict it.
    """
    agreeing: list[P] = []
    contradicted: list[P] = []
    for place in _named(anchor, gazetteer, districts):
        above = gazetteer.above(place) if anchor.around else {}
        (agreeing if _agrees(anchor, place.street, above) else contradicted).append(place)
    return agreeing, contradicted


def _named(anchor: Anchor, gazetteer: Gazetteer[P], districts: Collection[str]) -> Iterable[P]:
    """The places of the anchor's name; where none is of its level, those of another that are
    known to be written so.
    """
    found = gazetteer.named(anchor.level, anchor.key, districts)
    if found:
        return found
    key = key_as_read(anchor.level, anchor.key)
    others = (level for level in NAMED if level is not anchor.level)
    return [place for level in others for place in gazetteer.named(level, key, districts)]


def _agrees(anchor: Anchor, street: str, above: Mapping[str, str]) -> bool:
    """Whether nothing that both the place and the text know differs."""
    if anchor.street and street and not same_street(anchor.street, street):
        return False
    return all(above.get(s.level, key_of(s)) == key_of(s) for s in anchor.around)


def same_street(one: str, other: str) -> bool:
    """Whether two street keys can be one: equal, or one lacks the door number.

    平阳路 may be 平阳路398号; 平阳路39号 is not.
    """
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    return long.startswith(short) and long[len(short)].isdigit() and not short[-1].isdigit()
