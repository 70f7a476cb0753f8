"""Tables: CSV and XLSX, read row by row, with the line at which each row stands."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from zones.gazetteer.loading.findings import FileRefused
from zones.gazetteer.loading.values import Batch, Source

Line = tuple[int, Sequence[object]]

LONGEST_CELL = 2**26
"""A WKT outline is longer than the csv module expects of a cell."""


def open_csv(path: Path, encoding: str, rows: int) -> Source:
    """A CSV file with a header."""
    csv.field_size_limit(LONGEST_CELL)

    def lines() -> Iterator[Line]:
        try:
            with path.open(encoding=encoding, newline="") as file:
                reader = csv.reader(file, strict=True)
                for row in reader:
                    if row:
                        yield reader.line_num, row
        except UnicodeDecodeError as error:
            mend = "give --encoding, such as gb18030"
            raise FileRefused(f"{path} is not {encoding}: {mend}") from error
        except csv.Error as error:
            raise FileRefused(f"{path} is no CSV: {error}") from error

    count = sum(1 for _ in lines()) - 1
    return _source(path, lines, rows, count, unit="line")


def open_xlsx(path: Path, sheet: str | None, rows: int) -> Source:
    """One sheet of a workbook; its first row is the header."""
    try:
        with closing(load_workbook(path, read_only=True)) as book:
            sheets = list(book.sheetnames)
    except (BadZipFile, InvalidFileException, KeyError) as error:
        raise FileRefused(f"{path} is no workbook: {error}") from error
    if sheet is None and len(sheets) > 1:
        raise FileRefused(f"{path} has several sheets, give --layer: {', '.join(sheets)}")
    if sheet is not None and sheet not in sheets:
        raise FileRefused(f"no sheet {sheet}; {path} has {', '.join(sheets)}")
    wanted = sheet or sheets[0]

    def lines() -> Iterator[Line]:
        with closing(load_workbook(path, read_only=True, data_only=True)) as book:
            for number, row in enumerate(book[wanted].iter_rows(values_only=True), start=1):
                if any(cell is not None for cell in row):
                    yield number, row

    return _source(path, lines, rows, None, unit="row")


def _source(
    path: Path, lines: Callable[[], Iterator[Line]], rows: int, count: int | None, *, unit: str
) -> Source:
    with closing(lines()) as opened:
        header = next(opened, None)
    if header is None:
        raise FileRefused(f"{path} is empty")
    columns = tuple("" if cell is None else str(cell).strip() for cell in header[1])

    def batches() -> Iterator[Batch]:
        with closing(lines()) as opened:
            next(opened)
            while some := list(islice(opened, rows)):
                yield _batch(columns, some)

    return Source(
        columns=columns, count=count, crs=None, is_crs_assumed=True, unit=unit, batches=batches
    )


def _batch(columns: Sequence[str], some: Iterable[Line]) -> Batch:
    """Rows as columns; a short row ends in empty cells, as spreadsheets write it."""
    some = list(some)
    cells = {
        name: [row[at] if at < len(row) else None for _, row in some]
        for at, name in enumerate(columns)
    }
    return Batch([line for line, _ in some], cells, None)
