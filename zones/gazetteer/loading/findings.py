"""What is wrong with a file or with one of its rows, and how to mend it."""

from dataclasses import dataclass


class FileRefused(ValueError):
    """The file as a whole cannot be loaded; ``str()`` says why and what to do."""


class WrongUsage(ValueError):
    """What was asked makes no sense for any file; ``str()`` says what would."""


class RowRefused(ValueError):
    """One row cannot be loaded: ``reason``, and how to ``mend`` it."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(f"{reason}: {mend}")
        self.reason = reason
        self.mend = mend


@dataclass(frozen=True, slots=True, order=True)
class RowFinding:
    """A refused row, or a doubt about an accepted one, at its line of the file."""

    line: int
    reason: str
    mend: str

    def __str__(self) -> str:
        return f"{self.line}: {self.reason}; {self.mend}"
