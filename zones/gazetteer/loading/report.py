"""What a load does, or would do: the difference to what was known (差异)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from zones.gazetteer.loading.findings import RowFinding


@dataclass(frozen=True, slots=True)
class Change:
    """One row that differs: its line, its place, and what each field of it becomes."""

    line: int
    name: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        what = ", ".join(f"{one} → {to}" if to else one for one, to in self.fields.items())
        return f"{self.line}: {self.name}{what and ': '}{what}"


@dataclass(slots=True)
class Report:
    """Rows by what became of them. ``planted`` are places that no row is about: what a row
    lies in. ``missing`` are places that the source named before and no longer names; they
    are left alone.
    """

    source: str
    unit: str
    columns: Mapping[str, str]
    """The column of each field."""
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
        for word, changes in (("new", self.new), ("changed", self.changed)):
            yield from _some(
                f"{word} {self.unit}", [str(c) for c in sorted(changes, key=lambda c: c.line)], most
            )
        yield from _some("missing", sorted(self.missing), most)

    def messages(self, most: int) -> Iterator[str]:
        """The refusals and doubts, by line."""
        for word, found in (("refused", self.refused), ("doubted", self.doubts)):
            told = [one.told(self.columns) for one in sorted(found)]
            yield from _some(f"{word} {self.unit}", told, most)


def _some(word: str, items: list[str], most: int) -> Iterator[str]:
    for item in items[:most]:
        yield f"  {word} {item}"
    if len(items) > most:
        yield f"  {word}: … and {len(items) - most} more (--show {len(items)} lists all)"
