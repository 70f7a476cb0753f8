"""From the ledger to messages, and from messages to receivers: at least once, never not.

A worker holds the row of the message that it sends, so several may run (SKIP LOCKED)
and one that is killed gives its message back at once. What was sent but not yet noted
is sent again, with the same id.
"""

import random
import threading
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from clients.models import ClientAct, Delivery, Webhook
from clients.services import record
from clients.webhooks import messages, secrets
from clients.webhooks.sending import GONE, Outcome, send
from zones import standings

MOST_AT_ONCE = 1000

_taking = threading.Lock()
_busy: set[UUID] = set()
"""The addresses that a thread of this process is sending to."""


def enqueue(now: datetime) -> int:
    """Make the messages about acts that are new since the last time; says how many."""
    head = standings.head().sequence
    behind = Webhook.objects.filter(
        disabled_at__isnull=True, client__suspended_at__isnull=True, sent_through__lt=head
    )
    made = 0
    for webhook_id in behind.values_list("id", flat=True):
        with transaction.atomic():
            found = Webhook.objects.select_for_update(skip_locked=True).filter(id=webhook_id)
            webhook = found.filter(disabled_at__isnull=True, sent_through__lt=head).first()
            if webhook is None:
                continue
            until = min(head, webhook.sent_through + MOST_AT_ONCE)
            fresh = [
                Delivery(webhook=webhook, sequence=sequence, due_at=now, made_at=now)
                for sequence in range(webhook.sent_through + 1, until + 1)
            ]
            Delivery.objects.bulk_create(fresh, ignore_conflicts=True)
            webhook.sent_through = until
            webhook.save(update_fields=["sent_through"])
            made += len(fresh)
    return made


def deliver_next() -> Delivery | None:
    """Send the message that has been due longest, and note what came of it.

    ``None`` when nothing is due but what somebody is being sent to already.
    """
    with transaction.atomic():
        delivery = _take()
        if delivery is None:
            return None
        try:
            _note(delivery, _sent(delivery, timezone.now()), timezone.now())
        finally:
            _busy.discard(delivery.webhook_id)
        return delivery


def _take() -> Delivery | None:
    """Take the message that has been due longest, of an address that nobody here sends to.

    One at a time for each: whoever is slow to answer holds one sender, and not those of others.
    """
    due = Delivery.objects.filter(
        status=Delivery.Status.PENDING,
        due_at__lte=timezone.now(),
        webhook__disabled_at__isnull=True,
        webhook__client__suspended_at__isnull=True,
    )
    with _taking:
        free = due.exclude(webhook__in=list(_busy)).order_by("due_at")
        delivery = free.select_for_update(skip_locked=True, of=("self",)).first()
        if delivery is not None:
            _busy.add(delivery.webhook_id)
        return delivery


def _sent(delivery: Delivery, now: datetime) -> Outcome:
    webhook = delivery.webhook
    content = messages.body(delivery.sequence, delivery.made_at)
    try:
        signed = messages.headers(f"msg_{delivery.id.hex}", now, content, _secrets(webhook, now))
    except secrets.Unreadable:
        return Outcome(None, "签名密钥无法读取：CLIENT_KEY_PEPPER 已更换，请轮换推送签名密钥")
    return send(webhook.url, content, signed)


def next_due() -> datetime | None:
    """When the next message is due, if any waits."""
    waiting = Delivery.objects.filter(
        status=Delivery.Status.PENDING,
        webhook__disabled_at__isnull=True,
        webhook__client__suspended_at__isnull=True,
    )
    return waiting.aggregate(at=Min("due_at"))["at"]


def _secrets(webhook: Webhook, now: datetime) -> list[str]:
    """The secret, and the one before it while that is still good."""
    found = [secrets.unseal(webhook.secret)]
    if webhook.previous_secret and webhook.previous_until and now < webhook.previous_until:
        found.append(secrets.unseal(webhook.previous_secret))
    return found


def _note(delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    delivery.attempts += 1
    delivery.last_answer = outcome.words[:200]
    if outcome.arrived:
        delivery.status, delivery.ended_at = Delivery.Status.DELIVERED, now
        Webhook.objects.filter(id=delivery.webhook_id).update(failing_since=None)
    else:
        again = messages.next_attempt(delivery.attempts, now, random.random())
        if again is None or delivery.sequence is None:
            # A test is for the one who looks at it now.
            delivery.status, delivery.ended_at = Delivery.Status.GIVEN_UP, now
        else:
            delivery.due_at = again
        _blame(delivery, outcome, now)
    delivery.save()


def _blame(delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    """Remember since when an address takes nothing; disable it when that is too long."""
    if delivery.sequence is None:
        return
    webhook = Webhook.objects.select_for_update().get(id=delivery.webhook_id)
    webhook.failing_since = webhook.failing_since or now
    if outcome.status == GONE:
        _disable(webhook, "接收方答复 410：不再接收", now)
    elif now - webhook.failing_since >= messages.PATIENCE:
        _disable(webhook, f"连续 {messages.PATIENCE.days} 天未能送达（{outcome.words}）", now)
    webhook.save()


def _disable(webhook: Webhook, because: str, now: datetime) -> None:
    if webhook.disabled_at is None:
        webhook.disabled_at, webhook.disabled_because = now, because[:300]
        record(
            webhook.client,
            ClientAct.Kind.WEBHOOK_DISABLED,
            webhook.url[:300],
            None,
            because=because,
        )


def forget_old(before: datetime) -> int:
    """Remove messages that ended before an instant; says how many."""
    return Delivery.objects.filter(ended_at__lt=before).delete()[0]
