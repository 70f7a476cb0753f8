"""From rows of places to the pure ``Located`` values that the risk algebra compares."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from zones.address.values import Level
from zones.gazetteer.known import KnownDistrict
from zones.models import Place
from zones.models.ground import Succession
from zones.risk.relation import HOLDERS, SUCCESSOR, Located, rung


def locate_district(district: KnownDistrict) -> Located:
    """A whole district as a place."""
    return Located((district.code,), ((Level.DISTRICT, district.code),), district.name)


def locate(places: Iterable[Place]) -> dict[UUID, Located]:
    """The ``Located`` of each place, by id; ancestors are fetched in one query.

    An id that turned out to be another place's is located as that place.
    """
    wanted = list(places)
    known = {p.id: p for p in wanted}
    became: dict[UUID, UUID] = {}
    asked: set[UUID] = set()
    while unseen := {i for p in known.values() for i in p.lineage} - asked:
        known |= Place.objects.defer("outline").in_bulk(unseen - known.keys())
        steps = Succession.objects.filter(kind=Succession.Kind.SAME, predecessor__in=unseen)
        heirs = dict(steps.values_list("predecessor", "successor"))
        became |= heirs
        known |= Place.objects.defer("outline").in_bulk(set(heirs.values()) - known.keys())
        asked |= unseen
    return {p.id: _located(_chain(p.lineage, known, became)) for p in wanted}


def _chain(
    lineage: Sequence[UUID], known: Mapping[UUID, Place], became: Mapping[UUID, UUID]
) -> list[Place]:
    """The places from the root to one, each as the place that it turned out to be."""
    chain: list[Place] = []
    for id in lineage:
        heir = became.get(id)
        chain = [*chain, known[id]] if heir is None else _chain(known[heir].lineage, known, became)
    return chain


def _located(chain: Sequence[Place]) -> Located:
    own = chain[-1]
    return Located((own.district_id, *(str(p.id) for p in chain)), rungs_of(chain), own.name)


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
                rungs.setdefault(SUCCESSOR, f"{own}:{node.key}")
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
