"""Pieces seen again in the light of what follows them.

A number behind a street is a numbered complex until a name follows it (五一路35号 +
铁通公司); a bare name is a complex until a yard follows it (东缉虎营 + 8号院); A座 is a
building until a numbered one follows it (B座 + 1幢).
"""

import functools
from collections.abc import Sequence
from dataclasses import replace

from zones.address import heads, parts, tails, tokens
from zones.address.findings import Code
from zones.address.marks import WORD, WORD_CHARACTER
from zones.address.reader import Draft, Path, Piece, Reader
from zones.address.tokens import Rank, Token
from zones.address.values import Level


def settled(reader: Reader, draft: Draft, token: Token) -> Draft:
    """``draft`` with its last piece as ``token``, right behind it, makes it read."""
    if not draft.path:
        return draft
    *rest, last = draft.path
    if tails.is_tower(token, last) and tails.is_lettered(last):
        return replace(draft, path=(*rest, _section(last, last.segment.value + "座")))
    if token.kind == "building" and last.kind == "number" and last.rank == Rank.BUILDING:
        return replace(draft, path=(*rest, _section(last, last.segment.value + "号")))
    if _is_street(reader.text, token, last) and all(piece.rank != Rank.STREET for piece in rest):
        street = Piece(Rank.STREET, "street", replace(last.segment, level=Level.STREET))
        return replace(draft, path=(*_as_community(reader, rest), street))
    return draft


def _section(piece: Piece, value: str) -> Piece:
    segment = replace(piece.segment, level=Level.SECTION, value=value)
    return Piece(Rank.PLACE, "tower", segment)


def _is_street(text: str, token: Token, last: Piece) -> bool:
    """A name that ends like no complex is a street where a yard, or a door, follows."""
    numbered = token.kind in ("number", "yard")
    if numbered and last.rank == Rank.PLACE and heads.STREET_NAME.fullmatch(last.segment.value):
        return True  # 金丰花园赤岗路257号
    if not tails.is_street_like(last):
        return False
    named_behind = tokens.at(text, token.end, len(text)) is None and WORD.match(text, token.end)
    return token.kind == "yard" or (token.kind == "number" and bool(named_behind))


def _as_community(reader: Reader, path: Sequence[Piece]) -> Path:
    """A complex that holds a street of its own is a community: 114小区 + 温信巷1号."""
    if not any(piece.rank >= Rank.COMPLEX for piece in path):
        return tuple(path)
    coarse = tails.truncated(tuple(path), Rank.STREET)
    return (
        *coarse,
        as_one(reader, path[len(coarse) :], Rank.COMMUNITY, Level.COMMUNITY, "estate"),
    )


def as_one(reader: Reader, pieces: Sequence[Piece], rank: Rank, level: Level, kind: str) -> Piece:
    """Neighbouring pieces as one of ``rank``."""
    whole = functools.reduce(reader.joined, pieces)
    return Piece(rank, kind, replace(whole.segment, level=level, range=None))


def named_door(reader: Reader, pos: int, stop: int, drafts: list[Draft]) -> tuple[int, list[Draft]]:
    """五一路35号 + 铁通公司: the number locates the complex, it is not one itself."""
    pieces, at = heads.place(reader, pos, stop)
    if not pieces:
        return pos, drafts
    return at, [replace(draft, path=_doored(reader, draft.path, pieces)) for draft in drafts]


def _doored(reader: Reader, path: Path, pieces: list[Piece]) -> Path:
    *before, door = path
    if pieces and pieces[0].rank == Rank.STREET:  # 青年东街十号院 + 南巷
        door, pieces = reader.joined(door, pieces[0]), pieces[1:]
    if before and before[-1].rank == Rank.STREET:
        bare = before.pop()
        door = replace(reader.joined(bare, door), bare=bare)
    street = replace(
        door,
        rank=Rank.STREET,
        kind="doored",
        segment=replace(door.segment, level=Level.STREET, range=None),
    )
    return (*before, street, *pieces)


def leftover(reader: Reader, pos: int, stop: int, drafts: list[Draft]) -> tuple[int, list[Draft]]:
    """Words behind the tail: a place inside a complex, a shop in a building, or unknown."""
    path = drafts[0].path
    words = reader.text[pos:stop].strip(' "-~·.')
    numbered = bool(path) and (path[-1].kind == "door" or path[-1].rank >= Rank.BUILDING)
    if numbered and parts.FLANK.fullmatch(words):
        part = parts.other(reader, pos, stop, "other", drafts[0].part)
        return stop, [replace(draft, part=part) for draft in drafts]
    if path and path[-1].kind == "door" and stop - pos == 1:  # 一号三: one character is no name.
        reader.skip(pos, stop, Code.UNKNOWN_TAIL)
        return stop, drafts
    if path and path[-1].kind == "door" and _fits(path):
        return named_door(reader, pos, stop, drafts)
    inside = (
        bool(WORD_CHARACTER.search(words))
        and bool(path)
        and path[-1].rank < Rank.BUILDING
        and drafts[0].part is None
    )
    if path and path[-1].kind == "distance" and drafts[0].part is None:
        piece = reader.piece(Rank.COMPLEX, "name", words or reader.text[pos:stop], pos, stop)
        return stop, [draft.plus(piece) for draft in drafts]
    before = drafts[0].part
    if before and before.kind == "floor" and parts.ON_FLOOR.fullmatch(reader.text, pos, stop):
        part = parts.other(reader, pos, stop, "other", before)
        return stop, [replace(draft, part=part) for draft in drafts]
    if drafts[0].part is not None and drafts[0].part.kind == "shop":
        part = parts.other(reader, pos, stop, "shop", drafts[0].part)
        return stop, [replace(draft, part=part) for draft in drafts]
    if path and path[-1].rank == Rank.BUILDING and tails.USED_AS.fullmatch(words):
        return stop, widened(reader, drafts, pos, stop)
    is_shop = parts.SHOP.fullmatch(reader.text, pos, stop) is not None
    if inside and not (is_shop and path[-1].rank >= Rank.COMPLEX):
        rank = Rank.PLACE if path[-1].rank >= Rank.COMPLEX else Rank.COMPLEX
        piece = reader.piece(rank, "name", words.replace('"', ""), pos, stop)
        return stop, [draft.plus(piece) for draft in drafts]
    if is_shop:
        part = parts.other(reader, pos, stop, "shop", drafts[0].part)
        return stop, [replace(draft, part=part) for draft in drafts]
    reader.skip(pos, stop, Code.UNKNOWN_TAIL)
    return stop, drafts


_LONGEST_STREET = 60


def _fits(path: Path) -> bool:
    """Whether the street may take in one door number more."""
    return sum(len(p.segment.value) for p in path if p.rank == Rank.STREET) < _LONGEST_STREET


def widened(reader: Reader, drafts: list[Draft], start: int, end: int) -> list[Draft]:
    """全域, 整栋: the words change nothing and are kept with the piece before them."""
    return [
        replace(d, path=(*d.path[:-1], reader.widened(d.path[-1], start, end))) if d.path else d
        for d in drafts
    ]
