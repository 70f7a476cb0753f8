"""What people decide about places and names at the desk (地点管理). No entry is touched by it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from notices.amendments import Malformed
from notices.models import lock_ledger
from notices.outlines import as_outline
from notices.permissions import Deed, require
from notices.projection import project_again
from notices.proposed import Refused
from zones.address.values import Level
from zones.gazetteer import aliases, sameness, succession
from zones.gazetteer.dividing import Proposed, TypedPart, propose
from zones.gazetteer.plant import UnfitName, read_naming
from zones.models import OutlineQuality, Place

SOURCE = "工作台"


def approve_alias(
    *, by: User, proposal_id: int, at: datetime, since: date | None, until: date | None = None
) -> None:
    """Have a proposed alias lead to its place, over the days given. Raises ``Refused``."""
    require(by, Deed.NAME)
    with transaction.atomic():
        made = _said(
            lambda: aliases.approve_alias(proposal_id=proposal_id, by=by, at=at, since=since)
        )
        if until is not None:
            _said(lambda: aliases.end_alias(place_id=made.place_id, text=made.text, on=until))


def reject_alias(*, by: User, proposal_id: int, at: datetime) -> None:
    """Keep a proposed alias as found wrong. Raises ``Refused``."""
    require(by, Deed.NAME)
    _said(lambda: aliases.reject_alias(proposal_id=proposal_id, by=by, at=at))


def name_place(
    *, by: User, place: Place, alias: str, at: datetime, since: date | None = None
) -> None:
    """Give a place another name by which it is found, at once. Raises ``Refused``."""
    require(by, Deed.GROUND)
    with transaction.atomic():
        proposal = _said(
            lambda: aliases.propose_alias(place=place, text=alias, why=f"{by.get_username()}登记")
        )
        _said(lambda: aliases.approve_alias(proposal_id=proposal.pk, by=by, at=at, since=since))


@transaction.atomic
def draw_place(
    *, by: User, place_id: UUID, geometry: dict[str, Any], quality: OutlineQuality, source: str
) -> Place:
    """Give a place an outline, or another; the former one is kept. Raises ``Refused``."""
    require(by, Deed.GROUND)
    place = (
        Place.objects.select_for_update(of=("self",)).select_related("district").get(id=place_id)
    )
    if place.retired_on is not None:
        raise Refused(f"{place.name}已注销，不再绘制。")
    try:
        place.outline = as_outline(geometry, place.district)
    except Malformed as error:
        raise Refused(str(error)) from error
    place.outline_quality = quality
    place.outline_source = source.strip() or SOURCE
    place.save(update_fields=["outline", "outline_quality", "outline_source"])
    return place


def check_outline(geometry: dict[str, Any], place: Place) -> None:
    """Raises ``Malformed`` for a geometry that is no outline there."""
    as_outline(geometry, place.district)


def rename(*, by: User, place: Place, to: str, on: date) -> Place:
    """Give a place another official name. Raises ``Refused``."""
    require(by, Deed.GROUND)
    return _said(lambda: succession.rename_place(place=place, to=to, on=on, source=SOURCE))


def retire(*, by: User, place: Place, on: date) -> Place:
    """Note that a place was torn down. Raises ``Refused``."""
    require(by, Deed.GROUND)
    return _said(lambda: succession.retire_place(place=place, on=on))


def split(
    *, by: User, place: Place, into: Sequence[succession.Part], on: date, note: str = ""
) -> None:
    """Retire a place in favour of its parts. Raises ``Refused``."""
    require(by, Deed.GROUND)
    _said(lambda: succession.split_place(place=place, into=into, on=on, source=SOURCE, note=note))


def below(place: Place) -> list[Place]:
    """The living places right below one, in the order of their numbers."""
    found = place.children.filter(retired_on=None).exclude(level=place.level)
    return sorted(found, key=lambda p: (int(p.value) if p.value.isdecimal() else 0, p.name))


def proposed_division(
    place: Place, children: Sequence[Place], parts: Sequence[TypedPart]
) -> dict[UUID, Proposed]:
    """Into which part each child probably goes, by its number or its outline."""
    keys = {}
    for part in parts:
        try:
            keys[read_naming(part.name, Level(place.level)).key] = part.name
        except UnfitName:
            continue
    drawn = Place.objects.filter(
        district=place.district_id,
        level=place.level,
        key__in=keys,
        retired_on=None,
        outline__isnull=False,
    ).exclude(id=place.id)
    outlines = {keys[p.key]: p.outline for p in drawn}
    return {child.id: propose(child, parts, outlines) for child in children}


def merge(*, by: User, places: Sequence[Place], into: str, on: date, note: str = "") -> Place:
    """Retire places in favour of a new one. Raises ``Refused``."""
    require(by, Deed.GROUND)
    return _said(
        lambda: succession.merge_places(places=places, into=into, on=on, source=SOURCE, note=note)
    )


@transaction.atomic
def unite(*, by: User, place: Place, into: Place, on: date, note: str) -> Place:
    """Note that two places are one; what is projected of them follows. Raises ``Refused``."""
    require(by, Deed.GROUND)
    lock_ledger()
    found = _said(lambda: sameness.unite_places(place=place, into=into, on=on, note=note))
    project_again([place.id])
    return found


@transaction.atomic
def replant(*, by: User, place: Place, under: Place | None, on: date, note: str) -> Place:
    """Make a place anew below its right parent; what is projected of it follows.

    Raises ``Refused``.
    """
    require(by, Deed.GROUND)
    lock_ledger()
    found = _said(lambda: sameness.replant_place(place=place, under=under, on=on, note=note))
    project_again([place.id])
    return found


def _said(act: Callable[[], Any]) -> Any:
    """A refusal of the gazetteer, in the desk's own kind."""
    try:
        return act()
    except succession.Refused as refusal:
        raise Refused(str(refusal)) from refusal
