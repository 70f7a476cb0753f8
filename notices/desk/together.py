"""A notice of several districts, entered together: asking, confirming, objecting (共同录入)."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from notices.desk.access import staff, visible_draft
from notices.drafts import matching_instant, read_draft
from notices.models import Draft
from notices.proposed import Refused
from notices.together import Part, ask_districts, confirm_part, object_to_part, parts_of
from zones.installation import city
from zones.models import District


@login_required
@require_POST
def ask(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Lay the draft before the clerks of every other district that it names."""
    user, draft = staff(request), visible_draft(request, draft_id)
    others = [p.district for p in _parts(draft) if not p.is_own]
    try:
        ask_districts(draft_id=draft.id, by=user, districts=others)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        names = "、".join(d.name for d in others)
        messages.success(request, _("已请%(names)s的录入员确认。") % {"names": names})
    return redirect("notices:desk:draft", draft_id=draft.id)


@login_required
@require_POST
def answer(request: HttpRequest, draft_id: UUID, code: str) -> HttpResponse:
    """Confirm a district's part as it was shown, or object to it."""
    user, draft = staff(request), visible_draft(request, draft_id)
    district = get_object_or_404(District, code=code)
    try:
        if "objection" in request.POST:
            why = request.POST["objection"]
            object_to_part(draft_id=draft.id, by=user, district=district, why=why)
            messages.success(request, _("异议已记下，录入人会看到。"))
        else:
            part = _as_shown(draft, code, request.POST.get("digest", ""))
            confirm_part(draft_id=draft.id, by=user, part=part, at=timezone.now())
            messages.success(request, _("已确认%(name)s部分。") % {"name": district.name})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("notices:desk:draft", draft_id=draft.id)


def _parts(draft: Draft) -> tuple[Part, ...]:
    return parts_of(draft, read_draft(draft, city(), at=matching_instant(draft)))


def _as_shown(draft: Draft, code: str, digest: str) -> Part:
    """The part that the page showed; one that has changed meanwhile is shown again first."""
    part = next((p for p in _parts(draft) if p.district.code == code), None)
    if part is None or part.digest != digest:
        raise Refused(_("这一部分刚刚有改动，请重新核对后再确认。"))
    return part
