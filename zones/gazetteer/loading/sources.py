"""Files of places, read in batches, whatever their format.

Vector formats come through pyogrio as Arrow record batches, GeoParquet through pyarrow;
tables (``loading.tables``) bring their coordinates in columns. Nothing is held but one
batch.
"""

import codecs
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS

from zones.gazetteer.loading.findings import FileRefused, WrongUsage
from zones.gazetteer.loading.tables import open_csv, open_xlsx
from zones.gazetteer.loading.values import Batch, Geometries, Source

ROWS: Final = 2000
NAME_ENCODING: Final = "give --encoding, such as gb18030"


@dataclass(frozen=True, slots=True)
class Ask:
    """What to open: the file, its layer or sheet, its encoding, and the columns wanted."""

    path: Path
    columns: Sequence[str]
    layer: str | None = None
    encoding: str | None = None
    header: int = 1
    """The row of a table that names its columns; those above it belong to the header."""


def open_source(ask: Ask) -> Source:
    """The file as a source of batches. Raises ``FileRefused``, ``WrongUsage``."""
    if not ask.path.is_file():
        raise FileRefused(f"no file {ask.path}")
    _check_encoding(ask.encoding)
    suffix = ask.path.suffix.lower()
    if suffix == ".csv":
        return open_csv(ask.path, ask.encoding, ask.header, ROWS)
    if suffix == ".xlsx":
        return open_xlsx(ask.path, ask.layer, ask.header, ROWS)
    with _readable(ask.path):
        source = _open_parquet(ask) if suffix == ".parquet" else _open_vector(ask)
    return replace(source, batches=lambda: _all(source, ask.path))


def _check_encoding(encoding: str | None) -> None:
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError as error:
        raise WrongUsage(f"--encoding {encoding}: there is none of that name") from error


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """A file that turns out to be broken is refused as such, however far it was read."""
    try:
        yield
    except (DataSourceError, DataLayerError, pa.ArrowException) as error:
        raise FileRefused(f"{path} cannot be read: {error}") from error
    except UnicodeDecodeError as error:
        raise FileRefused(f"{path} is in another encoding: {NAME_ENCODING}") from error


def _all(source: Source, path: Path) -> Iterator[Batch]:
    with _readable(path):
        yield from source.batches()


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
        hint=_hint(ask, columns),
    )


def _hint(ask: Ask, columns: Sequence[str]) -> str:
    """What a Shapefile may lack where a column is not there."""
    if ask.path.suffix.lower() != ".shp":
        return ""
    if not columns:
        return "; is its .dbf missing?"
    return "" if ask.encoding or "".join(columns).isascii() else f"; garbled? {NAME_ENCODING}"


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
