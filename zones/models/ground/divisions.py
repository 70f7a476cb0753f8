"""The divisions that stand firm: a city and its districts."""

from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import IsValid
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zones.models.ground.changes import notes_changes
from zones.models.ground.rungs import WGS84, OutlineQuality


class City(models.Model):
    """A prefecture-level city (地级市): the area that one installation answers for."""

    code = models.CharField(max_length=6, primary_key=True, help_text="GB/T 2260")
    slug = models.SlugField(unique=True, help_text="as in the CITY setting: taiyuan")
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    province = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("城市")
        triggers = [notes_changes()]
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
        triggers = [notes_changes()]
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
