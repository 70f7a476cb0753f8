"""How several districts enter one notice together (分区确认)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notices.models.drafts import Draft
from zones.models import District


class DraftPart(models.Model):
    """One district's part of a draft, which a clerk of that district answers for.

    Its author asks for it where the notice goes beyond their own districts. ``digest``
    is of what was confirmed: a change to the part afterwards takes the confirmation back.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="parts")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    objection = models.TextField(blank=True, help_text=_("该区录入员的异议"))

    class Meta:
        verbose_name = _("分区确认")
        ordering = ["district"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "district"], name="draft_part_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True, digest="")
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, objection="")
                & ~Q(digest=""),
                name="draft_part_confirmed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.district_id}"
