"""Anchors: the rung of an address from which a place is found in the gazetteer.

A complex with a name is found by it; subdistrict, community and street in front of
it are harmless if absent, and contradict if both sides know them and they differ. A
complex that is only numbered (8号院) is nothing without its street.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zones.address import complex_key, segment_key
from zones.address.values import Level, Segment
from zones.models import District, Place

HOLDERS = (Level.SUBDISTRICT, Level.COMMUNITY)


@dataclass(frozen=True, slots=True)
class Anchor:
    """One way to find a place: its level and key, and what the text says around it.

    ``cuts_short`` marks an anchor coarser than the complex that the text names: what
    follows it cannot be used.
    """

    level: Level
    key: str
    used: tuple[Segment, ...]
    around: tuple[Segment, ...]
    street: str
    cuts_short: bool = False


def anchors_of(path: Sequence[Segment]) -> list[Anchor]:
    """The anchors of a path, finest first; empty when nothing in it has a name."""
    by_level = {s.level: s for s in path}
    prefix = tuple(s for s in path if s.level in (Level.PROVINCE, Level.CITY, Level.DISTRICT))
    street = by_level.get(Level.STREET)
    found: list[Anchor] = []
    for level in (Level.COMPLEX, Level.AREA, Level.STREET, *reversed(HOLDERS)):
        segment = by_level.get(level)
        if segment is None:
            continue
        coarser = level in HOLDERS or (level is Level.STREET and Level.COMPLEX in by_level)
        around = tuple(by_level[h] for h in HOLDERS if h in by_level and h is not level)
        found.append(
            Anchor(
                level=level,
                key=complex_key(path) if level is Level.COMPLEX else segment_key(segment),
                used=(*prefix, *around, segment),
                around=() if level in HOLDERS else around,
                street=segment_key(street) if street and level is Level.COMPLEX else "",
                cuts_short=coarser and bool(found),
            )
        )
    return found


def find_anchor(anchor: Anchor, districts: Iterable[District]) -> tuple[list[Place], list[Place]]:
    """Places that bear the anchor's name: those that agree with what the text says
    around it, and those that contradict it.
    """
    bearing = (
        Place.objects.filter(
            district__in=list(districts), level=anchor.level, names__key=anchor.key
        )
        .select_related("district")
        .distinct()
    )
    agreeing: list[Place] = []
    contradicted: list[Place] = []
    for place in bearing:
        (agreeing if _agrees(place, anchor) else contradicted).append(place)
    return agreeing, contradicted


def _agrees(place: Place, anchor: Anchor) -> bool:
    """Whether nothing that both the place and the text know differs."""
    if anchor.street and place.street and not _same_street(anchor.street, place.street):
        return False
    above = dict(Place.objects.filter(id__in=place.lineage[:-1]).values_list("level", "key"))
    return all(above.get(s.level.value, segment_key(s)) == segment_key(s) for s in anchor.around)


def _same_street(one: str, other: str) -> bool:
    """Whether two street keys can be one: equal, or one lacks the door number."""
    return one.startswith(other) or other.startswith(one)
