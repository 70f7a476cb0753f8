"""Places and names at the desk: aliases to decide, places to draw, rename, split and merge."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from notices import ground
from notices.desk.division import LOOK
from notices.desk.ground_forms import DEEDS, AnyForm, DatedForm, DecideForm, PlaceDeed
from notices.desk.sketch import sketch_of
from notices.permissions import Deed, may
from notices.proposed import Refused
from notices.reshaping import Reshaping, reshape
from notices.selectors import zones_on
from notices.worklist import undrawn
from people.duties import Role
from people.selectors import duties_of
from zones.models import Place
from zones.models.ground import AliasProposal

A_LIST = 100
READERS = frozenset({Role.CLERK, Role.PUBLISHER, Role.AUDITOR, Role.ADMINISTRATOR})


@login_required
@require_GET
def aliases(request: HttpRequest) -> HttpResponse:
    """The proposed aliases that nobody has decided."""
    _reader(request)
    waiting = AliasProposal.objects.filter(decision=None).select_related("place__district")
    context = {
        "aliases": waiting.defer("place__outline", "place__district__outline")[:A_LIST],
        "decided": AliasProposal.objects.exclude(decision=None)
        .select_related("place", "decided_by")
        .defer("place__outline")
        .order_by("-decided_at")[:20],
        "may_decide": bool(may(request.user, Deed.NAME)),
    }
    return render(request, "desk/aliases.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Approve or reject one."""
    if not may(request.user, Deed.NAME):
        raise PermissionDenied("aliases are decided by publishers and administrators")
    form = DecideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("日期不对：须是年-月-日，“止”在“自”之后。"))
        return redirect("notices:desk:aliases")
    try:
        if "approve" in request.POST:
            ground.approve_alias(
                by=request.user, proposal_id=proposal_id, at=timezone.now(), **form.cleaned_data
            )
        else:
            ground.reject_alias(by=request.user, proposal_id=proposal_id, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已记下。"))
    return redirect("notices:desk:aliases")


@login_required
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Places by their name, and those of zones in force that are not drawn."""
    _reader(request)
    words = request.GET.get("q", "").strip()
    found = Place.objects.select_related("district").defer("outline", "district__outline")
    context = {
        "q": words,
        "found": found.filter(name__icontains=words).order_by("name")[:A_LIST] if words else None,
        "undrawn": undrawn(timezone.now()).defer("outline", "district__outline")[:A_LIST],
    }
    return render(request, "desk/places.html", context)


@login_required
@require_GET
def place(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """One place: its names, its outline, what became of it."""
    _reader(request)
    return _show(request, _place(place_id), {})


@login_required
@require_POST
def change(request: HttpRequest, place_id: UUID, deed: PlaceDeed) -> HttpResponse:
    """Draw, name, rename, retire, split or merge a place."""
    if not may(request.user, Deed.GROUND):
        raise PermissionDenied("places are the administrator's")
    found = _place(place_id)
    form = DEEDS[deed](request.POST, place=found, auto_id=f"{deed}-%s")
    rehearsal = None
    if form.is_valid():
        try:
            if LOOK in request.POST and isinstance(form, DatedForm):
                rehearsal = reshape(
                    lambda: form.carry_out(request.user),
                    places=form.subjects(),
                    names=list(form.names()),
                    on=form.day,
                    at=timezone.now(),
                    commit=False,
                )
            else:
                form.carry_out(request.user)
                messages.success(request, _("已记下。"))
                return redirect("notices:desk:place", place_id=found.id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.errors else 200
    return _show(request, found, {deed: form}, rehearsal=rehearsal, status=status)


def _show(
    request: HttpRequest,
    found: Place,
    forms: dict[PlaceDeed, AnyForm],
    *,
    rehearsal: Reshaping | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    shown = [
        (deed, forms.get(deed) or form(place=found, initial={"on": today}, auto_id=f"{deed}-%s"))
        for deed, form in DEEDS.items()
    ]
    refusals = [e for form in forms.values() for e in form.non_field_errors()]
    context = {
        "place": found,
        "refusals": "" if not found.retired_on else " ".join(refusals),
        "above": Place.objects.filter(id__in=found.lineage).exclude(id=found.id).defer("outline"),
        "below": found.children.defer("outline").order_by("name")[:A_LIST],
        "forms": shown if may(request.user, Deed.GROUND) and not found.retired_on else (),
        "looked": next(iter(forms), None) if rehearsal else None,
        "zones": zones_on(found, timezone.now()) if rehearsal else (),
        "rehearsal": rehearsal,
        "outline": bool(found.outline),
        "sketch": sketch_of(found),
        "former": found.former_outlines.defer("outline"),
    }
    return render(request, "desk/place.html", context, status=status)


def _place(place_id: UUID) -> Place:
    found = Place.objects.select_related("district", "parent").prefetch_related("names")
    return get_object_or_404(found.defer("district__outline"), id=place_id)


def _reader(request: HttpRequest) -> None:
    if not duties_of(request.user).roles & READERS:
        raise PermissionDenied("no business at the desk")
