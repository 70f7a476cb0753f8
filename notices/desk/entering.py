"""A draft under its author's hands (录入): pasted, checked against its words, submitted."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from notices import drafts
from notices.desk.access import staff, visible_draft
from notices.desk.forms import CHOICE, PasteForm, SubmitForm, chosen_in
from notices.desk.keys import key_table, texts
from notices.desk.page import context_of, work_of
from notices.models import Draft
from notices.services import Refused
from zones.installation import city


@login_required
@require_POST
def paste(request: HttpRequest) -> HttpResponse:
    """Lay a pasted text or a chosen file on the desk; nothing typed is lost on an error."""
    user = staff(request)
    form = PasteForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            draft = drafts.start_draft(author=user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            return redirect("notices:desk:draft", draft_id=draft.id)
    return render(request, "desk/paste.html", {"form": form}, status=422)


@login_required
@never_cache
@require_GET
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The text beside what was read of it."""
    return _show(request, visible_draft(request, draft_id))


@login_required
@require_POST
def submit(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Hand the draft over to a publisher."""
    user, found = staff(request), visible_draft(request, draft_id)
    chosen = chosen_in(request.POST)
    try:
        if chosen:
            drafts.choose_places(draft_id=found.id, by=user, city=city(), chosen=chosen)
            found.refresh_from_db()
    except (Refused, drafts.Stale) as refusal:
        messages.error(request, str(refusal))
        return redirect("notices:desk:draft", draft_id=found.id)
    reading = drafts.read_kept(found, city(), _typed_instant(request, found))
    form = SubmitForm(request.POST, reading=reading)
    if not form.is_valid():
        return _show(request, found, form=form)
    decided = {k: v for k, v in form.cleaned_data.items() if not CHOICE.fullmatch(k)}
    if chosen:
        decided["version"] = None
    try:
        drafts.submit_draft(draft_id=found.id, by=user, city=city(), **decided)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, found, form=form)
    except drafts.Stale as stale:
        form.add_error(None, f"{stale.draft.saved_by}刚刚改过这份草稿，请核对后再提交。")
        return _show(request, stale.draft, form=form)
    messages.success(request, "已提交，等待另一人审核发布。")
    return redirect("notices:desk:home")


@login_required
@require_POST
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Throw an unsubmitted draft away, if it is still the one that was shown."""
    found = visible_draft(request, draft_id)
    try:
        if request.POST.get("version") != str(found.version):
            raise Refused("这份草稿刚被改过，没有作废，请核对。")
        drafts.discard_draft(draft_id=found.id, by=staff(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("notices:desk:draft", draft_id=draft_id)
    messages.success(request, "草稿已作废。")
    return redirect("notices:desk:home")


def _typed_instant(request: HttpRequest, found: Draft) -> datetime | None:
    """The instant in the submitted form, read before the form itself can be built."""
    field = SubmitForm.base_fields["effective_from"]
    try:
        typed = field.clean(request.POST.get("effective_from"))
    except ValidationError:
        return found.effective_from
    assert typed is None or isinstance(typed, datetime)
    return typed


def _show(request: HttpRequest, found: Draft, *, form: SubmitForm | None = None) -> HttpResponse:
    context = context_of(request, found)
    if form is not None:
        context |= {"form": form, "sent": _sent(form)}
    context["desk"] = {
        "work": work_of(found),
        "editable": context["editable"],
        "leads": context["leads"],
        "districts": context["districts"],
        "urls": _urls(found),
    }
    context |= {"key_table": key_table(), "say": texts()}
    return render(request, "desk/draft.html", context, status=422 if form else 200)


def _sent(form: SubmitForm) -> dict[str, object]:
    """What a refused form held, to be shown again."""
    return {
        "effective_from": form["effective_from"].value() or "",
        "effective_decision": form["effective_decision"].value() or "",
        "accepted": form["accepted"].value() or [],
    }


def _urls(found: Draft) -> dict[str, str]:
    names = ("save", "state", "places", "comparison", "buildings")
    return {n: reverse(f"notices:desk:{n}", args=[found.id]) for n in names} | {
        "login": reverse("login")
    }
