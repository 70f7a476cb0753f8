"""Where the trusted outlines lie, in memory: what ``DatabaseOutlines`` says, without a query.

The ground is cut into cells. What is true of a whole cell is found out when a point first
falls into it, and kept: most cells lie deep inside one district, and hardly any meets the
outline of a place. Only where a cell does not decide, the outlines do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from copy import copy
from datetime import date
from math import floor
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from zones.gazetteer.columns import NOWHERE
from zones.gazetteer.drawn import Drawn
from zones.gazetteer.index import DistrictName, Index, Spot
from zones.gazetteer.points import BOUNDARY_TOLERANCE_DEGREES

CELLS_A_DEGREE = 256
MARGIN = 1e-9
"""Degrees by which a cell is taken larger than it is, so that no rounding leaves it."""
MOST_CELLS = 100_000


class Cell(NamedTuple):
    """What is true of every point of a cell: the districts near it, if they are the same for
    all, and the places whose outline meets it.
    """

    districts: tuple[tuple[DistrictName, bool], ...] | None
    places: tuple[int, ...]


class IndexOutlines:
    """``Outlines`` in memory, over prepared geometry."""

    def __init__(
        self,
        index: Index,
        districts: Sequence[tuple[str, bytes]],
        places: Iterable[Drawn],
    ) -> None:
        self._index = index
        names = {d.code: d for d in index.districts}
        ordered = sorted(districts)
        self._districts = [names[code] for code, _ in ordered]
        self._borders = shapely.from_wkb([wkb for _, wkb in ordered])
        known = [(n, one) for one in places if (n := index.number_of(one.place)) != NOWHERE]
        self._numbers = np.array([n for n, _ in known], dtype=np.int32)
        self._days = [one.days for _, one in known]
        self._outlines = shapely.from_wkb([one.outline for _, one in known])
        self._tree = shapely.STRtree(self._outlines)
        self._later = shapely.STRtree([])
        """The outlines that came after the others."""
        self._gone: frozenset[int] = frozenset()
        """Where those stand that hold no more."""
        shapely.prepare(self._borders)
        self._cells: dict[tuple[int, int], Cell] = {}

    def going_on(
        self, index: Index, changed: Collection[int], drawn: Collection[Drawn]
    ) -> IndexOutlines:
        """The outlines of the next index: of the changed places, these hold and no others."""
        newer = copy(self)
        newer._index = index
        gone = np.flatnonzero(np.isin(self._numbers, list(changed)))
        if not len(gone) and not drawn:
            return newer
        numbers = [index.number_of(one.place) for one in drawn]
        outlines = shapely.from_wkb([one.outline for one in drawn])
        newer._gone = self._gone | {int(at) for at in gone}
        newer._numbers = np.append(self._numbers, np.array(numbers, dtype=np.int32))
        newer._outlines = np.append(self._outlines, outlines)
        newer._days = [*self._days, *(one.days for one in drawn)]
        newer._later = shapely.STRtree(newer._outlines[len(self._tree) :])
        newer._cells = self._cells_beside([*self._outlines[gone], *outlines])
        return newer

    def _cells_beside(self, outlines: Sequence[BaseGeometry]) -> dict[tuple[int, int], Cell]:
        """The cells that none of these outlines comes near to."""
        west, south, east, north = shapely.bounds(outlines).T * CELLS_A_DEGREE
        return {
            (column, row): cell
            for (column, row), cell in list(self._cells.items())
            if not np.any(
                (west <= column + 2) & (east >= column - 1)
                & (south <= row + 2) & (north >= row - 1)
            )
        }  # fmt: skip

    def districts_near(self, lon: float, lat: float) -> Sequence[tuple[DistrictName, bool]]:
        """The districts near the point, by code, and whether each covers it."""
        certain = self._cell(lon, lat).districts
        return self._near(shapely.Point(lon, lat)) if certain is None else certain

    def places_around(self, lon: float, lat: float, on: date) -> Sequence[Spot]:
        """The finest places around the point; coarser ones drop out."""
        candidates = self._cell(lon, lat).places
        if not candidates:
            return ()
        outlines, index = self._outlines, self._index
        around = [n for n in candidates if shapely.intersects_xy(outlines[n], lon, lat)]
        numbers = [
            n
            for at in around
            if self._days[at].holds(on) and index.is_there(n := int(self._numbers[at]), on)
        ]
        if len(numbers) == 1:
            return [index.spot(numbers[0])]
        above = {a for n in numbers for a in index.lineage(n)[:-1]}
        finest = index.rather_present([n for n in numbers if n not in above], on)
        return sorted(map(index.spot, finest), key=lambda spot: (spot.name, spot.id))

    def _cell(self, lon: float, lat: float) -> Cell:
        at = floor(lon * CELLS_A_DEGREE), floor(lat * CELLS_A_DEGREE)
        found = self._cells.get(at)
        if found is None:
            if len(self._cells) >= MOST_CELLS:
                self._cells.clear()
            found = self._cells[at] = self._looked_at(*at)
        return found

    def _looked_at(self, column: int, row: int) -> Cell:
        west, south = column / CELLS_A_DEGREE, row / CELLS_A_DEGREE
        side = 1 / CELLS_A_DEGREE + MARGIN
        box = shapely.box(west - MARGIN, south - MARGIN, west + side, south + side)
        near = np.flatnonzero(shapely.dwithin(self._borders, box, BOUNDARY_TOLERANCE_DEGREES))
        certain: tuple[tuple[DistrictName, bool], ...] | None = None
        if len(near) == 0:
            certain = ()
        elif len(near) == 1 and shapely.covers(self._borders[near[0]], box):
            certain = ((self._districts[near[0]], True),)
        later = self._later.query(box, predicate="intersects") + len(self._tree)
        places = np.append(self._tree.query(box, predicate="intersects"), later)
        shapely.prepare(self._outlines[places])
        return Cell(certain, tuple(n for n in map(int, np.sort(places)) if n not in self._gone))

    def _near(self, where: shapely.Point) -> Sequence[tuple[DistrictName, bool]]:
        near = shapely.dwithin(self._borders, where, BOUNDARY_TOLERANCE_DEGREES)
        return [
            (self._districts[n], bool(shapely.covers(self._borders[n], where)))
            for n in np.flatnonzero(near)
        ]
