"""The ledger (账册): acts and their entries, in the order in which they were recorded.

Only these tables change what is true. ``append_only`` marks the guarded ones.
"""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.db import connection
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notices.ledger.values import Action
from notices.models.append_only import guards, sealed
from zones.models import District, Place, RiskLevel

LOCK = "SELECT pg_advisory_xact_lock(hashtext('notices.ledger'))"

ALLOT_SEQUENCE = f"""
    PERFORM {LOCK.removeprefix("SELECT ")};
    SELECT coalesce(max(sequence), 0) + 1,
           greatest(clock_timestamp(), max(recorded_at) + interval '1 microsecond'),
           txid_current()
      INTO NEW.sequence, NEW.recorded_at, NEW.recorded_in
      FROM notices_notice;
    RETURN NEW;
"""


CHANNEL = "ledger"
"""Where PostgreSQL tells of each act, by its sequence, once it is committed."""

TELL = f"""
    PERFORM pg_notify('{CHANNEL}', NEW.sequence::text);
    RETURN NULL;
"""

MUST_BE_SEALED = """
    IF NOT EXISTS (SELECT FROM notices_seal WHERE notice_id = NEW.id) THEN
        RAISE EXCEPTION 'pgtrigger: Cannot record an act without its seal';
    END IF;
    RETURN NULL;
"""

NOTICE_OF_ENTRY = "SELECT notice_id FROM notices_entry WHERE id = NEW.{}"


def lock_ledger() -> None:
    """Let no one else record an act until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)


class Issuer(models.Model):
    """Who issues notices (发布机关). Numbers are unique per issuer and year."""

    append_only = True

    name = models.CharField(max_length=200, unique=True)

    class Meta:
        verbose_name = _("发布机关")
        triggers = guards()

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """One recorded act: a public notice (通告), or an act by which a ledger begins.

    An ``opening`` (期初登记) records zones known to be in force before the first notice
    held; a ``coverage`` act (覆盖声明) says from when the ledger is complete in a
    district; a ``correction`` (更正) voids and replaces entries; an ``order`` (全域管控)
    puts whole districts under a state. None of these has a number here. A published act
    is never changed: a mistake is mended by a further act.

    ``sequence``, ``recorded_at`` and ``recorded_in`` are allotted by the database under
    one lock.
    """

    class Kind(models.TextChoices):
        NOTICE = "notice", _("通告")
        OPENING = "opening", _("期初登记")
        COVERAGE = "coverage", _("覆盖声明")
        CORRECTION = "correction", _("更正")
        ORDER = "order", _("全域管控")

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sequence = models.BigIntegerField(unique=True, editable=False, default=0)
    recorded_at = models.DateTimeField(editable=False, unique=True, null=True)
    recorded_in = models.BigIntegerField(
        editable=False, default=0, help_text="the transaction that may add entries"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    issuer = models.ForeignKey(Issuer, null=True, on_delete=models.PROTECT, related_name="notices")
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=300)
    issued_on = models.DateField(null=True)
    effective_phrase = models.CharField(max_length=200, blank=True)
    effective_decision = models.CharField(
        max_length=300, blank=True, help_text=_("由人作出的生效时点决定，如何理解“即日起”")
    )
    text = models.TextField(blank=True, help_text=_("通告全文"))
    origin = models.CharField(max_length=300, blank=True, help_text=_("文本来源"))
    declared = models.JSONField(default=dict, help_text=_("通告自称的数目"))
    accepted = models.JSONField(default=list, help_text=_("发布前逐条确认的提示及确认人"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    entered_by_name = models.CharField(max_length=150)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    published_by_name = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("通告")
        ordering = ["sequence"]
        triggers = [
            *guards(),
            pgtrigger.Trigger(
                name="allot_sequence",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=ALLOT_SEQUENCE,
            ),
            pgtrigger.Trigger(
                name="tell", operation=pgtrigger.Insert, when=pgtrigger.After, func=TELL
            ),
            pgtrigger.Trigger(
                name="must_be_sealed",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=MUST_BE_SEALED,
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "year", "number"], name="notice_number_once"),
            models.CheckConstraint(
                condition=Q(
                    kind="notice",
                    issuer__isnull=False,
                    year__isnull=False,
                    number__isnull=False,
                    issued_on__isnull=False,
                )
                | Q(
                    kind__in=["opening", "coverage", "correction", "order"],
                    issuer__isnull=True,
                    year__isnull=True,
                    number__isnull=True,
                ),
                name="notice_has_its_number",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["opening", "coverage"]) | ~Q(entered_by=F("published_by")),
                name="notice_seen_by_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.NOTICE:
            return f"{self.year}年第{self.number}号"
        return f"{self.get_kind_display()}（{self.sequence}）"

    def get_absolute_url(self) -> str:
        """The public page of the act."""
        if self.kind == self.Kind.NOTICE:
            return reverse("notices:notice", args=[self.year, self.number])
        return reverse("notices:act", args=[self.sequence])


class Entry(models.Model):
    """One item (条目) of an act: a designation, a release, an opening, a rescoping, or
    the voiding of an earlier entry.

    ``text`` is verbatim; ``start`` and ``end`` find it in the notice's text. The places
    meant are the entry's marks (``EntryPlace``). A void names what it ``voids`` and the
    ``reason``; an entry that amends another names the voided one in ``replaces``. Of a notice
    that several districts entered together, ``reviewed_by`` says who answered for the entry.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="entries")
    ordinal = models.PositiveIntegerField()
    action = models.CharField(max_length=9, choices=[(a.value, a.value) for a in Action])
    level = models.CharField(max_length=6, choices=RiskLevel.choices)
    to_level = models.CharField(max_length=6, null=True, help_text=_("调整后的等级"))
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=2000)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    effective_from = models.DateTimeField()
    voids = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="voided_by")
    replaces = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    reason = models.CharField(max_length=500, blank=True)
    reviewed_by = models.CharField(max_length=150, blank=True, help_text=_("核对这一条的录入员"))

    class Meta:
        verbose_name = _("条目")
        ordering = ["notice__sequence", "ordinal"]
        triggers = [*guards(), sealed("NEW.notice_id")]
        constraints = [
            models.UniqueConstraint(fields=["notice", "ordinal"], name="entry_ordinal_once"),
            models.CheckConstraint(
                condition=Q(
                    action__in=["designate", "opening", "rescope", "void"],
                    to_level__isnull=True,
                )
                | Q(action="release", to_level__in=["medium", "low"]),
                name="entry_release_says_where_to",
            ),
            models.CheckConstraint(
                condition=(Q(action="void", voids__isnull=False) & ~Q(reason=""))
                | (~Q(action="void") & Q(voids__isnull=True)),
                name="entry_void_says_what_and_why",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(action="void"),
                name="entry_void_replaces_nothing",
            ),
            models.CheckConstraint(
                condition=Q(level__in=RiskLevel.values), name="entry_level_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="entry_keeps_its_words"),
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True) | Q(start__lt=F("end")),
                name="entry_span_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class EntryPlace(models.Model):
    """A place that an entry means (``covered``) or excepts from what it means.

    ``part`` keeps floors and households, which geometry never decides.
    """

    append_only = True

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="marks")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=200, blank=True)
    covered = models.BooleanField()

    class Meta:
        verbose_name = _("条目所指地点")
        triggers = [*guards(), sealed(NOTICE_OF_ENTRY.format("entry_id"))]
        constraints = [
            models.UniqueConstraint(fields=["entry", "place", "part"], name="entry_mark_once")
        ]

    def __str__(self) -> str:
        return f"{'+' if self.covered else '-'}{self.place_id}"


class Binding(models.Model):
    """A release or rescoping bound to a designation that it ends or changes.

    ``notice`` is the act that asserted it: the release's own, or a later one, when the
    designation was typed after its release. A release without a binding is kept and
    counted as unmatched.
    """

    append_only = True

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="bindings")
    release = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="bindings")
    designation = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="releases")

    class Meta:
        verbose_name = _("解除对应")
        triggers = [*guards(), sealed("NEW.notice_id")]
        constraints = [
            models.UniqueConstraint(fields=["release", "designation"], name="binding_once"),
            models.CheckConstraint(
                condition=~Q(release=F("designation")), name="binding_joins_two_entries"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} → {self.designation_id}"
