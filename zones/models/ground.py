"""The ground: cities, districts, and the tree of known places (地名地址库)."""

import uuid

import pgtrigger
from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import IsValid
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zones.address.values import Level

WGS84 = 4326


class OutlineQuality(models.TextChoices):
    """How far an outline may be trusted. Only ``surveyed`` ever decides an answer."""

    SURVEYED = "surveyed", _("测绘")
    DIGITISED = "digitised", _("数字化")
    APPROXIMATE = "approximate", _("近似")
    GENERALISED = "generalised", _("概化")
    ILLUSTRATIVE = "illustrative", _("示意")


class PlaceLevel(models.TextChoices):
    """The rungs of the place tree that are stored, coarse to fine."""

    SUBDISTRICT = Level.SUBDISTRICT.value, _("街道、乡镇")
    COMMUNITY = Level.COMMUNITY.value, _("社区、村")
    STREET = Level.STREET.value, _("街路")
    AREA = Level.AREA.value, _("片区")
    COMPLEX = Level.COMPLEX.value, _("小区、院落")
    SECTION = Level.SECTION.value, _("分区")
    BUILDING = Level.BUILDING.value, _("楼栋")
    UNIT = Level.UNIT.value, _("单元")


class City(models.Model):
    """A prefecture-level city (地级市): the area that one installation answers for."""

    code = models.CharField(max_length=6, primary_key=True, help_text="GB/T 2260")
    slug = models.SlugField(unique=True, help_text="as in the CITY setting: taiyuan")
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    province = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("城市")
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{6}$"), name="city_code_shape")
        ]

    def __str__(self) -> str:
        return self.name


class District(models.Model):
    """A county-level division (区、县、县级市) with its GB/T 2260 code and outline.

    The remainder of a district (its area outside every zone) is what may be low or
    routine; a district itself is never designated as a place.
    """

    code = models.CharField(max_length=6, primary_key=True, help_text="GB/T 2260")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="districts")
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    outline = models.MultiPolygonField(srid=WGS84)
    outline_quality = models.CharField(max_length=12, choices=OutlineQuality.choices)

    class Meta:
        verbose_name = _("区县")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["city", "name"], name="district_name_once_a_city"),
            models.CheckConstraint(condition=Q(code__regex=r"^\d{6}$"), name="district_code_shape"),
            models.CheckConstraint(condition=IsValid("outline"), name="district_outline_valid"),
            models.CheckConstraint(
                condition=Q(outline_quality__in=OutlineQuality.values),
                name="district_outline_quality_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A known place below a district, from a whole subdistrict to one stairwell.

    Every rung but the district may be absent above it, so two places may overlap
    without one being an ancestor of the other (a section and a building whose section
    is not known): ``zones.risk.relation`` decides what is certain. Floors and
    households are not places: they are parts, kept as text.

    ``lineage`` (root to self) is kept by the database from ``parent``.
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
    source = models.CharField(max_length=200, help_text=_("来源：通告或地名文件"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("地点")
        indexes = [
            GinIndex(fields=["lineage"], name="place_lineage"),
            models.Index(fields=["district", "level", "key"], name="place_by_key"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "parent", "level", "key"],
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
                condition=Q(outline__isnull=True) | IsValid("outline"),
                name="place_outline_valid",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="place_grows_downwards",
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("parent_id", "district_id", "level"),
                when=pgtrigger.Before,
                declare=[("above", "zones_place%ROWTYPE"), ("rungs", "text[]")],
                func=f"""
                    rungs := ARRAY[{",".join(repr(v) for v in PlaceLevel.values)}];
                    IF NEW.parent_id IS NULL THEN
                        NEW.lineage := ARRAY[NEW.id];
                        RETURN NEW;
                    END IF;
                    SELECT * INTO above FROM zones_place WHERE id = NEW.parent_id;
                    IF above.district_id <> NEW.district_id THEN
                        RAISE EXCEPTION 'a place lies in the district of its parent'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'place_in_district_of_parent';
                    END IF;
                    IF array_position(rungs, above.level) >= array_position(rungs, NEW.level) THEN
                        RAISE EXCEPTION 'a % cannot lie below a %', NEW.level, above.level
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'place_finer_than_parent';
                    END IF;
                    NEW.lineage := above.lineage || NEW.id;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.name


class PlaceName(models.Model):
    """One spelling by which a place is known: official, printed in a notice, or an alias.

    ``key`` is the address language's canonical key of the spelling, so harmless
    variants need no row of their own.
    """

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("规范名")
        PRINTED = "printed", _("通告用名")
        ALIAS = "alias", _("别名")

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="names")
    text = models.CharField(max_length=600)
    key = models.CharField(max_length=300)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    source = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("地点名称")
        indexes = [models.Index(fields=["key"], name="placename_by_key")]
        constraints = [
            models.UniqueConstraint(fields=["place", "text"], name="placename_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["official", "printed", "alias"]), name="placename_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text
