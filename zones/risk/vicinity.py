"""Which of many places another may have to do with, without comparing it to each.

Most zones lie in a complex, and two places in complexes of different names are certainly
apart (see ``relation``). So it is enough to look at those in a complex of the same name,
and at the few that lie in none.
"""

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from zones.address.values import Level
from zones.risk.relation import HOLDERS, Located

T = TypeVar("T")


class Vicinity(Generic[T]):
    """Things, each with the places that it lies at. It leaves out only what is apart.

    Immutable once made. What is found keeps the order in which it was given.
    """

    __slots__ = ("_alone", "_in_complex", "_loose", "_things")

    def __init__(self, things: Iterable[tuple[T, Sequence[Located]]]) -> None:
        self._things: list[T] = []
        self._in_complex: dict[str, list[int]] = {}
        self._alone: list[int] = []
        """Those at something that people live in, which is in no complex: 解放路7号楼."""
        self._loose: list[int] = []
        """Those at a community, a street or an area, which may hold anything."""
        for number, (thing, places) in enumerate(things):
            self._things.append(thing)
            for place in places:
                self._list_for(place).append(number)

    def _list_for(self, place: Located) -> list[int]:
        rungs = dict(place.rungs)
        name = rungs.get(Level.COMPLEX)
        if name is not None:
            return self._in_complex.setdefault(name, [])
        return self._loose if rungs.keys() <= HOLDERS else self._alone

    def of(self, place: Located) -> Sequence[T]:
        """Everything that is not certainly apart from ``place``, and perhaps some more."""
        rungs = dict(place.rungs)
        name = rungs.get(Level.COMPLEX)
        if name is None and rungs.keys() <= HOLDERS:
            return self._things
        beside = self._alone if name is None else self._in_complex.get(name, ())
        if not beside and not self._loose:
            return ()
        return [self._things[number] for number in sorted({*beside, *self._loose})]
