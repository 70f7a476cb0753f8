"""The names of one level, to be searched for those that are near to another."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Container, Sequence

from zones.gazetteer.known import Likeness
from zones.gazetteer.near import least_shared, nearest


class NameList:
    """Names with the numbers of their places, and where each character stands in them."""

    def __init__(self, shown: Callable[[int], str], tie: Callable[[int], object] = str) -> None:
        self.numbers = array("i")
        self.limited: list[int] = []
        """The entries that do not lead to their place on every date."""
        self._keys: list[str] = []
        self._shown, self._tie = shown, tie
        self._with: dict[str, array[int]] = {}

    def add(self, number: int, key: str) -> None:
        """Add a name of the place ``number``."""
        at = len(self._keys)
        self.numbers.append(number)
        self._keys.append(key)
        for char in set(key):
            self._with.setdefault(char, array("i")).append(at)

    def key(self, at: int) -> str:
        """The key of an entry."""
        return self._keys[at]

    def limit(self, names: Container[tuple[int, str]], places: Container[int]) -> None:
        """Take note which entries are limited: these names, and those of these places."""
        for at, (number, key) in enumerate(zip(self.numbers, self._keys, strict=True)):
            if number in places or (number, key) in names:
                self.limited.append(at)

    def near(self, key: str, inside: Sequence[bool]) -> list[tuple[int, Likeness]]:
        """The nearest names among those that are ``inside``, entry by entry."""
        letters = set(key)
        shared: Counter[int] = Counter()
        for char in letters:
            shared.update(self._with.get(char, ()))
        near = (
            (self._keys[at], self._shown(self.numbers[at]), self.numbers[at])
            for at, count in shared.items()
            if inside[at] and count >= least_shared(len(letters), len(set(self._keys[at])))
        )
        return nearest(key, near, shared_known=True, tie=self._tie)
