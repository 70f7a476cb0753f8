"""Notices written for the tests, each with the key that a reader would make by hand.

A file holds a notice, then ``==== key`` and its key: ``+high 区|place`` designates,
``-high>low 区|place`` releases (``?``: the level left is not told), ``~high 区|place``
rescopes (``-`` for no district), ``rest`` is a residual; ``issuer``, ``number``,
``issued``, ``at`` and ``declared`` say what the head has. ``flag`` allows a finding, for
what a careful person would ask about too;
``ruined`` demands one. Without these the reading must be exact and silent.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from notices.language import Notice

FOLDER = Path(__file__).parent / "written"
NAMES = sorted(p.stem for p in FOLDER.glob("*.txt"))
Line = tuple[str, str | None, str | None, str | None, str]

_SIGNS = {"+": "designate", "-": "release", "~": "rescope"}


@dataclass
class Key:
    """What a person reads in a notice."""

    lines: Counter[Line] = field(default_factory=Counter)
    rests: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    may_flag: bool = False
    ruined: bool = False


def load(name: str) -> tuple[str, Key]:
    """A notice and its key."""
    text, _, rest = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").partition("==== key\n")
    key = Key()
    for line in filter(None, rest.splitlines()):
        if line in ("flag", "ruined"):
            key.may_flag, key.ruined = True, key.ruined or line == "ruined"
        elif line[0] in _SIGNS:
            key.lines[_line(line)] += 1
        else:
            word, value = line.split(" ", 1)
            if word == "rest":
                key.rests.append(value)
            else:
                key.said[word] = value
    return text.rstrip("\n"), key


def _line(line: str) -> Line:
    levels, _, place = line[1:].partition(" ")
    level, _, to_level = levels.partition(">")
    district, _, text = place.partition("|")
    return (
        _SIGNS[line[0]],
        None if level == "?" else level,
        to_level or None,
        None if district == "-" else district,
        text,
    )


def listed(notice: Notice) -> Counter[Line]:
    """Action, level, target level, district and text of every entry."""
    return Counter((e.action, e.level, e.to_level, e.district, e.text) for e in notice.entries)


def said(notice: Notice) -> dict[str, str]:
    """What the head of a notice says, in the words of a key."""
    at = notice.effective.at if notice.effective else None
    declared = (notice.declared.designate, notice.declared.release)
    return {
        "issuer": str(notice.issuer),
        "number": f"{notice.year}/{notice.number}",
        "issued": str(notice.issued_on),
        "at": at.strftime("%Y-%m-%dT%H:%M") if at else "None",
        "declared": "/".join(map(str, declared)),
    }


def rests(notice: Notice) -> list[str]:
    """The words of the residuals."""
    return [r.text for r in notice.residuals]


__all__ = ["NAMES", "Key", "Line", "listed", "load", "rests", "said"]
