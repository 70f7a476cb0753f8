"""Closed sets of the ground: how good an outline is, and the rungs of the tree."""

from django.contrib.gis.db import models
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
