"""The names of places, to be searched for those that are near to another."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Container, Iterable

from zones.gazetteer.partial import Written
from zones.gazetteer.slips import Close, Slips


class NameList:
    """Names with the numbers of their places, and where each character stands in them."""

    def __init__(self, shown: Callable[[int], str]) -> None:
        self.numbers = array("i")
        self.limited: set[int] = set()
        """The entries that do not lead to their place on every date."""
        self.gone: set[int] = set()
        """The entries that lead to their place no more."""
        self._keys: list[str] = []
        self._shown = shown
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
        gone: Container[int],
        added: Iterable[tuple[int, str]],
        limits: Callable[[int, str], bool],
    ) -> NameList:
        """Another list, without the names of some places and with these names instead.

        ``limits`` says of the name of a place whether it does not lead there on every date.
        """
        newer = NameList(shown)
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

    def near(self, written: Written) -> Close:
        """The entries that may be near to what was written: every one that is, and few others."""
        if self._slips is None:
            self._slips = Slips(self._keys, self._with)
        return self._slips.of(written)

    def described(self, at: int) -> tuple[str, str, int]:
        """The key of an entry, the name that is shown, the number of its place."""
        number = self.numbers[at]
        return self._keys[at], self._shown(number), number
