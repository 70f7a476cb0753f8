"""The worker that tells clients of new acts."""

import logging
import threading
import time
from datetime import timedelta
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection
from django.utils import timezone

from clients.budgets import forget_past
from clients.webhooks.outbox import deliver_next, enqueue, forget_old, next_due
from notices.models import CHANNEL

log = logging.getLogger("clients.webhooks")

LONGEST_SLEEP = 5.0
SHORTEST_SLEEP = 0.25
"""What is due may be held by a sender that waits for a slow receiver."""
KEPT = timedelta(days=30)


class Command(BaseCommand):
    help = (
        "Delivers webhooks until it is ended. It may be ended at any moment, and any number may "
        "run beside each other. With --once: what is due now, then ends. "
        "Example: manage.py deliver_webhooks"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="deliver what is due, and end")
        parser.add_argument(
            "--senders", type=int, default=4, help="how many messages are sent at a time"
        )

    def handle(self, **options: Any) -> None:
        if options["once"]:
            enqueue(timezone.now())
            while delivery := deliver_next():
                self.stdout.write(f"{delivery.sequence} {delivery.status} {delivery.last_answer}")
            return
        for number in range(max(1, options["senders"]) - 1):
            threading.Thread(target=_work, name=f"sender-{number + 2}", daemon=True).start()
        threading.Thread(target=_tidy, name="tidier", daemon=True).start()
        _work()


def _work() -> None:
    """Deliver for ever; a database that is away is waited for."""
    while True:
        try:
            _round()
        except (DatabaseError, psycopg.Error) as error:
            log.warning("the database cannot be asked: %s", type(error).__name__)
            connection.close()
            time.sleep(LONGEST_SLEEP)


def _round() -> None:
    """Everything that is due, and then a sleep until something is."""
    connection.ensure_connection()
    raw = connection.connection
    raw.execute(f"LISTEN {CHANNEL}")
    while True:
        enqueue(timezone.now())
        while delivery := deliver_next():
            log.info(
                json_line(delivery.sequence, delivery.status, delivery.attempts, delivery.id.hex)
            )
        due = next_due()
        until = (due - timezone.now()).total_seconds() if due else LONGEST_SLEEP
        for _ in raw.notifies(timeout=min(LONGEST_SLEEP, max(SHORTEST_SLEEP, until)), stop_after=1):
            pass


def json_line(sequence: int | None, status: str, attempts: int, message: str) -> str:
    """What is logged of an attempt; neither the address nor what was sent."""
    return f'{{"message":"msg_{message}","sequence":{sequence or "null"},' + (
        f'"status":"{status}","attempts":{attempts}}}'
    )


def _tidy() -> None:
    """Once an hour: windows of quotas that are over, and messages that ended long ago."""
    while True:
        try:
            forget_past(timezone.now())
            forget_old(timezone.now() - KEPT)
        except DatabaseError as error:
            log.warning("could not tidy: %s", type(error).__name__)
            connection.close()
        time.sleep(3600)
