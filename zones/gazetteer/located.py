"""From rows of places to the pure ``Located`` values that the risk algebra compares."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from zones.address.values import Level
from zones.gazetteer.known import KnownDistrict
from zones.models import Place
from zones.risk.relation import HOLDERS, Located, rung

TAKEN_OVER: Final = Level.PROVINCE
"""The rung on which successors are told apart: no place has it of its own."""


def locate_district(district: KnownDistrict) -> Located:
    """A whole district as a place."""
    return Located((district.code,), ((Level.DISTRICT, district.code),), district.name)


def locate(places: Iterable[Place]) -> dict[UUID, Located]:
    """The ``Located`` of each place, by id; ancestors are fetched in one query."""
    wanted = list(places)
    known = {p.id: p for p in wanted}
    missing = {i for p in wanted for i in p.lineage} - known.keys()
    known |= Place.objects.defer("outline").in_bulk(missing)
    return {p.id: _located(p, known) for p in wanted}


def _located(place: Place, known: dict[UUID, Place]) -> Located:
    rungs = rungs_of([known[i] for i in place.lineage])
    lineage = (place.district_id, *(str(i) for i in place.lineage))
    return Located(lineage, rungs, place.name)


def rungs_of(chain: Sequence[Place]) -> tuple[tuple[str, str], ...]:
    """The keys of all rungs known of a place, from its chain root to self; its own last.

    After a split or a merger two places of one level lie in one another. Seen from
    outside they are one: the outer key stands at their rung, since what lies directly
    in the outer place may lie in any of the inner ones. Two inner ones are apart, on a
    rung of their own. Subdistricts, communities and streets have none: a rung beside
    them would make them something that people live in.
    """
    rungs: dict[str, str] = {Level.DISTRICT: chain[-1].district_id}
    taken: set[str] = set()
    for node in chain:
        own = rung(Level(node.level), node.key)
        if own in taken:
            if own not in HOLDERS:
                rungs.setdefault(TAKEN_OVER, f"{own}:{node.key}")
            continue
        if node.street:
            rungs[Level.STREET] = node.street
        rungs[own] = node.key
        taken.add(own)
    rungs[own] = rungs.pop(own)
    return tuple(rungs.items())


def narrow(located: Located, part: str) -> Located:
    """A part of a place (floors, a household), one rung below it; itself without one."""
    if not part:
        return located
    return Located((*located.lineage, f"§{part}"), located.rungs, located.name + part)
