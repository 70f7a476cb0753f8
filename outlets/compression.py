"""How a body is compressed: brotli where it is understood, else gzip."""

import gzip
import re
from enum import Enum

import brotli


class Encoding(Enum):
    """The codings of a body, as HTTP calls them."""

    BROTLI = "br"
    GZIP = "gzip"
    IDENTITY = "identity"


_ITEM = re.compile(r"\s*([a-z*]+)\s*(?:;\s*q\s*=\s*([0-9.]+))?\s*$")


def preferred(accepted: str) -> Encoding:
    """The best coding that an ``Accept-Encoding`` allows."""
    weights: dict[str, float] = {}
    for item in accepted.lower().split(","):
        if found := _ITEM.match(item):
            try:
                weights[found[1]] = float(found[2] or 1)
            except ValueError:
                continue
    for encoding in (Encoding.BROTLI, Encoding.GZIP):
        if weights.get(encoding.value, weights.get("*", 0)) > 0:
            return encoding
    return Encoding.IDENTITY


def compress(body: bytes, encoding: Encoding) -> bytes:
    """A body in a coding; the same body always makes the same bytes."""
    if encoding is Encoding.BROTLI:
        return brotli.compress(body, quality=5)
    if encoding is Encoding.GZIP:
        return gzip.compress(body, compresslevel=6, mtime=0)
    return body
