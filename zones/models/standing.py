"""The projection of the ledger that all reading uses: what stood where, and when known.

Nothing here is the truth: every row is computed from the ledger by
``notices.projection`` and can be thrown away and computed again.
"""

from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.fields.ranges import RangeEndsWith, RangeStartsWith
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zones.models.ground import District, Place
from zones.models.ground.changes import tells_listeners


class RiskLevel(models.TextChoices):
    """The levels that a designation can give (low is derived, never stored)."""

    HIGH = "high", _("高风险")
    MEDIUM = "medium", _("中风险")


class Standing(models.Model):
    """One stretch of one designation: the extent it covered over ``effective``,
    as believed over ``known`` (当前状态, on two axes of time).

    ``designation`` is the id of the ledger entry that opened the zone, ``entry`` of the
    one whose words describe this stretch (the same, or a rescoping). A partial release
    ends one stretch and begins another with a smaller extent. Ranges are half-open; an
    open end is infinite.

    An ``implied`` row stands for a release of something whose designation is not held:
    it was a zone before, from an unknown start. It never makes a place high; it only
    keeps it from being called low.
    """

    designation = models.UUIDField()
    entry = models.UUIDField()
    implied = models.BooleanField(default=False)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="standings")
    level = models.CharField(max_length=6, choices=RiskLevel.choices)
    effective = DateTimeRangeField()
    known = DateTimeRangeField()
    since = models.DateTimeField(null=True, help_text=_("自何时起；期初登记者不详"))
    text = models.CharField(max_length=2000, help_text=_("通告原文"))
    opened_by = models.JSONField(help_text=_("划定所依据的通告：序号、年、号、网址"))
    ended_by = models.JSONField(null=True, help_text=_("结束本段的通告"))

    class Meta:
        verbose_name = _("风险区状态")
        indexes = [
            models.Index(fields=["designation"], name="standing_by_designation"),
            # What is in force, and what changes next, are asked of one district.
            GistIndex(fields=["district", "effective", "known"], name="standing_by_time"),
            models.Index("district", RangeStartsWith("effective"), name="standing_by_start"),
            models.Index("district", RangeEndsWith("effective"), name="standing_by_end"),
            # What one act changed: the feeds ask for it.
            models.Index(RangeStartsWith("known"), name="standing_by_known_start"),
            models.Index(RangeEndsWith("known"), name="standing_by_known_end"),
        ]
        constraints = [
            ExclusionConstraint(
                name="standing_one_belief_an_instant",
                expressions=[
                    ("designation", RangeOperators.EQUAL),
                    ("effective", RangeOperators.OVERLAPS),
                    ("known", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(effective__isempty=False, known__isempty=False),
                name="standing_ranges_not_empty",
            ),
            models.CheckConstraint(
                condition=Q(level__in=RiskLevel.values), name="standing_level_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.text} {self.effective}"


class StandingPlace(models.Model):
    """A mark of an extent: from this place downwards it is covered, or excepted.

    The deepest mark above a place decides; without one it is not covered. A ``part``
    (floors, half a floor, a household: text) makes the mark one rung finer than the
    place: the place is then covered in part only.
    """

    standing = models.ForeignKey(Standing, on_delete=models.CASCADE, related_name="marks")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=200, blank=True, help_text=_("楼层、半边户、户室等原文"))
    covered = models.BooleanField()

    class Meta:
        verbose_name = _("风险区范围")
        constraints = [
            models.UniqueConstraint(fields=["standing", "place", "part"], name="standing_mark_once")
        ]

    def __str__(self) -> str:
        return f"{'+' if self.covered else '-'}{self.place_id}"


class Coverage(models.Model):
    """From when the ledger is complete for a district (覆盖声明).

    Outside it, the remainder of the district is unknown: neither low nor routine.
    """

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="coverages")
    effective = DateTimeRangeField()
    known = DateTimeRangeField()
    note = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("覆盖范围")
        constraints = [
            ExclusionConstraint(
                name="coverage_one_belief_an_instant",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    ("effective", RangeOperators.OVERLAPS),
                    ("known", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.district_id} {self.effective}"


class CoverageException(models.Model):
    """A place for which a coverage declaration does not vouch: its state is not held."""

    coverage = models.ForeignKey(Coverage, on_delete=models.CASCADE, related_name="exceptions")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("覆盖例外")
        constraints = [
            models.UniqueConstraint(fields=["coverage", "place"], name="coverage_exception_once")
        ]

    def __str__(self) -> str:
        return self.reason


class DistrictOrdered(models.Model):
    """A whole-district state over ``effective``, as believed over ``known`` (全域管控)."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="ordered")
    state = models.CharField(max_length=16)
    effective = DateTimeRangeField()
    known = DateTimeRangeField()
    text = models.CharField(max_length=500)
    opened_by = models.JSONField()

    class Meta:
        verbose_name = _("全域管控")
        constraints = [
            ExclusionConstraint(
                name="district_ordered_one_belief_an_instant",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    ("effective", RangeOperators.OVERLAPS),
                    ("known", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.district_id} {self.state} {self.effective}"


class LedgerHead(models.Model):
    """Where the projection stands: the last ledger sequence that it contains. One row.

    ``making`` counts the rebuilds: whoever keeps a copy takes it anew after one.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    sequence = models.BigIntegerField(default=0)
    recorded_at = models.DateTimeField(null=True)
    making = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("账册进度")
        triggers = [tells_listeners()]
        constraints = [models.CheckConstraint(condition=Q(id=1), name="ledger_head_is_one_row")]

    def __str__(self) -> str:
        return str(self.sequence)
