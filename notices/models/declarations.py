"""What is said of whole districts: what the ledger vouches for, and orders (管控令)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from notices.ledger.orders import DistrictState
from notices.models.append_only import guards, sealed
from notices.models.ledger import Notice
from zones.models import District, Place


class CoverageDeclaration(models.Model):
    """From ``effective_from`` on, every zone of the district is in this ledger."""

    append_only = True

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="coverages")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    effective_from = models.DateTimeField()
    note = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("覆盖声明")
        triggers = [*guards(), sealed("NEW.notice_id")]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "district"], name="coverage_declared_once_an_act"
            )
        ]

    def __str__(self) -> str:
        return f"{self.district_id} {self.effective_from:%Y-%m-%d}"


class UnvouchedPlace(models.Model):
    """A place for which a coverage declaration does not vouch, and why."""

    append_only = True

    declaration = models.ForeignKey(
        CoverageDeclaration, on_delete=models.PROTECT, related_name="unvouched"
    )
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("未声明覆盖的地点")
        triggers = [
            *guards(),
            sealed(
                "SELECT notice_id FROM notices_coveragedeclaration WHERE id = NEW.declaration_id"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["declaration", "place"], name="unvouched_place_once")
        ]

    def __str__(self) -> str:
        return self.reason


class DistrictOrder(models.Model):
    """An order about a whole district, announced by notice or press conference.

    It is separate from the risk levels and holds until the next order takes effect.
    """

    append_only = True

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="orders")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=[(s.value, s.value) for s in DistrictState])
    effective_from = models.DateTimeField()
    text = models.CharField(max_length=500, help_text=_("发布时的原话"))

    class Meta:
        verbose_name = _("全域管控")
        triggers = [*guards(), sealed("NEW.notice_id")]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "district", "effective_from"], name="district_order_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in DistrictState]),
                name="district_order_state_known",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="district_order_has_words"),
        ]

    def __str__(self) -> str:
        return self.text
