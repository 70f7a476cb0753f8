"""How places change (沿革): renamed, split, merged, torn down; and what became of old ids.

Each service is one transaction and leaves every old id with its meaning: an entry about
a place that was split goes on covering all its parts, one about a place that was merged
covers that part of the new place and no more. Only the ground is written here; the
ledger and its projection hold ids, and need no change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction

from zones.address import name
from zones.address.values import Level, Segment
from zones.gazetteer.plant import Naming, UnfitName, read_naming, successors
from zones.models.ground import Place, PlaceName, Succession

__all__ = [
    "Part",
    "Refused",
    "lock_gazetteer",
    "merge_places",
    "rename_below",
    "rename_place",
    "retire_place",
    "split_place",
    "successors",
]

LOCK = "SELECT pg_advisory_xact_lock(hashtext('zones.gazetteer'))"
NAMED_AFTER_THEIR_PARENT = ("section", "building", "unit")


class Refused(ValueError):
    """A change that the ground does not allow; ``str()`` is one sentence for the person."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a place that is split: its name, and the known places that lie in it.

    What is not said to lie in a part stays below the old place: it may lie in any of them.
    """

    text: str
    holds: tuple[Place, ...] = ()


def lock_gazetteer() -> None:
    """Let no one else load or reshape places until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)


@transaction.atomic
def rename_place(*, place: Place, to: str, on: date, source: str) -> Place:
    """Give a place another official name from a date; the former one still leads to it."""
    lock_gazetteer()
    place = _living(place)
    naming = _naming(to, place.level)
    _end_official_name(place, on)
    place.key, place.value = naming.key, naming.value
    place.street = naming.street or place.street
    place.name = naming.name
    if place.parent and place.level in NAMED_AFTER_THEIR_PARENT:
        place.name = place.parent.name + naming.name
    _save(place, ["key", "value", "street", "name"], to)
    _add_official_name(place, naming, on, source)
    rename_below(place)
    return place


@transaction.atomic
def split_place(
    *, place: Place, into: Sequence[Part], on: date, source: str, note: str = ""
) -> tuple[Place, ...]:
    """Retire a place on a date in favour of its parts, which lie below it from then on.

    A part that is known already (a notice named it first) is taken for that place.
    """
    lock_gazetteer()
    place = _living(place)
    if len(into) < 2:
        raise Refused("拆分须列出至少两个新地点。")
    held = [child.id for part in into for child in part.holds]
    if len(held) != len(set(held)):
        raise Refused("同一下级地点不能归入两个新地点。")
    made: list[Place] = []
    for part in into:
        naming = _naming(part.text, place.level)
        known = _known(place, naming)
        heir_id = known.id if known else uuid4()
        _succeed(place.id, heir_id, Succession.Kind.SPLIT, on, note)
        made.append(
            _hang(known, place) if known else _make(heir_id, naming, [place], place, on, source)
        )
        for child in part.holds:
            _move(child, place, made[-1])
    return tuple(made)


@transaction.atomic
def merge_places(
    *, places: Sequence[Place], into: str, on: date, source: str, note: str = ""
) -> Place:
    """Retire places on a date in favour of a new one, below which they lie from then on.

    The new place is always made, even where it keeps the name of one of the old: else an
    old entry about that one would come to cover the others.
    """
    lock_gazetteer()
    old = [_living(p) for p in places]
    if len({p.id for p in old}) < 2:
        raise Refused("合并须有至少两个不同的地点。")
    if len({(p.district_id, p.level, p.parent_id) for p in old}) > 1:
        raise Refused("只能合并同一上级之下的同级地点；上级不同的，先处理上级。")
    naming = _naming(into, old[0].level)
    heir_id = uuid4()
    for place in old:
        _succeed(place.id, heir_id, Succession.Kind.MERGED, on, note)
    heir = _make(heir_id, naming, old, old[0].parent, on, source)
    for place in old:
        place.parent = heir
        place.save(update_fields=["parent"])
    return heir


@transaction.atomic
def retire_place(*, place: Place, on: date) -> Place:
    """Retire a place without a successor: it was torn down (拆除)."""
    lock_gazetteer()
    place = _living(place)
    place.retired_on = on
    place.save(update_fields=["retired_on"])
    return place


def rename_below(place: Place) -> None:
    """Bring the display names of what is named after a place up to its own name."""
    names = {place.id: place.name}
    below = Place.objects.filter(lineage__contains=[place.id]).exclude(id=place.id)
    changed: list[Place] = []
    for child in sorted(below.defer("outline"), key=lambda p: len(p.lineage)):
        if child.parent_id not in names or child.level not in NAMED_AFTER_THEIR_PARENT:
            continue
        own = Segment(Level(child.level), child.value, child.value, 0, len(child.value))
        child.name = names[child.id] = names[child.parent_id] + name(own)
        changed.append(child)
    Place.objects.bulk_update(changed, ["name"], batch_size=1000)


def _living(place: Place) -> Place:
    fresh = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if fresh.retired_on is not None:
        raise Refused(f"{fresh.name}已于{fresh.retired_on}注销。")
    return fresh


def _naming(text: str, level: str) -> Naming:
    try:
        return read_naming(text, Level(level))
    except UnfitName as error:
        raise Refused(str(error)) from error


def _known(place: Place, naming: Naming) -> Place | None:
    """A living place that a part may be already, told by its name beside the old place."""
    beside = Place.objects.filter(
        district=place.district_id, level=place.level, key=naming.key, retired_on__isnull=True
    ).exclude(id=place.id)
    found = [p for p in beside if p.parent_id is None or p.parent_id in place.lineage]
    if len(found) > 1:
        raise Refused(f"已有{len(found)}个地点名为{naming.name}，须先说明是哪一个。")
    return found[0] if found else None


def _succeed(old: UUID, new: UUID, kind: Succession.Kind, on: date, note: str) -> None:
    Succession.objects.create(predecessor_id=old, successor_id=new, kind=kind, on=on, note=note)


def _make(
    heir_id: UUID,
    naming: Naming,
    origins: Sequence[Place],
    parent: Place | None,
    on: date,
    source: str,
) -> Place:
    """A new place with its official name; it is on a street that all its origins are on."""
    streets = {p.street for p in origins}
    full = naming.name
    if naming.level.value in NAMED_AFTER_THEIR_PARENT:
        above = Place.objects.filter(pk=origins[0].parent_id).first()
        full = (above.name if above else "") + naming.name
    heir = Place(
        id=heir_id,
        district_id=origins[0].district_id,
        parent=parent,
        level=origins[0].level,
        key=naming.key,
        value=naming.value,
        name=full,
        street=naming.street or (streets.pop() if len(streets) == 1 else ""),
        source=source,
    )
    try:
        with transaction.atomic():
            heir.save(force_insert=True)
    except IntegrityError as error:
        raise _taken(naming.name) from error
    heir.refresh_from_db(fields=["lineage"])
    _add_official_name(heir, naming, on, source)
    return heir


def _hang(place: Place, parent: Place) -> Place:
    place.parent = parent
    place.save(update_fields=["parent"])
    return place


def _move(child: Place, old: Place, new: Place) -> None:
    if child.parent_id != old.id:
        raise Refused(f"{child.name}不是{old.name}的直接下级。")
    moved = Place.objects.get(pk=child.pk)
    moved.parent = new
    _save(moved, ["parent"], moved.name)


def _save(place: Place, fields: Iterable[str], wanted: str) -> None:
    try:
        with transaction.atomic():
            place.save(update_fields=list(fields))
    except IntegrityError as error:
        raise _taken(wanted) from error


def _taken(wanted: str) -> Refused:
    return Refused(f"同一上级之下已有{wanted}：同名的两个地点不能并存。")


def _end_official_name(place: Place, on: date) -> None:
    """End the present official name; a name only known otherwise is kept with its end."""
    present = place.names.filter(kind=PlaceName.Kind.OFFICIAL, until__isnull=True).first()
    present = present or place.names.filter(text=place.name, since__isnull=True).first()
    if present is None:
        present = PlaceName(
            place=place,
            text=place.name,
            key=place.key,
            kind=PlaceName.Kind.OFFICIAL,
            source=place.source,
        )
    if present.since is not None and present.since >= on:
        raise Refused(f"{place.name}自{present.since}起使用，改名须在其后。")
    present.until = on
    present.save()


def _add_official_name(place: Place, naming: Naming, on: date, source: str) -> None:
    place.names.create(
        text=naming.text, key=naming.key, kind=PlaceName.Kind.OFFICIAL, source=source, since=on
    )
