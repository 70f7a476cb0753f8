"""Which column of a file says what (列对应)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from zones.address.values import Level
from zones.gazetteer.loading.findings import FileRefused, WrongUsage
from zones.gazetteer.loading.values import Source


class Field(StrEnum):
    """What a column may hold.

    A file says where a place is in one of three ways: a whole ``address``; its rungs, a
    column each; or as a tree, by ``level``, its own ``name`` and the id of its ``parent``.
    """

    ID = "id"
    ADDRESS = "address"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"
    STREET = "street"
    AREA = "area"
    COMPLEX = "complex"
    SECTION = "section"
    BUILDING = "building"
    UNIT = "unit"
    LEVEL = "level"
    NAME = "name"
    PARENT = "parent"
    LON = "lon"
    LAT = "lat"
    WKT = "wkt"


HEAD: Final = (
    Field.SUBDISTRICT,
    Field.COMMUNITY,
    Field.STREET,
    Field.AREA,
    Field.COMPLEX,
    Field.SECTION,
)
"""The columns that together are read as the place that holds buildings, coarse to fine."""
WHERE: Final = (Field.WKT, Field.LON, Field.LAT)
TREE: Final = {Field.LEVEL, Field.NAME, Field.PARENT}
LEVELS: Final = {field: Level(field.value) for field in (*HEAD, Field.BUILDING, Field.UNIT)}

Cells = Mapping[Field, object]
"""The mapped cells of one row."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Field to column. Refuses maps from which no place can be made."""

    columns: Mapping[Field, str]

    def __post_init__(self) -> None:
        fields = self.columns.keys()
        if Field.ID not in fields:
            raise WrongUsage("--map needs COLUMN=id: places are told apart by the file's own id")
        rungs = fields & (LEVELS.keys() - {Field.STREET})
        if Field.ADDRESS in fields:
            ways = [True, bool(fields & LEVELS.keys()), bool(fields & TREE)]
        else:
            ways = [bool(rungs or not fields & TREE), bool(fields & TREE)]
        if sum(ways) > 1:
            raise WrongUsage("--map takes an address, or rungs, or level, name and parent")
        if fields & TREE and not fields >= TREE:
            raise WrongUsage("--map needs all of level, name and parent, or none of them")
        if not fields & {Field.ADDRESS, *LEVELS, *TREE}:
            raise WrongUsage("--map needs COLUMN=address, or a rung such as COLUMN=complex")
        if (Field.LON in fields) != (Field.LAT in fields):
            raise WrongUsage("--map needs both lon and lat, or neither")
        if Field.WKT in fields and Field.LON in fields:
            raise WrongUsage("--map takes either wkt or lon and lat, not both")

    @property
    def is_tree(self) -> bool:
        """Whether rows name their parent instead of all that they lie in."""
        return Field.PARENT in self.columns

    @classmethod
    def read(cls, pairs: Iterable[str]) -> "ColumnMap":
        """The map that ``COLUMN=FIELD`` pairs say."""
        columns: dict[Field, str] = {}
        for pair in pairs:
            column, _, word = pair.rpartition("=")
            if not column or word not in list(Field):
                known = ", ".join(Field)
                raise WrongUsage(f"--map {pair!r} is not COLUMN=FIELD; the fields are {known}")
            if Field(word) in columns:
                raise WrongUsage(f"--map names {word} twice")
            columns[Field(word)] = column
        return cls(columns)

    def check(self, source: Source) -> None:
        """Refuse a file that lacks a mapped column, or has it twice."""
        there = source.columns
        lacking = [c for c in self.columns.values() if c not in there]
        if lacking:
            has = f"the file has {', '.join(filter(None, there)) or 'none'}"
            raise FileRefused(f"no column {', '.join(lacking)}; {has}{source.hint}")
        if twice := [c for c in self.columns.values() if there.count(c) > 1]:
            mend = "give each column a name of its own"
            raise FileRefused(f"two columns are called {', '.join(twice)}; {mend}")


def words(value: object) -> str:
    """A cell as text: 4.0 is 4, nothing is empty."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
