"""Reading clients for the desk."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from clients.models import Client, Delivery, Key, Usage, Webhook

SOON = timedelta(days=14)
"""A key that expires within this is on the work-list."""
ANONYMOUS = ""


def clients_with_usage(today: date) -> QuerySet[Client]:
    """Every client with the number of its working keys and its requests of late."""

    def requests(since: date) -> Coalesce:
        mine = Usage.objects.filter(
            prefix__in=Key.objects.filter(client=OuterRef(OuterRef("pk"))).values("prefix"),
            day__gte=since,
        )
        total = mine.order_by().values(one=Count("id") * 0).annotate(n=Sum("requests")).values("n")
        return Coalesce(Subquery(total[:1]), 0)

    return Client.objects.annotate(
        working_keys=Count("keys", filter=Q(keys__revoked_at__isnull=True), distinct=True),
        requests_today=requests(today),
        requests_of_week=requests(today - timedelta(days=6)),
    )


@dataclass(frozen=True, slots=True)
class Todo:
    """What an administrator should look at."""

    keys: list[Key]
    disabled: list[Webhook]
    failing: list[Webhook]

    def __bool__(self) -> bool:
        return bool(self.keys or self.disabled or self.failing)


def ending_keys(now: datetime) -> QuerySet[Key]:
    """Keys that end soon without a successor."""
    return Key.objects.filter(
        revoked_at__isnull=True,
        successor__isnull=True,
        expires_at__gt=now,
        expires_at__lte=now + SOON,
    ).select_related("client")


def failing_webhooks() -> QuerySet[Webhook]:
    """Webhooks that fail or were given up. Who disabled one by hand knows of it."""
    return Webhook.objects.filter(failing_since__isnull=False).select_related("client")


def to_look_at(now: datetime) -> Todo:
    """Keys that end soon without a successor, and webhooks that fail or were given up."""
    failing = list(failing_webhooks())
    return Todo(
        list(ending_keys(now)),
        [w for w in failing if w.disabled_at is not None],
        [w for w in failing if w.disabled_at is None],
    )


def deliveries_of(client: Client) -> QuerySet[Delivery]:
    """The latest messages of a client's webhooks."""
    return Delivery.objects.filter(webhook__client=client).select_related("webhook")[:20]


@dataclass(frozen=True, slots=True)
class Day:
    """The requests and addresses of one day."""

    day: date
    requests: int
    addresses: int
    refused: int


def usage_by_day(prefixes: list[str], today: date, days: int = 30) -> list[Day]:
    """Each of the last days, those without a request included, the oldest first."""
    rows = (
        Usage.objects.filter(prefix__in=prefixes, day__gt=today - timedelta(days=days))
        .values("day")
        .annotate(
            total=Sum("requests"),
            named=Sum("addresses"),
            refused=Sum("requests", filter=Q(outcome__startswith="refused"), default=0),
        )
    )
    found = {r["day"]: Day(r["day"], r["total"], r["named"], r["refused"]) for r in rows}
    every = (today - timedelta(days=n) for n in reversed(range(days)))
    return [found.get(day, Day(day, 0, 0, 0)) for day in every]


def usage_by_outcome(prefixes: list[str], since: date) -> list[dict[str, object]]:
    """Requests and addresses by endpoint and outcome since a day, the most usual first."""
    rows = Usage.objects.filter(prefix__in=prefixes, day__gte=since)
    return list(
        rows.values("endpoint", "outcome")
        .annotate(total=Sum("requests"), named=Sum("addresses"))
        .order_by("-total", "endpoint", "outcome")
    )
