"""Where the trusted outlines lie, in memory: what ``DatabaseOutlines`` says, without a query."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import numpy as np
import shapely

from zones.gazetteer.columns import NOWHERE
from zones.gazetteer.index import DistrictName, Index, Spot
from zones.gazetteer.points import BOUNDARY_TOLERANCE_DEGREES


class IndexOutlines:
    """``Outlines`` in memory, over prepared geometry."""

    def __init__(
        self,
        index: Index,
        districts: Sequence[tuple[str, bytes]],
        places: Sequence[tuple[UUID, bytes]],
    ) -> None:
        self._index = index
        names = {d.code: d for d in index.districts}
        ordered = sorted(districts)
        self._districts = [names[code] for code, _ in ordered]
        self._borders = shapely.from_wkb([wkb for _, wkb in ordered])
        known = [(index.number_of(id), wkb) for id, wkb in places]
        self._numbers = np.array([n for n, _ in known if n != NOWHERE], dtype=np.int32)
        self._tree = shapely.STRtree(shapely.from_wkb([wkb for n, wkb in known if n != NOWHERE]))
        shapely.prepare(self._borders)
        shapely.prepare(self._tree.geometries)

    def districts_near(self, lon: float, lat: float) -> Sequence[tuple[DistrictName, bool]]:
        """The districts near the point, by code, and whether each covers it."""
        where = shapely.Point(lon, lat)
        near = shapely.dwithin(self._borders, where, BOUNDARY_TOLERANCE_DEGREES)
        return [
            (self._districts[n], bool(shapely.covers(self._borders[n], where)))
            for n in np.flatnonzero(near)
        ]

    def places_around(self, lon: float, lat: float) -> Sequence[Spot]:
        """The finest places around the point; coarser ones drop out."""
        found = self._tree.query(shapely.Point(lon, lat), predicate="covered_by")
        numbers = [int(self._numbers[n]) for n in found]
        above = {a for n in numbers for a in self._index.lineage(n)[:-1]}
        finest = [self._index.spot(n) for n in numbers if n not in above]
        return sorted(finest, key=lambda spot: (spot.name, spot.id))
