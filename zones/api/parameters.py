"""From the query string to typed questions, or a problem that names the parameter."""

import math
import re
from collections.abc import Collection
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils.dateparse import parse_date, parse_datetime, parse_duration

from zones.answers import Question
from zones.api.problems import BadParameter
from zones.crs import CoordinateError, Crs, require_on_earth
from zones.gazetteer.points import Point
from zones.models import City, District, Place
from zones.risk.regimes import SHANGHAI

LONGEST_ADDRESS = 500
LONGEST_WINDOW = timedelta(days=366)
_SPACE_FOR_PLUS = re.compile(r"^(.*[0-9:]) (\d{2}:?\d{2})$")


def refuse_unknown(query: QueryDict, known: Collection[str]) -> None:
    """A misspelt parameter must not be passed over in silence; nor may one come twice."""
    for name in query:
        if name not in known:
            raise BadParameter(
                name, f"unknown parameter; this address knows {', '.join(sorted(known))}"
            )
        if len(query.getlist(name)) > 1:
            raise BadParameter(name, "given more than once; give it once")


def instant(query: QueryDict, name: str, default: datetime) -> datetime:
    """An ISO 8601 instant with offset; a bare date is its first instant in Shanghai.

    A ``+`` that was not percent-encoded arrives as a space and is read as ``+``.
    """
    text = query.get(name)
    if text is None:
        return default
    mended = _SPACE_FOR_PLUS.sub(r"\1+\2", text)
    try:
        day = parse_date(mended)
        if day is not None:
            return datetime.combine(day, time.min, SHANGHAI)
        found = parse_datetime(mended)
    except ValueError:
        found = None
    if found is None:
        raise BadParameter(name, "not an ISO 8601 instant such as 2022-11-30T12:00:00+08:00")
    if found.tzinfo is None:
        raise BadParameter(name, "an instant needs an offset, such as +08:00")
    if not 1900 <= found.year <= 2200:
        raise BadParameter(name, "the year must lie between 1900 and 2200")
    return found.astimezone(SHANGHAI)


def window(query: QueryDict) -> timedelta | None:
    """An ISO 8601 duration such as ``P7D``."""
    text = query.get("window")
    if text is None:
        return None
    try:
        found = parse_duration(text) if text.startswith("P") else None
    except (ValueError, OverflowError):
        found = None
    if found is None or not timedelta(0) < found <= LONGEST_WINDOW:
        raise BadParameter("window", "not an ISO 8601 duration such as P7D, of at most P366D")
    return found


def district(query: QueryDict, city: City) -> District | None:
    """A district of the city by GB/T 2260 code or full name."""
    text = query.get("district")
    if text is None:
        return None
    found = (
        districts_of(city).filter(code=text).first() or districts_of(city).filter(name=text).first()
    )
    if found is None:
        codes = ", ".join(f"{d.code} {d.name}" for d in districts_of(city))
        raise BadParameter("district", f"not a district of {city.name}; it has {codes}")
    return found


def districts_of(city: City) -> QuerySet[District]:
    """The districts without their outlines."""
    return city.districts.defer("outline")


QUESTION = frozenset(
    {"address", "place", "lon", "lat", "crs", "district", "as_of", "known_at", "window"}
)


def question(query: QueryDict, city: City, now: datetime) -> Question:
    """The question of a look-up. Exactly one of address, place, lon with lat."""
    refuse_unknown(query, QUESTION)
    asked = [n for n in ("address", "place", "lon", "lat") if n in query]
    if asked not in (["address"], ["place"], ["lon", "lat"]):
        raise BadParameter(
            asked[0] if asked else "address",
            "ask by exactly one of address, place, or lon with lat and crs",
        )
    if "crs" in query and "lon" not in query:
        raise BadParameter("crs", "crs goes with lon and lat")
    return Question(
        as_of=instant(query, "as_of", now),
        known_at=instant(query, "known_at", now),
        address=_address(query),
        place=_place(query),
        point=_point(query),
        district=district(query, city),
        window=window(query),
    )


def _address(query: QueryDict) -> str | None:
    text = query.get("address")
    if text is None:
        return None
    if not text.strip():
        raise BadParameter("address", "empty; write a place, such as 小店区晋阳紫城4号楼")
    if len(text) > LONGEST_ADDRESS:
        raise BadParameter("address", f"longer than {LONGEST_ADDRESS} characters")
    if "\0" in text:
        raise BadParameter("address", "contains a NUL character")
    return text


def _place(query: QueryDict) -> Place | None:
    text = query.get("place")
    return None if text is None else place_by_id(text)


def place_by_id(text: str) -> Place:
    """A known place. A malformed id is a bad question, an unknown one does not exist."""
    try:
        found = Place.objects.select_related("district").filter(id=UUID(text)).first()
    except ValueError:
        raise BadParameter("place", "not an id of a place (a UUID)") from None
    if found is None:
        raise Http404("no place has this id")
    return found


def _point(query: QueryDict) -> Point | None:
    if "lon" not in query:
        return None
    values: list[float] = []
    for name in ("lon", "lat"):
        try:
            values.append(float(query[name]))
        except ValueError:
            raise BadParameter(name, "not a number of degrees") from None
        if not math.isfinite(values[-1]):
            raise BadParameter(name, "not a finite number of degrees")
    known = ", ".join(Crs)
    if "crs" not in query:
        raise BadParameter("crs", f"a coordinate needs its system: one of {known}")
    try:
        crs = Crs(query["crs"])
    except ValueError:
        raise BadParameter("crs", f"not one of {known}") from None
    try:
        require_on_earth(values[0], values[1])
    except CoordinateError as error:
        raise BadParameter("lat", str(error)) from None
    return Point(values[0], values[1], crs)
