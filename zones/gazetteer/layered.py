"""A large dictionary that goes on: the old one, and over it what has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")
FEW = 1000
"""As many changes are always kept apart; more are when they are few beside the whole."""


class Layered(Mapping[K, V]):
    """See the head of this file. ``None`` over a key says that it is gone."""

    __slots__ = ("_base", "_over")

    def __init__(self, base: Mapping[K, V], over: Mapping[K, V | None]) -> None:
        self._base, self._over = base, over

    def get(self, key: K, default: V | T | None = None) -> V | T | None:  # type: ignore[override]
        """The value of a key, or something else where it has none."""
        if key in self._over:
            found = self._over[key]
            return default if found is None else found
        return self._base.get(key, default)

    def __getitem__(self, key: K) -> V:
        found = self._over[key] if key in self._over else self._base[key]
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        if key in self._over:
            return self._over[key] is not None  # type: ignore[index]
        return key in self._base

    def __iter__(self) -> Iterator[K]:
        below = (key for key in self._base if key not in self._over)
        return chain((key for key, value in self._over.items() if value is not None), below)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def with_changes(self, changes: Mapping[K, V | None]) -> Mapping[K, V]:
        """Another with these changes: as large as they are, or now and then one layer again."""
        over = {**self._over, **changes}
        if len(over) <= FEW + len(self._base) // 4:
            return Layered(self._base, over)
        return dict(Layered(self._base, over).items())


def changed(old: Mapping[K, V], changes: Mapping[K, V | None]) -> Mapping[K, V]:
    """A mapping with some changes; the old one stays as it is. ``None`` takes a key away."""
    if not changes:
        return old
    below = old if isinstance(old, Layered) else Layered(old, {})
    return below.with_changes(changes)
