"""From the database to a snapshot: all of it, or what a newer one has more.

Whatever is loaded together is read in one transaction that sees one state of the database,
so that gazetteer and projection fit, and the sequence is that of the rows.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import orjson
from django.contrib.gis.db.models.functions import AsWKB
from django.db import transaction

from zones.gazetteer import changing
from zones.gazetteer.changing import MustBeMadeAnew
from zones.gazetteer.drawn import trusted_outlines
from zones.gazetteer.indexing import from_database
from zones.gazetteer.layered import FEW
from zones.models import City, Coverage, CoverageException, District, DistrictOrdered
from zones.replica import reading
from zones.serving.changes import NOTHING_SEEN, Settled, everything, since
from zones.serving.heads import Heads, read_heads
from zones.serving.history import Declared, DistrictLedger, Held, Ordered, Rows
from zones.serving.outlines import IndexOutlines
from zones.serving.records import (
    BEGINNING,
    END,
    Fetched,
    Mark,
    Pool,
    micros,
    replaced,
    table,
)
from zones.serving.snapshot import Ground, Snapshot

MICROS = "(extract(epoch FROM {}) * 1000000)::bigint"
STANDINGS = f"""
SELECT s.id, s.designation, s.entry, s.implied, s.district_id,
       {MICROS.format("lower(s.effective)")}, {MICROS.format("upper(s.effective)")},
       {MICROS.format("lower(s.known)")}, {MICROS.format("upper(s.known)")},
       {MICROS.format("s.since")}, s.level, s.text, s.opened_by, s.ended_by,
       m.places, m.parts, m.covered
  FROM zones_standing s
  LEFT JOIN LATERAL (
       SELECT array_agg(p.place_id ORDER BY p.id) AS places,
              array_agg(p.part ORDER BY p.id) AS parts,
              array_agg(p.covered ORDER BY p.id) AS covered
         FROM zones_standingplace p WHERE p.standing_id = s.id) m ON true
 WHERE s.id > %s AND s.district_id = ANY(%s)
"""


@contextmanager
def one_state() -> Iterator[None]:
    """A read-only transaction in which every query sees the same state of the database.

    Inside a transaction that somebody else has begun, it is that one.
    """
    connection = reading.connection()
    begins = not connection.in_atomic_block
    with transaction.atomic(using=connection.alias):
        if begins:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def load(city: City) -> Snapshot:
    """The whole city as the database has it now."""
    with one_state():
        ground = load_ground(city)
        return Snapshot.of(current_heads(), ground, load_rows(ground, Pool()))


def current_heads(settled: Settled = NOTHING_SEEN.settled) -> Heads:
    """Where the database stands in this transaction."""
    with reading.connection().cursor() as cursor:
        return read_heads(cursor, settled)


def go_on(old: Snapshot, city: City, warn: Callable[[], None] = lambda: None) -> Snapshot:
    """A snapshot of now, which shares with an older one whatever has not changed.

    Where much has to be read again, which takes long, ``warn`` is called before.

    Every act of the ledger rewrites the rows of the designations that it touches, under new
    ids, and no designation ever loses all its rows (what was believed once, stays known). So
    the rows with greater ids are all that is new, and they stand for their designations.
    """
    with one_state():
        heads = current_heads(old.ground.seen.settled)
        ground, changed = old.ground, frozenset[bytes]()
        if heads.ground != old.heads.ground:
            try:
                ground, changed = _next_ground(old.ground, city)
            except MustBeMadeAnew:
                warn()
                ground = load_ground(city)
                return Snapshot.of(heads, ground, load_rows(ground, Pool()))
        if heads.making != old.heads.making:
            warn()
            return Snapshot.of(heads, ground, load_rows(ground, Pool()))
        return Snapshot(heads, ground, _advanced(old, ground, changed))


def _next_ground(old: Ground, city: City) -> tuple[Ground, frozenset[bytes]]:
    """The ground as it is now, and the ids of the places that are others than on the old one."""
    with reading.connection().cursor() as cursor:
        seen, places = since(cursor, old.seen)
    if places is None or len(places) > FEW + len(old.index) // 4:
        raise MustBeMadeAnew("much has changed")
    index, affected = changing.go_on(old.index, changing.from_database(city, places))
    drawn = list(trusted_outlines(city, places))
    outlines = old.outlines.going_on(index, [index.number_of(id) for id in places], drawn)
    ids = frozenset(index.columns.id_of(number) for number in affected)
    return Ground(index, outlines, seen, old.located_but(affected)), ids


def _advanced(
    old: Snapshot, ground: Ground, changed: frozenset[bytes]
) -> dict[str, DistrictLedger]:
    """The ledgers of the districts, made anew where something is new."""
    codes = list(old.ledger)
    newest = max((held.rows.newest for held in old.ledger.values()), default=0)
    fetched: dict[str, list[Fetched]] = defaultdict(list)
    for row in fetch_standings(codes, after=newest):
        fetched[row.district].append(row)
    coverages, orders = load_coverages(codes), load_orders(codes)
    found = {}
    for code, held in old.ledger.items():
        rows = held.rows
        few = tuple(coverages[code]), tuple(orders[code])
        if not fetched[code] and few == (rows.coverages, rows.orders):
            found[code] = held if ground is old.ground else held.on(ground.locate, changed)
            continue
        stretches = replaced(rows.stretches, table(fetched[code], rows.pool))
        found[code] = DistrictLedger(Rows(stretches, rows.pool, *few), ground.locate)
    return found


def load_ground(city: City) -> Ground:
    """The gazetteer and the trusted outlines."""
    with reading.connection().cursor() as cursor:
        seen = everything(cursor)
    index = from_database(city)
    districts = District.objects.filter(city=city).annotate(wkb=AsWKB("outline"))
    borders = [(code, bytes(wkb)) for code, wkb in districts.values_list("code", "wkb")]
    ground = Ground(index, IndexOutlines(index, borders, trusted_outlines(city)), seen)
    # A city's worth of objects that live long: the collector need not look at them.
    gc.freeze()
    return ground


def load_rows(ground: Ground, pool: Pool) -> Mapping[str, Rows]:
    """Everything held of each district of the city."""
    codes = [d.code for d in ground.index.districts]
    fetched: dict[str, list[Fetched]] = {code: [] for code in codes}
    for row in fetch_standings(codes, after=0):
        fetched[row.district].append(row)
    coverages, orders = load_coverages(codes), load_orders(codes)
    return {
        code: Rows(table(rows, pool), pool, tuple(coverages[code]), tuple(orders[code]))
        for code, rows in fetched.items()
    }


def fetch_standings(codes: list[str], *, after: int) -> Iterator[Fetched]:
    """The rows of the projection with an id beyond ``after``."""
    with reading.connection().chunked_cursor() as cursor:
        cursor.execute(STANDINGS, [after, codes])
        for row in cursor:
            *plain, places, parts, covered = row
            plain[1], plain[2] = plain[1].bytes, plain[2].bytes
            ids = [place.bytes for place in places or ()]
            marks = map(Mark, ids, parts or (), covered or ())
            plain[12], plain[13] = (orjson.loads(each) if each else None for each in plain[12:14])
            yield Fetched(*plain, tuple(marks))


def load_coverages(codes: list[str]) -> dict[str, list[Held[Declared]]]:
    """What is declared of each district; few rows."""
    exceptions = defaultdict(list)
    rows = CoverageException.objects.filter(coverage__district__in=codes).order_by("id")
    for coverage, place, reason in rows.values_list("coverage", "place", "reason"):
        exceptions[coverage].append((place.bytes, reason))
    found: dict[str, list[Held[Declared]]] = defaultdict(list)
    for row in Coverage.objects.filter(district__in=codes).order_by("id"):
        found[row.district_id].append(_held(row, Declared(tuple(exceptions[row.id]))))
    return found


def load_orders(codes: list[str]) -> dict[str, list[Held[Ordered]]]:
    """What is ordered for each whole district; few rows."""
    found: dict[str, list[Held[Ordered]]] = defaultdict(list)
    for row in DistrictOrdered.objects.filter(district__in=codes).order_by("id"):
        found[row.district_id].append(_held(row, Ordered(row.state, row.text, row.opened_by)))
    return found


def _held(row: Any, value: Any) -> Held[Any]:
    lower, upper = _ends(row.effective)
    return Held(lower, upper, *_ends(row.known), value)


def _ends(range: Any) -> tuple[int, int]:
    lower: datetime | None = range.lower
    upper: datetime | None = range.upper
    return (
        BEGINNING if lower is None else micros(lower),
        END if upper is None else micros(upper),
    )
