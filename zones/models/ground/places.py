"""The tree of known places."""

import uuid
from datetime import date

import pgtrigger
from django.apps import apps
from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import IsValid
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zones.models.ground.changes import notes_places
from zones.models.ground.divisions import District
from zones.models.ground.guards import CARRY_LINEAGE, GROW_DOWNWARDS, KEEP_OUTLINE
from zones.models.ground.rungs import WGS84, OutlineQuality, PlaceLevel


class Places(models.QuerySet["Place"]):
    """Vocabulary for places."""

    def called(self, key: str, on: date) -> "Places":
        """Places that are called by ``key`` at their level on a date.

        The present key counts, unless its name is dated; so does a former name. A place
        none of whose names is as old is not there yet.
        """
        names = apps.get_model("zones", "PlaceName").objects.filter(place=OuterRef("pk"))
        by_key = Q(key=key) & ~Exists(names.filter(key=key))
        bearing = self.filter(by_key | Exists(names.filter(key=key).answering(on)))
        return bearing.there(on).itself()

    def there(self, on: date) -> "Places":
        """Without places none of whose names is as old as a date."""
        names = apps.get_model("zones", "PlaceName").objects.filter(place=OuterRef("pk"))
        return self.filter(Exists(names.exclude(since__gt=on)) | ~Exists(names))

    def itself(self) -> "Places":
        """Without ids that turned out to be those of other places."""
        steps = apps.get_model("zones", "Succession").objects.filter(kind="same")
        return self.exclude(Exists(steps.filter(predecessor=OuterRef("pk"))))


class Place(models.Model):
    """A known place below a district, from a whole subdistrict to one stairwell.

    Every rung but the district may be absent above it, so two places may overlap
    without one being an ancestor of the other (a section and a building whose section
    is not known): ``zones.risk.relation`` decides what is certain. Floors and
    households are not places: they are parts, kept as text.

    ``lineage`` (root to self) is kept by the database from ``parent``; it only ever
    grows. ``name``, ``value`` and ``outline`` are the present ones: what they were
    before is in ``PlaceName`` and ``PlaceOutline``. A place that was split, merged or
    torn down is retired (注销), never deleted: it still answers, by its successors.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="places")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    level = models.CharField(max_length=11, choices=PlaceLevel.choices)
    key = models.CharField(max_length=300, help_text=_("同级、同父之下唯一的规范键"))
    value = models.CharField(max_length=300, help_text=_("本级的值，如 4、A、晋阳紫城"))
    name = models.CharField(max_length=600, help_text=_("自小区起的全名"))
    street = models.CharField(max_length=200, blank=True, help_text=_("所在街路门牌，如已知"))
    lineage = ArrayField(models.UUIDField(), editable=False, default=list)
    outline = models.MultiPolygonField(srid=WGS84, null=True, blank=True)
    outline_quality = models.CharField(
        max_length=12, choices=OutlineQuality.choices, null=True, blank=True
    )
    outline_source = models.CharField(
        max_length=200, null=True, blank=True, help_text=_("轮廓的来源；未填则同地点的来源")
    )
    drawn_at = models.DateTimeField(null=True, editable=False, help_text=_("轮廓录入时间"))
    source = models.CharField(max_length=200, help_text=_("来源：通告或地名文件"))
    created_at = models.DateTimeField(auto_now_add=True)
    retired_on = models.DateField(null=True, blank=True, help_text=_("注销日期：拆分、合并或拆除"))

    objects = Places.as_manager()

    class Meta:
        verbose_name = _("地点")
        indexes = [
            GinIndex(fields=["lineage"], name="place_lineage"),
            models.Index(fields=["district", "level", "key"], name="place_by_key"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "parent", "level", "key", "street"],
                condition=Q(retired_on__isnull=True),
                name="place_once_under_its_parent",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(level__in=PlaceLevel.values), name="place_level_known"
            ),
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(name="") & ~Q(value=""), name="place_is_named"
            ),
            models.CheckConstraint(
                condition=Q(outline__isnull=True, outline_quality__isnull=True)
                | Q(outline__isnull=False, outline_quality__in=OutlineQuality.values),
                name="place_outline_has_its_quality",
            ),
            models.CheckConstraint(
                condition=Q(
                    outline__isnull=True, outline_source__isnull=True, drawn_at__isnull=True
                )
                | Q(outline__isnull=False, outline_source__isnull=False, drawn_at__isnull=False),
                name="place_outline_has_its_source",
            ),
            models.CheckConstraint(
                condition=Q(outline__isnull=True) | IsValid("outline"),
                name="place_outline_valid",
            ),
        ]
        triggers = [
            *notes_places("id"),
            pgtrigger.Trigger(
                name="place_grows_downwards",
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("parent_id", "district_id", "level"),
                when=pgtrigger.Before,
                declare=[("above", "zones_place%ROWTYPE"), ("rungs", "text[]")],
                func=GROW_DOWNWARDS,
            ),
            pgtrigger.Trigger(
                name="lineage_is_carried_down",
                operation=pgtrigger.UpdateOf("parent_id"),
                when=pgtrigger.After,
                condition=pgtrigger.Condition("OLD.lineage IS DISTINCT FROM NEW.lineage"),
                func=CARRY_LINEAGE,
            ),
            pgtrigger.Trigger(
                name="outline_is_kept",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("outline", "outline_quality"),
                when=pgtrigger.Before,
                func=KEEP_OUTLINE,
            ),
        ]

    def __str__(self) -> str:
        return self.name
