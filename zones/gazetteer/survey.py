"""How far paths are known: many at once, by as many queries as for one.

A draft of some hundred entries asks about as many places. ``survey`` fetches all that any of
them may need, rung by rung; what is said of each is then worked out without the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from zones.address import segment_key
from zones.address.values import Level, Segment
from zones.gazetteer.anchors import NAMED, anchors_of, find_anchor, key_as_read
from zones.gazetteer.dates import LATEST, rather_present
from zones.models import District, Place, PlaceName
from zones.models.ground import Succession
from zones.models.ground.places import Places

BELOW = (Level.SECTION, Level.BUILDING, Level.UNIT)
_SPLIT = Succession.Kind.SPLIT


class NoPlaceNamed(ValueError):
    """A path without a complex, street, area, community or subdistrict in it."""


class SeveralPlaces(ValueError):
    """A path that several known places may be; a person must say which."""

    def __init__(self, candidates: Sequence[Place]) -> None:
        super().__init__("several known places bear this name")
        self.candidates = tuple(candidates)


@dataclass(frozen=True, slots=True)
class Known:
    """How far a path is known: the finest known place, and the rungs yet to be made."""

    place: Place | None
    missing: tuple[Segment, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing needs to be made."""
        return self.place is not None and not self.missing


@dataclass(slots=True)
class Survey:
    """The places that some paths may lead to, and what they lie in and became of."""

    _bearing: dict[tuple[str, str, str], dict[UUID, Place]] = field(default_factory=dict)
    _above: dict[UUID, dict[str, str]] = field(default_factory=dict)
    _children: dict[tuple[UUID, str, str], list[Place]] = field(default_factory=dict)
    _heirs: dict[UUID, list[tuple[str, Place]]] = field(default_factory=dict)

    def how_far_known(
        self, district: District, path: Sequence[Segment], chosen: Collection[UUID] = ()
    ) -> Known:
        """How much of a path exists already. Raises ``NoPlaceNamed``, ``SeveralPlaces``.

        ``chosen`` are places that a person picked where several bear one name.
        """
        anchors = anchors_of(path)
        if not anchors:
            raise NoPlaceNamed("no complex, street or community in the text")
        agreeing = self._without_forebears(find_anchor(anchors[0], self, [district.code])[0])
        below = [s for s in path if s.level in BELOW]
        if not agreeing:
            return Known(None, (anchors[0].used[-1], *below))
        place = agreeing[0] if len(agreeing) == 1 else _pick(agreeing, chosen)
        while below:
            child = self._child(place, below[0], chosen)
            if child is None:
                break
            place = child
            below.pop(0)
        heirs = self._successors(place) if below else ()
        if any(heir.parent_id == place.id for heir in heirs):
            place = _pick(heirs, chosen)
        return Known(place, tuple(below))

    # What ``find_anchor`` asks of a gazetteer ------------------------------------------

    def named(self, level: Level, key: str, districts: Collection[str]) -> Sequence[Place]:
        """The places of a level in these districts that bear a name."""
        found = [
            place
            for code in districts
            for place in self._bearing.get((level, key, code), {}).values()
        ]
        found.sort(key=lambda place: (place.name, place.id))
        return rather_present(found, lambda place: place.retired_on, LATEST)

    def above(self, place: Place) -> Mapping[str, str]:
        """The keys of the places that ``place`` lies in, by level."""
        return self._above.get(place.id, {})

    # Below and after ------------------------------------------------------------------

    def _child(self, place: Place, segment: Segment, chosen: Collection[UUID]) -> Place | None:
        """The place that ``segment`` names directly below another, or below one of its
        parts since it was split. Raises ``SeveralPlaces`` when two of the parts have one.
        """
        parts = [heir.id for kind, heir in self._heirs.get(place.id, ()) if kind == _SPLIT]
        level, key = segment.level.value, segment_key(segment)
        found = [
            child
            for parent in (place.id, *parts)
            for child in self._children.get((parent, level, key), ())
            if child.id not in parts
        ]
        living = [child for child in found if child.retired_on is None] or found
        if len(living) > 1:
            return _pick(living, chosen)
        return living[0] if living else None

    def _successors(self, place: Place) -> tuple[Place, ...]:
        """The living places that took over from a retired one."""
        found: dict[UUID, Place] = {}
        for _, heir in self._heirs.get(place.id, ()):
            for one in (heir,) if heir.retired_on is None else self._successors(heir):
                found[one.id] = one
        return tuple(found.values())

    def _without_forebears(self, places: Sequence[Place]) -> list[Place]:
        """Without those of which a successor bears the same name: it went over to it."""
        if len(places) < 2:
            return list(places)
        ids = {place.id for place in places}
        return [p for p in places if ids.isdisjoint(heir.id for heir in self._successors(p))]

    # Fetching -------------------------------------------------------------------------

    def fetch(self, asked: Iterable[tuple[District, Sequence[Segment]]]) -> None:
        """Fetch all that these paths may need, rung by rung."""
        anchors: set[tuple[str, str]] = set()
        codes: set[str] = set()
        keys: set[str] = set()
        for district, path in asked:
            codes.add(district.code)
            anchors.update((a.level.value, a.key) for a in anchors_of(path)[:1])
            keys.update(segment_key(s) for s in path if s.level in BELOW)
        places = self._fetch_anchors(anchors, codes)
        self._fetch_above(places)
        seen: set[UUID] = set()
        while places := [place for place in places if place.id not in seen]:
            seen.update(place.id for place in places)
            places = [*self._fetch_heirs(places), *self._fetch_children(places, keys)]

    def _fetch_anchors(self, anchors: set[tuple[str, str]], codes: set[str]) -> list[Place]:
        as_read = {key_as_read(Level(level), key) for level, key in anchors}
        names = PlaceName.objects.answering(LATEST).filter(
            key__in={key for _, key in anchors} | as_read,
            place__level__in=NAMED,
            place__district__in=codes,
        )
        borne = list(names.values_list("place", "key"))
        places = _places().in_bulk({id for id, _ in borne})
        for id, key in borne:
            place = places[id]
            if (place.level, key) in anchors or key in as_read:
                bearers = self._bearing.setdefault((place.level, key, place.district_id), {})
                bearers[id] = place
        return list(places.values())

    def _fetch_above(self, places: Sequence[Place]) -> None:
        wanted = {id for place in places for id in place.lineage[:-1]}
        rows = Place.objects.filter(id__in=wanted).values_list("id", "level", "key")
        known = {id: (level, key) for id, level, key in rows} if wanted else {}
        for place in places:
            self._above[place.id] = dict(known[id] for id in place.lineage[:-1])

    def _fetch_heirs(self, places: Sequence[Place]) -> list[Place]:
        gone = [place.id for place in places if place.retired_on is not None]
        if not gone:
            return []
        steps = list(Succession.objects.filter(predecessor__in=gone).order_by("on", "id"))
        heirs = _places().in_bulk({step.successor_id for step in steps})
        found: dict[UUID, list[tuple[str, Place]]] = defaultdict(list)
        for step in steps:
            found[step.predecessor_id].append((step.kind, heirs[step.successor_id]))
        self._heirs |= found
        return list(heirs.values())

    def _fetch_children(self, places: Sequence[Place], keys: set[str]) -> list[Place]:
        if not keys:
            return []
        levels = [level.value for level in BELOW]
        below = (
            _places()
            .itself()
            .filter(parent__in=[place.id for place in places], level__in=levels, key__in=keys)
        )
        found: dict[tuple[UUID, str, str], list[Place]] = defaultdict(list)
        for child in below:
            assert child.parent_id is not None
            found[child.parent_id, child.level, child.key].append(child)
        self._children |= found
        return [child for children in found.values() for child in children]


def survey(asked: Iterable[tuple[District, Sequence[Segment]]]) -> Survey:
    """What is known of the places that paths name in their districts."""
    made = Survey()
    made.fetch(asked)
    return made


def _places() -> Places:
    return Place.objects.select_related("district").defer("outline")


def _pick(places: Sequence[Place], chosen: Collection[UUID]) -> Place:
    """The one of several places that was chosen. Raises ``SeveralPlaces`` without one."""
    picked = [place for place in places if place.id in chosen]
    if len(picked) != 1:
        raise SeveralPlaces(places)
    return picked[0]
