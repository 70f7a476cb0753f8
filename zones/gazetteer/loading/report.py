"""What a load does, or would do: the difference to what was known (差异)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from zones.gazetteer.loading.findings import RowFinding


@dataclass(frozen=True, slots=True)
class Change:
    """One row that differs: its line, its place, and which fields of it."""

    line: int
    name: str
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        what = f": {', '.join(self.fields)}" if self.fields else ""
        return f"{self.line}: {self.name}{what}"


@dataclass(slots=True)
class Report:
    """Rows by what became of them. ``planted`` are places that no row is about: what a row
    lies in. ``missing`` are places that the source named before and no longer names; they
    are left alone.
    """

    source: str
    unit: str
    rows: int = 0
    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    planted: int = 0
    missing: list[str] = field(default_factory=list)
    refused: list[RowFinding] = field(default_factory=list)
    doubts: list[RowFinding] = field(default_factory=list)
    is_written: bool = False

    def lines(self, most: int) -> Iterator[str]:
        """The difference in words, with at most so many rows of each kind."""
        yield (
            f"{self.rows} rows: {len(self.new)} new, {len(self.changed)} changed,"
            f" {self.unchanged} unchanged, {len(self.refused)} refused;"
            f" {self.planted} planted around them; {len(self.missing)} missing from the file"
        )
        yield from _some("new", sorted(self.new, key=lambda c: c.line), most)
        yield from _some("changed", sorted(self.changed, key=lambda c: c.line), most)
        yield from _some("missing", sorted(self.missing), most)

    def messages(self, most: int) -> Iterator[str]:
        """The refusals and doubts, by line."""
        yield from _some(f"refused {self.unit}", sorted(self.refused), most)
        yield from _some(f"doubted {self.unit}", sorted(self.doubts), most)


def _some(word: str, items: list[object] | list[Change] | list[str], most: int) -> Iterator[str]:
    for item in items[:most]:
        yield f"  {word} {item}"
    if len(items) > most:
        yield f"  {word}: … and {len(items) - most} more (--show {len(items)} lists all)"
