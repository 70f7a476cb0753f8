"""The history of a place on both axes of time: what held when, and what corrections changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from notices.models import Notice
from outlets.followed import acts_of_place
from zones.models import Place
from zones.risk.assess import Risk
from zones.risk.regimes import SHANGHAI
from zones.risk.situation import grounds
from zones.serving import current

EVER = (datetime(1901, 1, 1, tzinfo=SHANGHAI), datetime(2200, 1, 1, tzinfo=SHANGHAI))
MOST_CORRECTIONS = 10
INSTANT = timedelta(microseconds=1)
IN_ZONE = {Risk.HIGH, Risk.MEDIUM, Risk.PARTLY_HIGH, Risk.PARTLY_MEDIUM}


@dataclass(frozen=True, slots=True)
class Spell:
    """One risk over ``[start, end)``; an end that is ``None`` has not come. ``notices`` are
    those that decided it, ``doubted`` says that the place may moreover have been in a zone,
    ``ended_by`` are those that released it where nothing kept it in a zone."""

    start: datetime | None
    end: datetime | None
    risk: Risk
    doubted: bool
    notices: tuple[dict[str, Any], ...] = ()
    ended_by: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """What an act of correction changed: another risk over a time that had been told."""

    act: Notice
    start: datetime
    end: datetime | None
    before: Risk
    after: Risk


def spells(place: Place, known_at: datetime) -> list[Spell]:
    """The risks of a place as known at an instant, in order; unknown before the first."""
    source = current.source()
    situation = source.situation_over(place.district_id, known_at, *EVER)
    located = source.located(source.place(place.id))
    spans = [s.effective for s in situation.stretches]
    spans += [v.effective for v in situation.vouchings]
    near = situation.near(located)
    found = []
    for begin, end in pairwise([*sorted({t for span in spans for t in span.ends}), None]):
        assert begin is not None
        said = situation.assess(located, begin, near)
        decided = grounds(said.because, near, begin)
        notices = _each_once(s.opened_by for s in decided)
        over = [s for s in decided if end is not None and end not in s.effective]
        ended = _each_once(s.ended_by for s in over if s.ended_by)
        found.append(Spell(begin, end, said.risk, said.doubt is not None, notices, ended))
    return _released(_joined(found))


def _each_once(references: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    return tuple({r["sequence"]: dict(r) for r in references}.values())


def _released(told: Sequence[Spell]) -> list[Spell]:
    """The same, with what ended a spell only where the place was in no zone after it."""
    following = [s.risk for s in told[1:]]
    return [
        s if after not in IN_ZONE else replace(s, ended_by=())
        for s, after in zip(told, [*following, None], strict=True)
    ]


def _joined(found: Sequence[Spell]) -> list[Spell]:
    """Neighbours that say the same are one."""
    joined: list[Spell] = []
    for spell in found:
        last = joined[-1] if joined else None
        if last and (last.risk, last.doubted, last.notices) == (
            spell.risk,
            spell.doubted,
            spell.notices,
        ):
            joined[-1] = replace(last, end=spell.end, ended_by=spell.ended_by)
        else:
            joined.append(spell)
    return joined


def revisions(place: Place, known_at: datetime) -> list[Revision]:
    """What the last corrections changed of the place, the newest first."""
    acts = [a for a in acts_of_place(place) if a.kind == Notice.Kind.CORRECTION]
    found: list[Revision] = []
    for act in [a for a in acts if a.recorded_at <= known_at][:MOST_CORRECTIONS]:
        before = spells(place, act.recorded_at - INSTANT)
        after = spells(place, act.recorded_at)
        found += _differences(act, before, after)
    return found


def _differences(act: Notice, before: Sequence[Spell], after: Sequence[Spell]) -> list[Revision]:
    ends = {t for s in (*before, *after) for t in (s.start, s.end) if t is not None}
    found: list[Revision] = []
    for begin, end in pairwise([*sorted(ends), None]):
        assert begin is not None
        was, became = _at(before, begin), _at(after, begin)
        if was is became:
            continue
        last = found[-1] if found else None
        if last and (last.end, last.before, last.after) == (begin, was, became):
            found[-1] = Revision(act, last.start, end, was, became)
        else:
            found.append(Revision(act, begin, end, was, became))
    return found


def _at(told: Sequence[Spell], instant: datetime) -> Risk:
    for spell in told:
        if (spell.start is None or spell.start <= instant) and (
            spell.end is None or instant < spell.end
        ):
            return spell.risk
    return Risk.UNKNOWN
