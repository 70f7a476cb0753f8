"""What citizens write that is hard: the kinds of the real list, over a synthetic city.

Each kind is a way of writing that the notices of 2022 show, or a trap that they laid. As
with ``citizens`` the right answer comes from how a text is made. A text is made from a
complex that bears its name alone in the city, unless its kind is about namesakes.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from zones.synthetic import spelling
from zones.synthetic.citizens import Citizens, Known, Question, Truth, called, is_yard
from zones.synthetic.kinds import Hard, HardQuestion
from zones.synthetic.naming import bare
from zones.synthetic.rows import street_alone


@dataclass(frozen=True, slots=True)
class _Home:
    """A building with a unit of it, in a complex, in a district by its position."""

    district: int
    complex: Known
    building: Known
    unit: Known


Maker = Callable[[_Home], Question | None]
"""Makes a question about a home, or nothing where the home does not suit."""


class HardCitizens:
    """The people of a synthetic city at their worst; the same seed asks the same."""

    def __init__(self, citizens: Citizens, seed: int) -> None:
        self.city = citizens
        self.draw = random.Random(seed)
        self.twins = _look_alikes(citizens)
        self.communities: dict[str, list[tuple[int, Known]]] = defaultdict(list)
        for number, places in enumerate(citizens.places):
            for place in places.values():
                if place.level == "community":
                    self.communities[place.name].append((number, place))
        self.of_one_name = [c for c in self.communities.values() if len({n for n, _ in c}) > 1]

    def questions(self, each: int, tries: int = 3_000) -> Iterator[HardQuestion]:
        """``each`` questions of every kind, or fewer where the city has no occasion."""
        for kind, make in self._makers().items():
            asked = 0
            for _ in range(tries):
                question = make(self._home())
                if question is not None:
                    yield HardQuestion(kind, question)
                    asked += 1
                if asked == each:
                    break

    def _makers(self) -> dict[Hard, Maker]:
        return {
            Hard.FLOOR: self._behind("5层", "七层以上", "4—30层", "33层及以下两层", "2至6层"),
            Hard.DOORS: self._behind("101-105室", "2404", "1203、1204室", "701户"),
            Hard.SHOP: self._below("底商", "1-1013商铺", "地下室", "（含底商）", "半边户"),
            Hard.PHASE: self._phase,
            Hard.DOOR_IN_FRONT: lambda home: self._street_in_front(home, home.complex.street),
            Hard.VILLAGE_IN_FRONT: self._village_in_front,
            Hard.BRACKETS: self._brackets,
            Hard.LOOK_ALIKE: self._look_alike,
            Hard.NAMESAKE_HERE: lambda _: self._community(is_said=True),
            Hard.NAMESAKE_ANYWHERE: lambda _: self._community(is_said=False),
            Hard.COMPLEXES_OF_ONE_NAME: self._complex_of_two,
            Hard.OTHER_DOOR: self._other_door,
            Hard.OTHER_STREET: self._other_street,
            Hard.OTHER_DISTRICT: self._other_district,
            Hard.SEVERAL_BUILDINGS: self._several("{}-{}号楼", "{}号楼、{}号楼", "{}、{}号楼"),
            Hard.SEVERAL_UNITS: self._several_units,
            Hard.BESIDE: self._beside,
            Hard.YARD_INSIDE: self._nothing_inside("西院", "3号院", "北院", "家属院"),
            Hard.NO_SUCH_PHASE: self._nothing_inside("九期", "Z区", "8期"),
            Hard.NO_SUCH_BUILDING: self._no_such_building,
            Hard.NO_SUCH_UNIT: self._no_such_unit,
            Hard.BUILDING_OF_THE_NEIGHBOUR: self._building_of_the_neighbour,
        }

    def _home(self) -> _Home:
        """A home in a complex with a name of its own, whose building has units."""
        city, draw = self.city, self.draw
        while True:
            number = draw.choices(range(len(city.districts)), city.weights)[0]
            building = draw.choice(city.buildings[number])
            complex_ = building.up("complex")
            unit = city.places[number].get(f"{building.id}-U1")
            if complex_ is None or unit is None or is_yard(complex_):
                continue
            return _Home(number, complex_, building, unit)

    def _is_alone(self, home: _Home) -> bool:
        return self.city.bearers[called(home.complex)] == 1

    def _start(self, home: _Home, around: str = "") -> str:
        """The district and the complex, as somebody writes them."""
        county = self.city.districts[home.district].county.name
        division = self.draw.choice([county, f"太原市{county}", f"山西省太原市{county}"])
        return division + around + spelling.complex_name(self.draw, home.complex.name)

    def _to_building(self, home: _Home, around: str = "") -> str:
        section = home.building.up("section")
        return self._start(home, around) + (section.name if section else "") + home.building.name

    def _found(self, text: str, place: Known) -> Question:
        return Question(text, Truth.FOUND, place.id, place.level)

    def _behind(self, *words: str) -> Maker:
        """A part of a unit: the unit is the answer."""

        def make(home: _Home) -> Question | None:
            text = self._to_building(home) + home.unit.name + self.draw.choice(words)
            return self._found(text, home.unit) if self._is_alone(home) else None

        return make

    def _below(self, *words: str) -> Maker:
        """A part of a building: the building is the answer."""

        def make(home: _Home) -> Question | None:
            text = self._to_building(home) + self.draw.choice(words)
            return self._found(text, home.building) if self._is_alone(home) else None

        return make

    def _phase(self, home: _Home) -> Question | None:
        section = home.building.up("section")
        if section is None or not section.name.endswith("期") or not self._is_alone(home):
            return None
        number = spelling.CHINESE.index(section.name[0])
        written = self.draw.choice([f"{number + 1}期", f"{'ⅠⅡⅢⅣⅤⅥⅦⅧⅨ'[number]}期"])
        return self._found(self._start(home) + written + home.building.name, home.building)

    def _street_in_front(self, home: _Home, street: str) -> Question | None:
        if not home.complex.street or not self._is_alone(home):
            return None
        return self._found(self._to_building(home, street), home.building)

    def _village_in_front(self, home: _Home) -> Question | None:
        community = home.complex.up("community")
        if community is None or community.parent is None or not self._is_alone(home):
            return None
        around = self.draw.choice(["", community.parent.name]) + community.name
        return self._found(self._to_building(home, around), home.building)

    def _brackets(self, home: _Home) -> Question | None:
        if home.building.up("section") is not None or not self._is_alone(home):
            return None
        inside = home.building.name + self.draw.choice(["", home.unit.name])
        place = home.unit if inside.endswith(home.unit.name) else home.building
        return self._found(f"{self._start(home)}（{inside}）", place)

    def _look_alike(self, home: _Home) -> Question | None:
        if bare(home.complex.name) not in self.twins or not self._is_alone(home):
            return None
        return self._found(self._to_building(home), home.building)

    def _community(self, *, is_said: bool) -> Question | None:
        if not self.of_one_name:
            return None
        number, place = self.draw.choice(self.draw.choice(self.of_one_name))
        if not is_said:
            return Question(f"太原市{place.name}", Truth.AMBIGUOUS, place.id, place.level)
        if sum(n == number for n, _ in self.communities[place.name]) > 1:
            return None
        county = self.city.districts[number].county.name
        return self._found(county + place.name, place)

    def _complex_of_two(self, home: _Home) -> Question | None:
        here = self.city.here[home.district, called(home.complex)]
        if self._is_alone(home) or here > 1:
            return None
        return self._found(self._to_building(home), home.building)

    def _no_place(self, text: str, home: _Home) -> Question:
        return Question(text, Truth.NO_PLACE, home.complex.id, "building")

    def _other_door(self, home: _Home) -> Question | None:
        street = street_alone(home.complex.street)
        if street in ("", home.complex.street) or not self._is_alone(home):
            return None
        return self._no_place(self._to_building(home, f"{street}9000号"), home)

    def _other_street(self, home: _Home) -> Question | None:
        other = street_alone(self._home().complex.street)
        mine = street_alone(home.complex.street)
        if not other or not mine or other == mine or not self._is_alone(home):
            return None
        return self._no_place(self._to_building(home, other), home)

    def _other_district(self, home: _Home) -> Question | None:
        elsewhere = self.draw.randrange(len(self.city.districts))
        if elsewhere == home.district or not self._is_alone(home):
            return None
        moved = _Home(elsewhere, home.complex, home.building, home.unit)
        return self._no_place(self._to_building(moved), home)

    def _several(self, *shapes: str) -> Maker:
        def make(home: _Home) -> Question | None:
            if home.building.up("section") is not None or not self._is_alone(home):
                return None
            first = self.draw.randint(1, 8)
            words = self.draw.choice(shapes).format(first, first + self.draw.randint(1, 3))
            return self._no_place(self._start(home) + words, home)

        return make

    def _several_units(self, home: _Home) -> Question | None:
        words = self.draw.choice(["1单元、2单元", "1-3单元", "1、2单元", "1单元和3单元"])
        text = self._to_building(home) + words
        return self._no_place(text, home) if self._is_alone(home) else None

    def _beside(self, home: _Home) -> Question | None:
        words = self.draw.choice(["对面", "旁边", "附近", "以外的区域"])
        text = self._to_building(home) + words
        return self._no_place(text, home) if self._is_alone(home) else None

    def _nothing_inside(self, *words: str) -> Maker:
        """A section that a complex without sections does not have: no building of it."""

        def make(home: _Home) -> Question | None:
            if home.building.up("section") is not None or not self._is_alone(home):
                return None
            text = self._start(home) + self.draw.choice(words) + home.building.name
            return self._found(text, home.complex)

        return make

    def _no_such_building(self, home: _Home) -> Question | None:
        host = home.building.parent
        taken = self.city.numbers.get(host.id, set()) if host else set()
        free = [str(n) for n in range(1, 140) if str(n) not in taken]
        if host is None or host.level == "section" or not free or not self._is_alone(home):
            return None
        text = f"{self._start(home)}{self.draw.choice(free)}号楼{home.unit.name}"
        return self._found(text, host)

    def _no_such_unit(self, home: _Home) -> Question | None:
        taken = self.city.numbers.get(home.building.id, set())
        free = [str(n) for n in range(1, 15) if not any(str(n) in one for one in taken)]
        if not free or not self._is_alone(home):
            return None
        text = f"{self._to_building(home)}{self.draw.choice(free)}单元"
        return self._found(text, home.building)

    def _building_of_the_neighbour(self, home: _Home) -> Question | None:
        """A complex asked for a building that another of its community has, and it has not."""
        other = self._home()
        number = other.building.value
        section = home.building.up("section") or other.building.up("section")
        taken = self.city.numbers.get(home.complex.id, set())
        if section or number in taken or other.complex is home.complex:
            return None
        text = f"{self._start(home)}{other.building.name}"
        return self._found(text, home.complex) if self._is_alone(home) else None


def _look_alikes(city: Citizens) -> set[str]:
    """The names of complexes of which another is one character away."""
    names = {name for name in city.bearers if "号" not in name}
    less: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for at in range(len(name)):
            less[name[:at] + "·" + name[at + 1 :]].add(name)
            less[name[:at] + name[at + 1 :]].add(name)
        less[name].add(name)
    return {name for alike in less.values() if len(alike) > 1 for name in alike}
