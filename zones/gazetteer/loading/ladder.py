"""Files that hold a tree (上级编号): each row names its own rung and the id of its parent.

Climbing from a row through its parents gives the same columns that another file would
have written out, so both are read alike. A parent may stand anywhere in the file, or have
been loaded from an earlier file of the same source.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from zones.address import name
from zones.address.values import Level, Segment
from zones.gazetteer.loading.columns import LEVELS, Cells, Field, words
from zones.gazetteer.loading.findings import RowRefused
from zones.gazetteer.loading.tree import Node, Tree
from zones.gazetteer.loading.wording import Worded, word

Columns = Mapping[Field, str]

DEEPEST: Final = 20
FIELDS: Final = {level.value: field for field, level in LEVELS.items()}
CHINESE: Final = {
    Field.SUBDISTRICT: ("街道", "乡镇", "乡", "镇"),
    Field.COMMUNITY: ("社区", "村"),
    Field.STREET: ("街路", "道路"),
    Field.AREA: ("片区",),
    Field.COMPLEX: ("小区", "院落"),
    Field.SECTION: ("分区",),
    Field.BUILDING: ("楼栋", "楼", "栋", "幢"),
    Field.UNIT: ("单元",),
}
"""What files call the levels that they were not told the names of."""
RUNGS: Final = FIELDS | {word: field for field, words in CHINESE.items() for word in words}
CIRCLE: Final = RowRefused("its parents go in a circle", "let each parent be coarser", Field.PARENT)


@dataclass(frozen=True, slots=True)
class Rung:
    """What one row of a tree says of itself."""

    parent: str
    level: Field
    name: str
    street: str
    district: str

    @classmethod
    def read(cls, cells: Cells) -> "Rung":
        """The rung of a row. Raises ``RowRefused``."""
        level, own = words(cells[Field.LEVEL]), words(cells[Field.NAME])
        if level not in RUNGS:
            known = ", ".join(f"{one} ({CHINESE[field][0]})" for one, field in FIELDS.items())
            mend = f"write one of {known}"
            raise RowRefused(f"no level {level or '(empty)'}", mend, Field.LEVEL)
        if not own:
            mend = "write what it is called at its own level"
            raise RowRefused("it has no name", mend, Field.NAME)
        street, district = cells.get(Field.STREET), cells.get(Field.DISTRICT)
        return cls(words(cells[Field.PARENT]), RUNGS[level], own, words(street), words(district))


@dataclass(slots=True)
class Ladder:
    """The rungs of a file by id; what parents say is worked out once."""

    rungs: dict[str, Rung]
    tree: Tree
    known: dict[str, Columns] = field(default_factory=dict)

    def word(self, rung: Rung) -> Worded:
        """The path of a row. Raises ``RowRefused``."""
        return word(self._columns(rung, 0))

    def _columns(self, rung: Rung, depth: int) -> Columns:
        if depth > DEEPEST:
            raise CIRCLE
        columns = dict(self._above(rung.parent, depth + 1)) if rung.parent else {}
        before = columns.get(rung.level, "")
        if before and rung.level is not Field.SECTION:
            mend = "let each parent be coarser"
            reason = f"a {rung.level} lies in the {rung.level} {before}"
            raise RowRefused(reason, mend, Field.LEVEL, Field.PARENT)
        if rung.street:
            columns[Field.STREET] = rung.street
        if rung.district:
            columns[Field.DISTRICT] = rung.district
        columns[rung.level] = before + rung.name
        return columns

    def _above(self, parent: str, depth: int) -> Columns:
        if parent not in self.known:
            if rung := self.rungs.get(parent):
                self.known[parent] = self._columns(rung, depth)
            elif node := self.tree.by_reference.get(parent):
                self.known[parent] = _said_of(node)
            else:
                mend = "load its parent with it, or before it from the same --source"
                raise RowRefused(f"no parent {parent}", mend, Field.PARENT)
        return self.known[parent]


def _said_of(node: Node) -> Columns:
    """The columns that a known place would have."""
    columns: dict[Field, str] = {Field.DISTRICT: node.district}
    taken: set[Level] = set()
    for one in node.chain():
        own = Segment(one.level, one.value, one.value, 0, len(one.value))
        at = Field(one.level.value)
        if one.level is Level.SECTION:
            columns[at] = name(own) + columns.get(at, "")
        elif one.level not in taken:
            columns[at] = name(own)
        taken.add(one.level)
        if one.street:
            columns.setdefault(Field.STREET, one.street)
    return columns
