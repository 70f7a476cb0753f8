"""Growing the place tree: a place named in a notice exists, with or without an outline."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from zones.address import complex_key, name, parse, segment_key, show
from zones.address.values import Level, Segment
from zones.gazetteer.anchors import Anchor, anchors_of, find_anchor
from zones.gazetteer.database import DATABASE
from zones.models import District, Place, PlaceName

HOLDERS = (Level.SUBDISTRICT, Level.COMMUNITY)
BELOW = (Level.SECTION, Level.BUILDING, Level.UNIT)


class UnfitName(ValueError):
    """A text that does not name one place of the level wanted; ``str()`` says what it names."""


class NoPlaceNamed(ValueError):
    """A path without a complex, street, area, community or subdistrict in it."""


class SeveralPlaces(ValueError):
    """A path that several known places may be; a person must say which."""

    def __init__(self, candidates: Sequence[Place]) -> None:
        super().__init__("several known places bear this name")
        self.candidates = tuple(candidates)


@dataclass(frozen=True, slots=True)
class Naming:
    """What a text makes of the name of a place: its key, and what is stored and shown."""

    text: str
    level: Level
    key: str
    value: str
    name: str
    street: str = ""


def read_naming(text: str, level: Level) -> Naming:
    """The name of one place of ``level``, read by the address language. Raises ``UnfitName``."""
    address = parse(text)
    if len(address.targets) != 1 or address.unused:
        raise UnfitName(f"“{text}”不是一个地点的名称。")
    target = address.targets[0]
    own = target.path[-1] if target.path else None
    if own is None or target.part or target.exceptions or own.range:
        raise UnfitName(f"“{text}”不是一个地点的名称。")
    if own.level is not level:
        raise UnfitName(f"“{text}”读作{own.level}，不是{level}。")
    street = target.at(Level.STREET)
    is_complex = level is Level.COMPLEX
    return Naming(
        text=text,
        level=level,
        key=complex_key(target.path) if is_complex else segment_key(own),
        value=own.value,
        name=name(own) if level in BELOW else show(shown(target.path, own)),
        street=segment_key(street) if street and is_complex else "",
    )


@dataclass(frozen=True, slots=True)
class Known:
    """How far a path is known: the finest known place, and the rungs yet to be made."""

    place: Place | None
    missing: tuple[Segment, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing needs to be made."""
        return self.place is not None and not self.missing


def how_far_known(
    district: District, path: Sequence[Segment], *, chosen: Collection[UUID] = ()
) -> Known:
    """How much of a path exists already. Raises ``NoPlaceNamed``, ``SeveralPlaces``.

    ``chosen`` are places that a person picked where several bear one name.
    """
    anchors = anchors_of(path)
    if not anchors:
        raise NoPlaceNamed("no complex, street or community in the text")
    agreeing = _without_forebears(find_anchor(anchors[0], DATABASE, [district.code])[0])
    if len(agreeing) > 1:
        agreeing = [_pick(agreeing, chosen)]
    below = [s for s in path if s.level in BELOW]
    if not agreeing:
        return Known(None, (anchors[0].used[-1], *below))
    place = agreeing[0]
    while below:
        child = _child(place, below[0], chosen)
        if child is None:
            break
        place = child
        below.pop(0)
    heirs = successors(place) if below else ()
    if any(heir.parent_id == place.id for heir in heirs):
        place = _pick(heirs, chosen)
    return Known(place, tuple(below))


def near_places(district: District, path: Sequence[Segment]) -> tuple[Place, ...]:
    """Known places of the district of which the path's name may be a misprint."""
    anchors = anchors_of(path)
    if not anchors:
        return ()
    near = DATABASE.near(anchors[0].level, anchors[0].key, [district.code])
    return tuple(place for place, _ in near)


def anchor_words(path: Sequence[Segment]) -> str:
    """The words by which a path's place is found, as written."""
    return anchors_of(path)[0].used[-1].text


def _pick(places: Sequence[Place], chosen: Collection[UUID]) -> Place:
    """The one of several places that was chosen. Raises ``SeveralPlaces`` without one."""
    picked = [p for p in places if p.id in chosen]
    if len(picked) != 1:
        raise SeveralPlaces(places)
    return picked[0]


def successors(place: Place) -> tuple[Place, ...]:
    """The living places that took over from a retired one; none for a living one.

    A successor that was itself succeeded is followed to its own.
    """
    found: dict[UUID, Place] = {}
    for step in place.successions.select_related("successor__district"):
        heir = step.successor
        for one in (heir,) if heir.retired_on is None else successors(heir):
            found[one.id] = one
    return tuple(found.values())


def _without_forebears(places: Sequence[Place]) -> list[Place]:
    """Without those of which a successor bears the same name: the name went over to it."""
    if len(places) < 2:
        return list(places)
    ids = {p.id for p in places}
    return [p for p in places if ids.isdisjoint(heir.id for heir in successors(p))]


def _child(place: Place, segment: Segment, chosen: Collection[UUID]) -> Place | None:
    """The place that ``segment`` names directly below another, or below one of its parts
    since it was split. Raises ``SeveralPlaces`` when two of the parts have one.
    """
    above = [place.id, *(s.successor_id for s in place.successions.filter(kind="split"))]
    found = list(
        Place.objects.filter(
            parent__in=above, level=segment.level, key=segment_key(segment)
        ).exclude(id__in=above)
    )
    living = [p for p in found if p.retired_on is None] or found
    if len(living) > 1:
        return _pick(living, chosen)
    return living[0] if living else None


def find_or_plant(
    district: District, path: Sequence[Segment], *, source: str, chosen: Collection[UUID] = ()
) -> Place:
    """The place of a path, made where it is missing. Raises as ``how_far_known``."""
    known = how_far_known(district, path, chosen=chosen)
    place = known.place
    for segment in known.missing:
        if place is None:
            place = _plant_anchor(district, path, anchors_of(path)[0], source)
            continue
        place = Place.objects.create(
            district=district,
            parent=place,
            level=segment.level,
            key=segment_key(segment),
            value=segment.value,
            name=place.name + name(segment),
            source=source,
        )
    assert place is not None
    return place


def _plant_anchor(
    district: District, path: Sequence[Segment], anchor: Anchor, source: str
) -> Place:
    """Make the anchor's place below its holders, and the names by which it is found."""
    parent = None
    for level in HOLDERS:
        segment = next((s for s in path if s.level is level), None)
        if segment is not None and level is not anchor.level:
            parent = _holder(district, parent, segment, source)
    own = anchor.used[-1]
    place = Place.objects.create(
        district=district,
        parent=parent,
        level=own.level,
        key=anchor.key,
        value=own.value,
        name=show(shown(path, own)),
        street=anchor.street,
        source=source,
    )
    _name(place, anchor.key, own.text, source)
    return place


def shown(path: Sequence[Segment], own: Segment) -> list[Segment]:
    """The segments that name a place in words: a numbered complex needs its street."""
    if own.level is Level.COMPLEX and complex_key(path) != segment_key(own):
        return [s for s in path if s.level in (Level.STREET, Level.COMPLEX)]
    return [s for s in path if s.level is own.level]


def _holder(district: District, parent: Place | None, segment: Segment, source: str) -> Place:
    """The subdistrict or community that a path names, made if it is new."""
    key = segment_key(segment)
    same = Place.objects.filter(district=district, level=segment.level, key=key)
    place = same.filter(retired_on__isnull=True).first()
    if place is None:
        place = Place.objects.create(
            district=district,
            parent=parent,
            level=segment.level,
            key=key,
            value=segment.value,
            name=name(segment),
            source=source,
        )
        _name(place, key, segment.text, source)
    return place


def _name(place: Place, key: str, text: str, source: str) -> None:
    kind = PlaceName.Kind.PRINTED
    PlaceName.objects.create(place=place, text=text, key=key, kind=kind, source=source)
