"""Every administrative act on a client: who did what, when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.models.access import Client
from zones.models.append_only import guards


class ClientAct(models.Model):
    """An administrative act (管理操作), kept for good."""

    class Kind(models.TextChoices):
        CLIENT_MADE = "client_made", _("新建接入方")
        CLIENT_CHANGED = "client_changed", _("修改接入方")
        CLIENT_SUSPENDED = "client_suspended", _("停用接入方")
        CLIENT_RESUMED = "client_resumed", _("恢复接入方")
        KEY_MADE = "key_made", _("签发密钥")
        KEY_ROTATED = "key_rotated", _("轮换密钥")
        KEY_REVOKED = "key_revoked", _("吊销密钥")
        WEBHOOK_MADE = "webhook_made", _("新增推送地址")
        WEBHOOK_ROTATED = "webhook_rotated", _("轮换推送签名密钥")
        WEBHOOK_DISABLED = "webhook_disabled", _("停用推送地址")
        WEBHOOK_ENABLED = "webhook_enabled", _("启用推送地址")
        WEBHOOK_TESTED = "webhook_tested", _("发送测试推送")

    append_only = True

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    subject = models.CharField(max_length=300, help_text=_("密钥前缀、推送地址或接入方名称"))
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    by_name = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("接入管理记录")
        ordering = ["-at", "-id"]
        triggers = guards()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "client_made",
                        "client_changed",
                        "client_suspended",
                        "client_resumed",
                        "key_made",
                        "key_rotated",
                        "key_revoked",
                        "webhook_made",
                        "webhook_rotated",
                        "webhook_disabled",
                        "webhook_enabled",
                        "webhook_tested",
                    ]
                ),
                name="client_act_kind_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.by_name} {self.kind} {self.subject}"
