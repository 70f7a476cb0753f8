"""From what a client wrote to typed values, wherever it stood: query string, JSON, a line.

Nothing here knows of requests or of the database. What is refused is told by the name of
the parameter and by how to mend it.
"""

import math
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from zones.api.problems import BadParameter
from zones.crs import CoordinateError, Crs, require_on_earth
from zones.gazetteer.points import Point
from zones.risk.regimes import SHANGHAI

LONGEST_ADDRESS = 500
LONGEST_WINDOW = timedelta(days=366)
YEARS = range(1950, 2201)
"""Long before, clocks there went by the sun, at offsets that ISO 8601 cannot write."""
NO_SUCH_PLACE = "no place has this id"
INSTANT = r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}))?"
DURATION = r"P(\d{1,6}W|(?=[\dT])(\d{1,6}D)?(T(?=\d)(\d{1,6}H)?(\d{1,6}M)?(\d{1,6}S)?)?)"
NUMBER = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?"
IDENTIFIER = r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}"
CODE = r"[1-9]\d{5}"
_INSTANT, _NUMBER, _IDENTIFIER, _CODE = (
    re.compile(pattern, re.ASCII) for pattern in (INSTANT, NUMBER, IDENTIFIER, CODE)
)
_DURATION = re.compile(
    r"P(?:(\d{1,6})W|(?=[\dT])(?:(\d{1,6})D)?"
    r"(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?)",
    re.ASCII,
)
_SPACE_FOR_PLUS = re.compile(r"^(.*[0-9:]) (\d{2}:?\d{2})$", re.ASCII)
_NEVER_WRITTEN = re.compile("[\0\ufffd\ud800-\udfff]")


def require_text(value: str, name: str) -> str:
    """Text that can be kept: no NUL, no lone surrogate, nothing that was not UTF-8.

    Whoever decoded the request put U+FFFD where its bytes were no UTF-8.
    """
    wrong = _NEVER_WRITTEN.search(value)
    if wrong is None:
        return value
    what = "a NUL character" if wrong[0] == "\0" else "bytes that are not UTF-8 text"
    raise BadParameter(name, f"contains {what}")


def read_instant(text: str, name: str) -> datetime:
    """An ISO 8601 instant with offset; a bare date is its first instant in Shanghai.

    A ``+`` that was not percent-encoded arrives as a space and is read as ``+``.
    """
    written = _SPACE_FOR_PLUS.sub(r"\1+\2", text).upper()
    try:
        if not _INSTANT.fullmatch(written):
            raise ValueError
        found = datetime.fromisoformat(written)
    except ValueError:
        if _INSTANT.fullmatch(f"{written}Z"):
            raise BadParameter(name, "an instant needs an offset, such as +08:00") from None
        raise BadParameter(
            name, "not an ISO 8601 instant such as 2022-11-30T12:00:00+08:00"
        ) from None
    if found.year in YEARS:
        is_day = found.tzinfo is None
        here = found.replace(tzinfo=SHANGHAI) if is_day else found.astimezone(SHANGHAI)
        if here.year in YEARS:
            return here
    raise BadParameter(name, f"the year must lie between {YEARS[0]} and {YEARS[-1]}")


def read_window(text: str) -> timedelta:
    """An ISO 8601 duration such as ``P7D``."""
    written = _DURATION.fullmatch(text)
    weeks, days, hours, minutes, seconds = (
        (int(part or 0) for part in written.groups()) if written else (0,) * 5
    )
    found = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not timedelta(0) < found <= LONGEST_WINDOW:
        raise BadParameter("window", "not an ISO 8601 duration such as P7D, of at most P366D")
    return found


def read_address(text: str) -> str:
    """The words of a place, within bounds."""
    if len(text) > LONGEST_ADDRESS:
        raise BadParameter(
            "address", f"longer than {LONGEST_ADDRESS} characters ({len(text)} given)"
        )
    if not text.strip():
        raise BadParameter("address", "empty; write a place, such as 小店区晋阳紫城4号楼")
    return require_text(text, "address")


def read_sequence(text: str) -> int:
    """The place of an act in the ledger."""
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise BadParameter("min_sequence", "not a sequence of the ledger, such as 1234")
    return int(text)


def read_place_id(text: str) -> UUID:
    """The id of a place, in the form in which it was given out."""
    if not _IDENTIFIER.fullmatch(text):
        raise BadParameter("place", "not an id of a place (a UUID)")
    return UUID(text)


def read_asked_id(text: str) -> UUID | str:
    """What a question gives as an id: that of a place, or the code of a whole district."""
    return text if _CODE.fullmatch(text) else read_place_id(text)


def read_degrees(text: str, name: str) -> float:
    """A decimal number in ASCII digits; ``1_000``, ``nan`` and ``１`` are none."""
    if not _NUMBER.fullmatch(text):
        raise BadParameter(name, "not a number of degrees, such as 112.55")
    return finite(float(text), name)


def finite(number: float, name: str) -> float:
    """Neither infinite nor NaN."""
    if not math.isfinite(number):
        raise BadParameter(name, "not a finite number of degrees")
    return number


def read_crs(text: str | None) -> Crs:
    """The system of a coordinate, which no coordinate says itself."""
    known = ", ".join(Crs)
    if text is None:
        raise BadParameter("crs", f"a coordinate needs its system: one of {known}")
    try:
        return Crs(text)
    except ValueError:
        raise BadParameter("crs", f"not one of {known}") from None


def read_point(lon: float, lat: float, crs: Crs) -> Point:
    """A coordinate on Earth, longitude first."""
    try:
        require_on_earth(lon, lat)
    except CoordinateError as error:
        name = "lat" if abs(lat) > 90 else "lon"
        raise BadParameter(name, str(error)) from None
    return Point(lon, lat, crs)


def require_one_way(asked: list[Any]) -> None:
    """Exactly one of address, place, lon with lat: ``asked`` are the names given of these."""
    if asked not in (["address"], ["place"], ["lon", "lat"]):
        raise BadParameter(
            asked[0] if asked else "address",
            "ask by exactly one of address, place, or lon with lat and crs",
        )
