"""What is wrong with a file or with one of its rows, and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass


class FileRefused(ValueError):
    """The file as a whole cannot be loaded; ``str()`` says why and what to do."""


class WrongUsage(ValueError):
    """What was asked makes no sense for any file; ``str()`` says what would."""


class RowRefused(ValueError):
    """One row cannot be loaded: ``reason``, how to ``mend`` it, and in which ``fields``."""

    def __init__(self, reason: str, mend: str, *fields: str) -> None:
        super().__init__(f"{reason}: {mend}")
        self.reason = reason
        self.mend = mend
        self.fields = fields


@dataclass(frozen=True, slots=True, order=True)
class RowFinding:
    """A refused row, or a doubt about an accepted one, at its line of the file."""

    line: int
    reason: str
    mend: str
    fields: tuple[str, ...] = ()
    """Of the column map; where none of them is mapped, the row as a whole is meant."""

    @classmethod
    def of(cls, line: int, refused: RowRefused) -> "RowFinding":
        """A refusal at its line."""
        return cls(line, refused.reason, refused.mend, refused.fields)

    def told(self, columns: Mapping[str, str]) -> str:
        """The finding in words, by the columns of the file."""
        named = "/".join(columns[one] for one in self.fields if one in columns)
        column = f" [{named}]" if named else ""
        return f"{self.line}{column}: {self.reason}; {self.mend}"
