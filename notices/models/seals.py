"""The proof of each act."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notices.models.append_only import guards, sealed
from notices.models.ledger import Notice

HEX = r"^[0-9a-f]{64}$"


class Seal(models.Model):
    """The proof of an act (印鉴): a hash over its content and the seal before it.

    Changing, removing, inserting or reordering any act breaks every seal after it; see
    ``notices.ledger.chain`` for what is hashed.
    """

    append_only = True

    notice = models.OneToOneField(
        Notice, primary_key=True, on_delete=models.PROTECT, related_name="seal"
    )
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("印鉴")
        triggers = [*guards(), sealed("NEW.notice_id")]
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__regex=HEX) & Q(previous__regex=HEX), name="seal_is_sha256"
            )
        ]

    def __str__(self) -> str:
        return self.digest
