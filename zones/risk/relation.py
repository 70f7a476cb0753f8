"""What is certain about where two places lie to each other.

Every rung of the tree but the district may be absent, so the tree is only part of
what is true: "浦东雅典16号楼" may or may not lie in "浦东雅典北区". Two places are
certainly apart only where they are known to differ at one and the same rung.
"""

import re
from dataclasses import dataclass
from enum import Enum

from zones.address.keys import different_streets
from zones.address.values import Level
from zones.risk.extent import Lineage

HOLDERS = frozenset({Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY, Level.STREET, Level.AREA})
"""Rungs that hold complexes; a complex may lie in one without its name saying so."""


_SECTION = re.compile(r"(?P<which>.+?)(?P<what>期|组团|区|园|苑|院|排|街坊|地块|组|队|[^期区])")
_WAYS_TO_COUNT = (
    ("number", re.compile(r"\d+")),
    ("letter", re.compile(r"[A-Z]+\d*|[甲乙丙丁戊]")),
    ("side", re.compile(r"[东南西北中前后左右内外上下]+")),
)


SUCCESSOR = "successor"
"""The rung on which the places are told apart that took over from one of their own level."""


def rung(level: Level, key: str) -> str:
    """The rung on which a place stands: its level, and for a section its kind as well.

    二期 and 三期 are two sections of one kind, and apart; 二期 and 南区 divide a complex in
    two ways, and may overlap.
    """
    if level is not Level.SECTION:
        return level.value
    section = _SECTION.fullmatch(key)
    which, what = (section["which"], section["what"]) if section else (key, "")
    way = next((name for name, form in _WAYS_TO_COUNT if form.fullmatch(which)), "name")
    return f"{level.value}:{what}:{way}"


@dataclass(frozen=True, slots=True)
class Located:
    """A place with the keys of all rungs known above it.

    ``rungs`` maps rung (see ``rung``) to key, the place's own last; a street that
    locates a complex counts as one.
    """

    lineage: Lineage
    rungs: tuple[tuple[str, str], ...]
    name: str


class Relation(Enum):
    """How one place lies to another."""

    SAME = "same"
    WITHIN = "within"
    AROUND = "around"
    APART = "apart"
    UNCERTAIN = "uncertain"


def relate(one: Located, other: Located) -> Relation:
    """How ``one`` lies to ``other``: certain relations come from the tree, or from a
    rung at which both are known and differ; everything else is uncertain.
    """
    if one.lineage == other.lineage:
        return Relation.SAME
    if one.lineage[: len(other.lineage)] == other.lineage:
        return Relation.WITHIN
    if other.lineage[: len(one.lineage)] == one.lineage:
        return Relation.AROUND
    if one.lineage[0] != other.lineage[0]:
        return Relation.APART
    mine, theirs = dict(one.rungs), dict(other.rungs)
    if any(_differ(name, mine[name], theirs[name]) for name in mine.keys() & theirs.keys()):
        return Relation.APART
    if _anchored(mine) and _anchored(theirs) and not _same_anchor(mine, theirs):
        return Relation.APART
    return Relation.UNCERTAIN


def _differ(name: str, one: str, other: str) -> bool:
    """Whether two keys of one rung are certainly two things; a street may lack its door."""
    if name == Level.STREET:
        return different_streets(one, other)
    return one != other


def _anchored(rungs: dict[str, str]) -> bool:
    """Whether the place is, or lies within, something that people live or work in."""
    return not rungs.keys() <= HOLDERS


def _same_anchor(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether two anchored places may be parts of one complex.

    A building with a street but no complex ("解放路7号楼") is a complex of its own, so
    it is apart from every complex with a name.
    """
    return (Level.COMPLEX in one) == (Level.COMPLEX in other)
