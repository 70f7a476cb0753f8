"""From rows of places to the pure ``Located`` values that the risk algebra compares."""

from collections.abc import Iterable
from uuid import UUID

from zones.address.values import Level
from zones.models import District, Place
from zones.risk.relation import Located


def locate_district(district: District) -> Located:
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
    chain = [known[i] for i in place.lineage]
    rungs: dict[Level, str] = {Level.DISTRICT: place.district_id}
    for node in chain:
        if node.street:
            rungs[Level.STREET] = node.street
        rungs[Level(node.level)] = node.key
    own = Level(place.level)
    rungs[own] = rungs.pop(own)
    lineage = (place.district_id, *(str(i) for i in place.lineage))
    return Located(lineage, tuple(rungs.items()), place.name)


def narrow(located: Located, part: str) -> Located:
    """A part of a place (floors, a household), one rung below it; itself without one."""
    if not part:
        return located
    return Located((*located.lineage, f"§{part}"), located.rungs, located.name + part)
