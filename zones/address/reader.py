"""The state of one reading: where in the source we are, and what has been noted.

``Reader`` is the only thing that knows source offsets; the productions work on the folded
text and hand spans of it to the reader.
"""

from dataclasses import dataclass, field, replace

from zones.address.findings import Code, make
from zones.address.fold import Normal
from zones.address.tokens import Rank
from zones.address.values import Finding, Level, Part, Range, Segment, Span

LEVELS = {
    Rank.PROVINCE: Level.PROVINCE,
    Rank.CITY: Level.CITY,
    Rank.DISTRICT: Level.DISTRICT,
    Rank.SUBDISTRICT: Level.SUBDISTRICT,
    Rank.COMMUNITY: Level.COMMUNITY,
    Rank.STREET: Level.STREET,
    Rank.COMPLEX: Level.COMPLEX,
    Rank.BUILDING: Level.BUILDING,
    Rank.UNIT: Level.UNIT,
    Rank.AREA: Level.AREA,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment with its exact rank, and the production (``kind``) that read it."""

    rank: Rank
    kind: str
    segment: Segment
    bare: "Piece | None" = None
    """The street without the door number that it has taken in."""


Path = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A target in the making."""

    path: Path
    part: Part | None = None
    exceptions: tuple[Path, ...] = ()
    inclusions: tuple[Span, ...] = ()

    def plus(self, piece: Piece) -> "Draft":
        return Draft((*self.path, piece), self.part, self.exceptions, self.inclusions)


@dataclass(slots=True)
class Reader:
    """Folded text, the way back, and the notes taken so far."""

    normal: Normal
    offset: int
    unused: list[Span] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    aside: bool = False
    """Whether what is being read is said of another place, in a bracket or an exception."""

    @property
    def text(self) -> str:
        return self.normal.text

    def span(self, start: int, end: int) -> Span:
        first, last = self.normal.span(start, end)
        return Span(self.normal.source[first:last], first + self.offset, last + self.offset)

    def piece(
        self, rank: Rank, kind: str, value: str, start: int, end: int, range: Range | None = None
    ) -> Piece:
        span = self.span(start, end)
        level = LEVELS.get(rank, Level.SECTION)
        return Piece(rank, kind, Segment(level, value, span.text, span.start, span.end, range))

    def skip(self, start: int, end: int, code: Code) -> None:
        """Note ``text[start:end]`` as not understood, and say why."""
        while start < end and self.text[start] in " \n":
            start += 1
        while start < end and self.text[end - 1] in " \n":
            end -= 1
        if start < end:
            self.unused.append(self.span(start, end))
            self.note(code, start, end)

    def note(self, code: Code, start: int, end: int) -> None:
        span = self.span(start, end)
        self.findings.append(make(code, span))

    def widened(self, piece: Piece, start: int, end: int) -> Piece:
        """``piece`` with the words ``text[start:end]``, if they stand right behind it."""
        span, segment = self.span(start, end), piece.segment
        between = self.normal.source[segment.end - self.offset : span.start - self.offset]
        if segment.end > span.start or between.strip(_BESIDE):
            return piece
        return self._until(piece, span.end)

    def joined(self, first: Piece, second: Piece) -> Piece:
        """Two pieces that stand side by side as one: 青年东街十号院 + 南巷."""
        value = first.segment.value + second.segment.value
        grown = self._until(first, max(first.segment.end, second.segment.end))
        return replace(grown, segment=replace(grown.segment, value=value))

    def _until(self, piece: Piece, end: int) -> Piece:
        segment = piece.segment
        text = self.normal.source[segment.start - self.offset : end - self.offset]
        return replace(piece, segment=replace(segment, text=text, end=end))


_BESIDE = " \t\u3000()（）[]【】〔〕<>＜＞﹤﹥"
