"""The dated rule regimes, and what they mean for people (facts as published in 2022).

A regime is data with a start: an answer as of a date uses the regime of that date.
Days without a case are criteria for the experts who write notices, never timers here.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Regime:
    """One version of the national rules (防控方案) with its levels and measures."""

    name: str
    starts: datetime
    levels: tuple[str, ...]
    measures: dict[str, str]

    def measure(self, risk: str) -> str | None:
        """The rule of life for a risk, or ``None`` where the rules say nothing."""
        return self.measures.get(risk.removeprefix("partly_"))


_HIGH = "足不出户、上门服务"
_MEDIUM = "足不出区、错峰取物"
_LOW = "个人防护、避免聚集"

REGIMES: tuple[Regime, ...] = (
    Regime(
        "第九版",
        datetime(2022, 6, 28, tzinfo=SHANGHAI),
        ("high", "medium", "low"),
        {"high": _HIGH, "medium": _MEDIUM, "low": _LOW},
    ),
    Regime(
        "二十条",
        datetime(2022, 11, 11, tzinfo=SHANGHAI),
        ("high", "low"),
        {"high": _HIGH, "low": _LOW},
    ),
    Regime(
        "新十条",
        datetime(2022, 12, 7, tzinfo=SHANGHAI),
        ("high", "low"),
        {"high": _HIGH, "low": _LOW},
    ),
)


def regime_at(instant: datetime) -> Regime | None:
    """The regime in force at an aware ``instant``; ``None`` before the first held."""
    return next((r for r in reversed(REGIMES) if r.starts <= instant), None)
