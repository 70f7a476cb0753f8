"""What places are called: names with dates, the ids of files, proposed aliases."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from zones.models.ground.changes import notes_places
from zones.models.ground.places import Place


class PlaceNames(models.QuerySet["PlaceName"]):
    """Vocabulary for names."""

    def answering(self, on: date) -> "PlaceNames":
        """Names that lead to their place on a date.

        A former name still does, as people go on using it; an alias ends when it ends.
        """
        return self.exclude(since__gt=on).exclude(kind=PlaceName.Kind.ALIAS, until__lte=on)

    def leads(self) -> models.QuerySet["PlaceName", tuple[UUID, str, date | None, date | None]]:
        """The place and key of each name, and the days on which it leads there."""
        ends = Case(When(kind=PlaceName.Kind.ALIAS, then=F("until")))
        return self.values_list("place_id", "key", "since", ends)


class PlaceName(models.Model):
    """One spelling by which a place is or was known (地名): official, printed, or an alias.

    ``key`` is the address language's canonical key of the spelling, so harmless
    variants need no row of their own. It holds on ``[since, until)``; an open end is
    unknown or none. An alias is here only when a person approved it
    (``AliasProposal``).
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
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = PlaceNames.as_manager()

    class Meta:
        verbose_name = _("地点名称")
        triggers = notes_places("place_id")
        indexes = [models.Index(fields=["key"], name="placename_by_key")]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "text", "since"], name="placename_once", nulls_distinct=False
            ),
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(kind="official", until__isnull=True),
                name="placename_one_official_now",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["official", "printed", "alias"]), name="placename_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lt=F("until")),
                name="placename_since_before_until",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class PlaceReference(models.Model):
    """What a gazetteer file calls a place (外部编号): its id there, for as long as it lives.

    A second file may call the same place by an id of its own; one file calls it by one.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="references")
    source = models.CharField(max_length=200)
    external_id = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("外部编号")
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="reference_once"),
            models.UniqueConstraint(fields=["source", "place"], name="reference_one_a_source"),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(external_id=""), name="reference_is_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id}"


class AliasProposal(models.Model):
    """A spelling that the system takes for another name of a place (别名建议).

    It leads nowhere until a person approves it; then it becomes a ``PlaceName``. A
    rejected one is kept, so that it is not proposed again.
    """

    class Decision(models.TextChoices):
        APPROVED = "approved", _("采纳")
        REJECTED = "rejected", _("不采纳")

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="alias_proposals")
    text = models.CharField(max_length=600)
    key = models.CharField(max_length=300)
    why = models.CharField(max_length=500, help_text=_("为何认为是同一地点"))
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, null=True, blank=True)

    class Meta:
        verbose_name = _("别名建议")
        ordering = ["proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["place", "text"], name="alias_proposed_once"),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(key="") & ~Q(why=""), name="alias_proposal_says_why"
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    decision__in=["approved", "rejected"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="alias_decided_by_someone_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return self.text
