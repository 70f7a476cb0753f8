"""One item of a batch: a question by address, place or coordinate, or a refusal of its own."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from zones.api import values
from zones.api.problems import BadParameter
from zones.batch.lines import LONGEST_LINE
from zones.gazetteer.known import KnownDistrict
from zones.gazetteer.points import Point

ITEM = frozenset({"id", "address", "place", "lon", "lat", "crs", "district"})
_WAYS = ("address", "place", "lon", "lat")
LONGEST_NAME = 100
"""Of a member's name that is told back."""


class Asked(NamedTuple):
    """What one item asks. ``tag`` is its id as JSON, echoed."""

    tag: bytes
    address: str | None = None
    place: UUID | str | None = None
    point: Point | None = None
    district: KnownDistrict | None = None


class Refused(NamedTuple):
    """An item that is no question: which member is wrong, and how to mend it."""

    tag: bytes
    parameter: str | None
    detail: str


Districts = Mapping[str, KnownDistrict]
"""The districts of the city, by code and by name."""


def read_line(line: bytes | None, districts: Districts) -> Asked | Refused:
    """The item on a line of NDJSON."""
    if line is None:
        return Refused(b"null", None, f"the line is longer than {LONGEST_LINE} bytes")
    try:
        item = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        what = f"not JSON in UTF-8: {error}" if line.strip() else "an empty line; write one item"
        return Refused(b"null", None, what)
    found = read_item(item, districts)
    if isinstance(found, Refused) or line.count(b":") == len(item):
        return found  # A member needs a colon: with as many as there are members, none is hidden.
    twice = json.loads(line, object_pairs_hook=Members).twice
    return found if twice is None else _given_twice(found.tag, twice)


class Members(dict[str, Any]):
    """An object of JSON that knows whether a name stood twice in it.

    JSON leaves open which of the two would count, so neither does.
    """

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        seen: set[str] = set()
        self.twice = next((n for n, _ in pairs if n in seen or seen.add(n)), None)  # type: ignore[func-returns-value]


def read_item(item: Any, districts: Districts) -> Asked | Refused:
    """The item that a JSON value is."""
    if not isinstance(item, dict):
        return Refused(b"null", None, 'not an object such as {"id": 1, "address": "…"}')
    tag = b"null"
    try:
        tag = _tag(item.get("id"))
        if isinstance(item, Members) and item.twice is not None:
            return _given_twice(tag, item.twice)
        return _question(item, tag, districts)
    except BadParameter as wrong:
        return Refused(tag, wrong.parameter, str(wrong.detail))


def _given_twice(tag: bytes, name: str) -> Refused:
    return Refused(tag, name[:LONGEST_NAME], "given more than once in the item; give it once")


def _tag(id: Any) -> bytes:
    """The id of an item as JSON: any scalar that can be echoed exactly."""
    if isinstance(id, str):
        return orjson.dumps(values.require_text(id, "id"))
    if not isinstance(id, int | float | None):
        raise BadParameter("id", "not a string, number, true, false or null")
    if isinstance(id, int | float) and not -(2**63) <= id < 2**63:
        raise BadParameter("id", "a number beyond 64 bits; write it as a string")
    return orjson.dumps(id)


def _question(item: dict[str, Any], tag: bytes, districts: Districts) -> Asked:
    if item.keys() == {"id", "address"}:  # By far the most.
        return Asked(tag, _address(item))
    unknown = item.keys() - ITEM
    if unknown:
        known = ", ".join(sorted(ITEM))
        raise BadParameter(min(unknown)[:LONGEST_NAME], f"unknown member; an item knows {known}")
    values.require_one_way([name for name in _WAYS if name in item])
    if "crs" in item and "lon" not in item:
        raise BadParameter("crs", "crs goes with lon and lat")
    return Asked(
        tag,
        _address(item) if "address" in item else None,
        values.read_asked_id(_text(item, "place")) if "place" in item else None,
        _point(item) if "lon" in item else None,
        _district(item, districts) if item.get("district") is not None else None,
    )


def _text(item: dict[str, Any], name: str) -> str:
    found = item[name]
    if type(found) is not str:
        raise BadParameter(name, "not a string")
    return found


def _address(item: dict[str, Any]) -> str:
    return values.read_address(_text(item, "address"))


def _point(item: dict[str, Any]) -> Point:
    pair = []
    for name in ("lon", "lat"):
        number = item[name]
        if type(number) not in (int, float):
            raise BadParameter(name, "not a number of degrees")
        pair.append(values.finite(float(number), name))
    crs = values.read_crs(_text(item, "crs") if item.get("crs") is not None else None)
    return values.read_point(pair[0], pair[1], crs)


def _district(item: dict[str, Any], districts: Districts) -> KnownDistrict:
    found = districts.get(_text(item, "district"))
    if found is None:
        names = ", ".join(f"{d.code} {d.name}" for code, d in districts.items() if code == d.code)
        raise BadParameter("district", f"not a district of the city; it has {names}")
    return found
