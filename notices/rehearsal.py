"""Which answers an act would change (预演): recorded, looked at, and rolled back.

The projection tells what was believed before an act and after it, so both are read at once,
inside the transaction that is then given up. Nothing of it is seen outside.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from notices.models import Notice
from zones.gazetteer.located import locate
from zones.models import District, Place, Standing
from zones.risk.assess import Risk
from zones.risk.relation import Located
from zones.serving.database import DatabaseSource

MOST_PLACES = 40
TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A risk over ``[start, end)``; open ends are ``None``."""

    start: datetime | None
    end: datetime | None
    risk: Risk


@dataclass(frozen=True, slots=True)
class Effect:
    """What is told of a place, or of the rest of its district, before and after an act."""

    name: str
    district: str
    before: tuple[Span, ...]
    after: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The answers that would change; ``more`` counts places that are not listed."""

    effects: tuple[Effect, ...]
    more: int = 0


def rehearse(act: Callable[[], Notice]) -> Rehearsal:
    """Record an act, read what it changes, and take it back. Raises what the act raises."""
    with transaction.atomic():
        notice = act()
        found = _changed(notice)
        transaction.set_rollback(True)
    return found


def _changed(notice: Notice) -> Rehearsal:
    """What is believed otherwise since an act, by district."""
    at = notice.recorded_at
    rows = Standing.objects.filter(Q(known__startswith=at) | Q(known__endswith=at))
    effects: list[Effect] = []
    more = 0
    districts = (
        District.objects.select_related("city")
        .defer("outline")
        .filter(code__in=rows.values("district"))
    )
    for district in districts:
        mine = list(rows.filter(district=district).prefetch_related("marks__place"))
        places = _places(mine)
        more += max(0, len(places) - MOST_PLACES)
        sides = [Side(district, known, mine) for known in (at - TICK, at)]
        located = locate(places[:MOST_PLACES])
        effects += different(
            Effect(p.name, district.name, *(s.of(located[p.id]) for s in sides))
            for p in places[:MOST_PLACES]
        )
        effects += different([Effect("", district.name, *(s.of_the_rest() for s in sides))])
    return Rehearsal(tuple(effects), more)


def different(effects: Iterable[Effect]) -> list[Effect]:
    """Those that change anything."""
    return [e for e in effects if e.before != e.after]


def _places(rows: Sequence[Standing]) -> list[Place]:
    """The places named by rows, and the known places in them, coarse before fine."""
    named = {m.place_id for r in rows for m in r.marks.all()}
    inside = Place.objects.filter(lineage__overlap=list(named), retired_on__isnull=True)
    return sorted(inside.defer("outline"), key=lambda p: (len(p.lineage), p.name))


class Side:
    """One belief about a district: what held when, over the time that rows are about."""

    def __init__(self, district: District, known_at: datetime, rows: Sequence[Standing]) -> None:
        starts = [r.effective.lower for r in rows]
        first = None if None in starts else min(starts)
        source = DatabaseSource(district.city)
        self.situation = source.situation_over(district.code, known_at, first, None)
        moments = {t for r in rows for t in (r.effective.lower, r.effective.upper)}
        spans = (*self.situation.stretches, *self.situation.vouchings)
        moments |= {t for s in spans for t in s.effective.ends}
        self.moments = sorted(t for t in moments if t and (first is None or t >= first))

    def of(self, place: Located) -> tuple[Span, ...]:
        """The risk of a place, over time."""
        near = self.situation.near(place)
        return self._spans(lambda at: self.situation.assess(place, at, near).risk)

    def of_the_rest(self) -> tuple[Span, ...]:
        """The risk of the district outside every zone and everything left open."""
        return self._spans(self._rest)

    def _rest(self, at: datetime) -> Risk:
        if not any(at in v.effective for v in self.situation.vouchings):
            return Risk.UNKNOWN
        held = any(at in s.effective and not s.implied for s in self.situation.stretches)
        return Risk.LOW if held else Risk.ROUTINE

    def _spans(self, judge: Callable[[datetime], Risk]) -> tuple[Span, ...]:
        found: list[Span] = []
        for start, end in zip(self.moments, [*self.moments[1:], None], strict=True):
            risk = judge(start)
            if found and found[-1].risk is risk:
                found[-1] = Span(found[-1].start, end, risk)
            else:
                found.append(Span(start, end, risk))
        return tuple(found)
