"""The second person at the desk (审核): publishes a draft, or sends it back."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from notices import drafts
from notices.desk.access import staff, visible_draft
from notices.desk.forms import ReturnForm
from notices.models import Draft
from notices.services import Refused
from zones.installation import city


@login_required
@require_POST
def publish(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Record the draft in the ledger."""
    found = visible_draft(request, draft_id)
    return _act(
        request,
        found,
        lambda: drafts.publish_draft(draft_id=found.id, by=staff(request), city=city()),
        "已发布。",
    )


@login_required
@require_POST
def send_back(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Return the draft to its author with remarks."""
    found = visible_draft(request, draft_id)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, "退回时请写明意见。")
        return redirect("notices:desk:draft", draft_id=found.id)
    return _act(
        request,
        found,
        lambda: drafts.return_draft(draft_id=found.id, by=staff(request), **form.cleaned_data),
        "已退回录入人。",
    )


def _act(request: HttpRequest, found: Draft, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("notices:desk:draft", draft_id=found.id)
    messages.success(request, done)
    return redirect("notices:desk:home")
