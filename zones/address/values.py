"""The typed parts of a place string (地址).

Pure values: they refuse nonsense when made, carry the span of the text they
were read from, and compare by meaning (``key``), not by spelling.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """A rung of the place tree, coarse to fine (see docs/glossary)."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"
    STREET = "street"
    COMPLEX = "complex"
    SECTION = "section"
    BUILDING = "building"
    UNIT = "unit"
    AREA = "area"
    """A street-bounded or residual area (东至…西至…, 其他区域): kept whole as text."""


class Severity(StrEnum):
    """How much a finding matters to the person who reads the parse."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Range:
    """The labels ``first`` to ``last``, inclusive: B1-B5栋 is prefix "B", 1 to 5.

    ``letters`` ranges (B-D栋) hold the code points of their letters. ``step`` is 2 for
    odd or even numbers only (单号, 双号).
    """

    first: int
    last: int
    step: int = 1
    prefix: str = ""
    letters: bool = False

    def __post_init__(self) -> None:
        if self.first > self.last or self.step not in (1, 2):
            raise ValueError(f"no range: {self}")

    def __len__(self) -> int:
        return (self.last - self.first) // self.step + 1

    def labels(self) -> Iterator[str]:
        """Each label of the range."""
        for number in range(self.first, self.last + 1, self.step):
            yield self.prefix + (chr(number) if self.letters else str(number))


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a place: ``晋阳紫城`` (complex), ``4号楼`` (building "4").

    ``value`` is the harmless-spelling-free value shown to clients ("4", "A", "北区",
    "晋阳紫城小区"); ``text`` the words as written, at ``text[start:end]`` of the source.
    A segment that was not written but inherited from an earlier item of an
    enumeration (1号楼、2号楼) repeats the span it was inherited from.
    ``range`` is set where the segment means several places (1-5号楼).
    """

    level: Level
    value: str
    text: str
    start: int
    end: int
    range: Range | None = None

    def __post_init__(self) -> None:
        if not self.value:
            raise ValueError("a segment needs a value")
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span must not be reversed: {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class Part:
    """Floors, half a floor, a shop, a household: finer than a unit, text first.

    ``kind`` is "floor", "room", "household", "shop" or "other"; ``low`` and ``high``
    are the inclusive numeric range where there is one, else ``None``.
    """

    kind: str
    text: str
    start: int
    end: int
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the source with its text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at, with a place in the source.

    ``code`` is a stable kebab-case name; ``message`` is Chinese, ``message_en`` English.
    """

    code: str
    severity: Severity
    message: str
    message_en: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """One place meant by a text: a path coarse to fine, less what it excludes.

    ``exceptions`` are full paths (they repeat the target's own prefix). ``inclusions`` are
    the words that name something meant as well (含底商): they never narrow the target.
    """

    path: tuple[Segment, ...]
    exceptions: tuple[tuple[Segment, ...], ...] = ()
    part: Part | None = None
    inclusions: tuple[Span, ...] = ()

    def at(self, level: Level) -> Segment | None:
        """The segment at ``level``, or ``None``."""
        return next((s for s in self.path if s.level is level), None)


@dataclass(frozen=True, slots=True)
class Address:
    """A place string understood: its targets, what was not used, and doubts."""

    text: str
    targets: tuple[Target, ...] = ()
    unused: tuple[Span, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    def segments(self) -> Iterator[Segment]:
        """Every segment of every target, exceptions included."""
        for target in self.targets:
            yield from target.path
            for exception in target.exceptions:
                yield from exception
