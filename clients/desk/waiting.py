"""What of clients waits on the work-list of the desk: webhooks that fail, keys that end soon."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from clients.models import Key, Webhook
from clients.selectors import ending_keys, failing_webhooks
from notices.worklist import Item, Kind, told_by


def register() -> None:
    """Have the work-list tell them."""
    told_by(Kind.WEBHOOKS, lambda now: (_webhooks(), _webhook))
    told_by(Kind.KEYS, lambda now: (_keys(now), _key))


def _webhooks() -> QuerySet[Webhook]:
    return failing_webhooks().order_by("failing_since", "id")


def _keys(now: datetime) -> QuerySet[Key]:
    return ending_keys(now).order_by("expires_at", "id")


def _webhook(webhook: Any) -> Item:
    url = reverse("clients:client", args=[webhook.client_id])
    note = webhook.disabled_because or _("重试中")
    return Item(f"{webhook.client.name} · {webhook.url}", url, note, webhook.failing_since)


def _key(key: Any) -> Item:
    url = reverse("clients:client", args=[key.client_id])
    ends = _("%(day)s 到期") % {"day": f"{localtime(key.expires_at):%Y-%m-%d}"}
    return Item(f"{key.client.name} · {key.prefix}", url, ends)
