"""From an answer to the JSON that clients rely on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from zones.address.households import coarsened
from zones.answers import Answer
from zones.gazetteer.known import KnownDistrict, KnownPlace
from zones.gazetteer.outcome import Candidate, Outcome
from zones.models import Standing
from zones.risk.regimes import SHANGHAI, Regime, VisitorRule
from zones.risk.stretch import Order, Stretch
from zones.risk.window import Window
from zones.texts import NOT_FOUND, REASON, why
from zones.withholding import standing_words

Json = dict[str, Any]


def stamp(instant: datetime | None) -> str | None:
    """ISO 8601 with the offset of Shanghai."""
    return instant.astimezone(SHANGHAI).isoformat() if instant else None


def render_answer(answer: Answer) -> Json:
    """The whole answer, every key always present."""
    question = answer.question
    return {
        "outcome": answer.outcome.value,
        "risk": answer.risk.value,
        "since": stamp(answer.since),
        "valid_until": stamp(answer.valid_until),
        "place": render_place(answer.place, answer.district),
        "match": _match(answer),
        "because": [render_standing(s) for s in answer.because],
        "parts": [render_standing(s) for s in answer.parts],
        "candidates": [_candidate(c) for c in answer.candidates],
        "reason": _reason(answer),
        "window": _window(answer.window),
        "district_order": render_order(answer.ordered),
        "regime": answer.regime.name if answer.regime else None,
        "measures": answer.measures,
        "ledger": {
            "sequence": answer.sequence,
            "as_of": stamp(question.as_of),
            "known_at": stamp(question.known_at),
        },
    }


def render_district(district: KnownDistrict) -> Json:
    """A district, named."""
    return {"code": district.code, "name": district.name}


def render_place(place: KnownPlace | None, district: KnownDistrict | None) -> Json | None:
    """A place with its district; a whole district has its code for an id."""
    if district is None:
        return None
    if place is None:
        return {
            "id": district.code,
            "name": district.name,
            "level": "district",
            "district": render_district(district),
        }
    return {
        "id": str(place.id),
        "name": place.name,
        "level": place.level,
        "district": render_district(district),
    }


def render_standing(standing: Stretch | Standing) -> Json:
    """A designation as a ground of an answer: its words and its notice."""
    return {
        "entry": str(standing.designation),
        "text": standing_words(standing),
        "level": standing.level,
        "notice": standing.opened_by,
        "since": stamp(standing.since),
    }


def render_order(ordered: Order | None) -> Json | None:
    """The whole-district state in force, beside the risk."""
    if ordered is None:
        return None
    return {
        "state": ordered.state,
        "since": stamp(ordered.effective.lower),
        "text": ordered.text,
        "notice": ordered.opened_by,
    }


def _match(answer: Answer) -> Json | None:
    if answer.outcome is not Outcome.FOUND:
        return None
    return {
        "level": answer.place.level if answer.place else "district",
        "used": [[s.level.value, s.value] for s in answer.used],
        "ignored": list(answer.ignored),
        "by": answer.matched_by,
    }


def _candidate(candidate: Candidate) -> Json:
    place = render_place(candidate.place, candidate.district)
    assert place is not None
    return {**place, "reason": candidate.reason.value, "text": why(candidate)}


def _reason(answer: Answer) -> Json | None:
    if answer.reason is None:
        return None
    text = (
        NOT_FOUND
        if answer.outcome is Outcome.NOT_FOUND and answer.reason == "not_in_gazetteer"
        else REASON[answer.reason]
    )
    return {
        "code": answer.reason.value,
        "text": str(text),
        "places": _unique(answer.doubtful),
        "explanations": _unique(answer.explanations),
    }


def _unique(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(map(coarsened, names)))


def _window(window: Window | None) -> Json | None:
    if window is None:
        return None
    return {
        "from": stamp(window.start),
        "to": stamp(window.end),
        "was_high": window.was_high,
        "intervals": [
            {
                "from": stamp(i.start),
                "to": stamp(i.end),
                "notice": i.notices[0] if i.notices else None,
                "notices": list(i.notices),
            }
            for i in window.intervals
        ],
    }


def render_regime(regime: Regime) -> Json:
    """One version of the national rules."""
    return {
        "name": regime.name,
        "starts": stamp(regime.starts),
        "levels": list(regime.levels),
        "measures": dict(regime.measures),
        "zones": regime.zones,
        "ends": regime.ends,
    }


def render_visitor_rule(rule: VisitorRule) -> Json:
    """What the city asks of people who were in a zone, by level."""
    return {
        "starts": stamp(rule.starts),
        "by_level": {
            level: {
                "mark": m.mark,
                "text": m.text,
                "tests_on_days": list(m.tests_on_days),
                "days_back": m.days_back,
            }
            for level, m in rule.by_level.items()
        },
    }
