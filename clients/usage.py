"""What was asked, counted and logged without saying for what.

Who answers a request adds to a few numbers in memory; a thread of the process adds those to the
database every ``EVERY`` seconds, and writes the log lines where they are wanted. A process
that is killed loses at most that much of the statistics; quotas are not touched by it, since
they are taken in advance.
"""

import atexit
import json
import logging
import threading
import time
from collections import deque
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection

from clients.access import Admitted, Refused
from clients.budgets import borrowed
from clients.quotas import MIDNIGHT_OFFSET, Period
from zones.risk.regimes import SHANGHAI

EVERY = 2.0
_DAY = Period.DAY.seconds
LONGEST_QUEUE = 50_000

log = logging.getLogger("clients.usage")


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it is remembered: neither what was asked nor from where."""

    at: float
    who: str
    endpoint: str
    outcome: str
    status: int
    milliseconds: float
    addresses: int
    sequence: int | None


ADD = """
    INSERT INTO clients_usage AS held (prefix, day, endpoint, outcome, requests, addresses)
    VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT ON CONSTRAINT usage_once_a_day DO UPDATE
       SET requests = held.requests + EXCLUDED.requests,
           addresses = held.addresses + EXCLUDED.addresses
"""


class Row(NamedTuple):
    """What is counted together: a key, a day of Shanghai, an endpoint, what came out."""

    who: str
    day: int
    endpoint: str
    outcome: str

    @property
    def date(self) -> date:
        """Its day, which is the number of those since 1970."""
        return date(1970, 1, 1) + timedelta(days=self.day)


_calls: deque[Call] = deque()
_counts: dict[Row, tuple[int, int]] = {}
"""Requests and addresses that the database does not have yet."""
_counting = threading.Lock()
_flushing = threading.Lock()


def note(
    who: Admitted | Refused,
    *,
    endpoint: str,
    outcome: str,
    status: int,
    milliseconds: float,
    addresses: int = 0,
    sequence: int | None = None,
) -> None:
    """Remember a request that was answered."""
    at = time.time()
    day = int(at + MIDNIGHT_OFFSET) // _DAY
    _count(Row(who.who, day, endpoint, outcome), 1, addresses)
    if settings.QUERY_LOG:
        _calls.append(
            Call(at, who.who, endpoint, outcome, status, milliseconds, addresses, sequence)
        )
        if len(_calls) > LONGEST_QUEUE:
            flush()


def _count(row: Row, requests: int, addresses: int) -> None:
    """Add to a row, or take from it what the database has by now."""
    with _counting:
        before = _counts.get(row, (0, 0))
        _counts[row] = before[0] + requests, before[1] + addresses
        if not _counts[row][0]:
            del _counts[row]


def flush() -> None:
    """Write the log lines and the counts of everything remembered so far."""
    with _flushing:
        while _calls:
            log.info(line(_calls.popleft()))
        _add_counts()


def line(call: Call) -> str:
    """The log line: JSON, with nothing in it that tells who was asked about."""
    return json.dumps(
        {
            "at": datetime.fromtimestamp(call.at, SHANGHAI).isoformat(timespec="milliseconds"),
            "key": call.who or None,
            "endpoint": call.endpoint,
            "outcome": call.outcome,
            "status": call.status,
            "ms": round(call.milliseconds, 2),
            "addresses": call.addresses,
            "sequence": call.sequence,
        }
    )


def start() -> None:
    """Have a thread of this process flush from now on, and once more at its end."""
    threading.Thread(target=_keep_flushing, name="usage", daemon=True).start()
    atexit.register(flush)


def forget() -> None:
    """Drop everything that is not written yet: for tests, whose database is rolled back."""
    with _flushing, _counting:
        _calls.clear()
        _counts.clear()


def _keep_flushing() -> None:
    while True:
        time.sleep(EVERY)
        flush()


def _add_counts() -> None:
    with _counting:
        # In one order everywhere, so that two processes never wait for each other.
        counted = sorted(_counts.items())
    if not counted:
        return
    values = [(r.who, r.date, r.endpoint, r.outcome, *counts) for r, counts in counted]
    try:
        with borrowed(), connection.cursor() as cursor:
            cursor.executemany(ADD, values)
    except DatabaseError as error:
        # Kept, and tried again with the next ones.
        log.warning("usage could not be counted yet: %s", type(error).__name__)
        return
    for row, (requests, addresses) in counted:
        _count(row, -requests, -addresses)
