"""What a clerk changes in the reading of a text (人工改读). The official words stay as they are.

An amendment names the words that it is about by where they stand in the text, and says how
a person reads them. All are kept with the draft, shown to whoever approves it, and told in
the notice's record. Pure values; ``from_json`` refuses nonsense with a sentence.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from notices.language.values import Action, RiskLevel
from notices.malformed import Malformed
from notices.siting import Siting
from zones.address.values import Level

__all__ = ["NONE", "Amendments", "Exclusion", "Head", "Malformed", "Outline", "Siting", "Strike"]

LONGEST_WORDS = 2000
LONGEST_REASON = 300
MOST = 5000


class Exclusion(StrEnum):
    """What 除外 means in a release."""

    MATCHED = "matched"
    """As the ledger finds it: the same exclusion in an open designation, else a part stays."""
    NAMED = "named"
    """The zone was named with that exclusion: all of it ends."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How a person reads the words at ``[start, end)``; ``place`` empty is "as written"."""

    start: int
    end: int
    action: Action
    level: RiskLevel
    to_level: RiskLevel | None
    district: str
    place: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise Malformed("条目须对应原文中的一段文字。")
        if (self.action is Action.RELEASE) is not (self.to_level is not None):
            raise Malformed("解除条目，也只有解除条目，须写明调整后的等级。")
        if self.to_level and self.to_level.rank >= self.level.rank:
            raise Malformed("解除后的等级须低于原等级。")
        if self.action is not Action.RELEASE and self.level is RiskLevel.LOW:
            raise Malformed("低风险不是划定：请改为解除。")
        if len(self.place) > LONGEST_WORDS:
            raise Malformed("地点的写法太长。")


@dataclass(frozen=True, slots=True)
class Strike:
    """Words that were read as an entry and are none, and why."""

    start: int
    end: int
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise Malformed("删去条目须写明理由。")
        if len(self.reason) > LONGEST_REASON:
            raise Malformed("理由太长。")


@dataclass(frozen=True, slots=True)
class Tie:
    """What a release ends, chosen by a person: ``ends`` None leaves it to the matching."""

    start: int
    ends: tuple[UUID, ...] | None = None
    exclusion: Exclusion = Exclusion.MATCHED


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline for a place yet to be made, as GeoJSON; ``None`` leaves it undrawn."""

    place: str
    geometry: dict[str, Any] | None = field(default=None, hash=False)


@dataclass(frozen=True, slots=True)
class Head:
    """What the text does not say of the notice itself, filled in by a person."""

    issuer: str | None = None
    year: int | None = None
    number: int | None = None
    issued_on: date | None = None

    def given(self) -> dict[str, Any]:
        """The fields that were filled in."""
        return {k: v for k, v in asdict(self).items() if v is not None}


@dataclass(frozen=True, slots=True)
class Amendments:
    """All that was changed by hand in the reading of one text."""

    head: Head = Head()
    edits: tuple[Wording, ...] = ()
    added: tuple[Wording, ...] = ()
    struck: tuple[Strike, ...] = ()
    ties: tuple[Tie, ...] = ()
    outlines: tuple[Outline, ...] = ()
    sitings: tuple[Siting, ...] = ()

    def __post_init__(self) -> None:
        for what in (self.edits, self.added, self.struck, self.ties):
            starts = [one.start for one in what]
            if len(starts) != len(set(starts)):
                raise Malformed("同一处文字有两条相同的改动。")
        if len({s.place for s in self.sitings}) != len(self.sitings):
            raise Malformed("同一个新地点有两种层级或上级。")

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The words that a person has dealt with."""
        return tuple((a.start, a.end) for a in (*self.edits, *self.added, *self.struck))

    def tie(self, start: int) -> Tie:
        """What was chosen for the release at ``start``."""
        return next((t for t in self.ties if t.start == start), Tie(start))

    def as_json(self) -> dict[str, Any]:
        """Plain data, for keeping."""
        given = asdict(self)
        given["head"] = {k: str(v) if k == "issued_on" else v for k, v in self.head.given().items()}
        for tie in given["ties"]:
            tie["ends"] = tie["ends"] and [str(i) for i in tie["ends"]]
        for kind in ("edits", "added", "struck", "ties", "outlines", "sitings"):
            given[kind] = list(given[kind])
        return given


NONE = Amendments()


def from_json(data: Any) -> Amendments:
    """Amendments from plain data. Raises ``Malformed``."""
    try:
        return Amendments(
            head=_head(data.get("head") or {}),
            edits=tuple(map(_wording, _rows(data, "edits"))),
            added=tuple(map(_wording, _rows(data, "added"))),
            struck=tuple(
                Strike(int(r["start"]), int(r["end"]), str(r["reason"]))
                for r in _rows(data, "struck")
            ),
            ties=tuple(map(_tie, _rows(data, "ties"))),
            outlines=tuple(
                Outline(str(r["place"]), r.get("geometry")) for r in _rows(data, "outlines")
            ),
            sitings=tuple(
                Siting(str(r["place"]), Level(r["level"]), str(r.get("within") or "").strip())
                for r in _rows(data, "sitings")
            ),
        )
    except Malformed:
        raise
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Malformed("改动的格式不对，没有保存。") from error


def _rows(data: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    rows = data.get(kind) or []
    if not isinstance(rows, list) or len(rows) > MOST:
        raise Malformed("改动的格式不对，没有保存。")
    return iter(rows)


def _wording(row: dict[str, Any]) -> Wording:
    to_level = row.get("to_level")
    return Wording(
        start=int(row["start"]),
        end=int(row["end"]),
        action=Action(row["action"]),
        level=RiskLevel(row["level"]),
        to_level=RiskLevel(to_level) if to_level else None,
        district=str(row["district"]),
        place=str(row.get("place") or "").strip(),
    )


def _tie(row: dict[str, Any]) -> Tie:
    ends: Iterable[str] | None = row.get("ends")
    return Tie(
        start=int(row["start"]),
        ends=None if ends is None else tuple(UUID(str(i)) for i in ends),
        exclusion=Exclusion(row.get("exclusion") or Exclusion.MATCHED),
    )


def _head(row: dict[str, Any]) -> Head:
    year, number, issued_on = row.get("year"), row.get("number"), row.get("issued_on")
    issuer = str(row.get("issuer") or "").strip()
    head = Head(
        issuer=issuer or None,
        year=int(year) if year else None,
        number=int(number) if number else None,
        issued_on=date.fromisoformat(issued_on) if issued_on else None,
    )
    if (head.year and not 2019 < head.year < 2100) or (head.number and not 0 < head.number < 10**6):
        raise Malformed("年份或文号不对。")
    if len(issuer) > 200:
        raise Malformed("发布机关的名称太长。")
    return head
