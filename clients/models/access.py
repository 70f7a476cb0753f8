"""Who may ask: clients (接入方) and their keys (密钥)."""

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.keys import KeyKind, Scope
from clients.quotas import Limit, Measure, Period

STAMP = """
    INSERT INTO clients_registrystamp (id, stamp) VALUES (1, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET stamp = EXCLUDED.stamp;
    RETURN NULL;
"""


def stamped() -> list[pgtrigger.Trigger]:
    """Whatever changes these rows, by whatever way, every process takes notice of it."""
    return [
        pgtrigger.Trigger(
            name="stamp_registry",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            func=STAMP,
        )
    ]


class Client(models.Model):
    """A service that asks by key (接入方), with its quotas. An empty quota is no limit.

    A quota is the client's, however many keys it has. A suspended client (停用) is
    refused with every key until it is resumed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("名称"), max_length=100, unique=True)
    contact = models.CharField(_("联系人"), max_length=200, blank=True)
    requests_per_minute = models.PositiveIntegerField(_("每分钟请求数"), null=True, blank=True)
    requests_per_day = models.PositiveIntegerField(_("每日请求数"), null=True, blank=True)
    addresses_per_minute = models.PositiveIntegerField(_("每分钟地址数"), null=True, blank=True)
    addresses_per_day = models.PositiveIntegerField(_("每日地址数"), null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("接入方")
        ordering = ["name"]
        permissions = [("manage", _("管理接入方、密钥与推送"))]
        triggers = stamped()
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="client_has_a_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The quotas that are set."""
        found = []
        for measure in Measure:
            for period in Period:
                quota = getattr(self, f"{measure}_per_{period}")
                if quota is not None:
                    found.append(Limit(measure, period, quota))
        return tuple(found)


class Key(models.Model):
    """One key of a client, of which only a digest is kept (see ``clients.keys``).

    It works from its creation until it expires or is revoked (吊销). A key that was
    rotated (轮换) has a successor and works beside it until the overlap ends, which is
    its expiry.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="keys")
    prefix = models.CharField(max_length=20, unique=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField(max_length=7, choices=[(k.value, k.value) for k in KeyKind])
    scopes = ArrayField(
        models.CharField(max_length=10, choices=[(s.value, s.value) for s in Scope])
    )
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    successor = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="predecessor"
    )

    class Meta:
        verbose_name = _("密钥")
        ordering = ["created_at"]
        triggers = stamped()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in KeyKind]), name="key_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=[s.value for s in Scope], scopes__len__gt=0),
                name="key_scopes_known",
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="key_kept_as_digest"
            ),
        ]

    def __str__(self) -> str:
        return self.prefix


class RegistryStamp(models.Model):
    """Changes whenever any client or key does: what a process compares. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    stamp = models.UUIDField()

    class Meta:
        verbose_name = _("密钥登记标记")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="registry_stamp_is_one_row")]

    def __str__(self) -> str:
        return str(self.stamp)
