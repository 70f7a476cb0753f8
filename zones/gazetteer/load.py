"""Loading a gazetteer file (导入地名库): everything of it, or nothing.

A rehearsal is the same work, rolled back at the end; so what it reports is what a commit
does. One transaction holds it all: whoever breaks it off loses nothing and may start again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import IntegrityError, transaction

from zones.gazetteer.loading import store
from zones.gazetteer.loading.columns import ColumnMap
from zones.gazetteer.loading.declared import Declared
from zones.gazetteer.loading.findings import FileRefused, RowFinding
from zones.gazetteer.loading.plan import Plan, plan
from zones.gazetteer.loading.reading import Reader
from zones.gazetteer.loading.report import Change, Report
from zones.gazetteer.loading.sources import Ask, open_source
from zones.gazetteer.loading.territory import Territory
from zones.gazetteer.loading.tree import known_tree
from zones.gazetteer.succession import lock_gazetteer, rename_place
from zones.models import City, OutlineQuality, Place

Progress = Callable[[str, int, int | None], None]
"""Told what is done: the step, how many rows, of how many."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to load, and how."""

    path: Path
    columns: ColumnMap
    declared: Declared
    source: str
    quality: OutlineQuality
    layer: str | None = None
    encoding: str | None = None
    header: int = 1
    renamed_on: date | None = None
    skip_refused: bool = False
    commit: bool = False


def load_places(
    order: Order, city: City, progress: Progress = lambda step, done, of: None
) -> Report:
    """Load a file, or rehearse it. Raises ``FileRefused``.

    With refused rows nothing is written, unless the order says to leave them out.
    """
    wanted = tuple(order.columns.columns.values())
    source = open_source(Ask(order.path, wanted, order.layer, order.encoding, order.header))
    order.columns.check(source)
    order.declared.check(source)
    report = Report(order.source, source.unit, order.columns.columns)
    with transaction.atomic():
        lock_gazetteer()
        store.prepare()
        reader = Reader(source, order.columns, order.declared, Territory(city))
        for done in reader.read():
            progress("reading", done, source.count)
        report.rows = reader.count
        tree = known_tree(city, order.source)
        made = plan(reader.rows(tree), tree, may_rename=order.renamed_on is not None)
        made.refused += reader.refused
        made.doubts += reader.doubts
        progress("writing", report.rows, report.rows)
        try:
            _write(made, order, report)
        except IntegrityError as error:
            reason = str(error).splitlines()[0]
            mend = "was a place planted meanwhile? try again"
            raise FileRefused(f"the database refuses it: {reason}; {mend}") from error
        lost = {one.line for one in report.refused}
        report.doubts = [one for one in report.doubts if one.line not in lost]
        report.missing += _missing(made, reader.present)
        report.is_written = order.commit and (order.skip_refused or not report.refused)
        if not report.is_written:
            transaction.set_rollback(True)
    return report


def _write(made: Plan, order: Order, report: Report) -> None:
    """Write, and put down what differs."""
    report.refused += made.refused
    report.doubts += made.doubts
    naming = {n for n in store.unnamed(made.needed()) if not n.is_new}
    drawn = store.write(made, store.Origin(order.source, order.quality))
    for node, text in made.renamed.items():
        assert order.renamed_on is not None
        place = Place.objects.get(id=node.id)
        rename_place(place=place, to=text, on=order.renamed_on, source=order.source)
    for row, node in made.placed.items():
        if node.is_new:
            report.new.append(Change(row.line, node.name))
            continue
        fields = dict(node.changed)
        if node.id not in made.tree.references:
            fields["id"] = row.external_id
        if node in made.renamed or node in naming:
            fields["name"] = made.renamed.get(node, "official")
        if row.line in drawn.redrawn:
            fields["outline"] = str(order.quality)
        if fields:
            report.changed.append(Change(row.line, node.name, dict(sorted(fields.items()))))
        else:
            report.unchanged += 1
    for line, quality in drawn.kept.items():
        report.doubts.append(
            RowFinding(line, f"a {quality} outline is known", "the better one is kept")
        )
    report.planted = len(made.needed() & set(made.tree.made)) - len(report.new)


def _missing(made: Plan, present: set[str]) -> Iterator[str]:
    """What the source named before and the file does not, at the levels that the file holds."""
    levels = {node.level for node in made.placed.values()}
    for external_id, node in made.tree.by_reference.items():
        if external_id not in present and node.level in levels and node.retired_on is None:
            yield f"{external_id}: {node.name}"


__all__ = ["FileRefused", "Order", "Progress", "Report", "load_places"]
