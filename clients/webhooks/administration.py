"""What an administrator does about webhooks. Each act is one transaction, and is recorded."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from clients.models import Client, ClientAct, Delivery, Webhook
from clients.services import Refused, record
from clients.webhooks import secrets
from clients.webhooks.sending import Forbidden, check_form
from zones import standings

BOTH_SIGN = timedelta(hours=24)
"""For how long a rotated secret signs beside its successor."""


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A webhook with a secret that can be shown now, and never again."""

    webhook: Webhook
    secret: str


def add_webhook(*, client_id: UUID, url: str, by: User | None) -> NewSecret:
    """An address that is told of every act from now on. Raises ``Refused``."""
    try:
        check_form(url)
    except Forbidden as error:
        raise Refused(f"{error}。") from error
    secret = secrets.make()
    try:
        with transaction.atomic():
            client = Client.objects.get(id=client_id)
            webhook = Webhook.objects.create(
                client=client,
                url=url,
                secret=secrets.seal(secret),
                sent_through=standings.head().sequence,
            )
            record(client, ClientAct.Kind.WEBHOOK_MADE, url[:300], by)
    except IntegrityError as error:
        raise Refused("这个接入方已有同样的推送地址。") from error
    return NewSecret(webhook, secret)


@transaction.atomic
def rotate_secret(*, webhook_id: UUID, at: datetime, by: User | None) -> NewSecret:
    """Another secret; for a day messages are signed with both."""
    webhook = _locked(webhook_id)
    secret = secrets.make()
    webhook.previous_secret, webhook.previous_until = webhook.secret, at + BOTH_SIGN
    webhook.secret = secrets.seal(secret)
    webhook.save()
    record(webhook.client, ClientAct.Kind.WEBHOOK_ROTATED, webhook.url[:300], by)
    return NewSecret(webhook, secret)


@transaction.atomic
def disable_webhook(*, webhook_id: UUID, at: datetime, by: User | None) -> Webhook:
    """Send nothing more to an address until it is enabled."""
    webhook = _locked(webhook_id)
    if webhook.disabled_at is None:
        webhook.disabled_at, webhook.disabled_because = at, "由管理员停用"
        webhook.save()
        record(webhook.client, ClientAct.Kind.WEBHOOK_DISABLED, webhook.url[:300], by)
    return webhook


@transaction.atomic
def enable_webhook(*, webhook_id: UUID, by: User | None) -> Webhook:
    """Send again, beginning with the newest act: the receiver reads the rest in the feed."""
    webhook = _locked(webhook_id)
    if webhook.disabled_at is not None:
        webhook.disabled_at, webhook.disabled_because = None, ""
        webhook.failing_since = None
        webhook.sent_through = max(webhook.sent_through, standings.head().sequence - 1)
        webhook.save()
        record(webhook.client, ClientAct.Kind.WEBHOOK_ENABLED, webhook.url[:300], by)
    return webhook


@transaction.atomic
def send_test(*, webhook_id: UUID, at: datetime, by: User | None) -> Delivery:
    """Have a test message sent, once. Raises ``Refused``."""
    webhook = _locked(webhook_id)
    if webhook.disabled_at is not None:
        raise Refused("推送地址已停用，请先启用。")
    record(webhook.client, ClientAct.Kind.WEBHOOK_TESTED, webhook.url[:300], by)
    return Delivery.objects.create(webhook=webhook, due_at=at, made_at=at)


def _locked(webhook_id: UUID) -> Webhook:
    found = Webhook.objects.select_for_update(of=("self",)).select_related("client")
    return found.get(id=webhook_id)
