"""The words that name a household (户室), and the same text without them.

A household is told by a room number or by its side of the landing (东户). Floors and shops
are none: nobody is told by them. Coarsening never touches the building or the unit, so what
is left still says which stairwell a notice means.
"""

import re
from collections.abc import Iterable

from zones.address.lexicon import CN
from zones.address.parser import parse
from zones.address.values import Part

ANY = "某户"
"""What stands for the words that are withheld."""

_BEFORE = "小区1号楼1单元"
_KINDS = frozenset({"room", "household"})
_N = "[0-9０-９]"
_NUMBER = f"(?<![A-Za-z0-9０-９])[A-Za-z]?{_N}{{1,5}}"
_NUMBERS = f"{_NUMBER}(?:[、,，.和及至~～—–-]+[A-Za-z]?{_N}{{1,5}}){{0,40}}"
_BEHIND = "(?<=[元楼栋幢座层梯门])"
_ROOM = "(?:号?室|号?房(?![管产改屋租东间价地子]))"
_LOOSE = re.compile(
    f"(?:{_NUMBERS}|(?<![{CN}])[{CN}]{{2,5}}){_ROOM}"
    f"|{_BEHIND}(?:{_NUMBERS}|[{CN}]{{1,5}}|[东西南北中]{_N}?|[东西南北]半)户"
    f"|(?<=单元)[A-Za-z]?{_N}{{3,5}}(?![0-9０-９号层楼米年.])"
    f"|(?<![0-9-])[A-Za-z]?[0-9]{{1,3}}[A-Za-z]?-[0-9]{{1,2}}-(?P<last>[0-9]{{3,4}})(?![0-9-])"
)
_WORTH_READING = re.compile(f"[室房户]|{_N}{{3}}|[0-9]-[0-9]")


def household_spans(text: str) -> list[tuple[int, int]]:
    """Where a place string names households, in order, without overlaps."""
    if not _WORTH_READING.search(text):
        return []
    address = parse(text)
    read = [t.part for t in address.targets if t.part is not None and t.part.kind in _KINDS]
    return joined([*map(_span, read), *loose_spans(text)])


def loose_spans(text: str) -> list[tuple[int, int]]:
    """Where any text, such as a whole notice, certainly names households."""
    return [m.span("last") if m["last"] else m.span() for m in _LOOSE.finditer(text)]


def coarsened(text: str) -> str:
    """A place string with 某户 for each household that it names."""
    return without(text, household_spans(text))


def coarse_part(part: str) -> str:
    """The same for a part alone, which is read as what stands behind a unit."""
    return coarsened(_BEFORE + part).removeprefix(_BEFORE) if part else part


def without(text: str, spans: list[tuple[int, int]]) -> str:
    """``text`` with 某户 for each of the spans, which are in order and apart."""
    pieces, done = [], 0
    for start, end in spans:
        pieces += [text[done:start], ANY]
        done = end
    return "".join([*pieces, text[done:]])


def moved(position: int, spans: list[tuple[int, int]]) -> int:
    """Where a position of the text stands in ``without(text, spans)``.

    A position inside a span, which no entry's bounds ever are, goes to its end.
    """
    shift = 0
    for start, end in spans:
        if position <= start:
            break
        position = max(position, end)
        shift += len(ANY) - (end - start)
    return position + shift


def _span(part: Part) -> tuple[int, int]:
    return part.start, part.end


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
