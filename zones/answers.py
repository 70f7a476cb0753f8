"""The answer to "what is (or was) the risk of this place?", with all that it rests on.

One implementation for every channel. A question is typed and valid before it comes
here; time is in it, nothing reads the clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from zones import standings
from zones.address.values import Segment
from zones.gazetteer.located import locate, locate_district
from zones.gazetteer.outcome import Candidate, Outcome, Reason, Resolution
from zones.gazetteer.points import Point, at_point
from zones.gazetteer.resolve import Area, resolve
from zones.models import City, District, DistrictOrdered, Place, Standing
from zones.risk.assess import Assessment, Doubt, Risk, assess
from zones.risk.regimes import SHANGHAI, Regime, regime_at
from zones.risk.relation import Located
from zones.risk.window import Interval, Window, judge
from zones.standings import ZoneRow


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one place: exactly one of ``address``, ``place``, ``point``.

    ``as_of`` is the effective instant asked about, ``known_at`` by when it had to be
    recorded, ``window`` how far back to look.
    """

    as_of: datetime
    known_at: datetime
    address: str | None = None
    place: Place | None = None
    point: Point | None = None
    district: District | None = None
    window: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome, a risk, and their grounds. ``place`` is ``None`` for a whole district."""

    question: Question
    sequence: int
    outcome: Outcome
    risk: Risk = Risk.UNKNOWN
    since: datetime | None = None
    valid_until: datetime | None = None
    district: District | None = None
    place: Place | None = None
    matched_by: str | None = None
    used: tuple[Segment, ...] = ()
    ignored: tuple[str, ...] = ()
    because: tuple[Standing, ...] = ()
    parts: tuple[Standing, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    reason: Reason | Doubt | None = None
    doubtful: tuple[str, ...] = ()
    explanations: tuple[str, ...] = ()
    window: Window | None = None
    regime: Regime | None = None
    ordered: DistrictOrdered | None = None

    @property
    def measures(self) -> str | None:
        """What holds for people there, under the regime of the date."""
        return self.regime.measure(self.risk) if self.regime else None


def answer(question: Question, city: City) -> Answer:
    """Resolve, then judge. Only a place that was found has a risk other than unknown."""
    resolution, by = _resolve(question, city)
    found = Answer(
        question=question,
        sequence=standings.head().sequence,
        outcome=resolution.outcome,
        district=resolution.district,
        place=resolution.place,
        matched_by=by,
        used=resolution.used,
        ignored=resolution.ignored,
        candidates=resolution.candidates,
        reason=resolution.reason,
        regime=regime_at(question.as_of),
    )
    if resolution.outcome is not Outcome.FOUND or resolution.district is None:
        return replace(found, matched_by=None)
    return _judge(found, resolution.district)


def _resolve(question: Question, city: City) -> tuple[Resolution, str]:
    if question.place is not None:
        place = question.place
        return Resolution(Outcome.FOUND, district=place.district, place=place), "id"
    if question.point is not None:
        return at_point(question.point, city), "coordinate"
    on = question.as_of.astimezone(SHANGHAI).date()
    return resolve(question.address or "", Area.of(city, question.district, on)), "name"


def _judge(found: Answer, district: District) -> Answer:
    """The risk at the instant asked about, and over the window if one is asked for."""
    question = found.question
    located = locate_district(district)
    if found.place:
        located = locate([found.place])[found.place.id]
    rows = standings.in_force(question.as_of, question.known_at, [district.code])
    remainder = standings.remainder(district, question.as_of, question.known_at)
    assessment = assess(located, [r.zone for r in rows], remainder)
    if question.point is not None and found.place is None:
        assessment = _at_a_bare_point(assessment)
    because = [r for r in rows if r.zone in assessment.because]
    return replace(
        found,
        risk=assessment.risk,
        since=_since(located, because, question.known_at),
        valid_until=standings.next_change(district, question.as_of, question.known_at),
        because=tuple(r.standing for r in because),
        parts=_rows(assessment.parts, rows),
        reason=assessment.doubt or found.reason or _point_reason(assessment, found),
        doubtful=assessment.doubtful,
        explanations=assessment.explanations,
        ordered=standings.ordered(district, question.as_of, question.known_at),
        window=_over_window(located, district, question) if question.window else None,
    )


def _at_a_bare_point(assessment: Assessment) -> Assessment:
    """A point in no trusted outline is only somewhere in its district.

    Where nothing is in force the whole district answers for it; else no outline is
    certain enough to say that it lies outside the zones.
    """
    if assessment.risk is Risk.ROUTINE:
        return assessment
    return replace(assessment, risk=Risk.UNKNOWN, because=())


def _point_reason(assessment: Assessment, found: Answer) -> Reason | None:
    if found.question.point is not None and assessment.risk is Risk.UNKNOWN:
        return Reason.OUTLINES_DO_NOT_DECIDE
    return None


def _rows(zones: Sequence[object], rows: Sequence[ZoneRow]) -> tuple[Standing, ...]:
    return tuple(r.standing for r in rows if r.zone in zones)


def _since(place: Located, because: Sequence[ZoneRow], known_at: datetime) -> datetime | None:
    """Since when the place has been so; unknown if any ground has an unknown start."""
    starts = [standings.covered_since(place, row, known_at) for row in because]
    return None if None in starts else min((s for s in starts if s), default=None)


def _over_window(located: Located, district: District, question: Question) -> Window:
    """Whether the place was high at any instant of ``[as_of - window, as_of)``."""
    assert question.window is not None
    start = question.as_of - question.window
    rows = standings.over(start, question.as_of, question.known_at, [district.code])
    inner = standings.changes(district, question.known_at)
    moments = [start, *(t for t in inner if start < t < question.as_of)]
    intervals: list[Interval] = []
    for begin, end in zip(moments, [*moments[1:], question.as_of], strict=True):
        held = [r for r in rows if _holds(r.standing, begin)]
        remainder = standings.remainder(district, begin, question.known_at)
        assessment = assess(located, [r.zone for r in held], remainder)
        notices = tuple(s.opened_by for s in _rows(assessment.because, held))
        doubted = assessment.doubt is not None
        intervals.append(Interval(begin, end, assessment.risk, doubted, notices))
    return judge(start, question.as_of, intervals)


def _holds(standing: Standing, instant: datetime) -> bool:
    lower, upper = standing.effective.lower, standing.effective.upper
    return (lower is None or lower <= instant) and (upper is None or instant < upper)
