"""Keys at the desk: issued, rotated, revoked. A key is shown once."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from clients import services
from clients.desk.forms import KeyForm, RevokeForm, RotateForm, words_of
from clients.desk.guard import acts, attempt, show_once
from clients.keys import KeyKind, Scope
from clients.models import Client, Key
from clients.services import IssuedKey


@acts
def issue(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Issue a key."""
    get_object_or_404(Client, id=client_id)
    form = KeyForm(request.POST)
    if not form.is_valid():
        messages.error(request, words_of(form))
        return redirect("clients:client", client_id=client_id)
    typed = form.cleaned_data
    return show_once(
        request,
        client_id,
        lambda: services.issue_key(
            client_id=client_id,
            kind=KeyKind(typed["kind"]),
            scopes=[Scope(s) for s in typed["scopes"]],
            expires_at=typed["until"],
            note=typed["note"],
            by=request.user,
        ),
        _of,
    )


@acts
def rotate(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Issue a successor; the old key works beside it for some days."""
    key = get_object_or_404(Key, id=key_id)
    form = RotateForm(request.POST)
    if not form.is_valid():
        messages.error(request, words_of(form))
        return redirect("clients:client", client_id=key.client_id)
    return show_once(
        request,
        key.client_id,
        lambda: services.rotate_key(
            key_id=key_id, overlap=form.overlap, at=timezone.now(), by=request.user
        ),
        _of,
    )


@acts
def revoke(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Have a key stop working."""
    key = get_object_or_404(Key, id=key_id)
    reason = RevokeForm(request.POST).data.get("reason", "")[:200]
    return attempt(
        request,
        key.client_id,
        lambda: services.revoke_key(
            key_id=key_id, reason=reason, at=timezone.now(), by=request.user
        ),
        _("已吊销，数秒内生效。"),
    )


def _of(issued: IssuedKey) -> dict[str, object]:
    return {"client": issued.key.client, "secret": issued.text, "key": issued.key}
