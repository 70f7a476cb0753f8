"""The instants at which the ledger changes, for the slider: each with its acts and its counts.

Read from the projection as known at one instant, so the slider, the map and the lists agree.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from zones.standings import head, known_standings

MOST = 400
"""Older instants are asked for by date: a slider with more steps cannot be aimed."""
_COLUMNS = ("designation", "effective", "opened_by", "ended_by")

Reference = dict[str, Any]
"""How a standing names an act."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of a designation, with the acts at its ends."""

    designation: UUID
    start: datetime | None
    end: datetime | None
    opened_by: Reference
    ended_by: Reference | None


@dataclass(slots=True)
class Turn:
    """One instant at which some zone begins, ends, or goes on with another extent."""

    at: datetime
    added: int = 0
    released: int = 0
    changed: int = 0
    notices: dict[int, Reference] = field(default_factory=dict)
    """The acts that did it, by sequence."""

    def note(self, act: Reference | None) -> None:
        """Remembers an act."""
        if act:
            self.notices[act["sequence"]] = act

    @property
    def acts(self) -> list[Reference]:
        """The acts in the order in which they were recorded."""
        return [self.notices[sequence] for sequence in sorted(self.notices)]


def turns(known_at: datetime) -> Sequence[Turn]:
    """Every instant of change, in order; of many the newest.

    What is known now is kept until the ledger moves.
    """
    last = head()
    if last.recorded_at is None or known_at < last.recorded_at:
        return _read(known_at)
    key = (last.sequence, last.recorded_at)
    kept = _KEPT.get("turns")
    if kept is None or kept[0] != key:
        kept = _KEPT["turns"] = (key, _read(known_at))
    return kept[1]


_KEPT: dict[str, tuple[tuple[int, datetime], tuple[Turn, ...]]] = {}


def _read(known_at: datetime) -> tuple[Turn, ...]:
    rows = known_standings(known_at).filter(implied=False)
    starts, ends = (
        rows.filter(**{f"{end}__isnull": False}).annotate(at=F(end)).values_list("at", flat=True)
        for end in ("effective__startswith", "effective__endswith")
    )
    newest = list(starts.union(ends).order_by("-at")[:MOST])
    if not newest:
        return ()
    late = Q(effective__startswith__gte=newest[-1]) | Q(effective__endswith__gte=newest[-1])
    found = gather(
        Stretch(d, span.lower, span.upper, o, e)
        for d, span, o, e in rows.filter(late).values_list(*_COLUMNS)
    )
    return tuple(found[-MOST:])


def gather(stretches: Iterable[Stretch]) -> list[Turn]:
    """The instants at which stretches begin and end.

    A designation that ends and begins anew at one instant was narrowed or widened: it is neither
    released nor added.
    """
    held = list(stretches)
    starts = {(s.designation, s.start) for s in held}
    ends = {(s.designation, s.end) for s in held if s.end}
    found: dict[datetime, Turn] = {}
    for stretch in held:
        if stretch.start is not None and (stretch.designation, stretch.start) not in ends:
            turn = found.setdefault(stretch.start, Turn(stretch.start))
            turn.added += 1
            turn.note(stretch.opened_by)
        if stretch.end is not None:
            turn = found.setdefault(stretch.end, Turn(stretch.end))
            goes_on = (stretch.designation, stretch.end) in starts
            turn.changed += goes_on
            turn.released += not goes_on
            turn.note(stretch.ended_by)
    return [found[at] for at in sorted(found)]


@dataclass(frozen=True, slots=True)
class Step:
    """One position of the slider. ``turn`` is ``None`` for now."""

    turn: Turn | None
    is_chosen: bool
    is_ahead: bool = False

    @property
    def value(self) -> str:
        """What ``as_of`` is for it in an address."""
        return self.turn.at.isoformat() if self.turn else ""


def steps(known: Sequence[Turn], now: datetime, chosen: datetime | None) -> list[Step]:
    """The positions of the slider: what was, now, and what is announced.

    ``chosen`` is the instant shown, ``None`` for now; the last turn before it is its position.
    """
    past = [t for t in known if t.at <= now]
    ahead = known[len(past) :]
    here = None
    if chosen is not None:
        here = next((t for t in reversed(known) if t.at <= chosen), known[0] if known else None)
    made = [Step(t, t is here) for t in past]
    made.append(Step(None, here is None))
    return made + [Step(t, t is here, is_ahead=True) for t in ahead]


def endings(
    ids: Iterable[UUID], until: datetime, known_at: datetime
) -> dict[UUID, tuple[datetime, Reference | None]]:
    """When and by which act each of these designations last ended, up to an instant."""
    found: dict[UUID, list[tuple[datetime, Reference | None]]] = defaultdict(list)
    rows = known_standings(known_at).filter(
        designation__in=list(ids), effective__endswith__lte=until
    )
    for standing in rows:
        found[standing.designation].append((standing.effective.upper, standing.ended_by))
    return {i: max(ends, key=lambda end: end[0]) for i, ends in found.items()}
