"""Who holds which role since when (任职), and what happened at the door (登录与权限记录)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.duties import Role
from zones.models import District
from zones.models.append_only import guards

ROLE_NAMES = {
    Role.CLERK: _("录入员"),
    Role.PUBLISHER: _("审核发布员"),
    Role.AUDITOR: _("审计员"),
    Role.ADMINISTRATOR: _("管理员"),
}

ONLY_ENDED = """
    IF to_jsonb(NEW) - 'until' - 'ended_by_name' IS DISTINCT FROM
       to_jsonb(OLD) - 'until' - 'ended_by_name'
       OR NEW.until IS NULL OR NEW.until >= coalesce(OLD.until, 'infinity') THEN
        RAISE EXCEPTION 'pgtrigger: Cannot change % but to end it', TG_TABLE_NAME;
    END IF;
    RETURN NEW;
"""


class Assignment(models.Model):
    """One role held by one person over ``[since, until)`` (任职).

    A clerk's names one district, or none for the whole city; other roles name none. Rows
    are never removed and, once made, only ended: what somebody might do on a day can
    always be told. Names are kept beside the ids, which may outlive the account.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="assignments",
    )
    username = models.CharField(max_length=150)
    role = models.CharField(max_length=13, choices=[(r.value, ROLE_NAMES[r]) for r in Role])
    district = models.ForeignKey(
        District, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    granted_by_name = models.CharField(max_length=150)
    granted_at = models.DateTimeField(auto_now_add=True)
    ended_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = _("任职")
        ordering = ["username", "since", "id"]
        triggers = [
            pgtrigger.Protect(name="refuse_delete", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="only_ended",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=ONLY_ENDED,
            ),
            *(g for g in guards() if g.name == "refuse_truncate"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "district"],
                condition=Q(until__isnull=True),
                name="assignment_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(role__in=[r.value for r in Role]), name="assignment_role_known"
            ),
            models.CheckConstraint(
                condition=Q(role="clerk") | Q(district__isnull=True),
                name="assignment_districts_are_a_clerks",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="assignment_since_before_until",
            ),
        ]

    @property
    def title(self) -> str:
        """The role in words, a clerk's with the district."""
        if self.role != Role.CLERK:
            return self.get_role_display()
        return f"{self.get_role_display()} · {self.district.name if self.district else _('全市')}"

    def __str__(self) -> str:
        return f"{self.username} {self.role} {self.district_id or ''}".strip()


class Happening(models.Model):
    """Something that happened at the door or to somebody's rights (登录与权限记录).

    Kept for the auditor. Nothing that was typed is in it but the name of the account.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("登录")
        SIGNED_OUT = "signed_out", _("退出")
        SIGN_IN_REFUSED = "sign_in_refused", _("登录被拒")
        LOCKED_OUT = "locked_out", _("登录锁定")
        UNLOCKED = "unlocked", _("解除锁定")
        CODE_REFUSED = "code_refused", _("验证码错误")
        CODE_SET_UP = "code_set_up", _("启用两步验证")
        CODE_REMOVED = "code_removed", _("停用两步验证")
        PASSWORD_CHANGED = "password_changed", _("修改密码")
        PASSWORD_RESET = "password_reset", _("重置密码")
        PERSON_ADDED = "person_added", _("新建账号")
        PERSON_CLOSED = "person_closed", _("停用账号")
        PERSON_REOPENED = "person_reopened", _("启用账号")
        ROLE_GRANTED = "role_granted", _("授予角色")
        ROLE_ENDED = "role_ended", _("终止角色")
        REFUSED = "refused", _("越权被拒")

    append_only = True

    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    username = models.CharField(max_length=150, blank=True, help_text=_("谁的账号"))
    by_name = models.CharField(max_length=150, blank=True, help_text=_("谁做的，本人除外"))
    address = models.GenericIPAddressField(null=True, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("登录与权限记录")
        ordering = ["-id"]
        indexes = [models.Index(fields=["username", "-id"], name="happening_by_person")]
        triggers = guards()
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "signed_in",
                        "signed_out",
                        "sign_in_refused",
                        "locked_out",
                        "unlocked",
                        "code_refused",
                        "code_set_up",
                        "code_removed",
                        "password_changed",
                        "password_reset",
                        "person_added",
                        "person_closed",
                        "person_reopened",
                        "role_granted",
                        "role_ended",
                        "refused",
                    ]
                ),
                name="happening_kind_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.username}"
