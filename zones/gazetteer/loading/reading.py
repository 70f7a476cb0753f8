"""Reading a source: every row checked on its own, its outline put aside (读取)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import shapely

from zones.gazetteer.loading import store
from zones.gazetteer.loading.columns import Cells, ColumnMap, Field, words
from zones.gazetteer.loading.declared import Declared
from zones.gazetteer.loading.findings import RowFinding, RowRefused
from zones.gazetteer.loading.ladder import Ladder, Rung
from zones.gazetteer.loading.plan import Row
from zones.gazetteer.loading.shapes import outlines_of, shapes_of
from zones.gazetteer.loading.territory import Territory
from zones.gazetteer.loading.tree import Tree
from zones.gazetteer.loading.values import Batch, Source
from zones.gazetteer.loading.wording import Worded, forget, word


@dataclass(frozen=True, slots=True)
class Pending:
    """A row whose shape was accepted, and which districts that lies in or near to."""

    line: int
    external_id: str
    says: Worded | Rung
    touched: tuple[str, ...]
    is_placed: bool


@dataclass(slots=True)
class Reader:
    """One pass over a source. Refusals and doubts are collected; shapes go to the database."""

    source: Source
    columns: ColumnMap
    declared: Declared
    territory: Territory
    count: int = 0
    present: set[str] = field(default_factory=set)
    pending: list[Pending] = field(default_factory=list)
    refused: list[RowFinding] = field(default_factory=list)
    doubts: list[RowFinding] = field(default_factory=list)
    doubted: set[tuple[str, str]] = field(default_factory=set)
    """What was doubted once is not doubted again for each building in it."""

    def read(self) -> Iterator[int]:
        """Read every batch; tells how many rows were read."""
        for batch in self.source.batches():
            self._read(batch)
            self.count += len(batch)
            yield self.count
        forget()

    def rows(self, tree: Tree) -> list[Row]:
        """The accepted rows, each with its district and the path of its place."""
        seen = Counter(one.external_id for one in self.pending)
        rungs = ((p.external_id, p.says) for p in self.pending if isinstance(p.says, Rung))
        ladder = Ladder(dict(rungs), tree)
        rows = []
        for one in self.pending:
            try:
                if seen[one.external_id] > 1:
                    reason = f"the id {one.external_id} stands {seen[one.external_id]} times"
                    raise RowRefused(reason, "give each row an id of its own", Field.ID)
                rows.append(self._row(one, ladder))
            except RowRefused as refused:
                self._refuse(one.line, refused)
        self.pending.clear()
        forget()
        return rows

    def _row(self, one: Pending, ladder: Ladder) -> Row:
        says = one.says if isinstance(one.says, Worded) else ladder.word(one.says)
        said = self.territory.named(says.district) if says.district else ""
        district = self.territory.settle(said, one.touched, is_placed=one.is_placed)
        if says.doubted and (district, says.doubted) not in self.doubted:
            self.doubted.add((district, says.doubted))
            reason = f"a notice that says {says.doubted} may be read otherwise"
            mend = "check that a look-up finds it, or propose an alias"
            self.doubts.append(RowFinding(one.line, reason, mend))
        return Row(one.line, one.external_id, district, says.path)

    def _read(self, batch: Batch) -> None:
        shapes, unread = shapes_of(batch, self.columns)
        placed, outlines, repaired, unfit = outlines_of(shapes, self.declared)
        refusals = {**unread, **unfit, **batch.refused}
        touched = self.territory.touched(placed)
        for at, cells in enumerate(rows_of(batch, self.columns)):
            line, is_placed = batch.lines[at], placed[at] is not None
            self.present.add(words(cells[Field.ID]))
            try:
                if at in refusals:
                    raise refusals[at]
                says = self._said(cells)
            except RowRefused as refused:
                self._refuse(line, refused)
                outlines[at] = None
                continue
            identity = words(cells[Field.ID])
            self.pending.append(Pending(line, identity, says, touched[at], is_placed))
            if repaired[at]:
                mend = "look at it on the map"
                self.doubts.append(RowFinding(line, "an invalid outline was repaired", mend))
            elif outlines[at] is None and not shapely.is_missing(shapes[at]):
                what = "a point" if is_placed else "an empty shape"
                mend = "the place is loaded and not drawn"
                self.doubts.append(RowFinding(line, f"{what} outlines nothing", mend))
        drawn = np.flatnonzero(~shapely.is_missing(outlines))
        store.stage([batch.lines[at] for at in drawn], outlines[drawn])

    def _said(self, cells: Cells) -> Worded | Rung:
        if not words(cells[Field.ID]):
            raise RowRefused("it has no id", "give it one that stays the same for life", Field.ID)
        return Rung.read(cells) if self.columns.is_tree else word(cells)

    def _refuse(self, line: int, refused: RowRefused) -> None:
        self.refused.append(RowFinding.of(line, refused))


def rows_of(batch: Batch, columns: ColumnMap) -> Iterator[Cells]:
    """The mapped cells of a batch, row by row."""
    fields = list(columns.columns)
    taken = [batch.cells[columns.columns[one]] for one in fields]
    for row in zip(*taken, strict=True):
        yield dict(zip(fields, row, strict=True))
