"""Quotas (配额): how much may be asked, in windows of a minute and of a day. Pure.

A window begins at the full minute, or at midnight in Shanghai, on every machine alike.
"""

import enum
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

MIDNIGHT_OFFSET = 8 * 3600
"""Shanghai is eight hours ahead, the whole year."""


class Measure(enum.StrEnum):
    """What is counted."""

    REQUESTS = "requests"
    ADDRESSES = "addresses"


class Period(enum.StrEnum):
    """Over what it is counted."""

    MINUTE = "minute"
    DAY = "day"

    @property
    def seconds(self) -> int:
        """The length of a window."""
        return 60 if self is Period.MINUTE else 86_400


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``quota`` of a measure in each window."""

    measure: Measure
    period: Period
    quota: int

    def __post_init__(self) -> None:
        if self.quota < 0:
            raise ValueError("a quota is not negative")

    @property
    def name(self) -> str:
        """How headers call it."""
        return f"{self.measure}-per-{self.period}"

    def window(self, now: float) -> int:
        """When the window of an instant (seconds since 1970) began."""
        shift = MIDNIGHT_OFFSET if self.period is Period.DAY else 0
        return int(now + shift) // self.period.seconds * self.period.seconds - shift

    def ends_in(self, now: float) -> int:
        """Whole seconds until the next window, at least one."""
        return max(1, self.window(now) + self.period.seconds - int(now))


@lru_cache(maxsize=1_000)
def policy(limits: tuple[Limit, ...]) -> str:
    """The RateLimit-Policy field: every limit with its quota and window."""
    return ", ".join(f'"{one.name}";q={one.quota};w={one.period.seconds}' for one in limits)


def starts_at(window: int) -> datetime:
    """The beginning of a window as an instant."""
    return datetime.fromtimestamp(window, UTC)
