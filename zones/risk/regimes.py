"""The dated rules, and what they mean for people (facts as published in 2022).

A regime (防控方案) says which levels there are and what holds inside a zone; a rule for
visitors says what a city asks of those who were in one. Both are data with a start: an
answer as of a date uses those of that date. Days without a case are criteria for the
experts who write notices, never timers here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Regime:
    """One version of the national rules, with its levels and the life inside a zone.

    ``zones`` is how zones are drawn, ``ends`` by which criteria experts end them.
    """

    name: str
    starts: datetime
    levels: tuple[str, ...]
    measures: Mapping[str, str]
    zones: str
    ends: str

    def measure(self, risk: str) -> str | None:
        """What holds for people at a risk, or ``None`` where the rules say nothing."""
        return self.measures.get(risk.removeprefix("partly_"))


@dataclass(frozen=True, slots=True)
class VisitorMeasure:
    """What is asked of a person who was at a level within the last ``days_back`` days."""

    mark: str
    text: str
    tests_on_days: tuple[int, ...]
    days_back: int = 7


@dataclass(frozen=True, slots=True)
class VisitorRule:
    """The measures of one city for visitors of zones, from ``starts`` on, by level met."""

    starts: datetime
    by_level: Mapping[str, VisitorMeasure]


_HIGH = "足不出户、上门服务"
_MEDIUM = "足不出区、错峰取物"
_LOW = "个人防护、避免聚集"

REGIMES: tuple[Regime, ...] = (
    Regime(
        name="第九版",
        starts=datetime(2022, 6, 28, tzinfo=SHANGHAI),
        levels=("high", "medium", "low"),
        measures={"high": _HIGH, "medium": _MEDIUM, "low": _LOW},
        zones="高、中风险区以小区、村为单位，可调整",
        ends="7天无新增，高风险降为中风险；再3天无新增，降为低风险；均以通告为准",
    ),
    Regime(
        name="二十条",
        starts=datetime(2022, 11, 11, tzinfo=SHANGHAI),
        levels=("high", "low"),
        measures={"high": _HIGH, "low": _LOW},
        zones="一般以单元、楼栋为单位；传播风险不明的可以小区为单位，相邻的可以社区为单位",
        ends="5天无新增，降为低风险；以通告为准",
    ),
    Regime(
        name="新十条",
        starts=datetime(2022, 12, 7, tzinfo=SHANGHAI),
        levels=("high", "low"),
        measures={"high": _HIGH, "low": _LOW},
        zones="以楼栋、单元、楼层、住户为单位",
        ends="5天无新增，及时解除；以通告为准",
    ),
)

VISITOR_RULES: tuple[VisitorRule, ...] = (
    VisitorRule(
        starts=datetime(2022, 8, 20, tzinfo=SHANGHAI),
        by_level={
            "high": VisitorMeasure("红码", "集中隔离7天", (1, 2, 3, 5, 7)),
            "medium": VisitorMeasure("黄码", "居家隔离7天", (1, 4, 7)),
            "low": VisitorMeasure("3天3检", "自我健康监测3天", (1, 2, 3)),
        },
    ),
    VisitorRule(
        starts=datetime(2022, 11, 11, tzinfo=SHANGHAI),
        by_level={
            "high": VisitorMeasure("红码", "居家隔离7天，不具备条件的集中隔离", (1, 3, 5, 7)),
            "low": VisitorMeasure("蓝标", "3天3检", (1, 2, 3)),
        },
    ),
)
"""Taiyuan's, for people who arrive from elsewhere. The service that asks decides."""


def regime_at(instant: datetime) -> Regime | None:
    """The regime in force at an aware ``instant``; ``None`` before the first held."""
    return next((r for r in reversed(REGIMES) if r.starts <= instant), None)


def visitor_rule_at(instant: datetime) -> VisitorRule | None:
    """The rule for visitors at an aware ``instant``; ``None`` before the first held."""
    return next((r for r in reversed(VISITOR_RULES) if r.starts <= instant), None)
