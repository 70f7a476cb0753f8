"""Numbers that only a dash or a slash parts: 4-10-1203, 4/10/1203.

EBNF::

    dashed  = building "-" ( room | unit [ "-" room ] ) ;
    slashed = building "/" unit [ "/" floor ] "/" room ;

A room has three digits or more. Four numbers are read only if the third is the floor that the
room's number begins with (A/4/12/1203); else nobody can tell which is which, and none is read.
"""

import re
from dataclasses import replace

from zones.address import labels, parts
from zones.address.findings import Code
from zones.address.lexicon import STOP
from zones.address.reader import Draft, Reader
from zones.address.tokens import Rank, Token

_NUMBERS = re.compile(r"[A-Za-z]?\d+[A-Za-z]?|[A-Za-z]")
_SHORTEST_ROOM = 3
_MOST_UNITS = 12
_RUNS = re.compile(rf"(?:\d{{1,3}}-\d{{1,3}}[、,]){{1,30}}\d{{1,3}}-\d{{1,3}}(?=[{STOP}]|$)")


def runs(
    reader: Reader, drafts: list[Draft], token: Token, end: int
) -> tuple[int, list[Draft]] | None:
    """18-22、13-17、32-37: rising pairs of which one ends in no unit's number are ranges."""
    match = _RUNS.match(reader.text, token.start, end)
    if match is None:
        return None
    found = labels.read(reader.text, token.start, match.end())
    rising = [label.range for label in found if label.range is not None]
    widest = max((each.last for each in rising), default=0)
    if len(rising) < len(found) or not widest > _MOST_UNITS:
        return None
    if any(len(str(each.last)) > len(str(each.first)) + 1 for each in rising):
        return None  # 1-101 is a room in building 1.
    reader.note(Code.BARE_NUMBER, token.start, match.end())
    pieces = [
        reader.piece(Rank.BUILDING, "number", label.value, label.start, label.end, label.range)
        for label in found
    ]
    return match.end(), [draft.plus(piece) for draft in drafts for piece in pieces]


_UNIT_AND_ROOM = re.compile(r"(?P<unit>\d{1,2})-\d{3,4}[室户]?")


def behind(reader: Reader, drafts: list[Draft], token: Token) -> list[Draft] | None:
    """11#-2-1604: behind a building a short number and a long one are its unit and room."""
    match = _UNIT_AND_ROOM.fullmatch(reader.text, token.start, token.end)
    if match is None:
        return None
    reader.note(Code.DASHED_NUMBER, token.start, token.end)
    at = match.end("unit") + 1
    unit = labels.canonical(match["unit"])
    piece = reader.piece(Rank.UNIT, "dashed", unit, token.start, at)
    part = parts.room(reader, at, token.end)
    return [Draft((*d.path, piece), part, d.exceptions, d.inclusions) for d in drafts]


def split(reader: Reader, drafts: list[Draft], token: Token) -> list[Draft]:
    """4-10-1203 is building 4, unit 10, room 1203; 7-312 building 7, room 312; 4-10 unit 10."""
    starts = [m.start() for m in _NUMBERS.finditer(reader.text, token.start, token.end)]
    if len(starts) > _SHORTEST_ROOM and not _names_its_floor(reader, starts, token.end):
        reader.skip(token.start, token.end, Code.SLASHED)
        return drafts
    reader.note(Code.DASHED_NUMBER, token.start, token.end)
    ends = [*starts[1:], token.end]
    ranks = [Rank.BUILDING]
    if len(starts) > 2 or ends[1] - starts[1] < _SHORTEST_ROOM:
        ranks.append(Rank.UNIT)
    for rank, start, end in zip(ranks, starts, ends, strict=False):
        number = _NUMBERS.match(reader.text, start)
        value = labels.canonical(number.group()) if number else ""
        piece = reader.piece(rank, "dashed", value, start, end)
        drafts = [draft.plus(piece) for draft in drafts]
    if len(starts) == len(ranks):
        return drafts
    room, span = (
        parts.room(reader, starts[-1], token.end),
        reader.span(starts[len(ranks)], token.end),
    )
    part = replace(room, text=span.text, start=span.start)
    return [Draft(d.path, part, d.exceptions, d.inclusions) for d in drafts]


def _names_its_floor(reader: Reader, starts: list[int], end: int) -> bool:
    floor, room = (
        reader.text[at:stop] for at, stop in zip(starts[-2:], [starts[-1], end], strict=True)
    )
    return room[:-2] == floor.rstrip("/")
