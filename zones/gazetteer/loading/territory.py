"""The districts of the city as a file meets them: by name, by code, by ground."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely

from zones.gazetteer.loading.columns import WHERE, Field
from zones.gazetteer.loading.findings import RowRefused
from zones.gazetteer.loading.values import Geometries
from zones.gazetteer.points import BOUNDARY_TOLERANCE_DEGREES
from zones.models import City

OUTSIDE: Final = "is --crs right, and the axes the right way round?"


class Territory:
    """The districts of a city, with their outlines at hand."""

    def __init__(self, city: City) -> None:
        self.city = city
        districts = list(city.districts.all())
        self.codes = {key: d.code for d in districts for key in (d.name, d.code)}
        self.names = {d.code: d.name for d in districts}
        self.grounds = {d.code: shapely.from_wkb(bytes(d.outline.wkb)) for d in districts}
        shapely.prepare(list(self.grounds.values()))

    def named(self, text: str) -> str:
        """The code of the district with this name or code. Raises ``RowRefused``."""
        code = self.codes.get(text)
        if code is None:
            known = ", ".join(self.names.values())
            mend = f"write one of {known}"
            raise RowRefused(f"no district {text} in {self.city.name}", mend, Field.DISTRICT)
        return code

    def touched(self, shapes: Geometries) -> list[tuple[str, ...]]:
        """For each shape, the districts that it lies in or near to (nothing: none)."""
        found: list[list[str]] = [[] for _ in shapes]
        for code, ground in self.grounds.items():
            near = shapely.dwithin(ground, shapes, BOUNDARY_TOLERANCE_DEGREES)
            for at in np.flatnonzero(near):
                found[at].append(code)
        return [tuple(codes) for codes in found]

    def settle(self, said: str, touched: Sequence[str], *, is_placed: bool) -> str:
        """The district of a row, from what it says and where its shape lies.

        Raises ``RowRefused`` where both contradict each other, or neither tells.
        """
        if is_placed and not touched:
            raise RowRefused(f"it lies outside {self.city.name}", OUTSIDE, *WHERE)
        if said:
            if is_placed and said not in touched:
                lies = ", ".join(self.names[code] for code in touched)
                raise RowRefused(
                    f"it says {self.names[said]} and lies in {lies}",
                    OUTSIDE,
                    Field.DISTRICT,
                    *WHERE,
                )
            return said
        if len(touched) == 1:
            return touched[0]
        mend = "map a column to district"
        reason = "its district is neither said nor certain from where it lies"
        raise RowRefused(reason, mend, Field.DISTRICT)
