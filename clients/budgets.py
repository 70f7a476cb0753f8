"""Handing out chunks of quotas, in the database, so that no sum exceeds one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from clients.models import Budget
from clients.purses import Lease
from clients.quotas import Limit, starts_at

CHUNK = 16
"""A chunk is this part of what is left."""

# One statement, so one row lock: who comes second sees what the first was given.
GRANT = """
    INSERT INTO clients_budget AS held (client_id, measure, period, starts_at, taken, granted)
    SELECT %(client)s, %(measure)s, %(period)s, %(starts_at)s, given, given
      FROM (SELECT CASE WHEN %(quota)s >= %(needed)s
                        THEN greatest(%(needed)s, %(quota)s / %(chunk)s) ELSE 0 END) AS g (given)
    ON CONFLICT ON CONSTRAINT budget_once_a_window DO UPDATE
       SET (taken, granted) = (
           SELECT held.taken + given, given
             FROM (SELECT CASE WHEN %(quota)s - held.taken >= %(needed)s
                               THEN greatest(%(needed)s, (%(quota)s - held.taken) / %(chunk)s)
                               ELSE 0 END) AS g (given))
    RETURNING granted, greatest(0, %(quota)s - taken)
"""


def lease_for(client: UUID) -> Lease:
    """How this client's purses get their chunks."""

    def lease(limit: Limit, window: int, needed: int) -> tuple[int, int]:
        values = {
            "client": client,
            "measure": limit.measure.value,
            "period": limit.period.value,
            "starts_at": starts_at(window),
            "quota": limit.quota,
            "needed": needed,
            "chunk": CHUNK,
        }
        with borrowed(), connection.cursor() as cursor:
            cursor.execute(GRANT, values)
            granted, left = cursor.fetchone()
        return int(granted), int(left)

    return lease


@contextmanager
def borrowed() -> Iterator[None]:
    """A connection for a moment, also outside of Django's handling of a request.

    There Django neither renews a broken connection nor gives it back to the pool.
    """
    outside = connection.connection is None
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    try:
        yield
    finally:
        if outside and not connection.in_atomic_block and connection.pool is not None:
            connection.close()


def forget_past(now: datetime) -> int:
    """Remove the windows that are over; says how many."""
    return Budget.objects.filter(starts_at__lt=now - timedelta(days=2)).delete()[0]
