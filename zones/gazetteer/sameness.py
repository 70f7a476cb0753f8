"""Two ids of one place: a misprint that was planted, or a place under a wrong parent.

Unlike a split or a merger this is nothing that happened on the ground, but something that
people found out about it. The ids become one (``Succession.Kind.SAME``): wherever places are
compared, the one stands for the other (``located``), so that an entry about either is about
both, at all times. Names, outlines and the ids of files go over; the old id is retired, leads
nowhere by name, and answers as the place that it is.

The projection rests on which places are one: whoever holds it brings it up to date with the
same transaction (``notices.ground``).
"""

from datetime import date

from django.db import transaction

from zones.address import name
from zones.address.values import Level, Segment
from zones.gazetteer.succession import NAMED_AFTER_THEIR_PARENT, Refused, lock_gazetteer
from zones.models.ground import Place, PlaceName, PlaceReference, Succession


@transaction.atomic
def unite_places(*, place: Place, into: Place, on: date, note: str) -> Place:
    """Make ``place`` another id of ``into``, with all that lies in it. ``note`` says why."""
    lock_gazetteer()
    old, new = _living(place), _living(into)
    if (old.district_id, old.level) != (new.district_id, new.level):
        raise Refused("只有同区同级的两个地点可以是同一处。")
    if old.id in new.lineage or new.id in old.lineage:
        raise Refused(f"{old.name}与{new.name}一个在另一个之内，不是同一处。")
    _unite(old, new, on, note)
    return new


@transaction.atomic
def replant_place(*, place: Place, under: Place | None, on: date, note: str) -> Place:
    """Make a place that hung below a wrong parent anew below another, with all that lies in it.

    What was said of the wrong parent is no longer said of it: it never lay there.
    """
    lock_gazetteer()
    old = _living(place)
    if under is not None and under.district_id != old.district_id:
        raise Refused("不能移到另一个区县：区县不同的是另一处地点。")
    if under is not None and old.id in under.lineage:
        raise Refused(f"{under.name}在{old.name}之内。")
    if (under is not None and under.id == old.parent_id) or under is old.parent:
        raise Refused(f"{old.name}已在那里。")
    twin = _counterpart(old, under)
    if twin is not None:
        raise Refused(f"那里已有{twin.name}：如是同一处，请合为一处。")
    new = _copy(old, under)
    _unite(old, new, on, note)
    return new


def _living(place: Place) -> Place:
    fresh = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if fresh.retired_on is not None:
        raise Refused(f"{fresh.name}已于{fresh.retired_on}注销。")
    return fresh


def _unite(old: Place, new: Place, on: date, note: str) -> None:
    changed = Succession.objects.filter(predecessor__lineage__contains=[old.id])
    if step := changed.select_related("predecessor").first():
        raise Refused(f"{step.predecessor.name}已有沿革，不能整体并入另一处。")
    Succession.objects.create(
        predecessor=old, successor=new, kind=Succession.Kind.SAME, on=on, note=note
    )
    _hand_over_names(old, new)
    _hand_over_references(old, new)
    if new.outline is None and old.outline is not None:
        new.outline, new.outline_quality = old.outline, old.outline_quality
        new.outline_source = old.outline_source
        new.save(update_fields=["outline", "outline_quality", "outline_source"])
    for child in Place.objects.filter(parent=old):
        _unite(child, _counterpart(child, new) or _copy(child, new), on, note)


def _hand_over_names(old: Place, new: Place) -> None:
    """Let every name lead to the new id; what was official becomes one by which it is known."""
    for each in list(old.names.all()):
        if new.names.filter(text=each.text, since=each.since).exists():
            each.delete()
            continue
        if each.kind == PlaceName.Kind.OFFICIAL:
            each.kind = PlaceName.Kind.PRINTED
        each.place = new
        each.save(update_fields=["place", "kind"])


def _hand_over_references(old: Place, new: Place) -> None:
    taken = PlaceReference.objects.filter(place=new).values("source")
    PlaceReference.objects.filter(place=old).exclude(source__in=taken).update(place=new)


def _counterpart(place: Place, under: Place | None) -> Place | None:
    """The place below another that has the same level and key, rather a living one."""
    same = Place.objects.filter(
        district=place.district_id, parent=under, level=place.level, key=place.key
    ).exclude(id=place.id)
    return min(same, key=lambda one: (one.retired_on is not None, one.id), default=None)


def _copy(place: Place, under: Place | None) -> Place:
    """The place anew, below another."""
    shown = place.name
    if under is not None and place.level in NAMED_AFTER_THEIR_PARENT:
        own = Segment(Level(place.level), place.value, place.value, 0, len(place.value))
        shown = under.name + name(own)
    made = Place.objects.create(
        district_id=place.district_id,
        parent=under,
        level=place.level,
        key=place.key,
        value=place.value,
        name=shown,
        street=place.street,
        source=place.source,
        retired_on=place.retired_on,
    )
    made.refresh_from_db(fields=["lineage"])
    return made
