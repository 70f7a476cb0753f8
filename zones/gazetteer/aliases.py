"""Aliases (别名): proposed by the system, approved or rejected by a person, with dates.

A spelling that is merely near to a known name (旱西门 for 早西门) may be a misprint or
another place. Nothing here decides that: a proposal leads nowhere, and only the approval
of a named person makes it a name by which the place is found.
"""

from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from zones.address.values import Level
from zones.gazetteer.known import FOUND_BY_NAME
from zones.gazetteer.plant import UnfitName, read_naming
from zones.gazetteer.succession import Refused
from zones.models.ground import AliasProposal, Place, PlaceName

SOURCE = "别名建议"


@transaction.atomic
def propose_alias(*, place: Place, text: str, why: str) -> AliasProposal:
    """Note that ``text`` may be another name of a place. Proposing it again changes nothing.

    Raises ``Refused`` for a text that no look-up would ever read as a name of such a place.
    """
    if place.level not in FOUND_BY_NAME:
        raise Refused(f"{place.name}不按名称查找，别名没有用处。")
    try:
        naming = read_naming(text, Level(place.level))
    except UnfitName as error:
        raise Refused(str(error)) from error
    if place.names.filter(key=naming.key, until__isnull=True).exists():
        raise Refused(f"{place.name}已有此名，无须别名。")
    proposal, _ = AliasProposal.objects.get_or_create(
        place=place, text=text, defaults={"key": naming.key, "why": why}
    )
    return proposal


@transaction.atomic
def approve_alias(
    *, proposal_id: int, by: AbstractBaseUser, at: datetime, since: date | None = None
) -> PlaceName:
    """Make a proposal a name of its place from ``since`` on (always, if not given).

    Refused where another living place of the district bears the name: then it is not
    another spelling, or the two places are one and have to be merged first.
    """
    proposal = _open(proposal_id)
    others = Place.objects.filter(
        district=proposal.place.district_id,
        level=proposal.place.level,
        retired_on__isnull=True,
        names__in=PlaceName.objects.filter(key=proposal.key, until__isnull=True),
    ).exclude(id=proposal.place_id)
    if other := others.first():
        raise Refused(f"{other.name}已用此名：同区两个地点不能共用一个名称。")
    _decide(proposal, AliasProposal.Decision.APPROVED, by, at)
    return PlaceName.objects.create(
        place=proposal.place,
        text=proposal.text,
        key=proposal.key,
        kind=PlaceName.Kind.ALIAS,
        source=f"{SOURCE} {proposal.id}",
        since=since,
    )


@transaction.atomic
def reject_alias(*, proposal_id: int, by: AbstractBaseUser, at: datetime) -> AliasProposal:
    """Keep a proposal as one that a person found wrong: it is not proposed again."""
    proposal = _open(proposal_id)
    _decide(proposal, AliasProposal.Decision.REJECTED, by, at)
    return proposal


@transaction.atomic
def end_alias(*, place_id: UUID, text: str, on: date) -> PlaceName:
    """End an alias on a date: from then on it leads to the place no more."""
    names = PlaceName.objects.select_for_update().filter(place=place_id, text=text)
    alias = names.filter(kind=PlaceName.Kind.ALIAS, until__isnull=True).first()
    if alias is None:
        raise Refused(f"没有使用中的别名“{text}”。")
    if alias.since is not None and on <= alias.since:
        raise Refused(f"别名“{text}”自{alias.since}起使用，停用须在其后。")
    alias.until = on
    alias.save(update_fields=["until"])
    return alias


def _open(proposal_id: int) -> AliasProposal:
    found = AliasProposal.objects.select_for_update(of=("self",)).select_related("place")
    try:
        proposal = found.get(pk=proposal_id)
    except AliasProposal.DoesNotExist as error:
        raise Refused(f"没有编号为{proposal_id}的别名建议。") from error
    if proposal.decision is not None:
        raise Refused(f"别名建议{proposal_id}已有决定：{proposal.get_decision_display()}。")
    return proposal


def _decide(
    proposal: AliasProposal,
    decision: AliasProposal.Decision,
    by: AbstractBaseUser,
    at: datetime,
) -> None:
    proposal.decision = decision
    proposal.decided_by = by
    proposal.decided_at = at
    proposal.save(update_fields=["decision", "decided_by", "decided_at"])
