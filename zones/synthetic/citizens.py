"""What citizens write: questions about a synthetic city whose right answer is known.

The answer comes from how a question is made, never from reading it: a place is chosen
and then spelled, or something that the city does not have is written.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from zones.synthetic import naming, spelling
from zones.synthetic.naming import bare
from zones.synthetic.rows import street_alone
from zones.synthetic.town import Built

ABSENT_SHARE = 0.1
SECTION_LEFT_OUT = 0.1


class Truth(StrEnum):
    """What a resolution should come to."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not_found"
    NO_PLACE = "no_place"
    """Anything but a place: it names several, or contradicts itself."""


class Absent(StrEnum):
    """What a question names that the city does not have."""

    NOTHING = "nothing"
    COMPLEX = "complex"
    BUILDING = "building"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Question:
    """A text, and the external id of the place that is the right answer if one is.

    Of what is absent, the right answer is the nearest place above it that is named.
    ``asked`` is the level of the finest rung in the text.
    """

    text: str
    truth: Truth
    place: str
    asked: str
    absent: Absent = Absent.NOTHING


@dataclass(frozen=True, slots=True)
class Known:
    """A place with all that is around it, by level."""

    id: str
    level: str
    value: str
    name: str
    street: str
    parent: "Known | None"

    def up(self, level: str) -> "Known | None":
        one: Known | None = self
        while one is not None and one.level != level:
            one = one.parent
        return one


class Citizens:
    """People of a synthetic city, who ask about it; the same seed asks the same."""

    def __init__(self, districts: Sequence[Built], seed: int) -> None:
        self.draw = random.Random(seed)
        self.made = np.random.default_rng([seed, 1])
        self.districts = districts
        self.places: list[dict[str, Known]] = []
        self.numbers: dict[str, set[str]] = {}
        self.bearers: Counter[str] = Counter()
        self.here: Counter[tuple[int, str]] = Counter()
        for number, built in enumerate(districts):
            self._learn(number, built)
        self.buildings = [
            [p for p in places.values() if p.level == "building"] for places in self.places
        ]
        self.weights = [len(one) for one in self.buildings]

    def _learn(self, number: int, built: Built) -> None:
        places: dict[str, Known] = {}
        for table in (built.places, built.units):
            for id, parent, level, value, name, street in zip(
                table.id,
                table.parent,
                table.level,
                table.value,
                table.name,
                table.street,
                strict=True,
            ):
                above = places.get(parent)
                place = places[id] = Known(id, level, value, name, street, above)
                self.numbers.setdefault(parent, set()).add(value)
                if level == "complex":
                    self.bearers[called(place)] += 1
                    self.here[number, called(place)] += 1
        self.places.append(places)

    def questions(self, count: int) -> Iterator[Question]:
        """``count`` questions, about units mostly; a tenth names something absent."""
        while count:
            number = self.draw.choices(range(len(self.districts)), self.weights)[0]
            building = self.draw.choice(self.buildings[number])
            complex_ = building.up("complex")
            if complex_ is None or self.here[number, called(complex_)] > 1:
                continue
            count -= 1
            if self.draw.random() < ABSENT_SHARE:
                yield self._absent(number, building, complex_)
            else:
                yield self._present(number, building, complex_)

    def _present(self, number: int, building: Known, complex_: Known) -> Question:
        units = sorted(self.numbers.get(building.id, ()))
        share = self.draw.random()
        if share < 0.06:
            return self._ask(number, complex_, complex_, "", "")
        if not units or share < 0.2:
            return self._ask(number, building, complex_, building.name, "")
        unit = self.places[number][f"{building.id}-U{1 + self.draw.randrange(len(units))}"]
        return self._ask(number, unit, complex_, building.name, unit.name)

    def _ask(
        self, number: int, place: Known, complex_: Known, building: str, unit: str
    ) -> Question:
        """A question about a place that there is."""
        section = place.up("section")
        left_out = section is not None and self.draw.random() < SECTION_LEFT_OUT
        head, sure = self.head(number, complex_)
        named = spelling.section(self.draw, section.name) if section and not left_out else ""
        dashes = not is_yard(complex_)
        text = head + spelling.tail(self.draw, named, building, unit, dashes=dashes)
        truth = Truth.FOUND if sure and not left_out else Truth.AMBIGUOUS
        text = spelling.noise(self.draw, text)
        return Question(text, truth, place.id, place.level)

    def head(self, number: int, complex_: Known) -> tuple[str, bool]:
        """Everything down to the complex, and whether it is the only one so called."""
        draw = self.draw
        written = spelling.complex_name(draw, complex_.name)
        community = complex_.up("community")
        alone = is_yard(complex_)
        around = ""
        if alone and complex_.street:
            around = street_alone(complex_.street)
        elif alone and community:
            around = community.name
        elif complex_.street and draw.random() < 0.15:
            around = spelling.street(draw, complex_.street)
        prefix = ""
        if community and draw.random() < 0.15 and not around.startswith(community.name):
            town = community.parent.name if community.parent and draw.random() < 0.3 else ""
            prefix = town + community.name
        unsure = self.bearers[called(complex_)] > 1
        must = unsure and bool(prefix or around) and not alone
        division = spelling.division(draw, self.districts[number].county.name, must=must)
        sure = not unsure or self.districts[number].county.name in division
        return division + prefix + around + written, sure

    def _absent(self, number: int, building: Known, complex_: Known) -> Question:
        draw = self.draw
        kind = draw.choice([Absent.COMPLEX, Absent.BUILDING, Absent.UNIT])
        if kind is Absent.COMPLEX:
            return self._no_such_complex(number, complex_)
        section = building.up("section")
        host = section or complex_
        head, sure = self.head(number, complex_)
        named = spelling.section(draw, section.name) if section else ""
        truth = Truth.FOUND if sure else Truth.AMBIGUOUS
        dashes = not is_yard(complex_)
        if kind is Absent.BUILDING:
            value = self._missing(host.id, 130)
            unit = "1单元" if draw.random() < 0.7 else ""
            tail = spelling.tail(draw, named, f"{value}号楼", unit, dashes=dashes)
            text = spelling.noise(draw, head + tail)
            return Question(text, truth, host.id, "building", kind)
        value = self._missing(building.id, 14)
        tail = spelling.tail(draw, named, building.name, f"{value}单元", dashes=dashes)
        text = spelling.noise(draw, head + tail)
        return Question(text, truth, building.id, "unit", kind)

    def _missing(self, host: str, most: int) -> str:
        """A number that no child of ``host`` bears: a gap, or past the last."""
        taken = self.numbers.get(host, set())
        while True:
            value = str(self.draw.randint(1, most))
            if value not in taken and not any(value in other for other in taken):
                return value

    def _no_such_complex(self, number: int, complex_: Known) -> Question:
        """A name that nothing in the city bears: a new one, or one gone wrong."""
        while True:
            wrong = naming.misprint(self.made, complex_.name)
            name = wrong if self.draw.random() < 0.5 else naming.estate(self.made)
            if name[0].isdigit() or self.bearers[bare(name)]:
                complex_ = self.draw.choice(self.buildings[number]).up("complex") or complex_
                continue
            break
        community = complex_.up("community")
        prefix = community.name if community and self.draw.random() < 0.2 else ""
        division = spelling.division(
            self.draw, self.districts[number].county.name, must=bool(prefix)
        )
        tail = spelling.tail(self.draw, "", f"{self.draw.randint(1, 30)}号楼", "2单元")
        text = spelling.noise(self.draw, division + prefix + name + tail)
        if prefix and community:
            return Question(text, Truth.FOUND, community.id, "unit", Absent.COMPLEX)
        return Question(text, Truth.NOT_FOUND, "", "unit", Absent.COMPLEX)


def is_yard(complex_: Known) -> bool:
    """Whether a complex is only a number on its street."""
    return complex_.name[0].isdigit() and "号" in complex_.name


def called(complex_: Known) -> str:
    """What a complex is known by in its district: a yard by its street or village too."""
    if not is_yard(complex_):
        return bare(complex_.name)
    village = complex_.parent.name if complex_.parent else ""
    return (street_alone(complex_.street) or village) + complex_.name
