"""The life of a proposed correction or order: proposed, returned or withdrawn, recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from notices.corrections import Correction, district_of, from_json, plan
from notices.ledger.orders import DistrictState
from notices.models import Notice, Proposal, lock_ledger
from notices.ordering import OrderRehearsal, rehearse_order
from notices.permissions import Deed, require
from notices.proposed import NewOrder, Refused
from notices.rehearsal import Rehearsal, rehearse
from notices.services import correct, order_districts
from zones.installation import city
from zones.models import District

Kind, Status = Proposal.Kind, Proposal.Status


@dataclass(frozen=True, slots=True)
class Order:
    """An order about whole districts, in the words announced."""

    title: str
    state: DistrictState
    districts: tuple[str, ...]
    effective_from: datetime
    text: str

    def as_json(self) -> dict[str, Any]:
        """Plain data, for keeping."""
        return {
            "title": self.title,
            "state": self.state.value,
            "districts": list(self.districts),
            "effective_from": self.effective_from.isoformat(),
            "text": self.text,
        }


def propose_correction(*, by: User, correction: Correction) -> Proposal:
    """Propose to put something right; it is rehearsed first. Raises ``Refused``."""
    require(by, Deed.PROPOSE, district=district_of(correction))
    title = _title(correction)
    rehearse_correction(correction, by)
    return Proposal.objects.create(
        kind=Kind.CORRECTION, author=by, title=title, content=correction.as_json()
    )


def propose_order(*, by: User, order: Order) -> Proposal:
    """Propose an order about districts. Raises ``Refused``."""
    if not order.districts or not order.text.strip() or not order.title.strip():
        raise Refused("全域管控须写明标题、区县和原话。")
    for district in order.districts:
        require(by, Deed.PROPOSE, district=district)
    return Proposal.objects.create(
        kind=Kind.ORDER, author=by, title=order.title[:300], content=order.as_json()
    )


def rehearse_correction(correction: Correction, by: User) -> Rehearsal:
    """Which answers a correction would change. Raises ``Refused``."""
    return rehearse(lambda: _correct(correction, by, _SOMEBODY_ELSE))


def rehearse_an_order(order: Order, by: User) -> OrderRehearsal:
    """What an order would change. Raises ``Refused``."""
    return rehearse_order(
        lambda: _order(order.as_json(), by, _SOMEBODY_ELSE),
        city=city(),
        named=order.districts,
        at=order.effective_from,
    )


def order_from_json(content: dict[str, Any]) -> Order:
    """An order as it was kept."""
    return Order(
        title=content["title"],
        state=DistrictState(content["state"]),
        districts=tuple(content["districts"]),
        effective_from=datetime.fromisoformat(content["effective_from"]),
        text=content["text"],
    )


@transaction.atomic
def record_proposal(*, proposal_id: UUID, by: User) -> Notice:
    """Record what another proposed, worked out against the ledger as it is. Raises ``Refused``."""
    lock_ledger()
    proposal = _locked(proposal_id)
    _require_to_decide(by, proposal)
    try:
        with transaction.atomic():
            notice = _record(proposal, by)
    except IntegrityError as error:
        raise Refused(f"数据库拒绝了这项记录：{error}") from error
    proposal.status, proposal.notice = Status.RECORDED, notice
    proposal.save()
    return notice


@transaction.atomic
def return_proposal(*, proposal_id: UUID, by: User, remarks: str) -> Proposal:
    """Send a proposal back, with remarks. Raises ``Refused``."""
    proposal = _locked(proposal_id)
    _require_to_decide(by, proposal)
    if not remarks.strip():
        raise Refused("退回时请写明意见。")
    proposal.status, proposal.remarks = Status.RETURNED, remarks
    proposal.save()
    return proposal


@transaction.atomic
def withdraw_proposal(*, proposal_id: UUID, by: User) -> Proposal:
    """Take back one's own proposal. Raises ``Refused``."""
    proposal = _locked(proposal_id)
    if proposal.author_id != by.pk:
        raise Refused("只有提出人可以撤回。")
    if proposal.status not in (Status.SUBMITTED, Status.RETURNED):
        raise Refused(f"这一项{proposal.get_status_display()}，不能撤回。")
    proposal.status = Status.WITHDRAWN
    proposal.save()
    return proposal


def _record(proposal: Proposal, by: User) -> Notice:
    if proposal.kind == Kind.CORRECTION:
        return _correct(from_json(proposal.content), proposal.author, by)
    return _order(proposal.content, proposal.author, by)


def _order(content: dict[str, Any], entered_by: User, published_by: User) -> Notice:
    return order_districts(
        title=content["title"],
        orders=_orders(content),
        entered_by=entered_by,
        published_by=published_by,
    )


def _orders(content: dict[str, Any]) -> Sequence[NewOrder]:
    districts = District.objects.defer("outline").in_bulk(content["districts"])
    at = datetime.fromisoformat(content["effective_from"])
    return [
        NewOrder(districts[code], DistrictState(content["state"]), at, content["text"])
        for code in content["districts"]
    ]


@transaction.atomic
def _correct(correction: Correction, entered_by: User, published_by: User) -> Notice:
    planned = plan(correction)
    return correct(
        title=planned.title,
        voids=planned.voids,
        replacements=planned.replacements,
        additions=planned.additions,
        entered_by=entered_by,
        published_by=published_by,
    )


def _title(correction: Correction) -> str:
    with transaction.atomic():
        title = plan(correction).title
        transaction.set_rollback(True)
    return title


def _locked(proposal_id: UUID) -> Proposal:
    found = Proposal.objects.select_for_update(of=("self",)).select_related("author")
    return found.get(id=proposal_id)


def _require_to_decide(by: User, proposal: Proposal) -> None:
    require(by, Deed.DECIDE)
    if proposal.status != Status.SUBMITTED:
        raise Refused(f"这一项{proposal.get_status_display()}，不能再审核。")
    if proposal.author_id == by.pk:
        raise Refused("提出人不能审核自己提出的事项，请由另一人审核。")


_SOMEBODY_ELSE = User(pk=-1, username="预演")
"""Who publishes a rehearsal: nobody, but never its author."""
