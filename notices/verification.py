"""Checking the ledger against itself: the chain, the projection, the invariants."""

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction

from notices.export import links
from notices.ledger.chain import faults
from notices.ledger.values import Action
from notices.models import Entry, Notice
from notices.projection import rebuild
from zones.models import Coverage, DistrictOrdered, LedgerHead, Standing

Row = tuple[object, ...]


def differences() -> Iterator[str]:
    """Everything that does not hold, in words; nothing when the ledger verifies."""
    yield from faults(links(), settings.LEDGER_GENESIS)
    yield from _projection()
    yield from _invariants()


def _projection() -> Iterator[str]:
    """The rows in use against those that a rebuild gives; the rebuild is rolled back."""
    with transaction.atomic():
        point = transaction.savepoint()
        held = _rows()
        rebuild()
        computed = _rows()
        transaction.savepoint_rollback(point)
    for row in sorted(held - computed, key=str):
        yield f"the projection holds what the ledger does not say: {row}"
    for row in sorted(computed - held, key=str):
        yield f"the projection lacks what the ledger says: {row}"
    last = Notice.objects.order_by("-sequence").first()
    head = LedgerHead.objects.first()
    if last and (head is None or head.sequence != last.sequence):
        yield f"the projection stands at {head and head.sequence}, the ledger at {last.sequence}"


def _rows() -> set[Row]:
    """Everything that answers read: zones, coverage with its exceptions, orders."""
    return _standing_rows() | _coverage_rows() | _order_rows()


def _coverage_rows() -> set[Row]:
    return {
        (
            "coverage",
            c.district_id,
            c.effective,
            c.known,
            c.note,
            frozenset((str(e.place_id), e.reason) for e in c.exceptions.all()),
        )
        for c in Coverage.objects.prefetch_related("exceptions")
    }


def _order_rows() -> set[Row]:
    return {
        ("order", o.district_id, o.state, o.effective, o.known, o.text)
        for o in DistrictOrdered.objects.all()
    }


def _standing_rows() -> set[Row]:
    return {
        (
            str(s.designation),
            str(s.entry),
            s.level,
            s.implied,
            s.effective,
            s.known,
            frozenset((str(m.place_id), m.part, m.covered) for m in s.marks.all()),
        )
        for s in Standing.objects.prefetch_related("marks").iterator(chunk_size=2000)
    }


def _invariants() -> Iterator[str]:
    """What no constraint of the database can state."""
    without_place = Entry.objects.exclude(action=Action.VOID).filter(marks__isnull=True)
    for entry in without_place.select_related("notice"):
        yield f"{entry.notice} item {entry.ordinal} names no place"
    for notice in Notice.objects.filter(seal__isnull=True):
        yield f"{notice} has no seal"
