"""The tail of an address: fine tokens, each extending the drafts before it.

EBNF::

    tail  = { token } ;
    token = phase | zone | yard | building | unit | floor | room | … ;   (* see ``tokens`` *)

A token coarser than, or level with, the one before it begins another place in the same
complex (3单元4单元). A bare 21号 is a numbered complex behind a street or a village
(鱼池街21号), a building behind a named complex (瑞生佳园4号), and a room behind a building.
"""

import re
from dataclasses import replace

from zones.address import numerals, parts, tokens
from zones.address.findings import Code
from zones.address.labels import Label
from zones.address.reader import Draft, Path, Piece, Reader
from zones.address.tokens import Rank, Token
from zones.address.values import Range

_YARD = re.compile("[院弄坊]")
ANNEX = re.compile(r"附(?P<number>\d{1,4})号?(?!楼)")
_TO = "(?:-|~|至|到)(?P<street>(?!附)[^\\d、,;。:()]{1,12})?"
_TO_ANNEX = re.compile(f"{_TO}(?:(?P<main>\\d{{1,4}}号?)?附)?(?P<last>\\d{{1,4}})号?(?!楼|栋|幢)")
_TO_DOOR = re.compile(f"{_TO}(?P<last>\\d{{1,4}})号(?!楼|栋|幢|院|附|之)")
_DOORED = re.compile(r"(?P<first>\d{1,4})号")
_ANNEXED = re.compile(r"(?P<main>\d[^附]*)附(?P<first>\d+)号?")
_OF_NUMBER = re.compile("(?P<main>.*?\\d[^附]*)附\\d+号?")
_BRANCH = re.compile("[附之].+|(?<=号)[甲乙丙丁]$")
_LAST_ONLY = re.compile("及?之.*")
_HAS_FLOORS = re.compile(
    ".+(?:广场|大厦|商厦|商场|百货|酒店|宾馆|饭店|超市|大楼|写字楼|购物中心"
    "|门诊部?|门诊楼|住院部|住院楼|办公楼|教学楼|图书馆|食堂|医院)"
)
_LARGEST_LIST = 400
USED_AS = re.compile(
    "(?:学生|职工|员工|教师|单身|集体)?(?:公寓|宿舍)楼?|别墅|洋房|自建房|高层|主楼|楼?栋|院落?|独院"
)
"""What a numbered building is used for, or what it is: no other place (2栋宿舍楼, D座公寓)."""


_FIXED_RANK = frozenset(tokens.RANKS) - {"yard", "number", "storey", "building", "loose", "dashed"}
"""The tokens whose rank does not depend on what stands before them."""
_ON_STREET = (Rank.COMMUNITY, Rank.STREET)


def truncated(path: Path, rank: Rank) -> Path:
    """The part of ``path`` that is coarser than ``rank``."""
    return tuple(piece for piece in path if piece.rank < rank)


def rank_in(token: Token, path: Path) -> Rank:
    """The rank of ``token`` where it stands: numbers take theirs from what they follow."""
    if token.bare and path and (path[-1].rank in _ON_STREET or path[-1].kind == "door"):
        return Rank.COMPLEX  # 东村376, 春四路9/10: a door number.
    if token.bare and path and path[-1].rank in (Rank.GROUP, Rank.ROW):
        return Rank.BUILDING  # 3排30至40
    if token.kind in _FIXED_RANK:
        return token.rank
    last = path[-1].rank if path else Rank.STREET
    kinds = {piece.kind for piece in path}
    if token.kind == "yard" or token.kind == "number":
        if last in (Rank.GROUP, Rank.ROW) or (
            path and path[-1].kind == "door" and _YARD.search(path[-1].segment.value)
        ):
            return Rank.BUILDING
        if last <= Rank.STREET or (kinds & {"door"} == {"door"} and last == Rank.COMPLEX):
            return Rank.COMPLEX
        if token.kind == "yard":
            return Rank.COURT
        return Rank.BUILDING if last < Rank.BUILDING else Rank.PART
    if path and is_tower(token, path[-1]) and token.lettered:
        return Rank.UNIT
    if (
        token.kind == "storey"
        and path
        and not token.is_stem
        and not token.lettered
        and (last >= Rank.BUILDING or last <= Rank.STREET or "door" in kinds)
    ):
        return Rank.PART
    if token.kind == "storey" and path and token.is_spelled:
        return Rank.PART  # 二楼: who counts buildings writes digits.
    if token.kind == "storey" and path and _HAS_FLOORS.fullmatch(path[-1].segment.value):
        return Rank.PART  # 东峻广场1-4楼
    if token.kind in ("loose", "dashed") and last >= Rank.BUILDING:
        return Rank.PART
    if token.kind == "dashed" and path and last == Rank.STREET:
        return Rank.COMPLEX
    return token.rank


def base_for(token: Token, path: Path, *, juxtaposed: bool) -> Path:
    """What ``token`` hangs from when it begins a new place after ``path``.

    A list after a door number goes on with door numbers (21号、23号), one after a building
    that was written as a bare number goes on with buildings.
    """
    if token.kind in ("number", "yard", "dashed") or (
        token.bare and rank_in(token, path) == Rank.COMPLEX
    ):
        if path and path[-1].rank >= Rank.BUILDING and path[-1].kind not in ("number", "dashed"):
            if any(piece.kind == "door" for piece in path) and token.kind == "yard":
                return truncated(path, Rank.COMPLEX)
            named = any(piece.rank == Rank.COMPLEX and piece.kind != "door" for piece in path)
            return truncated(path, Rank.BUILDING if named or juxtaposed else Rank.COMPLEX)
        if path and path[-1].kind == "door":
            return truncated(path, Rank.COMPLEX)
        if path and path[-1].rank == Rank.COMPLEX and not juxtaposed:
            doored = next((piece for piece in path if piece.bare is not None), None)
            if doored is not None and doored.bare is not None:
                return (*truncated(path, Rank.STREET), doored.bare)
        if path and path[-1].kind == token.kind:
            return truncated(path, Rank.BUILDING) if token.kind == "dashed" else path[:-1]
        return path
    if token.kind == "loose" and path and path[-1].kind == "loose":
        return path[:-1]
    if token.kind == "side" or token.kind == "zone":
        return tuple(piece for piece in path if piece.rank < Rank.ZONE)
    rank = rank_in(token, path)
    if rank == Rank.PART:
        return path
    same = [index for index, piece in enumerate(path) if piece.kind == token.kind]
    return path[: same[0]] if same and rank < Rank.BUILDING else truncated(path, rank)


def annexed(reader: Reader, pos: int, end: int, path: Path) -> tuple[Path, int] | None:
    """附2号 behind 254号附1号 is 254号附2号: another annex of the same number."""
    annex = ANNEX.match(reader.text, pos, end)
    main = _OF_NUMBER.fullmatch(path[-1].segment.value) if path else None
    if annex is None or main is None:
        return None
    last = path[-1]
    suffix = "号" if last.rank == Rank.COMPLEX else ""
    value = f"{main['main']}附{annex['number']}{suffix}"
    piece = reader.piece(last.rank, last.kind, value, pos, annex.end())
    return (*path[:-1], piece), annex.end()


def spanned(reader: Reader, drafts: list[Draft], pos: int, end: int) -> tuple[int, list[Draft]]:
    """The other end of a range that names its street or its number again.

    附1号至附16号 behind 78号 are sixteen annexes, 人民路1号至人民路9号 nine doors.
    """
    path = drafts[0].path
    value = path[-1].segment.value if path else ""
    annexed = _ANNEXED.fullmatch(value)
    first = annexed or _DOORED.fullmatch(value)
    match = (_TO_ANNEX if annexed else _TO_DOOR).match(reader.text, pos, end) if first else None
    if first is None or match is None or drafts[0].part is not None:
        return pos, drafts
    low, high = int(first["first"]), int(match["last"])
    streets = [piece.segment.value for piece in path if piece.rank == Rank.STREET]
    if low >= high or match["street"] not in (None, *streets):
        return pos, drafts
    main = first["main"] if annexed else ""
    if annexed and match["main"] and match["main"].rstrip("号") != main.rstrip("号"):
        return pos, drafts
    prefix, suffix = (
        (f"{main}附" if annexed else ""),
        ("号" if path[-1].rank == Rank.COMPLEX else ""),
    )
    piece = reader.widened(path[-1], pos, match.end())
    range_ = Range(low, high, prefix=prefix)
    segment = replace(piece.segment, value=f"{prefix}{low}-{high}{suffix}", range=range_)
    grown = replace(piece, segment=segment)
    return match.end(), [replace(d, path=(*d.path[:-1], grown)) for d in drafts]


def goes_on(token: Token, path: Path) -> bool:
    """Whether ``token``, written right behind ``path``, is a finer part of it."""
    if not path:
        return True
    last = path[-1]
    rank = rank_in(token, path)
    if token.kind == "building" and last.rank == Rank.BUILDING:
        return is_tower(token, last) or last.kind == "number"
    if last.rank == Rank.PLACE and last.kind == "name" and rank >= Rank.PHASE:
        return True
    if "quarter" in (token.kind, last.kind) and rank < Rank.BUILDING:
        return token.kind != last.kind
    if Rank.PHASE <= rank <= Rank.ROW and Rank.PHASE <= last.rank <= Rank.ROW and rank <= last.rank:
        return all(piece.kind != token.kind for piece in path)  # D7区三期, B片区A地块 nest.
    if last.kind == "door" and token.kind in ("number", "yard") and rank == Rank.COMPLEX:
        return True
    return rank > last.rank


_KNOWN_END = re.compile(
    ".*(?:[区苑园城府舍院寓厦场心庭湾里村楼阁轩居邸司厂校学店馆所局行站社家墅郡岸际都座堡座]|MALL|[A-Za-z])"
)


def is_street_like(piece: Piece) -> bool:
    """A name without any ending of a complex, right before 8号院, is a street: 东缉虎营."""
    return piece.kind == "name" and not _KNOWN_END.fullmatch(piece.segment.value)


def is_tower(token: Token, last: Piece) -> bool:
    """A座 and a numbered 幢 side by side: the tower holds the building, whichever is first."""
    return token.kind == last.kind == "building" and token.lettered != is_lettered(last)


def is_lettered(piece: Piece) -> bool:
    return piece.segment.value.isascii() and piece.segment.value.isalpha()


def extend(reader: Reader, drafts: list[Draft], token: Token, *, more: bool) -> list[Draft]:
    """``drafts`` made finer by ``token``; ``more`` says that something finer follows at once."""
    path = drafts[0].path
    rank = rank_in(token, path)
    if token.kind == "storey" and all(piece.rank != Rank.BUILDING for piece in path):
        reader.note(Code.STOREY_OR_BUILDING, token.start, token.end)
    if rank == Rank.PART:
        part = parts.read(reader, token, drafts[0].part)
        return [Draft(d.path, part, d.exceptions, d.inclusions) for d in drafts]
    pieces = _pieces(reader, token, path, rank, more=more)
    if len(drafts) * len(pieces) > _LARGEST_LIST:
        reader.note(Code.TOO_MANY_TARGETS, token.start, token.end)
        pieces = pieces[:1]
    return [draft.plus(piece) for draft in drafts for piece in pieces]


def _pieces(reader: Reader, token: Token, path: Path, rank: Rank, *, more: bool) -> list[Piece]:
    text = reader.text
    if token.kind in ("side", "court", "unitside", "named"):
        return _sided(reader, token, rank)
    found = token.labels(text)
    kind = "door" if rank == Rank.COMPLEX else token.kind
    if not found:
        return [reader.piece(rank, kind, text[token.start : token.end], token.start, token.end)]
    if token.kind == "number" and rank == Rank.BUILDING and not more:
        reader.note(Code.BARE_NUMBER, token.start, token.end)
    suffix = text[token.list_end : token.end]
    if rank == Rank.COMPLEX and token.kind in ("dashed", "room"):
        suffix = "号"
    pieces = []
    plain = _LAST_ONLY.sub("", suffix)
    for label in found:
        range_ = label.range
        if range_ and more:
            reader.note(Code.RANGE_OR_LABEL, label.start, label.end)
            range_ = None
        start = token.start if label is found[0] else label.start
        own = suffix if label is found[-1] else plain  # 3、4、5号之一: only the last has one.
        value = _value(text, token, label, own, rank, single=len(found) == 1)
        pieces.append(reader.piece(rank, kind, value, start, label.end, range_))
    return pieces


def _value(text: str, token: Token, label: Label, suffix: str, rank: Rank, *, single: bool) -> str:
    if rank == Rank.BUILDING and (branch := _BRANCH.search(suffix)):
        return label.value + branch.group().removesuffix("号")  # 24号附1号 is not 24号.
    if rank in (Rank.BUILDING, Rank.UNIT):
        return label.value
    if token.kind == "phase":
        return phase_name(label.value)
    if rank == Rank.COMPLEX:
        return label.value + suffix
    if single:
        return text[token.start : token.end].upper()
    lead = text[token.start] if text[token.start] in "东西南北" and label.value[0].isdigit() else ""
    return lead + label.value + suffix


def phase_name(label: str) -> str:
    """二期 for 2, Ⅱ and 二; A期 stays."""
    number = numerals.roman(label) if label in ("I", "II", "III", "IV", "V", "VI") else None
    number = number or numerals.value(label)
    return (label if number is None else numerals.to_chinese(number)) + "期"


_SIDES = re.compile(
    "东南|东北|西南|西北|外[东南西北]|[新老][东南西北]|[东南西北中前后上下内外老旧]"
)


def _sided(reader: Reader, token: Token, rank: Rank) -> list[Piece]:
    """东、西区 are two zones; 东单元 is the unit 东."""
    text = reader.text
    if token.kind == "named":
        return [reader.piece(rank, "named", text[token.start : token.end], token.start, token.end)]
    suffix = text[token.list_end : token.end]
    sides = list(_SIDES.finditer(text, token.start, token.list_end))
    pieces = []
    for side in sides:
        stop = token.end if side is sides[-1] else side.end()
        value = side.group() if rank == Rank.UNIT else side.group() + suffix
        pieces.append(reader.piece(rank, token.kind, value, side.start(), stop))
    return pieces
