"""A file of rows, cut into parts: the same parts however often it is cut."""

import codecs
import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from zones.classify.book import ADDRESS, DISTRICT, ID, MALFORMED_ROW

if TYPE_CHECKING:
    import _csv

ROWS_A_PART = 50_000
ROWS_AT_ONCE = 16_384
LONGEST_FIELD = 1024 * 1024
SAMPLE = 256 * 1024
MOST_LINES = 20
"""Of one row, whose fields may be quoted with line ends in them."""
END = "\ue000"
"""Stands behind the last line of a CSV: alone, unless a quote is open there. Private to us."""
A_FEW = 0.1
"""Of the bytes that are not ASCII: so many may be wrong, each in a bad row of its own."""


class FileRefused(ValueError):
    """A file that cannot be read as what it should be; ``str()`` says why."""


class Part(Protocol):
    """Some rows of a file, small enough to be answered by one process in seconds."""

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, some thousand at a time."""
        ...


@dataclass(frozen=True, slots=True)
class Rows:
    """A part that was read already."""

    batch: pa.RecordBatch

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All of it."""
        yield self.batch


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a Parquet file, read where it is answered."""

    path: str
    row_group: int
    start: int
    rows: int
    columns: tuple[str, ...]

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows from ``start`` on."""
        skip, left = self.start, self.rows
        with pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(
                ROWS_AT_ONCE, row_groups=[self.row_group], columns=list(self.columns)
            ):
                wanted = batch.slice(skip, left)
                skip = max(0, skip - batch.num_rows)
                left -= wanted.num_rows
                if wanted.num_rows:
                    yield wanted
                if not left:
                    return


class Source(Protocol):
    """A file, or a folder of files, of rows."""

    @property
    def rows(self) -> int | None:
        """How many there are, if that is known before they are read."""
        ...

    @property
    def id_type(self) -> pa.DataType: ...
    @property
    def kept(self) -> list[pa.Field]:
        """The further columns that come out as they went in."""
        ...

    def parts(self) -> Iterator[Part]:
        """The parts in order."""
        ...


def fingerprint(path: Path) -> str:
    """What tells one input from another: a digest of all its bytes."""
    digest = hashlib.sha256()
    for file in files_of(path):
        digest.update(f"{file.name}\0{file.stat().st_size}\0".encode())
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def files_of(path: Path) -> list[Path]:
    """The file itself, or the Parquet files of a folder by name."""
    if not path.is_dir():
        return [path]
    found = sorted(path.glob("*.parquet"))
    if not found:
        raise FileRefused(f"{path}: no *.parquet in this folder")
    return found


def require(wanted: Sequence[str], present: Sequence[str], path: Path) -> None:
    """Every column that is wanted is there, once."""
    missing = [name for name in wanted if name not in present]
    if missing:
        raise FileRefused(
            f"{path}: no column {', '.join(missing)}; there are {', '.join(present) or 'none'}"
        )
    twice = {name for name in present if present.count(name) > 1}
    if twice:
        raise FileRefused(f"{path}: several columns are called {', '.join(sorted(twice))}")


class ParquetSource:
    """A Parquet file, or a folder of them with the same columns."""

    def __init__(self, path: Path, wanted: Sequence[str], kept: Sequence[str]) -> None:
        self.files = files_of(path)
        try:
            self._shapes = [pq.read_metadata(file) for file in self.files]
            schemas = [pq.read_schema(file) for file in self.files]
        except (pa.ArrowException, OSError) as error:
            raise FileRefused(f"{path}: no Parquet file: {error}") from None
        schema = schemas[0]
        for file, other in zip(self.files, schemas, strict=True):
            require([*wanted, *kept], other.names, file)
        optional = [DISTRICT] if ADDRESS in wanted and DISTRICT in schema.names else []
        self.columns = tuple(dict.fromkeys([*wanted, *optional, *kept]))
        for other in schemas:
            if any(other.field(n).type != schema.field(n).type for n in self.columns):
                raise FileRefused(f"{path}: the files differ in the types of their columns")
        for name in {ADDRESS, DISTRICT} & set(self.columns):
            _require_text(schema.field(name), path)
        self.id_type = schema.field(ID).type
        self.kept = [schema.field(name) for name in kept]
        self.rows: int | None = sum(shape.num_rows for shape in self._shapes)

    def parts(self) -> Iterator[Part]:
        """Row groups, large ones in slices."""
        for file, shape in zip(self.files, self._shapes, strict=True):
            for group in range(shape.num_row_groups):
                rows = shape.row_group(group).num_rows
                for start in range(0, rows, ROWS_A_PART):
                    count = min(ROWS_A_PART, rows - start)
                    yield Slice(str(file.resolve()), group, start, count, self.columns)


def _require_text(field: pa.Field, path: Path) -> None:
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        raise FileRefused(f"{path}: the column {field.name} is {field.type}, not text")


class CsvSource:
    """A CSV file with a line of column names."""

    rows: int | None = None
    id_type = pa.string()

    def __init__(
        self, path: Path, wanted: Sequence[str], kept: Sequence[str], encoding: str | None
    ) -> None:
        self.path = path
        self.encoding = encoding or encoding_of(path)
        csv.field_size_limit(LONGEST_FIELD)
        try:
            with self._open() as file:
                self.names = next(csv.reader(file), [])
        except (OSError, LookupError, csv.Error) as error:
            raise FileRefused(f"{path}: {error}") from None
        require([*wanted, *kept], self.names, path)
        optional = [DISTRICT] if ADDRESS in wanted and DISTRICT in self.names else []
        self.columns = tuple(dict.fromkeys([*wanted, *optional, *kept]))
        self.kept = [pa.field(name, pa.string()) for name in kept]

    def _open(self):  # type: ignore[no-untyped-def]
        # What cannot be decoded is one bad row, not the end of the file.
        return self.path.open(encoding=self.encoding, errors="surrogateescape", newline="")

    def parts(self) -> Iterator[Part]:
        """So many rows at a time; lines without anything on them are no rows.

        Raises ``FileRefused`` where a quote swallows the rows behind it.
        """
        with self._open() as file:
            reader = csv.reader(chain(file, [END]))
            next(reader)
            rows: list[list[str]] = []
            while (row := self._next(reader)) != [END]:
                if row:
                    rows.append(row)
                if len(rows) == ROWS_A_PART:
                    yield Rows(self._batch(rows))
                    rows = []
            if rows:
                yield Rows(self._batch(rows))

    def _next(self, reader: "_csv._reader") -> list[str]:
        """The next row; one with an endless field is a row of nothing."""
        before = reader.line_num
        try:
            row = next(reader)
        except csv.Error:
            row = [""]
        has_no_end = bool(row) and row[-1].endswith(END) and row != [END]
        if has_no_end or reader.line_num - before > MOST_LINES:
            raise FileRefused(
                f"{self.path}: a quote that is opened at line {before + 1} is not closed within "
                f"{MOST_LINES} lines: whoever stands behind it would get no answer"
            )
        return row

    def _batch(self, rows: list[list[str]]) -> pa.RecordBatch:
        """The rows as columns; one that cannot be cut into fields keeps at most its id."""
        width = len(self.names)
        at_id = self.names.index(ID)
        bad = [len(row) != width or not _is_text(row) for row in rows]
        if any(bad):
            rows = [
                _only_id(row, at_id, width) if wrong else row
                for row, wrong in zip(rows, bad, strict=True)
            ]
        by_name = dict(zip(self.names, zip(*rows, strict=True), strict=True))
        columns = [pa.array(by_name[name], pa.string()) for name in self.columns]
        return pa.RecordBatch.from_arrays(
            [*columns, pa.array(bad)], names=[*self.columns, MALFORMED_ROW]
        )


def _is_text(row: list[str]) -> bool:
    try:
        "".join(row).encode()
    except UnicodeEncodeError:
        return False
    return True


def _only_id(row: list[str], at: int, width: int) -> list[str]:
    id = row[at] if at < len(row) and _is_text(row[at : at + 1]) else ""
    return [id if n == at else "" for n in range(width)]


def encoding_of(path: Path) -> str:
    """UTF-8, or GB18030 where the beginning of the file is that and not UTF-8."""
    try:
        with path.open("rb") as file:
            sample = file.read(SAMPLE)
    except OSError as error:
        raise FileRefused(f"{path}: {error.strerror}") from None
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    foreign = sum(byte > 0x7F for byte in sample) or 1
    wrong = {name: _undecodable(sample, name) / foreign for name in ("utf-8-sig", "gb18030")}
    likely = min(wrong, key=lambda name: wrong[name])
    if b"\0" in sample or wrong[likely] > A_FEW:
        raise FileRefused(f"{path}: neither UTF-8 nor GB18030 text; name it with --encoding")
    return "utf-8-sig" if wrong["utf-8-sig"] <= A_FEW else likely


def _undecodable(sample: bytes, encoding: str) -> int:
    """How many characters of the sample cannot be read."""
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(sample)
    return text.count("\ufffd")
