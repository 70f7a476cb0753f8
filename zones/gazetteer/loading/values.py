"""What passes between the steps of loading."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from pyproj import CRS

from zones.gazetteer.loading.findings import RowRefused

Geometries: TypeAlias = npt.NDArray[np.object_]
Refusals: TypeAlias = dict[int, RowRefused]
"""By position in the batch."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows: the line of each, its cells by column, and its shape if the format has any."""

    lines: Sequence[int]
    cells: Mapping[str, Sequence[object]]
    shapes: Geometries | None
    refused: Refusals = field(default_factory=dict)
    """Rows that could not even be read."""

    def __len__(self) -> int:
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was opened: its columns, what it says of its CRS, and its batches.

    ``is_crs_assumed`` marks a CRS that the format implies and the file does not state.
    ``unit`` is what a number counts: lines of a text, rows of a table.
    """

    columns: tuple[str, ...]
    count: int | None
    crs: CRS | None
    is_crs_assumed: bool
    unit: str
    batches: Callable[[], Iterator[Batch]]
    hint: str = ""
    """What to try where a column is not there."""
