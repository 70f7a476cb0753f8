"""The state that a ledger makes, as data that a client can keep (状态快照).

It says of every designation what it covered when, as believed at one sequence, of every
district from when the ledger is complete, and under which orders it was. Each of the
three is a mapping, and the effects of an act are the members of these mappings that it
replaces; so a client folds without knowing the algebra of the ledger.

It holds no words, and no household (户室): these are public for a time only, and a state
and its digest must not depend on the day on which somebody asks. The words are in the
acts.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import rfc8785
from django.db.models import Q, QuerySet

from notices.export import stamp
from zones.address.households import coarse_part
from zones.models import Coverage, DistrictOrdered, Standing

Json = dict[str, Any]


def state(sequence: int, recorded_at: datetime | None) -> Json:
    """Everything believed at a sequence, which was recorded at that time."""
    if recorded_at is None:
        return {"sequence": 0, "standings": {}, "coverages": {}, "orders": {}}
    believed = {"known__contains": recorded_at}
    return {
        "sequence": sequence,
        "standings": _standings(Standing.objects.filter(**believed)),
        "coverages": _coverages(Coverage.objects.filter(**believed)),
        "orders": _orders(DistrictOrdered.objects.filter(**believed)),
    }


def canonical(document: Json) -> bytes:
    """The document by RFC 8785: one text for one state."""
    return rfc8785.dumps(document)


def digest(text: bytes) -> str:
    """SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(text).hexdigest()


def effects(moments: Sequence[tuple[int, datetime]]) -> dict[int, Json]:
    """What each of these acts (sequence, recorded at) replaced in the state.

    A member replaced by an empty list is gone.
    """
    times = {recorded_at for _, recorded_at in moments}
    standings = list(_marked(_of_changed(Standing.objects, "designation", times)))
    coverages = list(_of_changed(Coverage.objects, "district", times).prefetch_related(_LEFT_OUT))
    orders = list(_of_changed(DistrictOrdered.objects, "district", times))
    return {
        sequence: {
            "standings": _replaced(standings, "designation", at, _standings_of),
            "coverages": _replaced(coverages, "district_id", at, _coverages_of),
            "orders": _replaced(orders, "district_id", at, _orders_of),
        }
        for sequence, at in moments
    }


_LEFT_OUT = "exceptions"


def _of_changed(rows: Any, key: str, times: set[datetime]) -> QuerySet[Any]:
    """All rows of whatever was believed differently from one of these times on."""
    changed = rows.filter(Q(known__startswith__in=times) | Q(known__endswith__in=times))
    return rows.filter(**{f"{key}__in": changed.values(key)})


def _replaced(rows: Iterable[Any], key: str, at: datetime, render: Any) -> Json:
    together: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        together[str(getattr(row, key))].append(row)
    return {
        name: render([r for r in held if _believed(r, at)])
        for name, held in sorted(together.items())
        if any(at in (r.known.lower, r.known.upper) for r in held)
    }


def _believed(row: Any, at: datetime) -> bool:
    lower, upper = row.known.lower, row.known.upper
    return (lower is None or lower <= at) and (upper is None or at < upper)


def _marked(rows: QuerySet[Standing]) -> QuerySet[Standing]:
    return rows.prefetch_related("marks")


def _standings(rows: QuerySet[Standing]) -> Json:
    return _grouped(_marked(rows), "designation", _standings_of)


def _coverages(rows: QuerySet[Coverage]) -> Json:
    return _grouped(rows.prefetch_related(_LEFT_OUT), "district_id", _coverages_of)


def _orders(rows: QuerySet[DistrictOrdered]) -> Json:
    return _grouped(rows, "district_id", _orders_of)


def _grouped(rows: Iterable[Any], key: str, render: Any) -> Json:
    together: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        together[str(getattr(row, key))].append(row)
    return {name: render(held) for name, held in together.items()}


def _standings_of(rows: Iterable[Standing]) -> list[Json]:
    """The stretches of one designation, in the order of time."""
    return sorted((_stretch(r) for r in rows), key=_in_order)


def _stretch(row: Standing) -> Json:
    marks = {(str(m.place_id), coarse_part(m.part), m.covered) for m in row.marks.all()}
    return {
        **_span(row),
        "entry": str(row.entry),
        "district": row.district_id,
        "level": row.level,
        "since": stamp(row.since),
        "implied": row.implied,
        "opened_by": row.opened_by["sequence"],
        "ended_by": row.ended_by["sequence"] if row.ended_by else None,
        "places": sorted(list(mark) for mark in marks),
    }


def _coverages_of(rows: Iterable[Coverage]) -> list[Json]:
    found = [
        {
            **_span(row),
            "unvouched": sorted(str(e.place_id) for e in row.exceptions.all()),
        }
        for row in rows
    ]
    return sorted(found, key=_in_order)


def _orders_of(rows: Iterable[DistrictOrdered]) -> list[Json]:
    found = [{**_span(r), "state": r.state, "opened_by": r.opened_by["sequence"]} for r in rows]
    return sorted(found, key=_in_order)


def _span(row: Any) -> Json:
    return {"from": stamp(row.effective.lower), "to": stamp(row.effective.upper)}


def _in_order(member: Json) -> tuple[str, str]:
    return member["from"] or "", member["to"] or ""
