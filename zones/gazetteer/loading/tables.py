"""Tables: CSV and XLSX, read row by row, with the line at which each row stands."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice, takewhile
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from zones.gazetteer.loading.findings import FileRefused, RowRefused
from zones.gazetteer.loading.values import Batch, Source

Line = tuple[int, Sequence[object]]

LONGEST_CELL: Final = 2**26
"""A WKT outline is longer than the csv module expects of a cell."""
SEPARATORS: Final = ",;\t"
BYTE_ORDERS: Final = (b"\xff\xfe", b"\xfe\xff")
"""How a file in UTF-16 begins, as spreadsheets save "Unicode text"."""


def open_csv(path: Path, encoding: str | None, header: int, rows: int) -> Source:
    """A CSV file; it tells by its header how its cells are separated."""
    csv.field_size_limit(LONGEST_CELL)
    read_as = encoding or _encoding(path)

    def lines() -> Iterator[Line]:
        try:
            with path.open(encoding=read_as, newline="") as file:
                head = "".join(islice(file, header))
                file.seek(0)
                reader = csv.reader(file, strict=True, delimiter=max(SEPARATORS, key=head.count))
                for row in reader:
                    yield reader.line_num, row
        except UnicodeError as error:
            mend = "give --encoding, such as gb18030"
            raise FileRefused(f"{path} is not {read_as}: {mend}") from error
        except csv.Error as error:
            raise FileRefused(f"{path} is no CSV: {error}") from error

    return _source(path, lambda: _filled(lines()), rows, header, unit="line")


def open_xlsx(path: Path, sheet: str | None, header: int, rows: int) -> Source:
    """One sheet of a workbook."""
    try:
        with closing(load_workbook(path, read_only=True)) as book:
            sheets = [one.title for one in book.worksheets]
    except (BadZipFile, InvalidFileException, KeyError) as error:
        raise FileRefused(f"{path} is no workbook: {error}") from error
    if sheet is None and len(sheets) > 1:
        raise FileRefused(f"{path} has several sheets, give --layer: {', '.join(sheets)}")
    if sheet is not None and sheet not in sheets:
        raise FileRefused(f"no sheet {sheet}; {path} has {', '.join(sheets)}")
    wanted = sheet or sheets[0]

    def lines() -> Iterator[Line]:
        with closing(load_workbook(path, read_only=True, data_only=True)) as book:
            yield from enumerate(book[wanted].iter_rows(values_only=True), start=1)

    return _source(path, lambda: _filled(lines()), rows, header, unit="row")


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        return "utf-16" if file.read(2) in BYTE_ORDERS else "utf-8-sig"


def _filled(lines: Iterable[Line]) -> Iterator[Line]:
    """Without rows of blanks, as spreadsheets leave them at the end."""
    return ((number, row) for number, row in lines if any(map(_text, row)))


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _source(
    path: Path, lines: Callable[[], Iterator[Line]], rows: int, header: int, *, unit: str
) -> Source:
    head = [row for _, row in takewhile(lambda line: line[0] <= header, lines())]
    if not head:
        raise FileRefused(f"{path} has nothing in {unit} {header}, where its header should be")
    columns = _columns(head)
    count = sum(1 for number, _ in lines() if number > header)

    def batches() -> Iterator[Batch]:
        with closing(lines()) as opened:
            below = (line for line in opened if line[0] > header)
            while some := list(islice(below, rows)):
                yield _batch(columns, some)

    return Source(
        columns=columns,
        count=count,
        crs=None,
        is_crs_assumed=True,
        unit=unit,
        batches=batches,
        hint=f"; {unit} {header} was taken for the header, --header N says another",
    )


def _columns(head: Sequence[Sequence[object]]) -> tuple[str, ...]:
    """The names of the columns: of several header rows, the lowest that says something.

    Merged cells have their words in the first cell, so a title above and a name that stands
    over two rows are both read right.
    """
    names = [""] * max(map(len, head))
    for row in head:
        for at, cell in enumerate(row):
            names[at] = _text(cell) or names[at]
    return tuple(names)


def _batch(columns: Sequence[str], some: Sequence[Line]) -> Batch:
    """Rows as columns; a short row ends in empty cells, as spreadsheets write it."""
    cells = {
        name: [row[at] if at < len(row) else None for _, row in some]
        for at, name in enumerate(columns)
    }
    refused = {}
    for at, (_, row) in enumerate(some):
        if any(map(_text, row[len(columns) :])):
            mend = "is a separator in a cell? put the cell in quotes"
            reason = f"it has {len(row)} cells, the header {len(columns)}"
            refused[at] = RowRefused(reason, mend)
    return Batch([line for line, _ in some], cells, None, refused)
