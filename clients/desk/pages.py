"""Clients at the desk: the list, one client with everything about it, its quotas."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from clients import services
from clients.desk.chart import Chart
from clients.desk.forms import (
    ChangeForm,
    ClientForm,
    KeyForm,
    RevokeForm,
    RotateForm,
    WebhookForm,
    words_of,
)
from clients.desk.guard import acts, attempt, reads
from clients.models import Client
from clients.selectors import (
    ANONYMOUS,
    clients_with_usage,
    deliveries_of,
    to_look_at,
    usage_by_day,
    usage_by_outcome,
)
from clients.services import MANAGE, Refused
from zones.risk.regimes import SHANGHAI


@reads
def clients(request: HttpRequest) -> HttpResponse:
    """Every client, and what needs somebody's eye."""
    return _clients(request, ClientForm())


@acts
def add(request: HttpRequest) -> HttpResponse:
    """Make a client."""
    form = ClientForm(request.POST)
    if not form.is_valid():
        return _clients(request, form, status=422)
    try:
        made = services.make_client(
            name=form.cleaned_data["name"],
            contact=form.cleaned_data["contact"],
            quotas=form.quotas,
            by=request.user,
        )
    except Refused as refusal:
        form.add_error("name", str(refusal))
        return _clients(request, form, status=422)
    return redirect("clients:client", client_id=made.id)


@reads
def client(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """One client: keys, quotas, usage, webhooks, and what was done about it."""
    found = get_object_or_404(Client, id=client_id)
    now = timezone.now()
    today = now.astimezone(SHANGHAI).date()
    keys = list(found.keys.select_related("successor"))
    prefixes = [key.prefix for key in keys]
    days = usage_by_day(prefixes, today)
    context: dict[str, Any] = {
        "client": found,
        "keys": keys,
        "now": now,
        "may_write": request.user.has_perm(MANAGE),
        "change_form": ChangeForm(instance=found),
        "key_form": KeyForm(initial={"scopes": ["lookup"]}),
        "rotate_form": RotateForm(),
        "revoke_form": RevokeForm(),
        "webhook_form": WebhookForm(),
        "webhooks": found.webhooks.all(),
        "deliveries": deliveries_of(found),
        "chart": Chart.of(days),
        "outcomes": usage_by_outcome(prefixes, days[0].day),
        "acts": found.acts.all()[:30],
    }
    return render(request, "clients/client.html", context)


@acts
def change(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Change contact and quotas."""
    form = ChangeForm(request.POST, instance=get_object_or_404(Client, id=client_id))
    if not form.is_valid():
        messages.error(request, words_of(form))
        return redirect("clients:client", client_id=client_id)
    return attempt(
        request,
        client_id,
        lambda: services.change_client(
            client_id=client_id,
            contact=form.cleaned_data["contact"],
            quotas=form.quotas,
            by=request.user,
        ),
        _("已保存。"),
    )


@acts
def suspend(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Refuse all its keys."""
    get_object_or_404(Client, id=client_id)
    return attempt(
        request,
        client_id,
        lambda: services.suspend_client(client_id=client_id, at=timezone.now(), by=request.user),
        _("已停用，数秒内对所有密钥生效。"),
    )


@acts
def resume(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Let its keys work again."""
    get_object_or_404(Client, id=client_id)
    return attempt(
        request,
        client_id,
        lambda: services.resume_client(client_id=client_id, by=request.user),
        _("已恢复。"),
    )


def _clients(request: HttpRequest, form: ClientForm, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    today = now.astimezone(SHANGHAI).date()
    context = {
        "clients": clients_with_usage(today),
        "todo": to_look_at(now),
        "anonymous": usage_by_day([ANONYMOUS], today, days=1)[0],
        "form": form,
        "may_write": request.user.has_perm(MANAGE),
    }
    return render(request, "clients/clients.html", context, status=status)
