"""Near names: what a person may have meant. Suggested, never taken.

A misprint takes a character for one of the same shape (早 旱), or of the same sound
(佳 家), drops one, adds one, or swaps two. Each costs; numbers never turn into others.
"""

from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from typing import Any, TypeVar

from zones.gazetteer.known import Likeness
from zones.gazetteer.misprints import same_shape, same_sound

MOST = 5
ALIKE, OTHER = 0.5, 1.0
NUMBERS = frozenset("0123456789一二三四五六七八九十")
Id = TypeVar("Id", bound=Hashable)


def allowed(length: int) -> float:
    """What the way between two names of this length may cost, and still be a misprint."""
    return min(max(1.0, length / 3), 1.5)


def least_shared(one: int, other: int) -> int:
    """How many characters names of these lengths share at the least, if they are near."""
    longest = max(one, other)
    return max(1, longest - int(allowed(longest) / ALIKE))


def nearest(
    key: str,
    names: Iterable[tuple[str, str, Id]],
    *,
    tie: Callable[[Id], Any] = str,
) -> list[tuple[Id, Likeness]]:
    """The ids of the nearest of ``names`` (key, shown name, id), at most ``MOST``.

    ``tie`` orders the ids of places that are equally near and of one name.
    """
    best: dict[Id, tuple[float, str, Likeness]] = {}
    letters = set(key)
    for other, shown, id in names:
        if other == key or not _may_be_near(letters, other):
            continue
        cost, likeness = way(key, other)
        if cost > allowed(max(len(key), len(other))):
            continue
        this = (cost, shown, likeness)
        best[id] = min(this, best.get(id, this))
    ranked = sorted(best, key=lambda id: (*best[id][:2], tie(id)))
    return [(id, best[id][2]) for id in ranked[:MOST]]


def _may_be_near(letters: set[str], other: str) -> bool:
    shared = len(letters.intersection(other))
    return shared >= least_shared(len(letters), len(set(other)))


def way(one: str, other: str) -> tuple[float, Likeness]:
    """What it costs to come from ``one`` to ``other``, and in what way they are alike.

    Optimal string alignment; 2 × length is more than any near name costs.
    """
    rows = [[float(j) for j in range(len(other) + 1)]]
    for i, mine in enumerate(one, start=1):
        row = [float(i)]
        for j, theirs in enumerate(other, start=1):
            cheapest = min(rows[-1][j - 1] + _swap(mine, theirs), rows[-1][j] + 1, row[-1] + 1)
            if i > 1 and j > 1 and mine == other[j - 2] and one[i - 2] == theirs and mine != theirs:
                cheapest = min(cheapest, rows[-2][j - 2] + OTHER)
            row.append(cheapest)
        rows.append(row)
    return rows[-1][-1], _likeness(one, other)


@lru_cache(maxsize=50_000)
def _swap(one: str, other: str) -> float:
    """What it costs to read one character for another."""
    if one == other:
        return 0.0
    if one in NUMBERS or other in NUMBERS:
        return 2 * OTHER
    return ALIKE if same_shape(one, other) or same_sound(one, other) else OTHER


def _likeness(one: str, other: str) -> Likeness:
    if len(one) != len(other):
        return Likeness.SPELLING
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if all(same_shape(a, b) for a, b in pairs):
        return Likeness.SHAPE
    if all(same_sound(a, b) for a, b in pairs):
        return Likeness.SOUND
    return Likeness.SPELLING
