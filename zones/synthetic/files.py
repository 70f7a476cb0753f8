"""Reading district outlines, and writing a synthetic city to files."""

import csv
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import geopandas
import numpy as np
import shapely

from zones.synthetic.town import Built, County, Rows

PLACES, UNITS = "places.parquet", "units.csv"
COLUMNS = ("id", "parent", "level", "value", "name", "district", "street")


class NoDistricts(ValueError):
    """The file holds no districts with a code, a name and an outline."""


def read_counties(path: Path) -> list[County]:
    """The districts of a GeoJSON file with ``code`` and ``name``. Raises ``NoDistricts``."""
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        counties = [
            County(
                f["properties"]["code"],
                f["properties"]["name"],
                shapely.geometry.shape(f["geometry"]),
            )
            for f in features
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoDistricts(f"{path}: {error}") from error
    if not counties:
        raise NoDistricts(f"{path}: no features")
    return sorted(counties, key=lambda county: county.code)


def write(
    folder: Path, districts: Iterable[Built], *, told: Callable[[Built], None] = lambda _: None
) -> tuple[Path, Path]:
    """Write a city as ``places.parquet`` and ``units.csv``; tells of each district built."""
    folder.mkdir(parents=True, exist_ok=True)
    places, outlines = Rows(), []
    with (folder / UNITS).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for built in districts:
            table.writerows(_tuples(built.units))
            for column in COLUMNS:
                getattr(places, column).extend(getattr(built.places, column))
            outlines.append(built.outlines())
            told(built)
    frame = geopandas.GeoDataFrame(
        {column: getattr(places, column) for column in COLUMNS},
        geometry=np.concatenate(outlines),
        crs="EPSG:4326",
    )
    frame.to_parquet(folder / PLACES, index=False)
    return folder / PLACES, folder / UNITS


def _tuples(rows: Rows) -> Iterable[tuple[str, ...]]:
    return zip(*(getattr(rows, column) for column in COLUMNS), strict=True)
