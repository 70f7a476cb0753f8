"""Near names: what a person may have meant. Suggested, never taken.

A misprint takes a character for one of the same shape (早 旱), or of the same sound
(佳 家), drops one, adds one, or swaps two. Each costs; what counts, points or letters (2, 东, A)
never turns into another of its kind.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple, TypeVar

from zones.gazetteer.known import Likeness
from zones.gazetteer.misprints import same_shape, same_sound

MOST = 5
"""Of misprints."""
ALIKE, OTHER = 0.5, 1.0
NUMBERS = frozenset("0123456789一二三四五六七八九十")
_KINDS = (NUMBERS, frozenset("东南西北中前后"), frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
"""东岗 is not a misprint of 西岗, nor A区 of B区."""
Id = TypeVar("Id", bound=Hashable)


def allowed(length: int) -> float:
    """What the way between two names of this length may cost, and still be a misprint.

    Of two characters, one alone that is neither of the shape nor of the sound is another name.
    """
    return min(max(OTHER, length / 3), 1.5) if length > 2 else ALIKE


def least_shared(one: int, other: int) -> int:
    """How many characters names of these lengths share at the least, if they are near."""
    longest = max(one, other)
    return max(1, longest - int(allowed(longest) / ALIKE))


class Slip(NamedTuple):
    """What a misprint costs, the name that is shown, and in what way the two are alike."""

    cost: float
    shown: str
    likeness: Likeness


def nearest(
    key: str,
    names: Iterable[tuple[str, str, Id]],
    *,
    tie: Callable[[Id], Any] = str,
) -> list[tuple[Id, Likeness]]:
    """The ids of the nearest of ``names`` (key, shown name, id), at most ``MOST``.

    ``tie`` orders the ids of places that are equally near and of one name.
    """
    best: dict[Id, Slip] = {}
    for id, slip in slips(key, names):
        best[id] = min(slip, best.get(id, slip))
    ranked = sorted(best, key=lambda id: (*best[id][:2], tie(id)))
    return [(id, best[id].likeness) for id in ranked[:MOST]]


def slips(key: str, names: Iterable[tuple[str, str, Id]]) -> Iterator[tuple[Id, Slip]]:
    """Those of ``names`` of which ``key`` may be a misprint."""
    letters = set(key)
    for other, shown, id in names:
        if other == key or not _may_be_near(letters, other):
            continue
        cost, likeness = way(key, other)
        if cost <= allowed(max(len(key), len(other))):
            yield id, Slip(cost, shown, likeness)


def _may_be_near(letters: set[str], other: str) -> bool:
    shared = len(letters.intersection(other))
    return shared >= least_shared(len(letters), len(set(other)))


def way(one: str, other: str) -> tuple[float, Likeness]:
    """What it costs to come from ``one`` to ``other``, and in what way they are alike.

    2 × length is more than any near name costs.
    """
    first = [0.0, *accumulate(map(_alone, other))]
    return _costs(one, other, first)[-1], _likeness(one, other)


def way_into(one: str, other: str) -> float:
    """What it costs to come from ``one`` to the piece of ``other`` that is nearest to it."""
    return min(_costs(one, other, [0.0] * (len(other) + 1)))


def least_cost(lacking: Iterable[str], other: str) -> float:
    """What it costs at the least to find these characters in a name that lacks them."""
    return sum(min(OTHER, *(_swap(mine, theirs) for theirs in other)) for mine in lacking)


def _costs(one: str, other: str, first: list[float]) -> list[float]:
    """What it costs to come from ``one`` to each beginning of ``other``, if ``first`` is what it
    costs to come there from nothing. Optimal string alignment.
    """
    rows, alone = [first], [*map(_alone, other)]
    for i, mine in enumerate(one, start=1):
        dropping = _alone(mine)
        row = [rows[-1][0] + dropping]
        for j, theirs in enumerate(other, start=1):
            dropped, added = rows[-1][j] + dropping, row[-1] + alone[j - 1]
            cheapest = min(rows[-1][j - 1] + _swap(mine, theirs), dropped, added)
            if i > 1 and j > 1 and mine == other[j - 2] and one[i - 2] == theirs and mine != theirs:
                cheapest = min(cheapest, rows[-2][j - 2] + OTHER)
            row.append(cheapest)
        rows.append(row)
    return rows[-1]


def _alone(char: str) -> float:
    """What it costs that a character has none over against it: 1号院 is not 11号院."""
    return 2 * OTHER if char in NUMBERS else OTHER


@lru_cache(maxsize=50_000)
def _swap(one: str, other: str) -> float:
    """What it costs to read one character for another."""
    if one == other:
        return 0.0
    if one in NUMBERS or other in NUMBERS or any(one in kind and other in kind for kind in _KINDS):
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
