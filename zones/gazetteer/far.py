"""How far many paths are known, in a few queries for all of them (``how_far_known`` in bulk).

Only what is plain is answered here: one present place of the name, none that was split or
merged, one child of each key. Whatever else there may be is left to ``how_far_known``.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from zones.address import segment_key
from zones.address.values import Level, Segment
from zones.gazetteer.anchors import Anchor, anchors_of, find_anchor
from zones.gazetteer.known import Likeness
from zones.gazetteer.plant import BELOW, Known
from zones.models import Place, PlaceName
from zones.models.ground import Succession

Asked = tuple[str, tuple[Segment, ...]]
"""The code of a district, and a path in it."""


def plainly_known(asked: Sequence[Asked]) -> list[Known | None]:
    """What ``how_far_known`` would say of each, or ``None`` where it has to be asked."""
    anchors = [next(iter(anchors_of(path)), None) for _, path in asked]
    named = _Named.of([(code, a) for (code, _), a in zip(asked, anchors, strict=True) if a])
    found: list[Known | None] = []
    for (code, path), anchor in zip(asked, anchors, strict=True):
        found.append(_begun(code, path, anchor, named) if anchor else None)
    for _ in BELOW:
        _descend(found)
    return found


def _begun(code: str, path: tuple[Segment, ...], anchor: Anchor, named: "_Named") -> Known | None:
    """The anchor's place with all rungs below it still to be looked for."""
    below = tuple(s for s in path if s.level in BELOW)
    agreeing = find_anchor(anchor, named, [code])[0]
    if not agreeing:
        return Known(None, (anchor.used[-1], *below))
    if len(agreeing) > 1 or agreeing[0].retired_on is not None:
        return None
    return Known(agreeing[0], below)


def _descend(found: list[Known | None]) -> None:
    """Takes each one rung further down where its next rung is known."""
    going = [k for k in found if k and k.place and k.missing]
    parents = {k.place.id for k in going if k.place}
    if not parents:
        return
    succeeded = set(
        Succession.objects.filter(predecessor__in=parents).values_list("predecessor", flat=True)
    )
    children: dict[tuple[UUID | None, str, str], list[Place]] = defaultdict(list)
    keys = {segment_key(k.missing[0]) for k in going}
    for child in Place.objects.defer("outline").filter(parent__in=parents, key__in=keys):
        children[child.parent_id, child.level, child.key].append(child)
    for i, known in enumerate(found):
        if known and known.place and known.missing:
            found[i] = _child(known, known.place, children, succeeded)


def _child(
    known: Known,
    place: Place,
    children: Mapping[tuple[UUID | None, str, str], list[Place]],
    succeeded: Collection[UUID],
) -> Known | None:
    segment = known.missing[0]
    same = children.get((place.id, segment.level, segment_key(segment)), [])
    if place.id in succeeded or len(same) > 1 or any(c.retired_on for c in same):
        return None
    return Known(same[0], known.missing[1:]) if same else known


@dataclass(frozen=True, slots=True)
class _Named:
    """The part of a gazetteer that these anchors can ask for."""

    places: Mapping[tuple[str, str, str], list[Place]]
    keys: Mapping[UUID, tuple[str, str]]

    @classmethod
    def of(cls, anchors: Sequence[tuple[str, Anchor]]) -> "_Named":
        """Everything that bears one of the names, and what that lies in."""
        names = PlaceName.objects.filter(
            key__in={a.key for _, a in anchors},
            place__level__in={a.level for _, a in anchors},
            place__district__in={code for code, _ in anchors},
        ).values_list("place_id", "key")
        bearing = list(names)
        known = Place.objects.select_related("district").defer("outline", "district__outline")
        rows = known.in_bulk({id for id, _ in bearing})
        places: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
        for id, key in sorted(set(bearing), key=lambda b: (rows[b[0]].name, b[0])):
            places[rows[id].district_id, rows[id].level, key].append(rows[id])
        above = {i for place in rows.values() for i in place.lineage[:-1]}
        keys = {
            id: (level, key)
            for id, level, key in Place.objects.filter(id__in=above).values_list(
                "id", "level", "key"
            )
        }
        return cls(places, keys)

    def named(self, level: Level, key: str, districts: Collection[str]) -> list[Place]:
        """As ``Gazetteer.named``."""
        return [p for code in districts for p in self.places.get((code, level, key), ())]

    def above(self, place: Place) -> Mapping[str, str]:
        """As ``Gazetteer.above``."""
        return dict(self.keys[i] for i in place.lineage[:-1])

    def child(self, place: Place, level: Level, key: str) -> Place | None:
        """Never asked here."""
        raise NotImplementedError

    def deeper(self, place: Place, level: Level, key: str) -> Sequence[Place]:
        """Never asked here."""
        raise NotImplementedError

    def near(
        self, level: Level, key: str, districts: Collection[str]
    ) -> Sequence[tuple[Place, Likeness]]:
        """Never asked here."""
        raise NotImplementedError
