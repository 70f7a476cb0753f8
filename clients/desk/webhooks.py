"""Webhooks at the desk: added, tried, rotated, disabled, enabled."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clients.desk.forms import WebhookForm, words_of
from clients.desk.guard import acts, attempt, show_once
from clients.models import Client, Webhook
from clients.webhooks import administration
from clients.webhooks.administration import NewSecret


@acts
def add(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Add an address; its secret is shown this once."""
    get_object_or_404(Client, id=client_id)
    form = WebhookForm(request.POST)
    if not form.is_valid():
        messages.error(request, words_of(form))
        return redirect("clients:client", client_id=client_id)
    url = form.cleaned_data["url"]
    return show_once(
        request,
        client_id,
        lambda: administration.add_webhook(client_id=client_id, url=url, by=request.user),
        _of,
    )


@acts
def rotate(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Another secret; for a day both sign."""
    webhook = get_object_or_404(Webhook, id=webhook_id)
    return show_once(
        request,
        webhook.client_id,
        lambda: administration.rotate_secret(
            webhook_id=webhook_id, at=timezone.now(), by=request.user
        ),
        _of,
    )


def _plain(act: Callable[[UUID, Any], object], done: Promise) -> Callable[..., HttpResponse]:
    """The view of an act that shows nothing: done, told, and back to the client."""

    @acts
    def view(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
        webhook = get_object_or_404(Webhook, id=webhook_id)
        return attempt(request, webhook.client_id, lambda: act(webhook_id, request.user), str(done))

    return view


disable = _plain(
    lambda webhook_id, by: administration.disable_webhook(
        webhook_id=webhook_id, at=timezone.now(), by=by
    ),
    _("已停用推送。"),
)
enable = _plain(
    lambda webhook_id, by: administration.enable_webhook(webhook_id=webhook_id, by=by),
    _("已启用推送。"),
)
test = _plain(
    lambda webhook_id, by: administration.send_test(
        webhook_id=webhook_id, at=timezone.now(), by=by
    ),
    _("测试推送已排入，结果见下方推送记录。"),
)


def _of(made: NewSecret) -> dict[str, object]:
    return {"client": made.webhook.client, "secret": made.secret, "webhook": made.webhook}
