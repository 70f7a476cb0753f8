"""The names of one level, to be searched for those that are near to another."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Container, Iterable

from zones.gazetteer.known import Likeness
from zones.gazetteer.near import nearest
from zones.gazetteer.slips import Slips


class NameList:
    """Names with the numbers of their places, and where each character stands in them."""

    def __init__(self, shown: Callable[[int], str], tie: Callable[[int], object] = str) -> None:
        self.numbers = array("i")
        self.limited: set[int] = set()
        """The entries that do not lead to their place on every date."""
        self.gone: set[int] = set()
        """The entries that lead to their place no more."""
        self._keys: list[str] = []
        self._shown, self._tie = shown, tie
        self._with: dict[str, array[int]] = {}
        self._slips: Slips | None = None
        """Made when it is first needed, from all names."""

    def add(self, number: int, key: str) -> None:
        """Add a name of the place ``number``."""
        at, self._slips = len(self._keys), None
        self.numbers.append(number)
        self._keys.append(key)
        for char in set(key):
            self._with.setdefault(char, array("i")).append(at)

    def key(self, at: int) -> str:
        """The key of an entry."""
        return self._keys[at]

    def going_on(
        self,
        shown: Callable[[int], str],
        tie: Callable[[int], object],
        gone: Container[int],
        added: Iterable[tuple[int, str]],
        limits: Callable[[int, str], bool],
    ) -> NameList:
        """Another list, without the names of some places and with these names instead.

        ``limits`` says of the name of a place whether it does not lead there on every date.
        """
        newer = NameList(shown, tie)
        newer.numbers, newer._keys = self.numbers[:], self._keys[:]
        newer._with, newer._slips = dict(self._with), self._slips
        newer.gone = {*self.gone, *(at for at, n in enumerate(self.numbers) if n in gone)}
        fresh = set[str]()
        for number, key in added:
            for char in set(key) - fresh:
                newer._with[char] = newer._with.get(char, array("i"))[:]
                fresh.add(char)
            newer.add(number, key)
            if limits(number, key):
                newer.limited.add(len(newer._keys) - 1)
        newer.limited |= self.limited - newer.gone
        return newer

    def limit(self, names: Container[tuple[int, str]], places: Container[int]) -> None:
        """Take note which entries are limited: these names, and those of these places."""
        for at, (number, key) in enumerate(zip(self.numbers, self._keys, strict=True)):
            if number in places or (number, key) in names:
                self.limited.add(at)

    def near(self, key: str, inside: Callable[[int], bool]) -> list[tuple[int, Likeness]]:
        """The nearest names among the entries that are ``inside``."""
        if self._slips is None:
            self._slips = Slips(self._keys, self._with)
        near = (
            (self._keys[at], self._shown(self.numbers[at]), self.numbers[at])
            for at in self._slips.of(key)
            if inside(at)
        )
        return nearest(key, near, tie=self._tie)
