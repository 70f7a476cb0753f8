"""The map of a notice: its entries where they lie, drawn by the server so that it needs no script
and can be printed. The list of the entries says the same, and names each by the same number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from django.contrib.gis.geos import MultiPolygon, Polygon

from notices.ledger.values import OPENS, Action
from notices.marks import Box as Taken
from notices.marks import Point, apart, clear_place
from notices.marks import around as box_around
from notices.models import Entry, Notice
from notices.sheet import Box, Shape, Sheet, around
from notices.withholding import entry_words
from zones.features import Drawn, drawn
from zones.models import District, OutlineQuality, RiskLevel

WIDTH = 720.0
SMALL = 24.0
NEAREST = 0.02
"""Degrees: the sheet never shows less, so that one building does not look like a district."""
TALLEST = 1.1
"""Of the width."""
EDGE = 48.0
"""Units from the edge of the sheet within which no name would be read whole."""
FINEST = 0.6
"""Units of the sheet within which the course of a border is no longer told."""
MARK = 19.0
"""Units from the middle of one mark to that of the next, at least."""
LETTER = 17.0
"""Units that a letter of a district's name is wide, and high."""
AROUND = ((0, 0), *((x, y) for y in (-26, 26, 0, -52, 52) for x in (0, -60, 60) if x or y))
"""Where a name may stand beside its place, the nearest first."""


@dataclass(frozen=True, slots=True)
class Spot:
    """An entry on the map, and where its mark stands: beside its place where it was crowded."""

    entry: Entry
    shape: Shape
    x: float
    y: float

    @property
    def is_moved(self) -> bool:
        """Whether the mark stands so far from its place that a line has to lead there."""
        return hypot(self.x - self.shape.x, self.y - self.shape.y) > MARK / 3


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a district, called by its code, where it covers least."""

    code: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class NoticeMap:
    """What the sheet shows, and how many entries it cannot show."""

    width: float
    height: float
    ground: tuple[Shape, ...]
    """Districts, called by their codes."""
    spots: tuple[Spot, ...]
    undrawn: int
    is_illustrative: bool

    @property
    def kinds(self) -> set[str]:
        """The manners of drawing that occur, for the legend."""
        return {spot.shape.kind for spot in self.spots}

    @property
    def named(self) -> list[Name]:
        """The districts with room for their name."""
        wide, high = self.width - EDGE, self.height - EDGE / 4
        roomy = [s for s in self.ground if EDGE < s.x < wide and EDGE / 2 < s.y < high]
        taken = [box_around((s.x, s.y), (MARK, MARK)) for s in self.spots]
        return [self._name(s, taken) for s in roomy]

    def _name(self, shape: Shape, taken: list[Taken]) -> Name:
        # The stand of the letters is a little above the middle of their box.
        at = (shape.x, shape.y - LETTER / 3)
        x, y = clear_place(at, (LETTER * 3.4, LETTER * 1.3), taken, AROUND)
        return Name(shape.name, x, y + LETTER / 3)

    @property
    def ordinals(self) -> set[int]:
        """The numbers of the entries that are drawn."""
        return {spot.entry.ordinal for spot in self.spots}


def notice_map(notice: Notice, districts: Sequence[District]) -> NoticeMap:
    """The map of an act whose entries were fetched with their marks and places."""
    entries = [e for e in notice.entries.all() if e.action != Action.VOID]
    found = [(e, drawn(list(e.marks.all()))) for e in entries]
    placed = [(e, d) for e, d in found if d.outline is not None]
    undrawn = len(found) - len(placed)
    if not placed:
        return NoticeMap(WIDTH, 0, (), (), undrawn, is_illustrative=False)
    box = _seen([d.outline.extent for _, d in placed])
    sheet = Sheet.over(box, width=WIDTH, margin=0, small=SMALL)
    return NoticeMap(
        width=WIDTH,
        height=sheet.height,
        ground=tuple(_ground(sheet, box, districts)),
        spots=_spots([(e, _shape(sheet, e, d)) for e, d in placed]),
        undrawn=undrawn,
        is_illustrative=any(d.quality == OutlineQuality.ILLUSTRATIVE for _, d in placed),
    )


def _spots(placed: Sequence[tuple[Entry, Shape]]) -> tuple[Spot, ...]:
    """Every entry with its mark; marks that would cover one another are moved apart."""
    marks: list[Point] = apart([(s.x, s.y) for _, s in placed if s.is_small], MARK)
    moved = iter(marks)
    return tuple(
        Spot(entry, shape, *(next(moved) if shape.is_small else (shape.x, shape.y)))
        for entry, shape in placed
    )


def _shape(sheet: Sheet, entry: Entry, found: Drawn) -> Shape:
    kind = "released"
    if entry.action in OPENS:
        kind = RiskLevel(entry.level).value
    return sheet.shape(entry_words(entry), kind, found.outline)


def _seen(extents: Sequence[Box]) -> Box:
    """What the sheet shows: all entries with some room around, in a shape that can be read."""
    west, south, east, north = around(extents)
    wide = max((east - west) * 1.16, NEAREST)
    high = max((north - south) * 1.16, NEAREST * 0.6, wide * 0.4)
    wide = max(wide, high / TALLEST)
    x, y = (west + east) / 2, (south + north) / 2
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _ground(sheet: Sheet, box: Box, districts: Sequence[District]) -> list[Shape]:
    """The districts as far as they are on the sheet."""
    window = Polygon.from_bbox(box)
    window.srid = 4326
    shapes = []
    for district in districts:
        outline = district.outline.simplify(FINEST / sheet.scale, preserve_topology=True)
        part = outline.intersection(window)
        if isinstance(part, Polygon | MultiPolygon) and not part.empty:
            shapes.append(sheet.shape(district.code, "district", part))
    return shapes
