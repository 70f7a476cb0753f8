"""Acts without a number of their own on their way to the ledger (更正、全域管控)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notices.models.ledger import Notice


class Proposal(models.Model):
    """A correction or an order that one person proposes and another records or returns.

    ``content`` says what is meant, not what will be written: that is worked out against
    the ledger as it is when it is shown and again when it is recorded.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("更正")
        ORDER = "order", _("全域管控")

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("待审核")
        RETURNED = "returned", _("已退回")
        WITHDRAWN = "withdrawn", _("已撤回")
        RECORDED = "recorded", _("已入账")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.SUBMITTED)
    title = models.CharField(max_length=300)
    content = models.JSONField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals"
    )
    remarks = models.TextField(blank=True)
    notice = models.OneToOneField(
        Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="proposal"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("待入账的更正或管控")
        ordering = ["-updated_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="recorded", notice__isnull=False)
                | (~Q(status="recorded") & Q(notice__isnull=True)),
                name="proposal_recorded_with_its_act",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["correction", "order"])
                & Q(status__in=["submitted", "returned", "withdrawn", "recorded"]),
                name="proposal_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.title
