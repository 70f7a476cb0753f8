"""Orders about a whole district (全域静态管理, 恢复常态化): states beside the risk levels.

At an instant the latest order effective by then holds; nothing expires by itself. Of two
orders at one instant the stricter holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DistrictState(StrEnum):
    """What an order says of a whole district."""

    STATIC = "static"
    """全域静态管理、静默管理：from its start everyone stays in."""
    LIFTED = "lifted"
    """解除静态管理：the end of it, and nothing more."""
    ROUTINE_RESTORED = "routine_restored"
    """恢复常态化管理：announced for the whole district."""


STRICTNESS = (DistrictState.STATIC, DistrictState.LIFTED, DistrictState.ROUTINE_RESTORED)


@dataclass(frozen=True, slots=True)
class Order:
    """One order about one district. ``recorded`` is the sequence of its act."""

    id: str
    state: DistrictState
    effective_from: datetime
    recorded: int


@dataclass(frozen=True, slots=True)
class OrderedSpan:
    """A state over ``[start, end)`` as held over ``[known_from, known_to)``."""

    order: str
    state: DistrictState
    start: datetime
    end: datetime | None
    known_from: int
    known_to: int | None


def spans(orders: Iterable[Order]) -> list[tuple[Order, datetime, datetime | None]]:
    """Which order holds over which stretch of effective time; LIFTED holds nothing."""
    ordered = sorted(orders, key=lambda o: (o.effective_from, -STRICTNESS.index(o.state), o.id))
    last_at = {o.effective_from: o for o in ordered}
    decisive = list(last_at.values())
    found: list[tuple[Order, datetime, datetime | None]] = []
    end: datetime | None = None
    for order in reversed(decisive):
        if order.state is not DistrictState.LIFTED:
            found.append((order, order.effective_from, end))
        end = order.effective_from
    return found[::-1]


def believed_spans(orders: Sequence[Order]) -> list[OrderedSpan]:
    """Every span that was ever believed, with the sequences between which it was."""
    found: list[OrderedSpan] = []
    open_since: dict[tuple[Order, datetime, datetime | None], int] = {}
    for moment in sorted({o.recorded for o in orders}):
        now = set(spans(o for o in orders if o.recorded <= moment))
        for span in open_since.keys() - now:
            found.append(_held(span, open_since.pop(span), moment))
        for span in now - open_since.keys():
            open_since[span] = moment
    found += [_held(span, since, None) for span, since in open_since.items()]
    return sorted(found, key=lambda s: (s.known_from, s.start))


def _held(
    span: tuple[Order, datetime, datetime | None], known_from: int, known_to: int | None
) -> OrderedSpan:
    order, start, end = span
    return OrderedSpan(order.id, order.state, start, end, known_from, known_to)
