"""Writing a plan (写入): in sets, in the caller's transaction, through tables of its own.

Outlines wait in ``staged_outline`` from the moment they are read, so they are held neither
in memory nor twice in Python.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import shapely
from django.db import connection

from zones.gazetteer.known import FOUND_BY_NAME
from zones.gazetteer.loading.plan import Plan, Row
from zones.gazetteer.loading.tree import Node
from zones.gazetteer.loading.values import Geometries

_TABLES: Final = """
    DROP TABLE IF EXISTS staged_outline, planned_place, matched_row;
    CREATE TEMP TABLE staged_outline (line bigint, outline geometry(MultiPolygon, 4326))
        ON COMMIT DROP;
    CREATE TEMP TABLE planned_place (
        id uuid, district_id text, parent_id uuid, level text, key text, value text, name text,
        street text, depth integer, line bigint
    ) ON COMMIT DROP;
    CREATE TEMP TABLE matched_row (line bigint, id uuid) ON COMMIT DROP;
"""
_PLAN_WELL: Final = """
    ANALYZE staged_outline, planned_place, matched_row;
    SET LOCAL enable_seqscan = off;
    SET LOCAL jit = off;
"""
"""The triggers' plans are made when the table is empty, and would read all of it for each
of the rows that follow; the new tables are taken for small unless they are counted."""
_MAKE: Final = """
    INSERT INTO zones_place (
        id, district_id, parent_id, level, key, value, name, street, lineage,
        outline, outline_quality, outline_source, source, created_at
    )
    SELECT id, district_id, parent_id, level, key, value, name, street, '{}',
           outline, CASE WHEN outline IS NOT NULL THEN %(quality)s END,
           CASE WHEN outline IS NOT NULL THEN %(source)s END, %(source)s, clock_timestamp()
      FROM planned_place LEFT JOIN staged_outline USING (line)
     ORDER BY depth
"""
_RANK: Final = "array_position(ARRAY['surveyed', 'digitised', 'approximate'], {})"
_DIFFERS: Final = f"""
      FROM matched_row m JOIN staged_outline s USING (line) JOIN zones_place p ON p.id = m.id
     WHERE coalesce({_RANK.format("p.outline_quality")}, 9) >= {_RANK.format("%(quality)s")}
       AND (p.outline::bytea IS DISTINCT FROM s.outline::bytea
            OR p.outline_quality <> %(quality)s)
"""
_DRAW: Final = """
    UPDATE zones_place p
       SET outline = s.outline, outline_quality = %(quality)s, outline_source = %(source)s
      FROM matched_row m JOIN staged_outline s USING (line)
     WHERE p.id = m.id AND line = ANY(%(lines)s)
"""
_BETTER: Final = f"""
    SELECT m.line, p.outline_quality
      FROM matched_row m JOIN staged_outline s USING (line) JOIN zones_place p ON p.id = m.id
     WHERE {_RANK.format("p.outline_quality")} < {_RANK.format("%(quality)s")}
"""
_NAME: Final = """
    INSERT INTO zones_placename (place_id, text, key, kind, source)
    VALUES (%s, %s, %s, 'official', %s)
    ON CONFLICT (place_id, text, since) DO UPDATE SET kind = 'official'
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where outlines come from, and how far they may be trusted."""

    source: str
    quality: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """Lines whose known place got another outline, and lines whose place keeps a better one."""

    redrawn: set[int]
    kept: dict[int, str]


def prepare() -> None:
    """Make the tables of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)


def stage(lines: Sequence[int], outlines: Geometries) -> None:
    """Put the outlines of a batch aside."""
    encoded = shapely.to_wkb(shapely.set_srid(outlines, 4326), hex=True, include_srid=True)
    _copy("staged_outline (line, outline)", zip(lines, encoded, strict=True))


def write(plan: Plan, origin: Origin) -> Drawn:
    """Write a plan: new places, what known ones gain, their outlines, names and ids."""
    needed = plan.needed()
    made = [n for n in plan.tree.made if n in needed]
    lines = {node: row.line for row, node in plan.placed.items()}
    _copy(
        "planned_place (id, district_id, parent_id, level, key, value, name, street, depth, line)",
        (_planned(n, lines.get(n)) for n in made),
    )
    known = [(row.line, node.id) for row, node in plan.placed.items() if not node.is_new]
    _copy("matched_row (line, id)", known)
    words = {"quality": origin.quality, "source": origin.source}
    with connection.cursor() as cursor:
        cursor.execute(_PLAN_WELL)
        if made:
            cursor.execute(_MAKE, words)
        _teach(cursor, [n for n in dict.fromkeys(plan.tree.gained) if n in needed])
        cursor.execute(_BETTER, words)
        kept = dict(cursor.fetchall())
        redrawn = _draw(cursor, words)
        _name(cursor, unnamed(needed), origin.source)
    fresh = ((n, r) for r, n in plan.placed.items() if n.id not in plan.tree.references)
    _refer(fresh, origin.source)
    return Drawn(redrawn, kept)


def _draw(cursor: Any, words: dict[str, str]) -> set[int]:
    """Draw known places anew. Where none differs nothing is written, and so no change noted."""
    cursor.execute(f"SELECT m.line {_DIFFERS}", words)
    lines = [line for (line,) in cursor.fetchall()]
    if lines:
        cursor.execute(_DRAW, {**words, "lines": lines})
    return set(lines)


def unnamed(nodes: Iterable[Node]) -> list[Node]:
    """Places that are found by name and have no official one at present."""
    return [n for n in nodes if n.level.value in FOUND_BY_NAME and not n.is_official]


def _planned(node: Node, line: int | None) -> tuple[object, ...]:
    parent = node.parent.id if node.parent else None
    words = (node.level.value, node.key, node.value, node.name, node.street)
    return (node.id, node.district, parent, *words, node.depth, line)


def _teach(cursor: Any, nodes: Iterable[Node]) -> None:
    """From the root down: whoever gains a parent has to find it with its own lineage grown."""
    cursor.executemany(
        "UPDATE zones_place SET parent_id = %s, street = %s WHERE id = %s",
        [
            (n.parent.id if n.parent else None, n.street, n.id)
            for n in sorted(nodes, key=lambda n: n.depth)
        ],
    )


def _name(cursor: Any, nodes: Iterable[Node], source: str) -> None:
    rows = sorted(((n.id, n.name, n.key, source) for n in nodes), key=str)
    cursor.executemany(_NAME, rows)


def _refer(rows: Iterable[tuple[Node, Row]], source: str) -> None:
    _copy(
        "zones_placereference (place_id, source, external_id)",
        ((node.id, source, row.external_id) for node, row in rows),
    )


def _copy(into: str, rows: Iterable[Sequence[object]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
