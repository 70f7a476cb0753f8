"""From the rows of a file to the places they are about (对照): known, new, or refused."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zones.address import name, show
from zones.address.values import Level, Segment
from zones.gazetteer.anchors import Anchor, anchors_of
from zones.gazetteer.loading.claims import Claim, settle
from zones.gazetteer.loading.findings import RowFinding, RowRefused
from zones.gazetteer.loading.tree import Node, Tree, new_node
from zones.gazetteer.loading.wording import Path, key_of
from zones.gazetteer.plant import BELOW, shown

STEPS = ((Level.SUBDISTRICT,), (Level.COMMUNITY,), (Level.STREET, Level.AREA, Level.COMPLEX))
RENAMED = "if it was renamed, say since when with --renamed-on; if not, the id was used twice"


@dataclass(frozen=True, slots=True)
class Row:
    """An accepted row: its line, the file's id, the district and the path of its place."""

    line: int
    external_id: str
    district: str
    path: Path


@dataclass(slots=True)
class Head:
    """What is named in front of sections and buildings, and what it was found to be."""

    district: str
    path: Path
    anchor: Anchor
    own: list[Row] = field(default_factory=list)
    """The rows that are about this very place, not about one below it."""
    holders: list[Node] = field(default_factory=list)
    found: Node | RowRefused | None = None


@dataclass(slots=True)
class Plan:
    """The place of each row; the renamings that the file tells of; refusals and doubts."""

    tree: Tree
    placed: dict[Row, Node] = field(default_factory=dict)
    renamed: dict[Node, str] = field(default_factory=dict)
    refused: list[RowFinding] = field(default_factory=list)
    doubts: list[RowFinding] = field(default_factory=list)

    def needed(self) -> set[Node]:
        """Every place of an accepted row, and all that it lies in."""
        return {n for node in self.placed.values() for n in node.chain()}


def plan(rows: Sequence[Row], tree: Tree, *, may_rename: bool) -> Plan:
    """Find the place of each row. The order of the rows is irrelevant."""
    made = Plan(tree)
    heads = _heads(rows)
    for levels in STEPS:
        _settle(heads.values(), levels, tree)
    for row in sorted(rows, key=lambda r: (len(_below(r.path)), r.line)):
        try:
            made.placed[row] = _place(row, heads[_head_key(row)], made, may_rename=may_rename)
        except RowRefused as refused:
            made.refused.append(RowFinding.of(row.line, refused))
    _refuse_twins(made)
    return made


HeadKey = tuple[str, tuple[tuple[Level, str], ...]]


def _above(path: Path) -> Path:
    return tuple(s for s in path if s.level not in BELOW)


def _below(path: Path) -> Path:
    return tuple(s for s in path if s.level in BELOW)


def _head_key(row: Row) -> HeadKey:
    return row.district, tuple((s.level, s.value) for s in _above(row.path))


def _heads(rows: Iterable[Row]) -> dict[HeadKey, Head]:
    heads: dict[HeadKey, Head] = {}
    for row in rows:
        key = _head_key(row)
        if key not in heads:
            path = _above(row.path)
            heads[key] = Head(row.district, path, anchors_of(path)[0])
        if not _below(row.path):
            heads[key].own.append(row)
    return heads


def _settle(heads: Iterable[Head], levels: tuple[Level, ...], tree: Tree) -> None:
    """Find the places that the heads name at some levels, all of them together."""
    claims: dict[Claim, list[Head]] = defaultdict(list)
    bound: dict[Claim, set[Node]] = defaultdict(set)
    for head in heads:
        claim = _claim(head, levels) if head.found is None else None
        if claim is None:
            continue
        claims[claim].append(head)
        if _is_own(head, claim):
            known = (tree.by_reference.get(row.external_id) for row in head.own)
            bound[claim] |= {n for n in known if n is not None}
    for claim, verdict in settle(claims, bound, tree).items():
        for head in claims[claim]:
            if isinstance(verdict, RowRefused) or _is_own(head, claim):
                head.found = verdict
            else:
                head.holders.append(verdict)


def _is_own(head: Head, claim: Claim) -> bool:
    return head.anchor.level is claim.level


def _claim(head: Head, levels: tuple[Level, ...]) -> Claim | None:
    anchor = head.anchor
    around = tuple(head.holders)
    if anchor.level in levels:
        own = anchor.used[-1]
        words = own.value, show(shown(head.path, own))
        return Claim(head.district, anchor.level, anchor.key, around, anchor.street, *words)
    segment = next((s for s in head.path if s.level in levels), None)
    if segment is None or segment.level not in (Level.SUBDISTRICT, Level.COMMUNITY):
        return None
    words = segment.value, name(segment)
    return Claim(head.district, segment.level, key_of(segment), around, "", *words)


def _place(row: Row, head: Head, made: Plan, *, may_rename: bool) -> Node:
    """The place of one row, made where it is missing. Raises ``RowRefused``."""
    if isinstance(head.found, RowRefused):
        raise head.found
    assert head.found is not None
    node, tree = head.found, made.tree
    told = tree.by_reference.get(row.external_id)
    below = _below(row.path)
    for at, segment in enumerate(below, start=1):
        node = _step(node, segment, told if at == len(below) else None, row, made)
    if told is None:
        return node
    if told is not node:
        raise RowRefused(f"this id is {told.name}, the row is about {node.name}", RENAMED, "id")
    _note_renaming(below[-1] if below else head, node, made, may_rename=may_rename)
    return node


def _step(above: Node, segment: Segment, told: Node | None, row: Row, made: Plan) -> Node:
    """The place that a segment names right below another, made if it is new."""
    key, tree = key_of(segment), made.tree
    found = tree.below.get((above.id, segment.level, key), [])
    living = [n for n in found if n.retired_on is None]
    if living:
        return living[0]
    if told is not None and told.level is segment.level and told.retired_on is None:
        return _told(told, above, key, made)
    if found:
        reason = f"{found[0].name} was retired on {found[0].retired_on}"
        raise RowRefused(reason, "name what took its place")
    if twins := _behind_a_section(above, segment.level, key, tree):
        reason = f"{above.name}{name(segment)} may be the known {twins[0].name}"
        mend = "they are kept apart until a person says so"
        made.doubts.append(RowFinding(row.line, reason, mend))
    node = new_node(
        above,
        above.district,
        segment.level,
        key=key,
        value=segment.value,
        name=above.name + name(segment),
    )
    return tree.grow(node)


def _told(told: Node, above: Node, key: str, made: Plan) -> Node:
    """The place that the file's id says, under a new number or with more known above it."""
    if told.key == key:
        made.tree.gain(told, above, "")
    if told.parent is not above:
        reason = f"this id is {told.name}, which cannot come to lie in {above.name}"
        raise RowRefused(reason, "a place never leaves what it lies in; give it another id")
    made.tree.below.setdefault((above.id, told.level, key), []).append(told)
    return told


def _behind_a_section(above: Node, level: Level, key: str, tree: Tree) -> list[Node]:
    """Places of the same number beside a new one, with a section more or less."""
    beside = tree.sections.get(above.id, []) if level is not Level.SECTION else []
    if above.level is Level.SECTION and above.parent is not None:
        beside = [*beside, above.parent]
    return [n for b in beside for n in tree.below.get((b.id, level, key), ()) if n.parent is b]


def _note_renaming(said: Head | Segment, node: Node, made: Plan, *, may_rename: bool) -> None:
    """A known id under a name that its place never had: a renaming, if a date is given."""
    if isinstance(said, Segment):
        key, words = key_of(said), name(said)
    else:
        key, words = said.anchor.key, show(shown(said.path, said.anchor.used[-1]))
    if key == node.key or node in made.tree.named.get((node.district, node.level, key), ()):
        return
    if not may_rename:
        raise RowRefused(f"this id is {node.name}, the row says {words}", RENAMED, "id")
    made.renamed[node] = words


def _refuse_twins(made: Plan) -> None:
    """Refuse rows that share a place, and rows whose place the source knows by another id."""
    rows: dict[Node, list[Row]] = defaultdict(list)
    for row, node in made.placed.items():
        rows[node].append(row)
    for node, same in rows.items():
        for row in same:
            others = ", ".join(str(r.line) for r in same if r is not row)
            other_id = made.tree.references.get(node.id, row.external_id)
            if others:
                reason, mend = f"{node.name} stands at {others} too", "keep one row a place"
            elif other_id != row.external_id:
                reason = f"the source calls {node.name} {other_id}, not {row.external_id}"
                mend = "keep ids for life, or load it as another --source"
            else:
                continue
            made.refused.append(RowFinding(row.line, reason, mend))
            del made.placed[row]
