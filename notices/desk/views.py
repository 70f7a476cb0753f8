"""The entry desk (录入台), first version: paste, check, submit; another publishes or returns."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from notices import drafts
from notices.desk.forms import CHOICE, PasteForm, ReturnForm, SubmitForm, chosen_in
from notices.desk.presentation import groups, summary
from notices.models import Draft
from notices.reading import Reading, read
from notices.selectors import number_series, unmatched_releases
from notices.services import Refused
from zones.installation import city
from zones.risk.regimes import SHANGHAI


def _staff(request: HttpRequest) -> User:
    """The signed-in user, who must have some business at the desk."""
    user = request.user
    if not (user.has_perm(drafts.ENTER) or user.has_perm(drafts.PUBLISH)):
        raise PermissionDenied("no business at the desk")
    assert isinstance(user, User)
    return user


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The work-list: what waits for me, what I have written, what nobody matched."""
    user = _staff(request)
    everything = Draft.objects.select_related("author", "notice")
    return render(
        request,
        "desk/home.html",
        {
            "form": PasteForm() if user.has_perm(drafts.ENTER) else None,
            "waiting": everything.filter(status=Draft.Status.SUBMITTED).exclude(author=user)
            if user.has_perm(drafts.PUBLISH)
            else everything.none(),
            "mine": everything.filter(author=user)[:50],
            "series": number_series(),
            "unmatched": unmatched_releases().select_related("notice", "district")[:50],
        },
    )


@login_required
@require_POST
def paste(request: HttpRequest) -> HttpResponse:
    """Lay a pasted text on the desk; what was typed is never lost on an error."""
    user = _staff(request)
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
    found = _draft(request, draft_id)
    reading = _reading(found)
    initial = {"effective_from": found.effective_from} if found.effective_from else None
    return _show(request, found, reading, SubmitForm(reading=reading, initial=initial))


@login_required
@require_POST
def submit(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Hand the draft over to a publisher."""
    user, found = _staff(request), _draft(request, draft_id)
    try:
        found = drafts.choose_places(draft_id=found.id, by=user, chosen=chosen_in(request.POST))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("notices:desk:draft", draft_id=found.id)
    at = _typed_instant(request, found)
    reading = read(found.text, city(), effective_from=at, chosen=found.choices)
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


@login_required
@require_POST
def publish(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Record the draft in the ledger."""
    found = _draft(request, draft_id)
    return _act(
        request,
        found,
        lambda: drafts.publish_draft(draft_id=found.id, by=_staff(request), city=city()),
        "已发布。",
    )


@login_required
@require_POST
def send_back(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Return the draft to its author with remarks."""
    found = _draft(request, draft_id)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, "退回时请写明意见。")
        return redirect("notices:desk:draft", draft_id=found.id)
    return _act(
        request,
        found,
        lambda: drafts.return_draft(draft_id=found.id, by=_staff(request), **form.cleaned_data),
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


def _draft(request: HttpRequest, draft_id: UUID) -> Draft:
    """A draft that the user may see: their own, or any for a publisher."""
    user = _staff(request)
    visible = Draft.objects.select_related("author", "notice")
    if not user.has_perm(drafts.PUBLISH):
        visible = visible.filter(author=user)
    return get_object_or_404(visible, id=draft_id)


def _reading(found: Draft) -> Reading:
    """Matched at the chosen instant, else at what the text itself says, else unmatched."""
    if found.effective_from:
        return read(found.text, city(), effective_from=found.effective_from, chosen=found.choices)
    first = read(found.text, city(), effective_from=None, chosen=found.choices)
    at = first.notice.effective.at if first.notice.effective else None
    if at is None and first.notice.issued_on:
        at = datetime.combine(first.notice.issued_on, datetime.min.time(), SHANGHAI)
    return read(found.text, city(), effective_from=at, chosen=found.choices) if at else first


def _typed_instant(request: HttpRequest, found: Draft) -> datetime | None:
    """The instant in the submitted form, read before the form itself can be built."""
    field = SubmitForm.base_fields["effective_from"]
    try:
        typed = field.clean(request.POST.get("effective_from"))
    except ValueError:
        return found.effective_from
    assert typed is None or isinstance(typed, datetime)
    return typed


def _show(
    request: HttpRequest, found: Draft, reading: Reading, form: SubmitForm, *, status: int = 200
) -> HttpResponse:
    user = _staff(request)
    editable = found.status in (Draft.Status.OPEN, Draft.Status.RETURNED)
    context = {
        "draft": found,
        "reading": reading,
        "groups": groups(reading),
        "summary": summary(reading),
        "form": form if editable and found.author_id == user.pk else None,
        "return_form": ReturnForm(),
        "may_publish": found.status == Draft.Status.SUBMITTED
        and user.has_perm(drafts.PUBLISH)
        and found.author_id != user.pk,
    }
    return render(request, "desk/draft.html", context, status=status)
