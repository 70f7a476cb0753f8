"""One part: its rows answered, and the answers kept where they are found, all or nothing."""

import os
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zones.classify.book import Book
from zones.classify.columns import schema_of
from zones.classify.sources import Part

COMPRESSION = "zstd"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the answers to a part go, and in which columns."""

    folder: str
    id_type: pa.DataType
    kept: tuple[pa.Field, ...]

    @property
    def schema(self) -> pa.Schema:
        """The columns of every part."""
        return schema_of(self.id_type, self.kept)

    def path(self, number: int) -> Path:
        """The file of a part."""
        return Path(self.folder, f"part-{number:06}.parquet")


def classify_part(book: Book, part: Part, number: int, place: Place) -> int:
    """Answer a part and write it; returns how many rows it has.

    The file has its name only once it is complete and on the disk.
    """
    target = place.path(number)
    making = target.with_suffix(f".{os.getpid()}.making")
    kept = [field.name for field in place.kept]
    rows = 0
    try:
        with pq.ParquetWriter(making, place.schema, compression=COMPRESSION) as writer:
            for batch in part.batches():
                found = book.classify(batch, kept)
                writer.write_table(decoded(found, place.schema))
                rows += batch.num_rows
        keep(making, target)
    finally:
        making.unlink(missing_ok=True)
    return rows


def decoded(batch: pa.RecordBatch, schema: pa.Schema) -> pa.Table:
    """The columns in their plain types."""
    return pa.Table.from_batches([batch]).cast(schema)


def keep(making: Path, target: Path) -> None:
    """Give a finished file its name, so that it survives whatever happens next."""
    with making.open("rb") as file:
        os.fsync(file.fileno())
    making.replace(target)


_book: Book | None = None


def hold(book: Book) -> None:
    """What ``classify_held`` answers from, in this process and in those forked from it."""
    global _book
    _book = book


def classify_held(part: Part, number: int, place: Place) -> int:
    """``classify_part`` in a process that was forked with the book in it."""
    assert _book is not None
    return classify_part(_book, part, number, place)
