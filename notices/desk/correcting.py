"""Corrections and orders at the desk: proposed by one, recorded by another (更正、全域管控)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from notices import proposals
from notices.corrections import AmbiguousPlace, Correction, Fault, from_json
from notices.desk.access import staff
from notices.desk.correcting_forms import STATES, CorrectionForm, ForgottenForm, OrderForm
from notices.desk.division import LOOK
from notices.ledger.orders import DistrictState
from notices.models import Entry, Notice, Proposal
from notices.permissions import Deed, may
from notices.projection import standing_among
from notices.proposed import Refused
from zones.models import District, Place

A_SEARCH = 50
Form = CorrectionForm | ForgottenForm


@login_required
@require_GET
def corrections(request: HttpRequest) -> HttpResponse:
    """What is proposed, and the way to the entry that is wrong."""
    user = staff(request)
    words = request.GET.get("q", "").strip()
    found = Proposal.objects.select_related("author", "notice")
    context = {
        "proposals": found[:A_SEARCH],
        "q": words,
        "entries": _entries(words) if words else None,
        "may_propose": bool(may(user, Deed.PROPOSE)),
    }
    return render(request, "desk/corrections.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def correct_entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The wizard for one entry: what was wrong, which answers change, submit."""
    entry = get_object_or_404(Entry.objects.select_related("notice", "district"), id=entry_id)
    _require_clerk(request)
    initial = {"text": entry.text, "effective_from": entry.effective_from, "fault": Fault.NAME}
    form = CorrectionForm(request.POST or None, initial=initial)
    stands = bool(standing_among({entry.id}))
    context = {"entry": entry, "notice": entry.notice, "stands": stands}
    return _wizard(request, form, lambda: form.correction(entry), context)


@login_required
@require_http_methods(["GET", "POST"])
def add_forgotten(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """The wizard for an entry that was forgotten in a notice."""
    notice = get_object_or_404(Notice, id=notice_id, kind=Notice.Kind.NOTICE)
    _require_clerk(request)
    first = notice.entries.first()
    initial = {"effective_from": first.effective_from if first else None}
    form = ForgottenForm(request.POST or None, initial=initial)
    context = {"notice": notice, "stands": True}
    return _wizard(request, form, lambda: form.correction(notice), context)


@login_required
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest) -> HttpResponse:
    """Propose an order about whole districts."""
    _require_clerk(request)
    form = OrderForm(request.POST or None)
    rehearsal = None
    if request.method == "POST" and form.is_valid():
        try:
            if LOOK not in request.POST:
                made = proposals.propose_order(by=staff(request), order=form.order())
                messages.success(request, _("已提交，等待另一人审核。"))
                return redirect("notices:desk:proposal", proposal_id=made.id)
            rehearsal = proposals.rehearse_an_order(form.order(), staff(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "rehearsal": rehearsal}
    return render(request, "desk/order.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """One proposal: what it says, what it would change, and what can be done with it."""
    user, found = staff(request), _proposal(proposal_id)
    waits = found.status == Proposal.Status.SUBMITTED
    context: dict[str, Any] = {
        "proposal": found,
        "may_decide": waits and may(user, Deed.DECIDE) and found.author_id != user.pk,
        "may_withdraw": found.author_id == user.pk
        and found.status in (Proposal.Status.SUBMITTED, Proposal.Status.RETURNED),
    }
    if found.kind == Proposal.Kind.ORDER:
        context["order"] = _order_told(found.content)
        if waits:
            order = proposals.order_from_json(found.content)
            context["rehearsal"] = proposals.rehearse_an_order(order, found.author)
    else:
        context |= _correction_told(found, waits=waits)
    return render(request, "desk/proposal.html", context)


@login_required
@require_POST
def record(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Record the proposal in the ledger."""
    user = staff(request)
    return _act(
        request,
        proposal_id,
        lambda: proposals.record_proposal(proposal_id=proposal_id, by=user),
        _("已入账。"),
    )


@login_required
@require_POST
def send_back(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Return the proposal to its author."""
    user, remarks = staff(request), request.POST.get("remarks", "")
    return _act(
        request,
        proposal_id,
        lambda: proposals.return_proposal(proposal_id=proposal_id, by=user, remarks=remarks),
        _("已退回。"),
    )


@login_required
@require_POST
def withdraw(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Take back one's own proposal."""
    user = staff(request)
    return _act(
        request,
        proposal_id,
        lambda: proposals.withdraw_proposal(proposal_id=proposal_id, by=user),
        _("已撤回。"),
    )


def _wizard(
    request: HttpRequest, form: Form, read: Callable[[], Correction], context: dict[str, Any]
) -> HttpResponse:
    """Show what would change; submit only what was shown."""
    if request.method == "POST":
        _offer_chosen(form, request.POST.get("chosen", ""))
    if request.method == "POST" and form.is_valid():
        correction = read()
        shown = correction.digest
        try:
            if request.POST.get("shown") == shown and "submit" in request.POST:
                made = proposals.propose_correction(by=staff(request), correction=correction)
                messages.success(request, _("已提交，等待另一人审核。"))
                return redirect("notices:desk:proposal", proposal_id=made.id)
            rehearsal = proposals.rehearse_correction(correction, staff(request))
            context |= {"rehearsal": rehearsal, "shown": shown}
        except AmbiguousPlace as several:
            form.offer(several.candidates)
            form.add_error("chosen", str(several))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context |= {"form": form, "is_forgotten": isinstance(form, ForgottenForm)}
    return render(request, "desk/correct.html", context, status=422 if form.errors else 200)


def _offer_chosen(form: Form, chosen: str) -> None:
    """The place picked on the page before is one that may be picked again."""
    try:
        wanted = UUID(chosen)
    except ValueError:
        return
    form.offer(tuple(Place.objects.defer("outline").select_related("parent").filter(id=wanted)))


def _require_clerk(request: HttpRequest) -> None:
    if not may(staff(request), Deed.PROPOSE):
        raise PermissionDenied("corrections are proposed by clerks")


def _entries(words: str) -> Any:
    """Entries by their words, or all of a notice by its number."""
    found = Entry.objects.select_related("notice", "district").order_by("-notice__sequence")
    if words.isdigit():
        return found.filter(notice__number=int(words[:9])).order_by("ordinal")[:500]
    return found.filter(text__icontains=words)[:A_SEARCH]


def _proposal(proposal_id: UUID) -> Proposal:
    found = Proposal.objects.select_related("author", "notice")
    return get_object_or_404(found, id=proposal_id)


def _order_told(content: dict[str, Any]) -> dict[str, Any]:
    names = District.objects.filter(code__in=content["districts"]).values_list("name", flat=True)
    return {
        "districts": "、".join(names),
        "state": STATES[DistrictState(content["state"])],
        "effective_from": datetime.fromisoformat(content["effective_from"]),
        "text": content["text"],
    }


def _correction_told(found: Proposal, *, waits: bool) -> dict[str, Any]:
    correction = from_json(found.content)
    told: dict[str, Any] = {"correction": correction, "is_forgotten": correction.entry is None}
    if correction.entry:
        told["entry"] = Entry.objects.select_related("notice", "district").get(id=correction.entry)
    else:
        told["missed_in"] = Notice.objects.get(id=correction.notice)
    told["fault"] = Fault(correction.fault).value
    if waits:
        try:
            told["rehearsal"] = proposals.rehearse_correction(correction, found.author)
        except Refused as refusal:
            told["refusal"] = str(refusal)
    return told


def _act(
    request: HttpRequest, proposal_id: UUID, act: Callable[[], object], done: str
) -> HttpResponse:
    _proposal(proposal_id)
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("notices:desk:proposal", proposal_id=proposal_id)
