"""The notation of ``reviewed.txt``: what a person reads in a place, in a few lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from zones.address import Address, Segment

FILE = Path(__file__).with_name("reviewed.txt")


@dataclass(frozen=True)
class Reviewed:
    """One reviewed place: the pattern it was picked for, its text and its reading."""

    pattern: str
    text: str
    reading: str
    is_misread: bool


def reviewed() -> Iterator[Reviewed]:
    """Every place of the file."""
    pattern, text, lines, misread = "", "", [], False
    for line in [*FILE.read_text(encoding="utf-8").splitlines(), "# end"]:
        if line.startswith("  ") and text:
            lines.append(line)
            continue
        if text:
            yield Reviewed(pattern, text, "\n".join(lines), misread)
            text = ""
        if line.startswith("#"):
            pattern = line.removeprefix("#").strip()
        else:
            misread = line.startswith("! ")
            text, lines = line.removeprefix("! "), []


def notation(address: Address) -> str:
    """``address`` in the notation of the file."""
    lines = []
    for target in address.targets:
        part = f" part={target.part.kind}:{target.part.text}" if target.part else ""
        lines.append("  " + _words(target.path) + part)
        for path in target.exceptions:
            own = len(_shared(path, target.path))
            lines.append("    - " + _words(path[own:]))
        lines += [f"    + {span.text}" for span in target.inclusions]
    lines += [f"  ? {span.text}" for span in address.unused]
    return "\n".join(lines)


def _shared(path: tuple[Segment, ...], host: tuple[Segment, ...]) -> tuple[Segment, ...]:
    shared = []
    for one, other in zip(path, host, strict=False):
        if one != other:
            break
        shared.append(one)
    return tuple(shared)


def _words(path: tuple[Segment, ...]) -> str:
    return " ".join(f"{s.level.value}={s.value}{_range(s)}" for s in path)


def _range(segment: Segment) -> str:
    if segment.range is None:
        return ""
    return "~" if segment.range.step == 1 else "~2"


def one_line(address: Address) -> str:
    """The same on one line: places parted by semicolons."""
    joined = ""
    for line in notation(address).splitlines():
        is_place = line.startswith("  ") and line[2] not in " ?"
        joined += ("; " if is_place and joined else " ") + line.strip()
    return joined.strip()


def cases(table: dict[str, list[tuple[str, str]]]) -> list[object]:
    """Each row of a table of rules as a case of its own."""
    return [
        pytest.param(text, reading, id=f"{rule}: {text}")
        for rule, rows in table.items()
        for text, reading in rows
    ]
