"""Waiting for the next act, without asking again and again.

Whoever waits has a connection of its own that PostgreSQL wakes: the ledger's table
notifies on insert, and PostgreSQL delivers it when the act is committed. A thread that
waits serves nobody else, so only a few of a process may; the others are answered at once
and come again.
"""

import threading
from collections.abc import Callable

import psycopg
from django.conf import settings
from django.db import connection

from notices.models import CHANNEL

_seats: dict[int, threading.BoundedSemaphore] = {}


def wait_for(after: int, head: Callable[[], int], seconds: float) -> bool:
    """Wait until the head lies beyond a sequence; whether there was a seat to wait in."""
    number = settings.FEED_WAITERS
    seats = _seats.setdefault(number, threading.BoundedSemaphore(number)) if number else None
    if seats is None or not seats.acquire(blocking=False):
        return False
    try:
        _listen(after, head, seconds)
    except psycopg.OperationalError:
        # The connection is lost: what is there is answered, and the client comes again.
        pass
    finally:
        seats.release()
    return True


def _listen(after: int, head: Callable[[], int], seconds: float) -> None:
    parameters = connection.get_connection_params()
    parameters.pop("pool", None)
    listener = connection.get_new_connection(parameters)
    try:
        listener.autocommit = True
        listener.execute(f"LISTEN {CHANNEL}")
        # Listening already: an act that comes now is seen here or heard below.
        if head() > after:
            return
        # Not one of the server's own pooled connections: nothing else uses this one.
        for _ in listener.notifies(timeout=seconds, stop_after=1):
            return
    finally:
        listener.close()
