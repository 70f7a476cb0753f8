"""Drafts (草稿): the mutable desk on which a notice lies until it is published."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notices.amendments import Amendments, from_json
from notices.models.ledger import Notice


class Draft(models.Model):
    """A pasted notice on its way to the ledger.

    The reading is not stored: it is parsed from ``text`` again whenever it is shown,
    so that what is checked is what is published. ``accepted`` holds the findings that a
    person accepted, by name; ``chosen`` the places picked among several of one name, by
    where their entry starts; ``amendments`` what a person reads otherwise. ``version``
    counts the savings, so that nobody overwrites what they have not seen. ``hands`` are all
    who decided anything in it: none of them publishes it.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("编辑中")
        SUBMITTED = "submitted", _("待审核")
        RETURNED = "returned", _("已退回")
        PUBLISHED = "published", _("已发布")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.TextField()
    origin = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.OPEN)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts"
    )
    effective_from = models.DateTimeField(null=True, blank=True)
    effective_decision = models.CharField(max_length=300, blank=True)
    accepted = models.JSONField(default=list)
    chosen = models.JSONField(default=dict)
    amendments = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.CharField(max_length=150, blank=True)
    hands = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    remarks = models.TextField(blank=True)
    notice = models.OneToOneField(
        Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="draft"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("草稿")
        ordering = ["-updated_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="published", notice__isnull=False)
                | (~Q(status="published") & Q(notice__isnull=True)),
                name="draft_published_with_its_notice",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="draft_has_text"),
        ]

    @property
    def choices(self) -> dict[int, tuple[uuid.UUID, ...]]:
        """``chosen`` as a reading takes it."""
        return {int(at): tuple(uuid.UUID(i) for i in ids) for at, ids in self.chosen.items()}

    @property
    def amended(self) -> Amendments:
        """``amendments`` as a reading takes them."""
        return from_json(self.amendments)

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.created_at:%Y-%m-%d %H:%M}"
