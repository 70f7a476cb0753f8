"""What one process may still spend of each quota.

A process does not ask the database at each request: it takes a chunk of what is left of
the window and spends that from memory. Chunks are handed out by the database under a row
lock (``clients.budgets``), so all processes together never exceed the quota. A chunk is
a sixteenth of what is left, so towards the end they are single units: a client may be
refused a few requests early, when another process holds some unspent, never late.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from clients.quotas import Limit, Measure

Lease = Callable[[Limit, int, int], tuple[int, int]]
"""(limit, window, needed) → (granted: 0 or at least what is needed, left after that)."""


@dataclass(frozen=True, slots=True)
class Short:
    """A limit that does not allow it, and in how many seconds its next window begins."""

    limit: Limit
    retry_after: int


class Purse:
    """The limits of one client, as this process holds them. Safe for threads."""

    __slots__ = ("_held", "_lease", "_lock", "limits")

    def __init__(self, limits: tuple[Limit, ...], lease: Lease) -> None:
        self.limits = limits
        self._lease = lease
        self._lock = threading.Lock()
        # For each limit: the window, what is in hand, what the database had left.
        self._held: list[list[int]] = [[-1, 0, one.quota] for one in limits]

    def spend(self, costs: Mapping[Measure, int], now: float) -> Short | None:
        """Take all the costs, or none of them and say which limit is short."""
        with self._lock:
            taken: list[tuple[list[int], int]] = []
            for limit, held in zip(self.limits, self._held, strict=True):
                cost = costs.get(limit.measure, 0)
                if not cost:
                    continue
                if not self._provide(limit, held, cost, limit.window(now)):
                    for earlier, amount in taken:
                        earlier[1] += amount
                    return Short(limit, limit.ends_in(now))
                held[1] -= cost
                taken.append((held, cost))
        return None

    def _provide(self, limit: Limit, held: list[int], cost: int, window: int) -> bool:
        """Have at least ``cost`` in hand for this window, if the database grants it."""
        if held[0] != window:
            held[0], held[1], held[2] = window, 0, limit.quota
        if held[1] >= cost:
            return True
        granted, left = self._lease(limit, window, cost - held[1])
        held[1] += granted
        held[2] = left
        return held[1] >= cost

    def remaining(self, now: float) -> str:
        """The RateLimit field: what is left of each limit, at most, and for how long."""
        parts = []
        for limit, (window, in_hand, left) in zip(self.limits, self._held, strict=True):
            rest = in_hand + left if window == limit.window(now) else limit.quota
            parts.append(f'"{limit.name}";r={rest};t={limit.ends_in(now)}')
        return ", ".join(parts)


class OwnBudget:
    """A lease that asks nobody: the whole quota, once in each window of this process."""

    def __init__(self) -> None:
        self._given: dict[Limit, int] = {}

    def __call__(self, limit: Limit, window: int, needed: int) -> tuple[int, int]:
        if self._given.get(limit) == window:
            return 0, 0
        self._given[limit] = window
        return limit.quota, 0
