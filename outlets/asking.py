"""The one question that the channels ask: what holds, or held, for a known place."""

from datetime import datetime

from zones.answers import Answer, Question
from zones.installation import city
from zones.models import Place
from zones.serving.database import answer_from_database


def ask(place: Place, as_of: datetime, known_at: datetime) -> Answer:
    """The answer for a place, by the same implementation as every other answer."""
    return answer_from_database(Question(as_of=as_of, known_at=known_at, place=place.id), city())
