"""Growing the place tree: a place named in a notice exists, with or without an outline."""

from collections.abc import Sequence
from dataclasses import dataclass

from zones.address import complex_key, name, segment_key, show
from zones.address.values import Level, Segment
from zones.gazetteer.anchors import Anchor, anchors_of, find_anchor
from zones.models import District, Place, PlaceName

HOLDERS = (Level.SUBDISTRICT, Level.COMMUNITY)
BELOW = (Level.SECTION, Level.BUILDING, Level.UNIT)


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


def how_far_known(district: District, path: Sequence[Segment]) -> Known:
    """How much of a path exists already. Raises ``NoPlaceNamed``, ``SeveralPlaces``."""
    anchors = anchors_of(path)
    if not anchors:
        raise NoPlaceNamed("no complex, street or community in the text")
    agreeing, _ = find_anchor(anchors[0], [district])
    if len(agreeing) > 1:
        raise SeveralPlaces(agreeing)
    below = [s for s in path if s.level in BELOW]
    if not agreeing:
        return Known(None, (anchors[0].used[-1], *below))
    place = agreeing[0]
    while below:
        child = place.children.filter(level=below[0].level, key=segment_key(below[0])).first()
        if child is None:
            break
        place = child
        below.pop(0)
    return Known(place, tuple(below))


def find_or_plant(district: District, path: Sequence[Segment], *, source: str) -> Place:
    """The place of a path, made where it is missing. Raises as ``how_far_known``."""
    known = how_far_known(district, path)
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
    shown = [s for s in path if s.level is own.level]
    if own.level is Level.COMPLEX and complex_key(path) != segment_key(own):
        shown = [s for s in path if s.level in (Level.STREET, Level.COMPLEX)]
    place = Place.objects.create(
        district=district,
        parent=parent,
        level=own.level,
        key=anchor.key,
        value=own.value,
        name=show(shown),
        street=anchor.street,
        source=source,
    )
    _name(place, anchor.key, own.text, source)
    return place


def _holder(district: District, parent: Place | None, segment: Segment, source: str) -> Place:
    """The subdistrict or community that a path names, made if it is new."""
    key = segment_key(segment)
    place = Place.objects.filter(district=district, level=segment.level, key=key).first()
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
    PlaceName.objects.get_or_create(
        place=place,
        text=text,
        defaults={"key": key, "kind": PlaceName.Kind.PRINTED, "source": source},
    )
