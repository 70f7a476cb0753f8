"""Marks and names on a flat sheet, moved apart where they would cover one another. Pure."""

from collections.abc import Sequence
from math import hypot

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in units of the sheet."""

ROUNDS = 60
NEARLY = 1.02
"""Pushed a little further than asked, so that the last rounds end."""


def apart(points: Sequence[Point], distance: float) -> list[Point]:
    """The points, moved so that no two are nearer than ``distance``, as far as the rounds go.

    Who has room stays; the same points always come to lie the same way.
    """
    placed = list(points)
    for _ in range(ROUNDS):
        if not _push(placed, distance):
            break
    return [(round(x, 1), round(y, 1)) for x, y in placed]


def _push(placed: list[Point], distance: float) -> bool:
    """Moves each pair that is too near apart, half the way each; says whether any was."""
    order = sorted(range(len(placed)), key=lambda i: (placed[i], i))
    moved = False
    for place, i in enumerate(order):
        for j in order[place + 1 :]:
            if placed[j][0] - placed[i][0] > 2 * distance:
                break
            across, down = placed[j][0] - placed[i][0], placed[j][1] - placed[i][1]
            between = hypot(across, down)
            if between >= distance:
                continue
            moved = True
            east, south = (across / between, down / between) if between else (1.0, 0.0)
            push = (distance * NEARLY - between) / 2
            placed[i] = (placed[i][0] - east * push, placed[i][1] - south * push)
            placed[j] = (placed[j][0] + east * push, placed[j][1] + south * push)
    return moved


def clear_place(at: Point, size: Point, taken: Sequence[Box], steps: Sequence[Point]) -> Point:
    """Where around ``at`` a name of that size covers least of what is ``taken``."""

    def covered(step: Point) -> int:
        box = around((at[0] + step[0], at[1] + step[1]), size)
        return sum(_overlap(box, other) for other in taken)

    across, down = min(steps, key=covered)
    return at[0] + across, at[1] + down


def around(at: Point, size: Point) -> Box:
    """The box of that size with its middle at a point."""
    return at[0] - size[0] / 2, at[1] - size[1] / 2, at[0] + size[0] / 2, at[1] + size[1] / 2


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
