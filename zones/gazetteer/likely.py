"""What may be meant by a name that is not known: by a misprint, or by a piece of a name."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from zones.gazetteer.known import MOST_NEAR, Likeness, Nearness
from zones.gazetteer.near import MOST, Id, slips
from zones.gazetteer.partial import Written

_MISPRINT = {Likeness.SHAPE: 0, Likeness.SOUND: 0, Likeness.SPELLING: 4}
"""Where misprints stand among the tiers of ``partial``."""
_SHARING = 5


class Rank(NamedTuple):
    """How near a name is; the lower, the nearer."""

    tier: int
    apart: float
    shown: str
    nearness: Nearness


def likely(
    written: Written,
    own: Iterable[tuple[str, str, Id]],
    every: Iterable[tuple[str, str, Id]],
    *,
    tie: Callable[[Id], Any] = str,
) -> list[tuple[Id, Nearness]]:
    """The ids of the names (key, shown name, id) that may be meant, the likeliest first.

    ``own`` are the names of its level, which it may misprint, ``every`` those of all levels, of
    which it may be a piece. A few characters that more than ``MOST_NEAR`` places share with it
    hint at none of them.
    """
    ranks = _misprinted(written.key, own, tie)
    for other, shown, id in every:
        part = written.part(other)
        if part is not None:
            rank = Rank(part.tier, part.apart, shown, part.nearness)
            ranks[id] = min(rank, ranks.get(id, rank))
    if sum(rank.tier == _SHARING for rank in ranks.values()) > MOST_NEAR:
        ranks = {id: rank for id, rank in ranks.items() if rank.tier < _SHARING}
    ordered = sorted(ranks, key=lambda id: (*ranks[id][:3], tie(id)))
    return [(id, ranks[id].nearness) for id in ordered[:MOST_NEAR]]


def _misprinted(
    key: str, own: Iterable[tuple[str, str, Id]], tie: Callable[[Id], Any]
) -> dict[Id, Rank]:
    """The nearest of the names that ``key`` may misprint."""
    best: dict[Id, Rank] = {}
    for id, slip in slips(key, own):
        rank = Rank(_MISPRINT[slip.likeness], slip.cost, slip.shown, Nearness(slip.likeness))
        best[id] = min(rank, best.get(id, rank))
    ordered = sorted(best, key=lambda id: (*best[id][:3], tie(id)))
    return {id: best[id] for id in ordered[:MOST]}
