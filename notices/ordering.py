"""What an order about whole districts changes (全域管控预演): recorded, looked at, taken back."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from notices.ledger.orders import DistrictState
from notices.models import Notice
from notices.sheet import Shape, Sheet, around
from zones import standings
from zones.models import City, District, DistrictOrdered

WIDTH = 420.0
MARGIN = 6.0
SMALL = 9.0
SIMPLER = 0.0015
NOTHING = "none"
"""The kind of a district of which nothing is ordered."""


@dataclass(frozen=True, slots=True)
class DistrictTurn:
    """What is ordered of a district before and after, and how many zones it has at that time."""

    district: District
    before: DistrictState | None
    after: DistrictState | None
    zones: int


@dataclass(frozen=True, slots=True)
class OrderRehearsal:
    """What an order changes at the instant from which it holds, and a map before and after."""

    at: datetime
    turns: tuple[DistrictTurn, ...]
    before: tuple[Shape, ...]
    after: tuple[Shape, ...]
    width: float
    height: float


def rehearse_order(
    act: Callable[[], Notice], *, city: City, named: Sequence[str], at: datetime
) -> OrderRehearsal:
    """Record an order, see what holds at its instant, take it back. Raises what the act raises."""
    districts = list(city.districts.all())
    with transaction.atomic():
        before = _states(at)
        act()
        after = _states(at)
        transaction.set_rollback(True)
    rows = standings.in_force(at, timezone.now(), named)
    counted = Counter(row.standing.district_id for row in rows)
    sheet = Sheet.over(
        around(d.outline.extent for d in districts), width=WIDTH, margin=MARGIN, small=SMALL
    )
    return OrderRehearsal(
        at=at,
        turns=tuple(
            DistrictTurn(d, before.get(d.code), after.get(d.code), counted[d.code])
            for d in districts
            if d.code in named
        ),
        before=_drawn(sheet, districts, before),
        after=_drawn(sheet, districts, after),
        width=WIDTH,
        height=sheet.height,
    )


def _states(at: datetime) -> dict[str, DistrictState]:
    """What is ordered of districts at an instant, as believed now."""
    held = DistrictOrdered.objects.filter(known__upper_inf=True, effective__contains=at)
    return {code: DistrictState(state) for code, state in held.values_list("district", "state")}


def _drawn(
    sheet: Sheet, districts: Sequence[District], states: dict[str, DistrictState]
) -> tuple[Shape, ...]:
    """Those of which something is ordered come last, so that no neighbour covers their edge."""
    return tuple(
        sheet.shape(
            d.name,
            states.get(d.code, NOTHING),
            d.outline.simplify(SIMPLER, preserve_topology=True),
        )
        for d in sorted(districts, key=lambda d: d.code in states)
    )
