"""What was taken of the quotas, and what was used."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.models.access import Client
from clients.quotas import Measure, Period


class Budget(models.Model):
    """How much of a quota was handed out in one window, over all processes.

    ``granted`` is the last chunk. Rows of past windows mean nothing and are removed.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="budgets")
    measure = models.CharField(max_length=9, choices=[(m.value, m.value) for m in Measure])
    period = models.CharField(max_length=6, choices=[(p.value, p.value) for p in Period])
    starts_at = models.DateTimeField()
    taken = models.PositiveBigIntegerField()
    granted = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("配额发放")
        constraints = [
            models.UniqueConstraint(
                fields=["client", "measure", "period", "starts_at"], name="budget_once_a_window"
            )
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.measure} {self.starts_at:%F %T}: {self.taken}"


class Usage(models.Model):
    """How often a key was used in a day (北京时间), by endpoint and outcome (用量).

    Who asked for what is not kept: no address, no place, no network address. The prefix
    is empty for those who came without a key.
    """

    prefix = models.CharField(max_length=20, blank=True)
    day = models.DateField()
    endpoint = models.CharField(max_length=20)
    outcome = models.CharField(max_length=40)
    requests = models.PositiveBigIntegerField(default=0)
    addresses = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("用量")
        constraints = [
            models.UniqueConstraint(
                fields=["prefix", "day", "endpoint", "outcome"], name="usage_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix or '-'} {self.day} {self.endpoint} {self.outcome}: {self.requests}"
