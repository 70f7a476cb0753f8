"""Coordinates that Chinese maps hand over, and the one system that is stored.

Storage and every interface speak WGS-84 longitude, latitude in degrees. What
arrives may be in one of four systems, and a coordinate does not say which:

- ``wgs84``: GPS, OpenStreetMap, RFC 7946.
- ``cgcs2000``: the national datum of survey departments. Treated as WGS-84: the
  two ellipsoids differ by 0.1 mm in the semi-minor axis, and the realisations by
  the drift of the plate since epoch 2000.0 (2–4 cm a year), which stays under one
  metre and far under the width of a building.
- ``gcj02``: the enciphered datum of every licensed web map in mainland China
  (高德, 腾讯), off by 100–700 m, 557 m at Taiyuan.
- ``bd09``: 百度, a second shift of about a kilometre on top of GCJ-02.

GCJ-02 was never published. The formula here is the one reconstructed in 2010–2013
that all open converters share. Outside ``CHINA_BOX`` GCJ-02 and BD-09 are taken to
be WGS-84, as the map services themselves do abroad. The box is the customary one,
not a border: it takes in parts of the neighbours, and within a kilometre of its
edge, where the shift jumps, an inverse need not exist.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Final, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Degrees: TypeAlias = npt.NDArray[np.float64]
"""Longitudes or latitudes in degrees, any shape."""

_Shift: TypeAlias = Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]
Geometries = TypeVar("Geometries", BaseGeometry, npt.NDArray[np.object_])

CHINA_BOX: Final = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of the box in which GCJ-02 shifts, in degrees."""

_KRASOVSKY_AXIS: Final = 6378245.0  # semi-major axis, metres
_KRASOVSKY_E2: Final = 0.00669342162296594323  # first eccentricity squared
_BAIDU_WAVE: Final = np.pi * 3000.0 / 180.0
_BAIDU_OFFSET: Final = (0.0065, 0.006)  # degrees
_STILL: Final = 1e-10  # degrees: a hundredth of a millimetre
_MOST_ROUNDS: Final = 30


class Crs(StrEnum):
    """A coordinate system (坐标系) a caller may name."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


class CoordinateProblem(StrEnum):
    """Why a coordinate was refused."""

    NOT_FINITE = "not_finite"
    OUT_OF_RANGE = "out_of_range"
    AXES_SWAPPED = "axes_swapped"


class CoordinateError(ValueError):
    """A coordinate that is no place on Earth; ``problem`` says why, ``str()`` how to mend it."""

    def __init__(self, problem: CoordinateProblem, lon: float, lat: float) -> None:
        self.problem = problem
        self.lon = lon
        self.lat = lat
        super().__init__(_explain(problem, lon, lat))


def to_wgs84(lon: float, lat: float, crs: Crs) -> tuple[float, float]:
    """Longitude, latitude in degrees in ``crs`` → the same place in WGS-84.

    Exact inverse of ``from_wgs84`` to well under a centimetre inside China.
    Raises ``CoordinateError`` for what is not finite or not on Earth.
    """
    return _scalar(lon, lat, _TO_WGS84[crs])


def from_wgs84(lon: float, lat: float, crs: Crs) -> tuple[float, float]:
    """Longitude, latitude in WGS-84 degrees → the same place in ``crs``.

    Raises ``CoordinateError`` for what is not finite or not on Earth.
    """
    return _scalar(lon, lat, _FROM_WGS84[crs])


def geometry_to_wgs84(geometry: Geometries, crs: Crs) -> Geometries:
    """A geometry, or an array of them, in ``crs`` → WGS-84; heights are dropped.

    Raises ``CoordinateError``, naming the first vertex refused.
    """
    return _transform(geometry, _TO_WGS84[crs])


def geometry_from_wgs84(geometry: Geometries, crs: Crs) -> Geometries:
    """A geometry, or an array of them, in WGS-84 → ``crs``; heights are dropped.

    Raises ``CoordinateError``, naming the first vertex refused.
    """
    return _transform(geometry, _FROM_WGS84[crs])


def require_on_earth(lon: float, lat: float) -> None:
    """Refuse a coordinate in degrees that is not finite or not on Earth.

    Raises ``CoordinateError``; its problem is ``AXES_SWAPPED`` where latitude,
    longitude would have been a place.
    """
    problem = _problem(lon, lat)
    if problem is not None:
        raise CoordinateError(problem, lon, lat)


def looks_swapped(lon: float, lat: float) -> bool:
    """Whether the pair is outside China as given and inside it the other way round.

    A doubt to show to a person, not an error: (43.8, 87.6) is a spot in the
    Arctic Ocean, but far more often Ürümqi with its axes swapped.
    """
    one = np.atleast_1d(np.float64(lon))
    two = np.atleast_1d(np.float64(lat))
    return bool(_in_box(two, one)[0] and not _in_box(one, two)[0])


def _problem(lon: float, lat: float) -> CoordinateProblem | None:
    if not (np.isfinite(lon) and np.isfinite(lat)):
        return CoordinateProblem.NOT_FINITE
    if abs(lon) <= 180 and abs(lat) <= 90:
        return None
    if abs(lat) <= 180 and abs(lon) <= 90:
        return CoordinateProblem.AXES_SWAPPED
    return CoordinateProblem.OUT_OF_RANGE


def _explain(problem: CoordinateProblem, lon: float, lat: float) -> str:
    given = f"longitude {lon:g}, latitude {lat:g}"
    match problem:
        case CoordinateProblem.NOT_FINITE:
            return f"{given}: both must be finite numbers"
        case CoordinateProblem.AXES_SWAPPED:
            return f"{given}: no latitude exceeds 90°; the axes look swapped, give longitude first"
        case CoordinateProblem.OUT_OF_RANGE:
            return f"{given}: not degrees on Earth (±180, ±90); are these projected metres?"


def _scalar(lon: float, lat: float, shift: _Shift) -> tuple[float, float]:
    require_on_earth(lon, lat)
    east, north = shift(np.array([lon], dtype=np.float64), np.array([lat], dtype=np.float64))
    return float(east[0]), float(north[0])


def _transform(geometry: Geometries, shift: _Shift) -> Geometries:
    def moved(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        lon, lat = points[:, 0], points[:, 1]
        refused = ~((np.abs(lon) <= 180) & (np.abs(lat) <= 90))  # a NaN is refused too
        if refused.any():
            first = int(np.argmax(refused))
            require_on_earth(float(lon[first]), float(lat[first]))
        return np.column_stack(shift(lon, lat))

    result: Geometries = shapely.transform(geometry, moved)
    return result


def _in_box(lon: Degrees, lat: Degrees) -> npt.NDArray[np.bool_]:
    west, south, east, north = CHINA_BOX
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def _same(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    return lon, lat


def _encipher(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """WGS-84 → GCJ-02 without regard to the box: two waves in metres, turned into degrees."""
    x, y = lon - 105.0, lat - 35.0
    ripple = 20.0 * np.sin(6.0 * np.pi * x) + 20.0 * np.sin(2.0 * np.pi * x)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    north += (ripple + _waves(y, 20.0, 40.0, 160.0, 320.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    east += (ripple + _waves(x, 20.0, 40.0, 150.0, 300.0)) * 2.0 / 3.0
    phi = np.radians(lat)
    flat = 1.0 - _KRASOVSKY_E2 * np.sin(phi) ** 2
    meridian = _KRASOVSKY_AXIS * (1.0 - _KRASOVSKY_E2) / flat**1.5
    parallel = _KRASOVSKY_AXIS / np.sqrt(flat) * np.cos(phi)
    return lon + np.degrees(east / parallel), lat + np.degrees(north / meridian)


def _waves(t: Degrees, one: float, third: float, twelfth: float, thirtieth: float) -> Degrees:
    """The slow part of the cipher: sines of ``t`` with wavelengths 2, 6, 24 and 60 degrees."""
    return (
        one * np.sin(np.pi * t)
        + third * np.sin(np.pi * t / 3.0)
        + twelfth * np.sin(np.pi * t / 12.0)
        + thirtieth * np.sin(np.pi * t / 30.0)
    )


def _baidu(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """GCJ-02 → BD-09 without regard to the box: a ripple in polar form and an offset."""
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(lat * _BAIDU_WAVE)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * _BAIDU_WAVE)
    return radius * np.cos(angle) + _BAIDU_OFFSET[0], radius * np.sin(angle) + _BAIDU_OFFSET[1]


def _encipher_for_baidu(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    return _baidu(*_encipher(lon, lat))


def _undo(shift: _Shift) -> _Shift:
    """The inverse of a shift that changes slowly: step back by what the guess is off, repeat."""

    def undone(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
        guess_lon, guess_lat = lon, lat
        for _ in range(_MOST_ROUNDS):
            east, north = shift(guess_lon, guess_lat)
            off_lon, off_lat = lon - east, lat - north
            guess_lon, guess_lat = guess_lon + off_lon, guess_lat + off_lat
            if max(np.abs(off_lon).max(initial=0), np.abs(off_lat).max(initial=0)) < _STILL:
                break
        return guess_lon, guess_lat

    return undone


def _within_box(shift: _Shift) -> _Shift:
    """``shift`` for the points given inside ``CHINA_BOX``, identity for the others."""

    def boxed(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
        inside = _in_box(lon, lat)
        out_lon, out_lat = lon.copy(), lat.copy()
        out_lon[inside], out_lat[inside] = shift(lon[inside], lat[inside])
        return out_lon, out_lat

    return boxed


_FROM_WGS84: Final[dict[Crs, _Shift]] = {
    Crs.WGS84: _same,
    Crs.CGCS2000: _same,
    Crs.GCJ02: _within_box(_encipher),
    Crs.BD09: _within_box(_encipher_for_baidu),
}
_TO_WGS84: Final[dict[Crs, _Shift]] = {
    Crs.WGS84: _same,
    Crs.CGCS2000: _same,
    Crs.GCJ02: _within_box(_undo(_encipher)),
    Crs.BD09: _within_box(_undo(_encipher_for_baidu)),
}
