"""Spots for places on a lattice, chosen by hashes of their keys (rendezvous hashing).

Every place ranks every free window of spots by a hash of its own key and of the window;
the largest place chooses first, then by hash. The choice depends on nothing else: not on
the order of the input, not on a clock or a random state. A place added later moves only
those whose spots it takes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Grid: TypeAlias = npt.NDArray[np.bool_]
Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Want:
    """What a place asks of a lattice: a window of so many columns and rows of free spots."""

    key: str
    columns: int
    rows: int


def choose_spots(
    wants: Sequence[Want],
    free: Grid,
    cost: Floats | None = None,
    origin: tuple[int, int] = (0, 0),
) -> list[tuple[int, int]] | None:
    """The lower left spot of a window for each want, no two of which share a spot.

    ``None`` when one finds no room: the caller offers a larger lattice and asks again.
    ``free`` says by column and row which spots may be taken.

    ``cost`` is what each spot has against it, in powers of e; ``origin`` is the absolute
    column and row of the first spot, so that a larger lattice hashes the same.
    """
    if sum(want.columns * want.rows for want in wants) > free.sum():
        return None
    left = free.copy()
    chosen: dict[str, tuple[int, int]] = {}
    for want in sorted(wants, key=lambda one: (-one.columns * one.rows, digest(one.key))):
        columns, rows = np.nonzero(_room(left, want))
        if not columns.size:
            return None
        score = _noise(want.key, columns + origin[0], rows + origin[1])
        if cost is not None:
            score += cost[columns + want.columns // 2, rows + want.rows // 2]
        best = int(np.argmin(score))
        column, row = int(columns[best]), int(rows[best])
        left[column : column + want.columns, row : row + want.rows] = False
        chosen[want.key] = (column, row)
    return [chosen[want.key] for want in wants]


def _room(free: Grid, want: Want) -> Grid:
    """Where a window of the wanted size has only free spots, by its lower left spot."""
    across, up = want.columns, want.rows
    if across > free.shape[0] or up > free.shape[1]:
        return np.zeros((0, 0), dtype=bool)
    total = np.pad(free.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    count = (
        total[across:, up:] - total[:-across, up:] - total[across:, :-up] + total[:-across, :-up]
    )
    room: Grid = count == across * up
    return room


def _noise(key: str, columns: Ints, rows: Ints) -> Floats:
    """What a key has against each spot: the logarithm of an exponential variate, from a hash.

    The least of ``noise + cost`` falls on a spot with a chance in proportion to exp(−cost).
    """
    state = np.uint64(digest(key)) ^ (
        columns.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        + rows.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
    )
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        state = (state ^ (state >> np.uint64(shift))) * np.uint64(factor)
    state ^= state >> np.uint64(31)
    chance = ((state >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
    return np.log(-np.log(chance))


def digest(*words: str) -> int:
    """64 bits that depend on the words alone."""
    text = "\x1f".join(words).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")


def draw(key: str, what: str) -> float:
    """A number in [0, 1) that the key alone decides, another for each ``what``."""
    return digest(key, what) / 2**64
