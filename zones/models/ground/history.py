"""What places were before: former outlines, splits and mergers."""

import pgtrigger
from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zones.models.append_only import guards
from zones.models.ground.changes import notes_places
from zones.models.ground.guards import SUCCEED_ONCE
from zones.models.ground.places import Place
from zones.models.ground.rungs import WGS84, OutlineQuality


class PlaceOutline(models.Model):
    """An outline that a place had before (历史轮廓), over ``[drawn_at, redrawn_at)``.

    Written by the database when ``Place.outline`` changes. Illustrative outlines are
    not kept: they were made up.
    """

    append_only = True

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="former_outlines")
    outline = models.MultiPolygonField(srid=WGS84)
    quality = models.CharField(max_length=12, choices=OutlineQuality.choices)
    source = models.CharField(max_length=200)
    drawn_at = models.DateTimeField()
    redrawn_at = models.DateTimeField()

    class Meta:
        verbose_name = _("历史轮廓")
        ordering = ["place", "drawn_at"]
        triggers = guards()
        constraints = [
            models.CheckConstraint(
                condition=Q(quality__in=OutlineQuality.values), name="former_outline_quality_known"
            ),
            models.CheckConstraint(
                condition=Q(drawn_at__lte=F("redrawn_at")), name="former_outline_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.drawn_at:%Y-%m-%d}"


class Succession(models.Model):
    """One place taking over from another on a date (沿革): by a split or by a merger; or the same.

    The rows of a split share their predecessor, which becomes the successors' parent;
    those of a merger share their successor, which becomes the predecessors' parent. A
    renaming is none: the place stays the same and gets another ``PlaceName``.

    What others merge into is always a new place, and its succession is recorded before
    it is made: otherwise an old entry about it would come to cover the ground of others.
    A part of a split may be known already: it lay in the old place all along.

    Two ids may also turn out to be one place (本为一处): nothing happened on the ground, and the
    predecessor stands for the successor wherever places are compared (``sameness``).
    """

    class Kind(models.TextChoices):
        SPLIT = "split", _("拆分")
        MERGED = "merged", _("合并")
        SAME = "same", _("本为一处")

    append_only = True

    predecessor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="origins")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("沿革")
        ordering = ["on", "id"]
        triggers = [
            *guards(),
            *notes_places("predecessor_id", "successor_id"),
            pgtrigger.Trigger(
                name="succeed_once",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=SUCCEED_ONCE,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="succession_pair_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["split", "merged", "same"]), name="succession_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="succession_of_two_places"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"
