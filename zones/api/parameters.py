"""From the query string to typed questions, or a problem that names the parameter."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import QuerySet
from django.http import QueryDict

from zones.answers import Question
from zones.api import values
from zones.api.problems import BadParameter, Unknown
from zones.api.values import LONGEST_ADDRESS, NO_SUCH_PLACE
from zones.gazetteer.known import KnownDistrict
from zones.gazetteer.points import Point
from zones.models import City, District, Place

__all__ = ["LONGEST_ADDRESS"]
D = TypeVar("D", bound=KnownDistrict)


def refuse_unknown(query: QueryDict, known: Collection[str]) -> None:
    """A misspelt parameter must not be passed over in silence; nor may one come twice."""
    for name in query:
        if name not in known:
            knows = f"this address knows {', '.join(sorted(known))}" if known else "none is known"
            raise BadParameter(name, f"unknown parameter; {knows}")
        if len(query.getlist(name)) > 1:
            raise BadParameter(name, "given more than once; give it once")
        values.require_text(query[name], name)


def instant(query: QueryDict, name: str, default: datetime) -> datetime:
    """An ISO 8601 instant with offset; a bare date is its first instant in Shanghai."""
    text = query.get(name)
    return default if text is None else values.read_instant(text, name)


def window(query: QueryDict) -> timedelta | None:
    """An ISO 8601 duration such as ``P7D``."""
    text = query.get("window")
    return None if text is None else values.read_window(text)


def district(query: QueryDict, city: City) -> District | None:
    """A district of the city by GB/T 2260 code or full name."""
    return _district(query, districts_of(city)) if "district" in query else None


def _district(query: QueryDict, districts: Iterable[D]) -> D | None:
    text = query.get("district")
    if text is None:
        return None
    all_of_them = list(districts)
    found = next((d for d in all_of_them if text in (d.code, d.name)), None)
    if found is None:
        codes = ", ".join(f"{d.code} {d.name}" for d in all_of_them)
        raise BadParameter("district", f"not a district of the city; it has {codes}")
    return found


def min_sequence(query: QueryDict) -> int:
    """The act of the ledger that an answer has to know at least; 0 where none is named."""
    return values.read_sequence(query.get("min_sequence", "0"))


def districts_of(city: City) -> QuerySet[District]:
    """The districts without their outlines."""
    return city.districts.defer("outline")


QUESTION = frozenset({"address", "place", "lon", "lat", "crs", "district"}) | frozenset(
    {"as_of", "known_at", "window", "min_sequence"}
)


def question(
    query: QueryDict, districts: Iterable[KnownDistrict], now: datetime, known_now: datetime
) -> Question:
    """The question of a look-up. Exactly one of address, place, lon with lat."""
    refuse_unknown(query, QUESTION)
    values.require_one_way([n for n in ("address", "place", "lon", "lat") if n in query])
    if "crs" in query and "lon" not in query:
        raise BadParameter("crs", "crs goes with lon and lat")
    asked_district = _district(query, districts)
    return Question(
        as_of=instant(query, "as_of", now),
        known_at=instant(query, "known_at", known_now),
        address=values.read_address(query["address"]) if "address" in query else None,
        place=values.read_asked_id(query["place"]) if "place" in query else None,
        point=_point(query) if "lon" in query else None,
        district=asked_district.code if asked_district else None,
        window=window(query),
    )


def place_by_id(text: str) -> Place:
    """A known place. A malformed id is a bad question, an unknown one does not exist."""
    found = Place.objects.select_related("district").filter(id=values.read_place_id(text)).first()
    if found is None:
        raise Unknown("place", NO_SUCH_PLACE)
    return found


def _point(query: QueryDict) -> Point:
    lon, lat = (values.read_degrees(query[name], name) for name in ("lon", "lat"))
    return values.read_point(lon, lat, values.read_crs(query.get("crs")))


def box(text: str) -> tuple[float, float, float, float]:
    """``west,south,east,north`` in degrees."""
    sides = text.split(",")
    if len(sides) == 4:
        west, south, east, north = (values.read_degrees(side, "bbox") for side in sides)
        if -180 <= west < east <= 180 and -90 <= south < north <= 90:
            return west, south, east, north
    raise BadParameter("bbox", "west,south,east,north in degrees (WGS-84), west < east")
