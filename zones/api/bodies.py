"""The body of a request as it arrives: in blocks, within bounds, unpacked if it was packed."""

import zlib
from collections.abc import Iterator
from typing import Protocol

from django.http import HttpRequest
from rest_framework import exceptions

from zones.api.problems import BadParameter

EARLY = 2 * 1024
SMALLEST, LARGEST = 4 * 1024, 64 * 1024
MOST_SWELLING = 200
"""How many times its packed size a body may unpack to; a file of addresses takes ten to thirty
times, a bomb a thousand."""
SWELLING_COUNTS_FROM = 1024 * 1024
GZIP = 16 + zlib.MAX_WBITS


class Stream(Protocol):
    """``wsgi.input``: ``read`` waits until there are so many bytes, or no more."""

    def read(self, size: int, /) -> bytes: ...


class TooLarge(exceptions.APIException):
    """More than will be read at once."""

    status_code = 413
    default_code = "too-large"


class UnknownPacking(exceptions.APIException):
    """A ``Content-Encoding`` that is not understood."""

    status_code = 415
    default_code = "unknown-packing"
    default_detail = "Content-Encoding may be gzip, or left out."


class BadPacking(ValueError):
    """The packed body is damaged, cut off, or unpacks to far more than it should."""


def blocks(request: HttpRequest) -> Iterator[bytes]:
    """The body in blocks, never held as a whole. Raises ``UnknownPacking`` at once.

    ``BadPacking`` may be raised by any block.
    """
    packing = request.headers.get("Content-Encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise UnknownPacking
    about = request.META
    length = about.get("CONTENT_LENGTH") or ""
    bound = int(length) if length.isascii() and length.isdigit() else None
    if bound is None and not about.get("wsgi.input_terminated"):
        bound = 0
    arriving = _arriving(about["wsgi.input"], bound)
    return unpacked(arriving) if "gzip" in packing else arriving


def whole(request: HttpRequest, *, most: int) -> bytes:
    """The body at once. Raises ``TooLarge``, and ``BadParameter`` for bad packing."""
    found = bytearray()
    try:
        for block in blocks(request):
            found += block
            if len(found) > most:
                raise TooLarge(f"The body is larger than {most} bytes: send it in parts.")
    except BadPacking as error:
        raise BadParameter("body", str(error)) from None
    return bytes(found)


def _arriving(stream: Stream, left: int | None) -> Iterator[bytes]:
    """The first lines each as they come, then ever larger blocks.

    A server hands out nothing before it has as many bytes as were asked for, so blocks save
    work and delay answers. Who begins slowly wants the first answers soon.
    """
    early, size = EARLY, SMALLEST
    while left is None or left > 0:
        block = _line(stream, early if left is None else min(early, left)) if early else None
        if block is None:
            block = stream.read(size if left is None else min(size, left))
            size = min(2 * size, LARGEST)
        if not block:
            return
        early = max(0, early - len(block))
        left = None if left is None else left - len(block)
        yield block


def _line(stream: Stream, most: int) -> bytes:
    """Up to the end of a line, byte by byte."""
    found = bytearray()
    while len(found) < most and (byte := stream.read(1)):
        found += byte
        if byte == b"\n":
            break
    return bytes(found)


def unpacked(packed: Iterator[bytes]) -> Iterator[bytes]:
    """What was packed by gzip, in blocks. Raises ``BadPacking``."""
    taken = given = 0
    member = zlib.decompressobj(GZIP)
    for block in packed:
        taken += len(block)
        is_more = True
        while is_more:
            if member.eof:  # A file may be several, one behind the other.
                member = zlib.decompressobj(GZIP)
            try:
                found = member.decompress(block, LARGEST)
            except zlib.error as error:
                raise BadPacking(f"damaged gzip: {error}") from None
            block = member.unused_data if member.eof else member.unconsumed_tail
            is_more = bool(block) or (len(found) == LARGEST and not member.eof)
            given += len(found)
            if given > SWELLING_COUNTS_FROM and given > MOST_SWELLING * taken:
                raise BadPacking(f"unpacks to more than {MOST_SWELLING} times its packed size")
            if found:
                yield found
    if taken and not member.eof:
        raise BadPacking("the gzip is cut off")
