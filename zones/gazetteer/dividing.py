"""Into which part of a split place the places in it go: proposed, and for a person to decide.

A part is typed with the numbers that it takes (水木东园小区：1—6、9), or is known and drawn
already. What neither tells stays below the old place, where it may lie in any of the parts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext as _

from zones.models import Place

SPAN = re.compile(r"(\d+)(?:\s*(?:号楼|栋|号|楼)?\s*[-—–~～至到]\s*(\d+))?")
MOST_IN_A_SPAN = 500


@dataclass(frozen=True, slots=True)
class TypedPart:
    """A part as somebody typed it: its name, and the numbers of what lies in it."""

    name: str
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposed:
    """The part in which a place probably lies, and why; nothing in either where none is."""

    part: str = ""
    why: str = ""


def read_part(line: str) -> TypedPart:
    """A line as typed: the name, and after a colon the numbers."""
    name, *told = re.split("[:：]", line.strip(), maxsplit=1)
    numbers: set[int] = set()
    for low, high in SPAN.findall("".join(told)):
        first, last = int(low), int(high or low)
        numbers.update(range(first, min(last, first + MOST_IN_A_SPAN) + 1))
    return TypedPart(name.strip(), frozenset(numbers))


def propose(
    child: Place, parts: Sequence[TypedPart], outlines: dict[str, GEOSGeometry]
) -> Proposed:
    """The one part to which a number or an outline points; what points to two points to none."""
    if child.value.isdigit():
        named = [part.name for part in parts if int(child.value) in part.numbers]
        if len(named) == 1:
            return Proposed(named[0], _("号数在其中"))
    if child.outline:
        middle = child.outline.point_on_surface
        around = [name for name, outline in outlines.items() if outline.covers(middle)]
        if len(around) == 1:
            return Proposed(around[0], _("轮廓在其中"))
    return Proposed()
