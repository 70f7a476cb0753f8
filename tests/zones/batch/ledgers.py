"""Random zones over a synthetic town: in force, over, to come; in, around and beside places."""

import random
from datetime import datetime, timedelta
from uuid import UUID

from zones.gazetteer.index import Index
from zones.risk.regimes import SHANGHAI
from zones.serving.heads import Heads
from zones.serving.history import Declared, Held, Rows
from zones.serving.records import BEGINNING, END, Fetched, Mark, Pool, micros, table
from zones.serving.snapshot import Ground, Snapshot

NOON = datetime(2022, 11, 30, 12, tzinfo=SHANGHAI)
BEFORE = NOON - timedelta(days=30)
SPANS = ((-2, None), (-2, 3), (-9, -6), (-20, -9), (-20, None), (2, 5), (None, None), (None, -3))
"""Days from now on over which a zone holds."""
NOTICE = {"kind": "notice", "year": 2022, "number": 7, "sequence": 7, "url": "/notices/2022/7/"}


def snapshot(index: Index, seed: int) -> Snapshot:
    """A ledger with many zones in a part of the town, and few elsewhere."""
    chance, pool = random.Random(seed), Pool()
    rows: dict[str, list[Fetched]] = {d.code: [] for d in index.districts}
    hot = chance.choices(range(len(index)), k=chance.choice([1, 4, 12]))
    for number in range(chance.choice([3, 40])):
        around = _around(index, chance.choice(hot), chance)
        for row in _designation(index, around, number, chance):
            rows[index.district_of(around[0]).code].append(row)
    ground = Ground(index, outlines=None)  # type: ignore[arg-type]
    return Snapshot.of(
        Heads(7, None, 0, 0),
        ground,
        {
            code: Rows(table(of, pool), pool, coverages=_coverage(index, code, hot, chance))
            for code, of in rows.items()
        },
    )


def _around(index: Index, place: int, chance: random.Random) -> list[int]:
    """A place, or one that it lies in, or one beside it, or what lies there."""
    at = chance.choice(index.lineage(place))
    near = [at, *index.lineage(at), *index.children_of(at)]
    above = index.columns.parent[at]
    near += index.children_of(above) if above >= 0 else ()
    return [at, *chance.choices(near, k=chance.choice([0, 0, 1, 2]))]


def _designation(
    index: Index, places: list[int], number: int, chance: random.Random
) -> list[Fetched]:
    """One zone; now and then it was of another extent before."""
    span, part = chance.choice(SPANS), chance.choice(["", "", "", "3层"])
    marks = {place: chance.random() < 0.75 for place in places} | {places[0]: True}
    told = tuple(Mark(index.columns.id_of(p), part, covered) for p, covered in marks.items())
    stretches = [(span, told)]
    if chance.random() < 0.3 and span[0] is not None:
        stretches.append(((span[0] - 2, span[0]), told[: chance.choice([1, 3])]))
    id, implied = UUID(int=chance.getrandbits(128)).bytes, chance.random() < 0.1
    level = chance.choice(["high", "high", "medium"])
    since = chance.choice([None, micros(BEFORE)])
    return [
        Fetched(
            10 * number + at, id, id, implied, "", _micros(start), _micros(end), micros(BEFORE),
            None, since, level, index.name_of(places[0]), NOTICE, None, marked,
        )
        for at, ((start, end), marked) in enumerate(stretches)
    ]  # fmt: skip


def _coverage(
    index: Index, code: str, hot: list[int], chance: random.Random
) -> tuple[Held[Declared], ...]:
    """The ledger vouches for most districts, for one only lately, for another less a place."""
    inside = [place for place in hot if index.district_of(place).code == code]
    some = inside[: chance.choice([0, 0, 2])]
    left_out = Declared(tuple((index.columns.id_of(p), "未核实") for p in some))
    begins = chance.choice([BEGINNING, BEGINNING, micros(NOON - timedelta(days=3)), None])
    return () if begins is None else (Held(begins, END, BEGINNING, END, left_out),)


def _micros(days: int | None) -> int | None:
    return None if days is None else micros(NOON + timedelta(days=days))
