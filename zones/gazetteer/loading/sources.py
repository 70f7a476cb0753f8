"""Files of places, read in batches, whatever their format.

Vector formats come through pyogrio as Arrow record batches, GeoParquet through pyarrow;
tables (``loading.tables``) bring their coordinates in columns. Nothing is held but one
batch.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from pyproj import CRS

from zones.gazetteer.loading.findings import FileRefused
from zones.gazetteer.loading.tables import open_csv, open_xlsx
from zones.gazetteer.loading.values import Batch, Geometries, Source

ROWS: Final = 2000


@dataclass(frozen=True, slots=True)
class Ask:
    """What to open: the file, its layer or sheet, its encoding, and the columns wanted."""

    path: Path
    columns: Sequence[str]
    layer: str | None = None
    encoding: str | None = None


def open_source(ask: Ask) -> Source:
    """The file as a source of batches. Raises ``FileRefused``."""
    if not ask.path.exists():
        raise FileRefused(f"no file {ask.path}")
    suffix = ask.path.suffix.lower()
    if suffix == ".csv":
        return open_csv(ask.path, ask.encoding or "utf-8-sig", ROWS)
    if suffix == ".xlsx":
        return open_xlsx(ask.path, ask.layer, ROWS)
    try:
        return _open_parquet(ask) if suffix == ".parquet" else _open_vector(ask)
    except (pyogrio.errors.DataSourceError, pa.ArrowInvalid) as error:
        raise FileRefused(f"{ask.path} cannot be read: {error}") from error


def _open_vector(ask: Ask) -> Source:
    layers = [str(name) for name, _ in pyogrio.list_layers(ask.path)]
    if ask.layer is None and len(layers) > 1:
        raise FileRefused(f"{ask.path} has several layers, give --layer: {', '.join(layers)}")
    if ask.layer is not None and ask.layer not in layers:
        raise FileRefused(f"no layer {ask.layer}; {ask.path} has {', '.join(layers)}")
    about = pyogrio.read_info(
        ask.path, layer=ask.layer, encoding=ask.encoding, force_feature_count=True
    )
    columns = tuple(str(name) for name in about["fields"])
    return Source(
        columns=columns,
        count=int(about["features"]),
        crs=CRS(about["crs"]) if about["crs"] else None,
        is_crs_assumed=about["driver"] == "GeoJSON" and not _says_its_crs(ask.path),
        unit="row",
        batches=_vector_batches(ask, [c for c in columns if c in ask.columns]),
    )


def _says_its_crs(path: Path) -> bool:
    """Whether a GeoJSON file has the old ``crs`` member in front of its features."""
    with path.open("rb") as file:
        return b'"crs"' in file.read(4096).partition(b'"features"')[0]


def _vector_batches(ask: Ask, columns: list[str]) -> Callable[[], Iterator[Batch]]:
    def batches() -> Iterator[Batch]:
        with pyogrio.open_arrow(
            ask.path,
            layer=ask.layer,
            encoding=ask.encoding,
            columns=columns,
            batch_size=ROWS,
            use_pyarrow=True,
        ) as (about, reader):
            geometry = about["geometry_name"] or "wkb_geometry"
            yield from _numbered(reader, columns, geometry)

    return batches


def _open_parquet(ask: Ask) -> Source:
    with pq.ParquetFile(ask.path) as file:
        geo = json.loads((file.schema_arrow.metadata or {}).get(b"geo", b"{}"))
        names = tuple(file.schema_arrow.names)
        count = file.metadata.num_rows
    geometry = geo.get("primary_column")
    return Source(
        columns=tuple(n for n in names if n != geometry),
        count=count,
        crs=_parquet_crs(geo["columns"][geometry]) if geometry else None,
        is_crs_assumed=False,
        unit="row",
        batches=_parquet_batches(ask, [n for n in names if n in ask.columns], geometry),
    )


def _parquet_crs(about: dict[str, Any]) -> CRS | None:
    """The standard: no ``crs`` is longitude, latitude in WGS-84, ``null`` is unknown."""
    if about.get("encoding") != "WKB":
        raise FileRefused(f"geometry encoded as {about.get('encoding')}: write it as WKB")
    given = about.get("crs", "OGC:CRS84")
    return None if given is None else CRS(given)


def _parquet_batches(
    ask: Ask, columns: list[str], geometry: str | None
) -> Callable[[], Iterator[Batch]]:
    def batches() -> Iterator[Batch]:
        wanted = [*columns, geometry] if geometry else columns
        with pq.ParquetFile(ask.path) as file:
            yield from _numbered(file.iter_batches(ROWS, columns=wanted), columns, geometry)

    return batches


def _numbered(
    records: Iterator[pa.RecordBatch], columns: list[str], geometry: str | None
) -> Iterator[Batch]:
    first = 1
    for record in records:
        there = geometry is not None and geometry in record.schema.names
        shapes = _shapes(record.column(geometry)) if there else None
        cells = {name: record.column(name).to_pylist() for name in columns}
        yield Batch(range(first, first + record.num_rows), cells, shapes)
        first += record.num_rows


def _shapes(column: pa.Array) -> Geometries:
    """Geometries from WKB. What is no WKB at all becomes nothing."""
    return shapely.from_wkb(column.to_numpy(zero_copy_only=False), on_invalid="ignore")
