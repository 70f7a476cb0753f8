"""What the page of a draft is made of: groups with counters, entries with their choices."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.forms.utils import flatatt

from notices.amended import Origin, Struck
from notices.amendments import Exclusion
from notices.desk.new_places import NewPlace
from notices.reading import ReadEntry
from zones.models import Place

OWN_WORDS = re.compile("“[^”]*”")


class Resolution(StrEnum):
    """How far the places of an entry are known."""

    EXACT = "exact"
    SUGGESTED = "suggested"
    SEVERAL = "several"
    NEW = "new"
    UNKNOWN = "unknown"


RESOLUTIONS = {
    Resolution.EXACT: "已知",
    Resolution.SUGGESTED: "疑似误写",
    Resolution.SEVERAL: "待指明",
    Resolution.NEW: "新地点",
    Resolution.UNKNOWN: "未读出地点",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding as shown: its words, what to do, who accepted it, whether others answer it."""

    key: str
    message: str
    advice: str
    start: int
    end: int
    is_blocking: bool
    is_info: bool
    accepted_by: str = ""
    is_theirs: bool = False

    @property
    def kind(self) -> str:
        """What it says but for the words it is about: those alike are of one kind."""
        return OWN_WORDS.sub("", self.message, count=1)

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.is_blocking or not (self.is_info or self.accepted_by)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several places that may be meant, or one that a new name may be a misprint of."""

    id: str
    label: str
    why: str = ""
    place: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ZoneOption:
    """An open designation that a release may end."""

    id: str
    text: str
    notice: str
    since: str
    is_ticked: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as shown: its words, its places, what a release ends, whether others answer it."""

    entry: ReadEntry
    resolution: Resolution
    places: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    suggestions: tuple[Candidate, ...]
    new: tuple[NewPlace, ...]
    zones: tuple[ZoneOption, ...]
    doubts: tuple[Doubt, ...]
    still: tuple[str, ...]
    match: str
    is_theirs: bool = False

    @property
    def at(self) -> int:
        """Where its words begin: how the page names it."""
        return self.entry.entry.start

    @property
    def attributes(self) -> str:
        """How the page knows it, as HTML."""
        opened = " line--open" if self.is_open else ""
        return flatatt(
            {
                "class": f"line line--{self.resolution}{opened}",
                "id": f"e{self.at}",
                "data-at": self.at,
                "data-end": self.entry.entry.end,
                "data-item": True,
                "data-theirs": self.is_theirs,
                "data-waiting": self.is_open and not self.is_theirs,
                "data-by-hand": bool(self.origin),
                "tabindex": -1,
            }
        )

    @property
    def read_as(self) -> str:
        """Its places in words."""
        return "、".join(self.places)

    @property
    def text(self) -> str:
        """The official words."""
        return self.entry.entry.text

    @property
    def resolved(self) -> str:
        """How far its places are known, in words."""
        return RESOLUTIONS[self.resolution]

    @property
    def origin(self) -> str:
        """Who read it."""
        return {Origin.EDITED: "改读", Origin.ADDED: "补录"}.get(self.entry.worded.origin, "")

    @property
    def is_open(self) -> bool:
        """Whether something about it waits for a person."""
        return any(d.is_open for d in self.doubts)

    @property
    def has_exclusion(self) -> bool:
        """Whether it is a release that leaves something out."""
        return self.entry.proposal is not None and any(
            t.target.exceptions for t in self.entry.targets
        )

    @property
    def is_named_so(self) -> bool:
        """Whether a person took the exclusion for a part of the zone's name."""
        return bool(self.entry.tie) and self.entry.tie.exclusion is Exclusion.NAMED

    @property
    def wording(self) -> dict[str, Any]:
        """How it is read now, for the form in which a person reads it otherwise."""
        entry = self.entry.entry
        return {
            "start": entry.start,
            "end": entry.end,
            "action": entry.action.value,
            "level": entry.level.value if entry.level else "",
            "to_level": entry.to_level.value if entry.to_level else "",
            "district": self.entry.district.name if self.entry.district else entry.district or "",
            "code": self.entry.district.code if self.entry.district else "",
            "ends": [z.id for z in self.zones if z.is_ticked],
            "place": self.entry.worded.place,
            "text": entry.text,
            "origin": self.entry.worded.origin.value,
            "theirs": self.is_theirs,
        }


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one act in one district. ``declared`` is the notice's own count."""

    title: str
    action: str
    district: str
    declared: int | None
    lines: tuple[Line, ...]

    @property
    def is_theirs(self) -> bool:
        """Whether others answer for all of it."""
        return all(line.is_theirs for line in self.lines)

    @property
    def agrees(self) -> bool:
        """Whether the notice's own count is what was read."""
        return self.declared is None or self.declared == len(self.lines)

    @property
    def count(self) -> str:
        """How many were read, of how many the notice declares."""
        return f"{len(self.lines)}/{self.declared}" if self.declared else str(len(self.lines))


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that the page of a draft shows of its reading."""

    groups: tuple[Group, ...]
    general: tuple[Doubt, ...]
    struck: tuple[Struck, ...]
    options: Mapping[str, Sequence[ZoneOption]] = field(default_factory=dict)

    @property
    def lines(self) -> list[Line]:
        """All entries."""
        return [line for group in self.groups for line in group.lines]

    @property
    def waiting(self) -> list[Doubt]:
        """Every finding that waits for who is looking, in the order of the text, each once."""
        return [d for d in self._open if not d.is_theirs]

    @property
    def elsewhere(self) -> list[Doubt]:
        """Those that wait for the clerks of other districts."""
        return [d for d in self._open if d.is_theirs]

    @property
    def _open(self) -> list[Doubt]:
        found = {(d.key, d.message): d for d in self.general if d.is_open}
        for line in self.lines:
            found |= {(d.key, d.message): d for d in line.doubts if d.is_open}
        return sorted(found.values(), key=lambda d: (d.start, d.end))

    @property
    def data(self) -> dict[str, Any]:
        """What the browser needs of it: how each entry is read, and what can be released."""
        return {
            "lines": {str(line.at): line.wording for line in self.lines},
            "zones": {code: [asdict(o) for o in zones] for code, zones in self.options.items()},
        }

    @property
    def new_count(self) -> int:
        """How many places would be made."""
        return len({p.ref for line in self.lines for p in line.new})


def describe(place: Place) -> str:
    """A place with what tells it from others of its name."""
    around = "、".join(filter(None, (place.street, place.parent.name if place.parent else "")))
    return f"{place.name}（{around or '未写明街路、社区'}）"
