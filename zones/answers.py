"""The answer to "what is (or was) the risk of this place?", with all that it rests on.

One implementation for every channel, over two sources of the same facts: the database
(``zones.serving.database``), and a snapshot of it in memory (``zones.serving.snapshot``). A
question is typed and valid before it comes here; time is in it, nothing reads the clock.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from zones.address.values import Segment
from zones.gazetteer.area import Area
from zones.gazetteer.known import KnownDistrict, KnownPlace
from zones.gazetteer.located import locate_district
from zones.gazetteer.outcome import Candidate, Outcome, Reason, Resolution
from zones.gazetteer.points import Point
from zones.gazetteer.resolve import resolve
from zones.risk.assess import Assessment, Doubt, Risk
from zones.risk.regimes import SHANGHAI, Regime, regime_at
from zones.risk.relation import Located
from zones.risk.situation import Situation, grounds
from zones.risk.stretch import Order, Stretch
from zones.risk.window import Window


class UnknownPlace(LookupError):
    """No place has the id that was asked about."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one place: exactly one of ``address``, ``place`` (its id), ``point``.

    ``as_of`` is the effective instant asked about, ``known_at`` by when it had to be
    recorded, ``window`` how far back to look. ``district`` is the code of the district
    to which the question is narrowed. A whole district has its code for an id.
    """

    as_of: datetime
    known_at: datetime
    address: str | None = None
    place: UUID | str | None = None
    point: Point | None = None
    district: str | None = None
    window: timedelta | None = None


class Source(Protocol):
    """Who knows the ground and the projection, at one sequence of the ledger."""

    @property
    def sequence(self) -> int: ...
    @property
    def recorded_at(self) -> datetime | None:
        """When the act of that sequence was recorded; ``None`` on an empty ledger."""
        ...

    @property
    def districts(self) -> Collection[KnownDistrict]: ...

    def area(self, district: str | None, on: date) -> Area[KnownPlace]:
        """What an address is resolved against on a date; narrowed to a district, if given."""
        ...

    def place(self, id: UUID) -> KnownPlace:
        """The place with this id. Raises ``UnknownPlace``."""
        ...

    def at_point(self, point: Point, on: date) -> Resolution[KnownPlace]:
        """The place or district in which a coordinate certainly lies, as of a date."""
        ...

    def located(self, place: KnownPlace) -> Located:
        """A place as the risk algebra compares it."""
        ...

    def situation(self, district: str, known_at: datetime, start: datetime) -> Situation:
        """What holds in a district (code) at the instant ``start``."""
        ...

    def situation_over(
        self, district: str, known_at: datetime, start: datetime, end: datetime
    ) -> Situation:
        """What holds in a district at any instant of ``[start, end)``."""
        ...

    def next_change(self, district: str, known_at: datetime, after: datetime) -> datetime | None:
        """The first instant after ``after`` at which anything known changes in a district."""
        ...

    def earlier(self, district: str, known_at: datetime, of: Stretch) -> Sequence[Stretch]:
        """The stretches of the same designation that begin before this one, the last first."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome, a risk, and their grounds. ``place`` is ``None`` for a whole district."""

    question: Question
    sequence: int
    outcome: Outcome
    risk: Risk = Risk.UNKNOWN
    since: datetime | None = None
    valid_until: datetime | None = None
    district: KnownDistrict | None = None
    place: KnownPlace | None = None
    matched_by: str | None = None
    used: tuple[Segment, ...] = ()
    ignored: tuple[str, ...] = ()
    because: tuple[Stretch, ...] = ()
    parts: tuple[Stretch, ...] = ()
    candidates: tuple[Candidate[KnownPlace], ...] = ()
    reason: Reason | Doubt | None = None
    doubtful: tuple[str, ...] = ()
    explanations: tuple[str, ...] = ()
    window: Window | None = None
    regime: Regime | None = None
    ordered: Order | None = None

    @property
    def measures(self) -> str | None:
        """What holds for people there, under the regime of the date."""
        return self.regime.measure(self.risk) if self.regime else None


def answer(question: Question, source: Source) -> Answer:
    """Resolve, then judge. Only a place that was found has a risk other than unknown.

    Raises ``UnknownPlace`` for an id that no place has.
    """
    resolution, by = _resolve(question, source)
    return answer_to(question, resolution, by, source)


def answer_to(
    question: Question, resolution: Resolution[KnownPlace], by: str, source: Source
) -> Answer:
    """The answer to a question whose place was resolved, and by what."""
    district = resolution.district
    found = resolution.outcome is Outcome.FOUND and district is not None
    judged = _judge(question, resolution, district, source) if found and district else {}
    return Answer(
        question=question,
        sequence=source.sequence,
        outcome=resolution.outcome,
        district=district,
        place=resolution.place,
        matched_by=by if found else None,
        used=resolution.used,
        ignored=resolution.ignored,
        candidates=resolution.candidates,
        regime=regime_at(question.as_of),
        **{"reason": resolution.reason, **judged},
    )


def _resolve(question: Question, source: Source) -> tuple[Resolution[KnownPlace], str]:
    if question.place is not None:
        return _within(question.district, _by_id(question.place, source)), "id"
    on = question.as_of.astimezone(SHANGHAI).date()
    if question.point is not None:
        return _within(question.district, source.at_point(question.point, on)), "coordinate"
    return resolve(question.address or "", source.area(question.district, on)), "name"


def _by_id(id: UUID | str, source: Source) -> Resolution[KnownPlace]:
    if isinstance(id, UUID):
        place = source.place(id)
        return Resolution(Outcome.FOUND, district=place.district, place=place)
    district = next((d for d in source.districts if d.code == id), None)
    if district is None:
        raise UnknownPlace(id)
    return Resolution(Outcome.FOUND, district=district)


def _within(district: str | None, found: Resolution[KnownPlace]) -> Resolution[KnownPlace]:
    """What was found, unless the question says that it lies in another district."""
    if district is None or found.district is None or found.district.code == district:
        return found
    return Resolution(Outcome.NOT_FOUND, reason=Reason.DISTRICT_CONTRADICTED)


def _judge(
    question: Question,
    resolution: Resolution[KnownPlace],
    district: KnownDistrict,
    source: Source,
) -> dict[str, Any]:
    """The members of an answer that say the risk at the instant asked about, and over the
    window if one is asked for.
    """
    place = resolution.place
    located = source.located(place) if place else locate_district(district)
    as_of, known_at, code = question.as_of, question.known_at, district.code
    situation = source.situation(code, known_at, as_of)
    near = situation.near(located)
    assessment = situation.assess(located, as_of, near)
    if question.point is not None and place is None:
        assessment = _at_a_bare_point(assessment)
    because = grounds(assessment.because, near, as_of)
    starts = [_covered_since(located, one, question, code, source) for one in because]
    return {
        "risk": assessment.risk,
        "since": None if None in starts else min((s for s in starts if s), default=None),
        "valid_until": source.next_change(code, known_at, as_of),
        "because": because,
        "parts": grounds(assessment.parts, near, as_of),
        "reason": assessment.doubt or resolution.reason or _point_reason(assessment, question),
        "doubtful": assessment.doubtful,
        "explanations": assessment.explanations,
        "ordered": situation.ordered(as_of),
        "window": _over_window(located, code, question, source),
    }


def _at_a_bare_point(assessment: Assessment) -> Assessment:
    """A point in no trusted outline is only somewhere in its district.

    Where nothing is in force the whole district answers for it; else no outline is
    certain enough to say that it lies outside the zones.
    """
    if assessment.risk is Risk.ROUTINE:
        return assessment
    return replace(assessment, risk=Risk.UNKNOWN, because=())


def _point_reason(assessment: Assessment, question: Question) -> Reason | None:
    if question.point is not None and assessment.risk is Risk.UNKNOWN:
        return Reason.OUTLINES_DO_NOT_DECIDE
    return None


def _covered_since(
    place: Located, ground: Stretch, question: Question, district: str, source: Source
) -> datetime | None:
    """Since when a designation has covered a place without a break, up to this stretch.

    ``None`` when the start is not known.
    """
    if ground.since is None:
        return None
    earliest = ground.effective.lower
    for before in source.earlier(district, question.known_at, ground):
        if before.effective.upper != earliest or not before.zone.extent.covers(place.lineage):
            break
        earliest = before.effective.lower
    return earliest


def _over_window(
    place: Located, district: str, question: Question, source: Source
) -> Window | None:
    """Whether the place was high at any instant of ``[as_of - window, as_of)``."""
    if question.window is None:
        return None
    start, end = question.as_of - question.window, question.as_of
    return source.situation_over(district, question.known_at, start, end).over(place, start, end)
