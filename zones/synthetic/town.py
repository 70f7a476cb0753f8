"""A synthetic city put together, district by district.

Names are dealt first and for the whole city, since the same name in two districts is
wanted now and then; then each district is built from a stream of chance of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from shapely import Geometry

from zones.synthetic import naming
from zones.synthetic.blocks import LANE, Floats, Frame, cells, divide, slabs
from zones.synthetic.naming import Draw, Kind, Named
from zones.synthetic.numbering import Numbered, parts_of, units_of

COMMUNITIES = {
    "140105": 180, "140106": 130, "140107": 145, "140108": 135, "140109": 180,
    "140110": 85, "140121": 55, "140122": 30, "140123": 20, "140181": 40,
}  # fmt: skip
"""At scale 1; a district that is not listed gets ``OTHERWISE``."""
OTHERWISE = 60
COMPLEXES_A_COMMUNITY = 6
COUNTIES = ("县", "市")
_A_SUBDISTRICT = 10
_MEAN_BUILDINGS = {
    Kind.ESTATE: 19.5, Kind.OLD: 11.0, Kind.DORMITORY: 5.0, Kind.YARD: 2.6, Kind.TOWER: 2.5,
    Kind.MARKET: 0.0,
}  # fmt: skip
_MOST_BUILDINGS = 120


@dataclass(frozen=True, slots=True)
class County:
    """A district that is given: its code, name, and outline in degrees."""

    code: str
    name: str
    outline: Geometry


@dataclass(slots=True)
class Rows:
    """Places of one kind in columns, as documented in ``zones.synthetic``."""

    id: list[str] = field(default_factory=list)
    parent: list[str] = field(default_factory=list)
    level: list[str] = field(default_factory=list)
    value: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    district: list[str] = field(default_factory=list)
    street: list[str] = field(default_factory=list)

    def add(
        self, id: str, parent: str, level: str, called: Numbered, district: str, street: str = ""
    ) -> str:
        """Add one row; returns its id."""
        self.id.append(id)
        self.parent.append(parent)
        self.level.append(level)
        self.value.append(called.value)
        self.name.append(called.name)
        self.district.append(district)
        self.street.append(street)
        return id

    def __len__(self) -> int:
        return len(self.id)


@dataclass(slots=True)
class Built:
    """One district built: places with their boxes in ``frame`` (metres), and units."""

    county: County
    frame: Frame
    places: Rows = field(default_factory=Rows)
    boxes: list[Floats] = field(default_factory=list)
    units: Rows = field(default_factory=Rows)

    def outlines(self) -> np.ndarray:
        """The polygons of the places in degrees, row for row."""
        return self.frame.polygons(np.vstack(self.boxes) if self.boxes else np.zeros((0, 4)))


def build(counties: Sequence[County], *, seed: int, scale: float = 1.0) -> Iterator[Built]:
    """The districts of the city with this seed, one after the other."""
    dealt: list[str] = []
    for county in counties:
        draw = np.random.default_rng([seed, int(county.code)])
        count = max(1, round(COMMUNITIES.get(county.code, OTHERWISE) * scale))
        builder = _Builder(county, draw, count)
        yield builder.build(dealt)
        dealt += builder.names


class _Builder:
    """One district in the making."""

    def __init__(self, county: County, draw: Draw, count: int) -> None:
        self.draw, self.county, self.count = draw, county, count
        middle = county.outline.representative_point()
        turn = float(draw.uniform(-0.15, 0.15))
        self.built = Built(county, Frame(middle.x, middle.y, turn))
        self.names: list[str] = []
        self.yards: set[tuple[str, str]] = set()
        rural = county.name.endswith(COUNTIES)
        self.rural = draw.random(count) < (0.6 if rural else 0.06)
        taken: set[str] = set()
        self.streets = naming.unlike(draw, max(3, round(count * 0.8)), naming.street, taken)

    def build(self, dealt: Sequence[str]) -> Built:
        """The whole district: towns, communities, and the complexes dealt to them."""
        draw, code = self.draw, self.county.code
        plots = cells(self.county.outline, self.built.frame, self.count)
        taken: set[str] = set()
        villages = int(self.rural.sum())
        called = iter(naming.unlike(draw, self.count - villages, naming.community, taken))
        farmed = iter(naming.unlike(draw, villages, naming.village, taken))
        hands = self._hands(dealt)
        towns: dict[int, str] = {}
        order = np.lexsort((plots[:, 1], plots[:, 0] // 3_000))
        for rank, number in enumerate(order):
            town = rank // _A_SUBDISTRICT
            if town not in towns:
                mine = plots[order[town * _A_SUBDISTRICT : (town + 1) * _A_SUBDISTRICT]]
                towns[town] = self._subdistrict(town, mine, taken, rural=bool(self.rural[number]))
            name = next(farmed if self.rural[number] else called)
            id = f"{code}-C{rank + 1:04d}"
            self._place(id, towns[town], "community", Numbered(name, name), plots[number])
            self._community(id, plots[number], hands[rank])
        return self.built

    def _hands(self, dealt: Sequence[str]) -> list[list[Named]]:
        """Complexes for each community; a few bear a name of another district, or twice."""
        draw = self.draw
        sizes = draw.poisson(COMPLEXES_A_COMMUNITY - 1, self.count) + 1
        named = naming.complexes(draw, int(sizes.sum()), set())
        for number, one in enumerate(named):
            if one.kind not in (Kind.YARD, Kind.MARKET) and dealt and draw.random() < 0.02:
                named[number] = Named(naming.pick(draw, dealt), Kind.ESTATE)
            elif one.kind is Kind.DORMITORY and number > 50 and draw.random() < 0.03:
                twin = named[int(draw.integers(number - 40))]
                named[number] = twin if twin.kind is Kind.DORMITORY else one
        shuffled = [named[int(i)] for i in draw.permutation(len(named))]
        self.names = [one.name for one in named if one.name]
        ends = sizes.cumsum()
        return [shuffled[end - size : end] for end, size in zip(ends, sizes, strict=True)]

    def _subdistrict(self, town: int, plots: Floats, taken: set[str], *, rural: bool) -> str:
        name = naming.unlike(self.draw, 1, naming.town if rural else naming.subdistrict, taken)[0]
        around = np.concatenate([plots[:, :2].min(axis=0), plots[:, 2:].max(axis=0)])
        id = f"{self.county.code}-S{town + 1:02d}"
        return self._place(id, "", "subdistrict", Numbered(name, name), around)

    def _place(
        self, id: str, parent: str, level: str, called: Numbered, box: Floats, street: str = ""
    ) -> str:
        self.built.boxes.append(box.reshape(1, 4))
        return self.built.places.add(id, parent, level, called, self.county.code, street)

    def _community(self, id: str, plot: Floats, hand: list[Named]) -> None:
        counts = [self._size(one.kind) for one in hand]
        used: set[str] = set()
        village = self.built.places.name[-1].endswith("村")
        boxes = divide(plot, counts, LANE)
        for number, (one, count, box) in enumerate(zip(hand, counts, boxes, strict=True)):
            if one.name and naming.bare(one.name) in used:
                one = Named("", Kind.YARD)
            used.add(naming.bare(one.name))
            called, street = self._address(one, village=village, within=id)
            complex_id = f"{id}-X{number + 1}"
            self._place(complex_id, id, "complex", called, box, street)
            self._complex(complex_id, one.kind, count, box)

    def _size(self, kind: Kind) -> int:
        mean = _MEAN_BUILDINGS[kind]
        if not mean:
            return 0
        return int(
            np.clip(round(self.draw.lognormal(np.log(mean) - 0.32, 0.8)), 1, _MOST_BUILDINGS)
        )

    def _address(self, one: Named, *, village: bool, within: str) -> tuple[Numbered, str]:
        """What a complex is called, and the street that it is known to stand on."""
        draw = self.draw
        street = naming.pick(draw, self.streets)
        if one.kind is not Kind.YARD:
            door = f"{int(draw.integers(1, 400))}号" if draw.random() < 0.5 else ""
            known = draw.random() < 0.6
            return Numbered(one.name, one.name), street + door if known else ""
        on = "" if village else street
        while True:
            end = naming.pick(draw, ["号院"] * 8 + ["号大院", "号"])
            value = f"{int(draw.integers(1, 240))}{end}"
            if (on or within, value.split("号")[0]) not in self.yards:
                self.yards.add((on or within, value.split("号")[0]))
                return Numbered(value, value), on

    def _complex(self, id: str, kind: Kind, count: int, box: Floats) -> None:
        if not count:
            return
        parts = parts_of(self.draw, kind, count)
        strips = divide(box, [len(part.buildings) for part in parts], 0.0)
        serial = 0
        for number, (part, strip) in enumerate(zip(parts, strips, strict=True)):
            parent = id
            if part.value:
                called = Numbered(part.value, part.value)
                parent = self._place(f"{id}-P{number + 1}", id, "section", called, strip)
            self.built.boxes.append(slabs(strip, len(part.buildings)))
            for building in part.buildings:
                serial += 1
                self._building(f"{id}-B{serial}", parent, kind, building)

    def _building(self, id: str, parent: str, kind: Kind, called: Numbered) -> None:
        code = self.county.code
        self.built.places.add(id, parent, "building", called, code)
        for number, unit in enumerate(units_of(self.draw, kind)):
            self.built.units.add(f"{id}-U{number + 1}", id, "unit", unit, code)
