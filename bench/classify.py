"""A file of people: once resolved beside DuckDB's join of the same rows, and all of it."""

import os
import random
import statistics
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.town import AT, town
from zones.classify.book import Asked, Book
from zones.classify.columns import FIELDS
from zones.classify.sources import ParquetSource
from zones.classify.work import Place, classify_part

ROWS = int(os.environ.get("CLASSIFY_ROWS") or 1_000_000)
SPELLINGS = 20_000


def run(options: Namespace) -> None:
    """Measure, and print."""
    made = town(seed=options.seed, scale=options.scale, questions=SPELLINGS)
    asked = Asked(AT, AT, timedelta(days=7))
    book = Book(made.snapshot, asked).prepared()
    chance = random.Random(options.seed)
    texts = [made.texts[chance.randrange(SPELLINGS)] for _ in range(ROWS)]
    rows = pa.table({"id": pa.array(range(ROWS)), "address": texts})
    print(f"\nClassifying {ROWS:,} people with {SPELLINGS:,} spellings: one core, medians of turns")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "people.parquet")
        pq.write_table(rows, path)
        place = Place(folder, pa.int64(), ())
        parts = list(ParquetSource(path, asked.columns, []).parts())

        def whole() -> None:
            for number, part in enumerate(parts):
                classify_part(book, part, number, place)

        first, again = _seconds(whole), _seconds(whole)
    _line("from file to file, every text new", f"{ROWS / first:,.0f} rows/s")
    _line("from file to file, texts met before", f"{ROWS / again:,.0f} rows/s")
    _joining(book, rows, options.rounds)


def _joining(book: Book, rows: pa.Table, rounds: int) -> None:
    """From the number of each row's verdict to all its columns; DuckDB joins the same."""
    batch = rows.combine_chunks().to_batches()[0]
    numbers = book.numbers(batch)
    names = [field.name for field in FIELDS]

    def ours() -> pa.Table:
        return pa.Table.from_arrays([batch.column("id"), *book.joined(numbers)], ["id", *names])

    kinds = np.arange(numbers.max() + 1)
    verdicts = pa.Table.from_arrays([pa.array(kinds), *book.joined(kinds)], ["number", *names])
    verdicts = verdicts.cast(pa.schema([pa.field("number", pa.int64()), *FIELDS]))
    resolved = pa.table({"id": batch.column("id"), "number": numbers})
    base = duckdb.connect(config={"threads": 1})
    base.register("resolved_arrow", resolved)
    base.register("verdicts_arrow", verdicts)
    base.execute("CREATE TABLE resolved AS SELECT * FROM resolved_arrow")
    base.execute("CREATE TABLE verdicts AS SELECT * FROM verdicts_arrow")
    columns = ", ".join(f"v.{name}" for name in names)
    query = f"SELECT id, {columns} FROM resolved JOIN verdicts v USING (number)"

    def theirs() -> Any:
        return base.sql(query).to_arrow_table()

    assert theirs().num_rows == ours().num_rows
    times: dict[str, list[float]] = {"ours": [], "duckdb": []}
    for _ in range(rounds):
        times["duckdb"].append(_seconds(theirs))
        times["ours"].append(_seconds(ours))
    ratio = statistics.median(b / a for a, b in zip(times["ours"], times["duckdb"], strict=True))
    _line("distinct verdicts", f"{len(kinds):,}")
    for name, taken in times.items():
        _line(f"once resolved, {name}", f"{ROWS / statistics.median(taken):,.0f} rows/s")
    _line("ratio", f"{ratio:.2f}")


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _line(what: str, figure: str) -> None:
    print(f"  {what:<44} {figure}", flush=True)
