"""A whole run: every part once, on all cores, then one file; gone on with where it broke off."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from zones.classify.book import Book
from zones.classify.manifest import NAME, Manifest
from zones.classify.sources import Part, Source
from zones.classify.work import COMPRESSION, Place, classify_held, classify_part, hold, keep

Told = Callable[[int], None]
"""Told how many further rows are done."""


class RunRefused(RuntimeError):
    """A run that cannot go on; ``str()`` says why, and what to do."""


class Crew(Protocol):
    """Who does parts: this process, processes beside it, or a cluster."""

    size: int

    def submit(self, part: Part, number: int, place: Place) -> "Future[int]":
        """Begin a part; the future says how many rows it had."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done, and where it goes."""

    source: Source
    manifest: Manifest
    out: Path

    @property
    def folder(self) -> Path:
        """Where the parts are kept until they are one file."""
        return self.out.with_name(f"{self.out.name}.parts")


def begin(job: Job, *, anew: bool) -> Place:
    """The folder of the parts, new or as a broken-off run left it. Raises ``RunRefused``."""
    folder = job.folder
    held = Manifest.read(folder)
    if anew:
        clear(folder)
    elif held is None and folder.exists() and any(folder.iterdir()):
        raise RunRefused(f"{folder} is in the way: it holds no run. Move it, or name another OUT.")
    elif held is not None and (differing := job.manifest.differences(held)):
        raise RunRefused(
            f"{folder} holds parts of another run ({'; '.join(differing)}). "
            "Ask what was asked then, or start anew with --restart."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("*.making"):
        left.unlink()
    job.manifest.write(folder)
    return Place(str(folder.resolve()), job.source.id_type, tuple(job.source.kept))


def clear(folder: Path) -> None:
    """Remove what a run left in its folder, nothing else, and the folder if it is empty then."""
    for pattern in ("part-*", "*.making", "snapshot-*", NAME):
        for path in folder.glob(pattern):
            path.unlink()
    with suppress(OSError):
        folder.rmdir()


def do_parts(job: Job, place: Place, crew: Crew, told: Told) -> int:
    """Every part that is not done yet, a few at a time; returns how many parts there are."""
    count = 0
    doing: set[Future[int]] = set()
    for number, part in enumerate(job.source.parts()):
        count += 1
        done = place.path(number)
        if done.exists():
            told(pq.read_metadata(done).num_rows)
            continue
        doing.add(crew.submit(part, number, place))
        if len(doing) >= 2 * crew.size:
            doing = _wait(doing, told)
    while doing:
        doing = _wait(doing, told)
    return count


def _wait(doing: "set[Future[int]]", told: Told) -> "set[Future[int]]":
    finished, left = wait(doing, return_when=FIRST_COMPLETED)
    for each in finished:
        try:
            told(each.result())
        except BrokenProcessPool:
            raise RunRefused(
                "A process was ended from outside; start again to go on from there."
            ) from None
    return left


class Alone:
    """This process does every part itself."""

    size = 1

    def __init__(self, book: Book) -> None:
        self._book = book

    def submit(self, part: Part, number: int, place: Place) -> "Future[int]":
        """Do it at once."""
        done: Future[int] = Future()
        done.set_result(classify_part(self._book, part, number, place))
        return done


class Forked:
    """Processes beside this one, which share the snapshot in its memory."""

    def __init__(self, pool: ProcessPoolExecutor, size: int) -> None:
        self._pool, self.size = pool, size

    def submit(self, part: Part, number: int, place: Place) -> "Future[int]":
        """Hand it to whichever is free."""
        return self._pool.submit(classify_held, part, number, place)


@contextmanager
def crew_of(book: Book, jobs: int) -> Iterator[Crew]:
    """So many processes; the book is made before they are forked, so that they share it."""
    if jobs == 1:
        yield Alone(book)
        return
    hold(book.prepared())
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork"))
    try:
        yield Forked(pool, jobs)
        pool.shutdown()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise


def finish(job: Job, place: Place, parts: int) -> dict[str, Any]:
    """One file of all parts, with its name only once it is whole; then the parts go.

    Returns how many rows there are, by outcome and by risk.
    """
    making = job.out.with_name(f"{job.out.name}.making")
    counted = {"outcome": dict[str, int](), "risk": dict[str, int]()}
    rows = 0
    with _writer(making, job.out, place.schema) as write:
        for number in range(parts):
            with pq.ParquetFile(place.path(number)) as file:
                for batch in file.iter_batches():
                    table = pa.Table.from_batches([batch]).cast(place.schema)
                    write(table)
                    rows += table.num_rows
                    for name, counts in counted.items():
                        _count(table.column(name), counts)
    keep(making, job.out)
    clear(job.folder)
    return {"rows": rows, **{name: dict(sorted(c.items())) for name, c in counted.items()}}


def _count(column: pa.ChunkedArray, counts: dict[str, int]) -> None:
    for each in column.value_counts().to_pylist():
        counts[each["values"]] = counts.get(each["values"], 0) + each["counts"]


@contextmanager
def _writer(making: Path, out: Path, schema: pa.Schema) -> Iterator[Callable[[pa.Table], None]]:
    """Writes tables in the format that the name of the output asks for."""
    if out.suffix.lower() == ".csv":
        with pacsv.CSVWriter(making, schema) as csv:
            yield csv.write
    else:
        with pq.ParquetWriter(making, schema, compression=COMPRESSION) as parquet:
            yield parquet.write_table
