"""A question sent as a JSON document: read whole, refused by the name of what is wrong."""

import json
from collections.abc import Collection
from typing import Any

from django.http import HttpRequest
from django.utils.http import parse_header_parameters
from rest_framework.exceptions import UnsupportedMediaType

from zones.api import bodies
from zones.api.problems import BadParameter
from zones.batch.items import Members

JSON = "application/json"


def media_type(request: HttpRequest, *, offered: Collection[str]) -> str:
    """What the body says that it is, in UTF-8. Raises ``UnsupportedMediaType``."""
    written = request.headers.get("Content-Type", "")
    kind, parameters = parse_header_parameters(written)
    if kind not in offered:
        raise UnsupportedMediaType(written, f"Send {' or '.join(offered)}.")
    if parameters.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise UnsupportedMediaType(written, "The charset must be UTF-8.")
    return kind


def document(request: HttpRequest, *, known: Collection[str], most: int) -> Members:
    """The document of a request; JSON as RFC 8259 has it."""
    body = bodies.whole(request, most=most)
    try:
        found = json.loads(
            body.decode("utf-8-sig"), object_pairs_hook=Members, parse_constant=_no_constant
        )
    except (ValueError, RecursionError) as error:
        raise BadParameter("body", f"not JSON in UTF-8: {_why(error)}") from None
    if not isinstance(found, Members):
        raise BadParameter("body", "not an object")
    if found.twice is not None:
        raise BadParameter(found.twice, "given more than once; give it once")
    for name in found.keys() - set(known):
        raise BadParameter(name, f"unknown member; known are {', '.join(sorted(known))}")
    return found


def _why(error: Exception) -> str:
    """Where reading ended; what only tells of Python is said otherwise."""
    if isinstance(error, RecursionError):
        return "nested too deep"
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError | _NoConstant):
        return str(error)
    return "a number of more digits than any here has"


class _NoConstant(ValueError):
    """``NaN`` or ``Infinity``."""


def _no_constant(name: str) -> Any:
    raise _NoConstant(f"{name} is no JSON")
