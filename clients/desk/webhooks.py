"""Webhooks at the desk: added, tried, rotated, disabled, enabled."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from clients.desk.forms import WebhookForm, words_of
from clients.desk.guard import acts, attempt
from clients.models import Client, Webhook
from clients.services import Refused
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
    return _shown(
        request,
        client_id,
        lambda: administration.add_webhook(client_id=client_id, url=url, by=request.user),
    )


@acts
def rotate(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Another secret; for a day both sign."""
    webhook = get_object_or_404(Webhook, id=webhook_id)
    return _shown(
        request,
        webhook.client_id,
        lambda: administration.rotate_secret(
            webhook_id=webhook_id, at=timezone.now(), by=request.user
        ),
    )


@acts
def disable(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Send nothing more."""
    webhook = get_object_or_404(Webhook, id=webhook_id)
    return attempt(
        request,
        webhook.client_id,
        lambda: administration.disable_webhook(
            webhook_id=webhook_id, at=timezone.now(), by=request.user
        ),
        _("已停用推送。"),
    )


@acts
def enable(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Send again, from the newest act on."""
    webhook = get_object_or_404(Webhook, id=webhook_id)
    return attempt(
        request,
        webhook.client_id,
        lambda: administration.enable_webhook(webhook_id=webhook_id, by=request.user),
        _("已启用推送。"),
    )


@acts
def test(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Have a test message sent."""
    webhook = get_object_or_404(Webhook, id=webhook_id)
    return attempt(
        request,
        webhook.client_id,
        lambda: administration.send_test(webhook_id=webhook_id, at=timezone.now(), by=request.user),
        _("测试推送已排入，结果见下方推送记录。"),
    )


def _shown(request: HttpRequest, client_id: UUID, make: Callable[[], NewSecret]) -> HttpResponse:
    """The new secret, this once."""
    try:
        made = make()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("clients:client", client_id=client_id)
    context = {"client": made.webhook.client, "secret": made.secret, "webhook": made.webhook}
    return render(request, "clients/shown.html", context)
