"""One consistent view of the database for several queries."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from zones.replica import reading


@contextmanager
def one_view() -> Iterator[None]:
    """Everything read inside is as of one moment, however much is published meanwhile.

    The projection replaces the rows of what an act touches: read in two queries, a row
    and its marks might belong to two states. Within a transaction of the caller it is
    for that one to decide.
    """
    connection = reading.connection()
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(using=connection.alias):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
