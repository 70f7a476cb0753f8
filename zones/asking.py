"""What a reader of the map page asks about: words, a known place, or where they stand."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from zones.answers import Answer
from zones.api.problems import BadParameter
from zones.api.values import LONGEST_ADDRESS, read_degrees, read_place_id, read_point
from zones.crs import Crs
from zones.gazetteer.outcome import Candidate, Outcome, Reason
from zones.gazetteer.points import Point
from zones.models import District, Place

SURE_OF_A_PLACE = 50.0
"""Metres: a position less exact than this does not tell one building from the next."""
SURE_OF_A_DISTRICT = 300.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, or none. Read leniently: a page is read by people, who are better served by
    an explained page than by a bare refusal."""

    address: str = ""
    place: Place | None = None
    point: Point | None = None
    accuracy: float = 0.0
    district: District | None = None
    """To which an address is narrowed."""

    @classmethod
    def read(cls, query: QueryDict, within: District | None = None) -> "Asked":
        """What a form or an address of the page asks; the finer thing goes first."""
        words = query.get("address", "").replace("\0", "").strip()[:LONGEST_ADDRESS]
        place = _place(query.get("place", ""))
        if place is not None:
            return cls(address=words, place=place)
        point, accuracy = _position(query)
        if point is not None:
            return cls(point=point, accuracy=accuracy)
        return cls(address=words, district=within)

    def __bool__(self) -> bool:
        return bool(self.address or self.place or self.point)

    @property
    def what(self) -> dict[str, Any]:
        """The part of a ``Question`` that says what it is about."""
        if self.place is not None:
            return {"place": self.place.id}
        if self.point is not None:
            return {"point": self.point}
        return {"address": self.address, "district": self.district and self.district.code}

    def weighed(self, answer: Answer) -> Answer:
        """The answer, unless the position is too rough for it: then it is only offered."""
        sure = SURE_OF_A_PLACE if answer.place else SURE_OF_A_DISTRICT
        if answer.outcome is not Outcome.FOUND or answer.district is None or self.accuracy <= sure:
            return answer
        met = Candidate(answer.district, answer.place, Reason.SEVERAL_PLACES_MATCH)
        blank = Answer(answer.question, answer.sequence, Outcome.AMBIGUOUS)
        return replace(blank, candidates=(met,), regime=answer.regime)


def _place(text: str) -> Place | None:
    try:
        found = Place.objects.select_related("district").filter(id=read_place_id(text))
    except BadParameter:
        return None
    return found.first()


def _position(query: QueryDict) -> tuple[Point | None, float]:
    """Where the browser says that it is. Browsers tell WGS-84, and how far they may be off."""
    try:
        lon, lat = (read_degrees(query.get(name, ""), name) for name in ("lon", "lat"))
        point = read_point(lon, lat, Crs.WGS84)
        return point, max(read_degrees(query.get("accuracy", "0"), "accuracy"), 0.0)
    except BadParameter:
        return None, 0.0
