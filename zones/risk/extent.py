"""Extents: regions of the place tree, and the algebra on them.

A place is known here by its lineage, the tuple of ids from the root down, so "lies
within" is "has as prefix".
"""

from dataclasses import dataclass

Lineage = tuple[str, ...]
"""Ids of a place and all its ancestors, root first; the district is the root."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A region of the place tree, as marks: the deepest mark at or above a place decides.

    ``{X: True, X/Y: False}`` is "X less Y". Without a mark a place is outside. Marks
    that say what already holds are dropped when the extent is made, so equal regions
    are equal values.
    """

    marks: frozenset[tuple[Lineage, bool]]

    @classmethod
    def of(cls, marks: dict[Lineage, bool]) -> "Extent":
        """The extent with these marks, in canonical form."""
        if any(not lineage for lineage in marks):
            raise ValueError("a mark needs a place: the empty lineage is nowhere")
        kept: dict[Lineage, bool] = {}
        for lineage in sorted(marks, key=len):
            if marks[lineage] != _deepest(kept, lineage):
                kept[lineage] = marks[lineage]
        return cls(frozenset(kept.items()))

    def holds(self, lineage: Lineage) -> bool:
        """Whether the place itself (not all that lies below it) is inside."""
        return _deepest(dict(self.marks), lineage)

    def covers(self, lineage: Lineage) -> bool:
        """Whether the place and everything below it is inside."""
        return self.holds(lineage) and not any(not inside for _, inside in self.below(lineage))

    def touches(self, lineage: Lineage) -> bool:
        """Whether anything at or below the place is inside."""
        return self.holds(lineage) or any(inside for _, inside in self.below(lineage))

    def below(self, lineage: Lineage) -> list[tuple[Lineage, bool]]:
        """The marks strictly below a place."""
        depth = len(lineage)
        return [m for m in self.marks if len(m[0]) > depth and m[0][:depth] == lineage]

    def __sub__(self, other: "Extent") -> "Extent":
        """What of this extent lies outside the other."""
        mine, theirs = dict(self.marks), dict(other.marks)
        return Extent.of(
            {
                lineage: _deepest(mine, lineage) and not _deepest(theirs, lineage)
                for lineage in mine.keys() | theirs.keys()
            }
        )

    def __or__(self, other: "Extent") -> "Extent":
        """What lies in either extent."""
        mine, theirs = dict(self.marks), dict(other.marks)
        return Extent.of(
            {
                lineage: _deepest(mine, lineage) or _deepest(theirs, lineage)
                for lineage in mine.keys() | theirs.keys()
            }
        )

    def __bool__(self) -> bool:
        return bool(self.marks)


def _deepest(marks: dict[Lineage, bool], lineage: Lineage) -> bool:
    """What the deepest mark at or above ``lineage`` says; outside without one."""
    for depth in range(len(lineage), 0, -1):
        mark = marks.get(lineage[:depth])
        if mark is not None:
            return mark
    return False


NOWHERE = Extent(frozenset())
