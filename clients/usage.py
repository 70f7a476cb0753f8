"""What was asked, counted and logged without saying for what.

A request costs the one who answers it no more than an append to a queue; a thread of
the process counts, writes the log lines, and adds the counts to the database every
``EVERY`` seconds. A process that is killed loses at most that much of the statistics;
quotas are not touched by it, since they are taken in advance.
"""

import atexit
import json
import logging
import threading
import time
from collections import Counter, deque
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import DatabaseError, connection

from clients.access import Admitted, Refused
from clients.budgets import borrowed
from zones.risk.regimes import SHANGHAI

EVERY = 2.0
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

Row = tuple[str, date, str, str]

_calls: deque[Call] = deque()
_uncounted: Counter[tuple[Row, str]] = Counter()
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
    call = Call(time.time(), who.who, endpoint, outcome, status, milliseconds, addresses, sequence)
    _calls.append(call)
    if len(_calls) > LONGEST_QUEUE:
        flush()


def flush() -> None:
    """Write the log lines and the counts of everything remembered so far."""
    with _flushing:
        while _calls:
            call = _calls.popleft()
            if settings.QUERY_LOG:
                log.info(line(call))
            day = datetime.fromtimestamp(call.at, SHANGHAI).date()
            row = (call.who, day, call.endpoint, call.outcome)
            _uncounted[row, "requests"] += 1
            _uncounted[row, "addresses"] += call.addresses
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
    with _flushing:
        _calls.clear()
        _uncounted.clear()


def _keep_flushing() -> None:
    while True:
        time.sleep(EVERY)
        flush()


def _add_counts() -> None:
    rows = sorted({row for row, _ in _uncounted})
    if not rows:
        return
    counts = [(*row, _uncounted[row, "requests"], _uncounted[row, "addresses"]) for row in rows]
    try:
        # In one order everywhere, so that two processes never wait for each other.
        with borrowed(), connection.cursor() as cursor:
            cursor.executemany(ADD, counts)
    except DatabaseError as error:
        # Kept, and tried again with the next ones.
        log.warning("usage could not be counted yet: %s", type(error).__name__)
        return
    _uncounted.clear()
