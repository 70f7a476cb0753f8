"""What is sent to clients of their own accord: addresses (推送地址) and deliveries (推送)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.models.access import Client


class Webhook(models.Model):
    """An address that is told of each act (推送地址).

    The ledger itself is the outbox: ``sent_through`` is the last sequence for which a
    delivery was made, so what was published while nobody delivered is delivered later,
    and nothing has to be written when a notice is published. The secret is kept
    encrypted (``clients.webhooks.secrets``); while ``previous_until`` lies ahead, what is
    sent is signed with the one before it as well.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="webhooks")
    url = models.CharField(_("地址"), max_length=500)
    secret = models.CharField(max_length=300, editable=False)
    previous_secret = models.CharField(max_length=300, blank=True, editable=False)
    previous_until = models.DateTimeField(null=True, editable=False)
    sent_through = models.BigIntegerField(editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    disabled_at = models.DateTimeField(null=True, editable=False)
    disabled_because = models.CharField(max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("推送地址")
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["client", "url"], name="webhook_once_a_client")
        ]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One message to one address (推送), from its making until it arrived or was given up.

    The id of the message never changes, so a receiver knows one that comes twice. A
    message without a sequence is a test.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("待发送")
        DELIVERED = "delivered", _("已送达")
        GIVEN_UP = "given_up", _("已放弃")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    sequence = models.BigIntegerField(null=True)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    last_answer = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("推送")
        ordering = ["-made_at", "-sequence"]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(status="pending"), name="delivery_pending_by_due"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "sequence"], name="delivery_once_an_act"),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "delivered", "given_up"]),
                name="delivery_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} → {self.webhook_id}: {self.status}"
