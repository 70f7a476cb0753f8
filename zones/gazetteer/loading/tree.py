"""The known places of a city in memory, without their outlines, as loading compares them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from zones.address.values import Level
from zones.models import City, Place, PlaceName
from zones.models.ground import PlaceReference

CHUNK = 5000


@dataclass(slots=True, eq=False)
class Node:
    """A place, known or about to be made; compared by identity."""

    id: UUID
    district: str
    level: Level
    key: str
    value: str
    name: str
    street: str = ""
    parent: "Node | None" = None
    retired_on: date | None = None
    is_new: bool = False
    is_official: bool = False
    """Whether it has an official name at present."""
    changed: dict[str, str] = field(default_factory=dict)
    """What of it the file changes, and to what, in words for the report."""

    def chain(self) -> Iterator["Node"]:
        """The place and all that it lies in, inside out."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def above(self, level: Level) -> list["Node"]:
        """What it lies in at a level: several after a split or a merger."""
        return [n for n in self.chain() if n is not self and n.level is level]

    @property
    def depth(self) -> int:
        return sum(1 for _ in self.chain())


@dataclass(slots=True)
class Tree:
    """All places of the districts at hand, by name, by parent, and by the file's own id."""

    named: dict[tuple[str, Level, str], list[Node]] = field(default_factory=dict)
    below: dict[tuple[UUID, Level, str], list[Node]] = field(default_factory=dict)
    sections: dict[UUID, list[Node]] = field(default_factory=lambda: defaultdict(list))
    by_reference: dict[str, Node] = field(default_factory=dict)
    references: dict[UUID, str] = field(default_factory=dict)
    made: list[Node] = field(default_factory=list)
    gained: list[Node] = field(default_factory=list)

    def grow(self, node: Node) -> Node:
        """Add a new place."""
        self.made.append(node)
        self.name(node, node.key)
        self.hang(node)
        return node

    def name(self, node: Node, key: str) -> None:
        """Let a place be found by a name."""
        bearers = self.named.setdefault((node.district, node.level, key), [])
        if node not in bearers:
            bearers.append(node)

    def hang(self, node: Node) -> None:
        """Let a place be found below its parent."""
        if node.parent is not None:
            self.below.setdefault((node.parent.id, node.level, node.key), []).append(node)
            if node.level is Level.SECTION:
                self.sections[node.parent.id].append(node)

    def gain(self, node: Node, parent: Node | None, street: str) -> None:
        """Let a known place learn what it lies in, and on which street; it loses nothing."""
        if parent is not None and parent is not node.parent and _keeps(node, parent):
            node.parent = parent
            node.changed["within"] = parent.name
            self.hang(node)
        if street and not node.street:
            node.street = street
            node.changed["street"] = street
        if node.changed and not node.is_new:
            self.gained.append(node)


def _keeps(node: Node, parent: Node) -> bool:
    """Whether a place under another parent still lies in all that it lay in."""
    around = set(parent.chain())
    return node not in around and set(list(node.chain())[1:]) <= around


def new_node(parent: Node | None, district: str, level: Level, **words: str) -> Node:
    """A place about to be made."""
    return Node(uuid4(), district, level, parent=parent, is_new=True, **words)


def known_tree(city: City, source: str) -> Tree:
    """Every place of a city, with what ``source`` calls it."""
    tree = Tree()
    nodes: dict[UUID, Node] = {}
    parents: dict[UUID, UUID] = {}
    columns = ("id", "district", "level", "key", "value", "name", "street")
    places = Place.objects.filter(district__city=city).order_by("created_at", "id")
    rows = places.values_list(*columns, "retired_on", "parent")
    for identity, district, level, key, value, name, street, retired_on, parent in rows.iterator(
        CHUNK
    ):
        node = Node(identity, district, Level(level), key, value, name, street)
        node.retired_on = retired_on
        nodes[identity] = node
        if parent is not None:
            parents[identity] = parent
    for identity, parent in parents.items():
        nodes[identity].parent = nodes[parent]
    for node in nodes.values():
        tree.hang(node)
    _read_names(city, tree, nodes)
    told = PlaceReference.objects.filter(source=source, place__district__city=city)
    for identity, external_id in told.values_list("place", "external_id").iterator(CHUNK):
        tree.by_reference[external_id] = nodes[identity]
        tree.references[identity] = external_id
    return tree


def _read_names(city: City, tree: Tree, nodes: dict[UUID, Node]) -> None:
    names = PlaceName.objects.filter(place__district__city=city).order_by("id")
    for identity, key, kind, until in names.values_list("place", "key", "kind", "until").iterator(
        CHUNK
    ):
        node = nodes[identity]
        if until is None or kind != PlaceName.Kind.ALIAS:
            tree.name(node, key)
        node.is_official |= kind == PlaceName.Kind.OFFICIAL and until is None
