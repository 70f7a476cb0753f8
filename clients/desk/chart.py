"""Usage as a chart: bars whose places are counted here, since pages carry no styles."""

from collections.abc import Sequence
from dataclasses import dataclass

from clients.selectors import Day

WIDTH, HEIGHT, GAP = 720, 120, 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A day in the chart: its place, its height, and the part of it that was refused."""

    day: Day
    x: int
    width: int
    y: int
    height: int
    refused: int

    @property
    def refused_y(self) -> int:
        """Where the refused part begins, which stands at the foot."""
        return HEIGHT - self.refused


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars, and the number that the highest stands for."""

    bars: list[Bar]
    most: int
    width: int = WIDTH
    height: int = HEIGHT

    @classmethod
    def of(cls, days: Sequence[Day]) -> "Chart":
        """A chart of these days."""
        most = max((d.requests for d in days), default=0)
        step = WIDTH // max(1, len(days))
        bars = []
        for number, day in enumerate(days):
            height = _part(day.requests, most)
            bars.append(
                Bar(
                    day,
                    number * step,
                    step - GAP,
                    HEIGHT - height,
                    height,
                    _part(day.refused, most),
                )
            )
        return cls(bars, most)


def _part(count: int, most: int) -> int:
    """How high a bar is: one that stands for anything can be seen."""
    return max(2, count * HEIGHT // most) if count else 0
