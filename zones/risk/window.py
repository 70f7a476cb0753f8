"""Risk over a window of time, in three-valued logic.

True if any instant was high; false only if every instant is known not to be; unknown
otherwise. A wider window can therefore never turn true into false.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from zones.risk.assess import Risk

NOT_HIGH = frozenset({Risk.MEDIUM, Risk.PARTLY_MEDIUM, Risk.LOW, Risk.ROUTINE})


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch ``[start, end)`` of one risk, with references to what decided it.

    ``doubted`` says that the place may moreover have been in a zone.
    """

    start: datetime
    end: datetime
    risk: Risk
    doubted: bool = False
    notices: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """The verdict over ``[start, end)`` and the intervals that were high."""

    start: datetime
    end: datetime
    was_high: bool | None
    intervals: tuple[Interval, ...]


def judge(start: datetime, end: datetime, intervals: Sequence[Interval]) -> Window:
    """The verdict over intervals that fill ``[start, end)`` in order."""
    high = tuple(_joined([i for i in intervals if i.risk is Risk.HIGH]))
    known = bool(intervals) and all(i.risk in NOT_HIGH and not i.doubted for i in intervals)
    return Window(start, end, True if high else (False if known else None), high)


def _joined(intervals: Sequence[Interval]) -> list[Interval]:
    """Intervals that touch and rest on the same notices are one."""
    found: list[Interval] = []
    for interval in intervals:
        last = found[-1] if found else None
        if last is None or replace(last, start=last.end, end=interval.end) != interval:
            found.append(interval)
        else:
            found[-1] = replace(last, end=interval.end)
    return found
