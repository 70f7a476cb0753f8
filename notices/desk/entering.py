"""A draft under its author's hands (录入): pasted, checked against its words, submitted."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from notices import drafts
from notices.desk.access import staff, visible_draft
from notices.desk.forms import CHOICE, PasteForm, ReturnForm, SubmitForm, chosen_in
from notices.desk.presentation import groups, summary
from notices.models import Draft
from notices.permissions import Deed, may
from notices.reading import Reading
from notices.services import Refused
from zones.installation import city
from zones.risk.regimes import SHANGHAI


@login_required
@require_POST
def paste(request: HttpRequest) -> HttpResponse:
    """Lay a pasted text on the desk; what was typed is never lost on an error."""
    user = staff(request)
    form = PasteForm(request.POST)
    if form.is_valid():
        try:
            draft = drafts.start_draft(author=user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            return redirect("notices:desk:draft", draft_id=draft.id)
    return render(request, "desk/home.html", {"form": form}, status=422)


@login_required
@require_GET
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The text beside what was read of it."""
    found = visible_draft(request, draft_id)
    reading = _reading(found)
    initial = {"effective_from": found.effective_from} if found.effective_from else None
    return _show(request, found, reading, SubmitForm(reading=reading, initial=initial))


@login_required
@require_POST
def submit(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Hand the draft over to a publisher."""
    user, found = staff(request), visible_draft(request, draft_id)
    try:
        found = drafts.choose_places(draft_id=found.id, by=user, chosen=chosen_in(request.POST))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("notices:desk:draft", draft_id=found.id)
    at = _typed_instant(request, found)
    reading = drafts.read_draft(found, city(), at=at)
    form = SubmitForm(request.POST, reading=reading)
    if not form.is_valid():
        return _show(request, found, reading, form, status=422)
    decided = {k: v for k, v in form.cleaned_data.items() if not CHOICE.fullmatch(k)}
    try:
        drafts.submit_draft(draft_id=found.id, by=user, city=city(), **decided)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, found, reading, form, status=422)
    messages.success(request, "已提交，等待另一人审核发布。")
    return redirect("notices:desk:home")


def _reading(found: Draft) -> Reading:
    """Matched at the chosen instant, else at what the text itself says, else unmatched."""
    if found.effective_from:
        return drafts.read_draft(found, city(), at=found.effective_from)
    first = drafts.read_draft(found, city(), at=None)
    at = first.notice.effective.at if first.notice.effective else None
    if at is None and first.notice.issued_on:
        at = datetime.combine(first.notice.issued_on, datetime.min.time(), SHANGHAI)
    return drafts.read_draft(found, city(), at=at) if at else first


def _typed_instant(request: HttpRequest, found: Draft) -> datetime | None:
    """The instant in the submitted form, read before the form itself can be built."""
    field = SubmitForm.base_fields["effective_from"]
    try:
        typed = field.clean(request.POST.get("effective_from"))
    except ValidationError:
        return found.effective_from
    assert typed is None or isinstance(typed, datetime)
    return typed


def _show(
    request: HttpRequest, found: Draft, reading: Reading, form: SubmitForm, *, status: int = 200
) -> HttpResponse:
    user = staff(request)
    context = {
        "draft": found,
        "reading": reading,
        "groups": groups(reading),
        "summary": summary(reading),
        "form": form if may(user, Deed.EDIT, draft=found) else None,
        "return_form": ReturnForm(),
        "may_publish": bool(may(user, Deed.PUBLISH, draft=found)),
    }
    return render(request, "desk/draft.html", context, status=status)
