"""Which place a name means (归并): the known one, a new one, or nobody can tell.

A claim is what rows say of a subdistrict, community, street, area or complex: its name,
and what it lies in as far as it is said. Claims and known places agree where nothing that
both know differs. All claims are judged at once, so the order of rows is irrelevant; a
claim that may be either of two places is none of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zones.address.values import Level
from zones.gazetteer.anchors import same_street
from zones.gazetteer.loading.findings import RowRefused
from zones.gazetteer.loading.tree import Node, Tree, new_node


@dataclass(frozen=True, slots=True)
class Claim:
    """A name at a level of a district, with the places and the street said around it."""

    district: str
    level: Level
    key: str
    holders: tuple[Node, ...] = ()
    street: str = ""
    value: str = field(default="", compare=False)
    name: str = field(default="", compare=False)

    def agrees(self, other: "Claim") -> bool:
        """Whether two claims may mean one place."""
        mine = {h.level: h for h in self.holders}
        if any(mine.get(h.level, h) is not h for h in other.holders):
            return False
        return _may_be_one_street(self.street, other.street)

    def fits(self, node: Node) -> bool:
        """Whether a known place may be meant."""
        for holder in self.holders:
            above = node.above(holder.level)
            if above and holder not in above:
                return False
        return _may_be_one_street(self.street, node.street)

    @property
    def order(self) -> tuple[str, ...]:
        """The same on every machine: ids of new places are not."""
        return (self.street, *(h.name for h in self.holders))


Verdicts = dict[Claim, Node | RowRefused]


def settle(claims: Iterable[Claim], bound: dict[Claim, set[Node]], tree: Tree) -> Verdicts:
    """The place of each claim. ``bound`` are the places that the file's own ids say."""
    groups: dict[tuple[str, Level, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.district, claim.level, claim.key].append(claim)
    verdicts: Verdicts = {}
    for name, group in sorted(groups.items()):
        group.sort(key=lambda c: c.order)
        known = [n for n in tree.named.get(name, ()) if not n.is_new]
        verdicts |= _settle_namesakes(group, known, bound, tree)
    return verdicts


def _settle_namesakes(
    claims: list[Claim], known: list[Node], bound: dict[Claim, set[Node]], tree: Tree
) -> Verdicts:
    verdicts: Verdicts = {}
    clusters: list[list[Claim]] = []
    for claim in claims:
        near = [c for c in claims if c.agrees(claim)]
        if not all(a.agrees(b) for a in near for b in near):
            reason = f"{claim.name} may be either of several in the file"
            verdicts[claim] = RowRefused(reason, "say its subdistrict, community or street")
        elif claim not in {c for cluster in clusters for c in cluster}:
            clusters.append([c for c in near if c not in verdicts])
    living = [n for n in known if n.retired_on is None]
    fitting = [[n for n in living if all(c.fits(n) for c in cluster)] for cluster in clusters]
    for cluster, fit in zip(clusters, fitting, strict=True):
        told = {n for c in cluster for n in bound.get(c, ())}
        shared = [n for n in fit if sum(n in other for other in fitting) > 1]
        found = _choose(cluster[0], told, fit, shared, known)
        if found is None:
            found = _make(cluster, tree)
        elif isinstance(found, Node):
            _teach(found, cluster, tree)
        verdicts |= dict.fromkeys(cluster, found)
    return verdicts


def _choose(
    claim: Claim, told: set[Node], fit: list[Node], shared: list[Node], known: list[Node]
) -> Node | RowRefused | None:
    """The known place that a claim means, ``None`` for a new one."""
    if len(told) == 1:
        return _told(claim, *told)
    if told:
        return RowRefused(f"{claim.name} is known as several places", "are the ids right?")
    if len(fit) > 1:
        names = ", ".join(sorted(_where(n) for n in fit))
        reason = f"{claim.name} may be any of the known {names}"
        return RowRefused(reason, "say its subdistrict, community or street")
    if shared:
        reason = f"the known {_where(shared[0])} may be this {claim.name} or another in the file"
        return RowRefused(reason, "settle first where the known one lies")
    if fit:
        return fit[0]
    gone = [n for n in known if n.retired_on is not None]
    if gone and len(gone) == len(known):
        reason = f"{claim.name} was retired on {gone[0].retired_on}"
        return RowRefused(reason, "name what took its place")
    return None


def _told(claim: Claim, node: Node) -> Node | RowRefused:
    if node.retired_on is not None:
        reason = f"this id is {node.name}, retired on {node.retired_on}"
        return RowRefused(reason, "give what took its place an id of its own")
    if node.level is not claim.level or node.district != claim.district or not claim.fits(node):
        mend = "a place keeps its level and what it lies in; give another place another id"
        return RowRefused(f"this id is {_where(node)}", mend)
    return node


def _make(cluster: Sequence[Claim], tree: Tree) -> Node:
    claim = min(cluster, key=lambda c: (len(c.value), c.value))
    node = new_node(
        _finest_holder(cluster),
        claim.district,
        claim.level,
        key=claim.key,
        value=claim.value,
        name=claim.name,
        street=_street(cluster),
    )
    return tree.grow(node)


def _teach(node: Node, cluster: Sequence[Claim], tree: Tree) -> None:
    tree.gain(node, _finest_holder(cluster), _street(cluster))


def _finest_holder(cluster: Sequence[Claim]) -> Node | None:
    holders = {h.level: h for c in cluster for h in c.holders}
    return holders.get(Level.COMMUNITY) or holders.get(Level.SUBDISTRICT)


def _street(cluster: Sequence[Claim]) -> str:
    """The most that is said of the street: with the door number where one has it."""
    return max((c.street for c in cluster), key=lambda s: (len(s), s))


def _may_be_one_street(one: str, other: str) -> bool:
    return not one or not other or same_street(one, other)


def _where(node: Node) -> str:
    """A place with what it lies in, for a person to tell it from its namesakes."""
    around = [n.name for n in node.chain()][1:]
    said = [*reversed(around), node.street if node.street not in node.name else ""]
    words = "".join(filter(None, said))
    return f"{node.name} ({words})" if words else node.name
