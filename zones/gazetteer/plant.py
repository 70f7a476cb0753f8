"""Growing the place tree: a place named in a notice exists, with or without an outline."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from zones.address import complex_key, name, parse, segment_key, show
from zones.address.values import Level, Segment
from zones.gazetteer.anchors import Anchor, anchors_of, key_as_read
from zones.gazetteer.survey import BELOW, Known, NoPlaceNamed, SeveralPlaces, survey
from zones.models import District, Place, PlaceName

__all__ = [
    "Known",
    "Naming",
    "NoPlaceNamed",
    "SeveralPlaces",
    "UnfitName",
    "anchor_words",
    "find_or_plant",
    "how_far_known",
    "read_naming",
    "shown",
    "successors",
]

HOLDERS = (Level.SUBDISTRICT, Level.COMMUNITY)


class UnfitName(ValueError):
    """A text that does not name one place of the level wanted; ``str()`` says what it names."""


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


def how_far_known(
    district: District, path: Sequence[Segment], *, chosen: Collection[UUID] = ()
) -> Known:
    """How much of a path exists already. Raises ``NoPlaceNamed``, ``SeveralPlaces``.

    ``chosen`` are places that a person picked where several bear one name.
    """
    return survey([(district, path)]).how_far_known(district, path, chosen)


def anchor_words(path: Sequence[Segment]) -> str:
    """The words by which a path's place is found, as written."""
    return anchors_of(path)[0].used[-1].text


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


def find_or_plant(
    district: District,
    path: Sequence[Segment],
    *,
    source: str,
    chosen: Collection[UUID] = (),
    written: Sequence[Segment] = (),
) -> Place:
    """The place of a path, made where it is missing. Raises as ``how_far_known``.

    ``written`` is how the language reads its words, where a person reads another level: the
    place is found by them from then on.
    """
    known = how_far_known(district, path, chosen=chosen)
    place = known.place
    for segment in known.missing:
        if place is None:
            place = _plant_anchor(district, path, anchors_of(path)[0], source)
            _name_as_written(place, written, source)
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


def _name_as_written(place: Place, written: Sequence[Segment], source: str) -> None:
    """The name by which a place is found where its words are read as of another level."""
    read = anchors_of(written)[0] if written else None
    if read is not None and read.level != place.level:
        text = f"{read.used[-1].text}（通告写法）"
        _name(place, key_as_read(read.level, read.key), text, source)


def _name(place: Place, key: str, text: str, source: str) -> None:
    kind = PlaceName.Kind.PRINTED
    PlaceName.objects.create(place=place, text=text, key=key, kind=kind, source=source)
