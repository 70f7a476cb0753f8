"""The coordinate system that a file is declared to be in (声明的坐标系), and its way to WGS-84.

A coordinate does not say what it is measured in, so somebody has to. Where the file says
something as well, both must agree: a wrong guess moves every building by half a
kilometre, and no later check would notice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from zones.crs import Crs, geometry_to_wgs84
from zones.gazetteer.loading.findings import FileRefused, WrongUsage
from zones.gazetteer.loading.values import Geometries, Source

WGS84: Final = CRS(4326)
_STATED: Final = {Crs.WGS84: WGS84, Crs.CGCS2000: CRS(4490)}
_DEGREES: Final = (WGS84, CRS(4490))
"""What files in GCJ-02 and BD-09 say of themselves: neither has a name that a file could use."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared system: its name as given, and how its coordinates become WGS-84."""

    name: str
    to_wgs84: Callable[[Geometries], Geometries]
    stated: CRS | None
    """What a file in this system says of itself; ``None`` where it has no way to say it."""

    @classmethod
    def read(cls, text: str) -> "Declared":
        """The system that ``--crs`` names."""
        word = text.strip().lower()
        if word in list(Crs):
            crs = Crs(word)
            return cls(word, lambda shapes: geometry_to_wgs84(shapes, crs), _STATED.get(crs))
        try:
            if not word.startswith("epsg:"):
                raise CRSError(word)
            stated = CRS(word)
        except CRSError as error:
            known = ", ".join(Crs)
            raise WrongUsage(f"--crs {text!r} is none of {known}, EPSG:n") from error
        return cls(word.upper(), _transform(stated), stated)

    def check(self, source: Source) -> None:
        """Refuse a file that says it is in another system."""
        said = source.crs
        if said is None:
            return
        if source.is_crs_assumed and _same(said, WGS84):
            agrees = self.stated is None or self.stated in _DEGREES
        elif self.stated is None:
            agrees = any(_same(said, one) for one in _DEGREES)
        else:
            agrees = _same(said, self.stated)
        if not agrees:
            raise FileRefused(
                f"the file says its coordinates are in {said.name}, --crs says {self.name}:"
                " one of them is wrong; find out which before loading"
            )


def _same(one: CRS, other: CRS) -> bool:
    return bool(one.equals(other, ignore_axis_order=True))


def _transform(stated: CRS) -> Callable[[Geometries], Geometries]:
    """Through PROJ, longitude (or easting) first, as every file format stores it."""
    transform = Transformer.from_crs(stated, WGS84, always_xy=True).transform

    def moved(shapes: Geometries) -> Geometries:
        projected = shapely.transform(
            shapes, lambda p: np.column_stack(transform(p[:, 0], p[:, 1]))
        )
        # What lies outside the system's area becomes infinite, and is refused as any such.
        return geometry_to_wgs84(projected, Crs.WGS84)

    return moved
