"""What a notice says: frozen typed values that compare by content, not by place in the text.

Every value refuses nonsense when made. Spans (``start``, ``end``), the targets read from
them and the findings are carried along but take no part in ``==``, so that
``parse(render(notice)) == notice`` can be stated plainly.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from zones.address import parse as read_address
from zones.address.values import Address, Finding, Severity, Span, Target


class Action(StrEnum):
    """What an entry does to its place."""

    DESIGNATE = "designate"
    """划定 / 新增: makes a zone of ``level``."""
    RELEASE = "release"
    """解除 / 调整为低风险区: ends ``level`` and goes to ``to_level``."""
    RESCOPE = "rescope"
    """将A调整为B: narrows or widens one zone; the level stays."""


class RiskLevel(StrEnum):
    """风险等级, from strict to free."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for low, 1 for medium, 2 for high."""
        return ("low", "medium", "high").index(self.value)


RESCOPES = re.compile(r"(?:调整|变更|缩小|扩大|扩展|修正|改)(?:为|至|到)")
"""The verbs of a rescoping, between what a zone was and what it becomes."""

_OLD_EXTENT = re.compile(
    r"(?:的?[高中低]风险(?:区|地区)(?:域)?(?:的?(?:管控)?(?:范围|区域))?,?)?(?:[由从](?P<was>.*))?$"
)


def rescoped(words: str) -> tuple[str, str]:
    """What a rescoped zone was and what it becomes: the words before and after its verb."""
    verbs = list(RESCOPES.finditer(words))
    if not verbs:
        return words, words
    before = words[: verbs[-1].start()].removeprefix("将")
    extent = _OLD_EXTENT.search(before)
    return before[: extent.start()] if extent else before, words[verbs[-1].end() :]


@dataclass(frozen=True, slots=True)
class Effective:
    """A phrase that says from when (即日起, 自11月13日23时起) and the instant it names.

    ``at`` is aware (UTC+8) or ``None``: 即日起 names no instant, and a phrase without a
    year gets one only from the notice's own year.
    """

    phrase: str
    at: datetime | None = None
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if not self.phrase:
            raise ValueError("an effective phrase needs words")
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError("an instant needs an offset")


@dataclass(frozen=True, slots=True)
class Entry:
    """条目: one designation, one release or one rescoping, in the words of the notice.

    ``level`` is the level given (designate), left (release) or kept (rescope);
    ``to_level`` is where a release goes. ``district`` is the heading the entry stands
    under, or the district named before it, as written; ``None`` when the text of the
    entry carries its own district or the notice names none. ``declared_group_count`` is
    the count that the notice gives for the group the entry stands in.
    """

    action: Action
    level: RiskLevel | None
    text: str
    to_level: RiskLevel | None = None
    district: str | None = None
    declared_group_count: int | None = None
    effective: Effective | None = None
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if not self.text or self.text != self.text.strip():
            raise ValueError(f"an entry needs words without outer blanks: {self.text!r}")
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span must not be reversed: {self.start}..{self.end}")
        if (self.action is Action.RELEASE) is not (self.to_level is not None):
            raise ValueError("a release, and only a release, says where it goes")
        if self.to_level and self.level and self.to_level.rank >= self.level.rank:
            raise ValueError(f"a release goes down: {self.level} to {self.to_level}")

    @property
    def address(self) -> Address:
        """The place as the address language reads it; spans are offsets in ``text``.

        Read when asked for: most of the time of a whole notice would go into this.
        """
        return read_address(self.text)

    @property
    def targets(self) -> tuple[Target, ...]:
        """The places that the entry means; for a rescoping, what the zone becomes."""
        if self.action is Action.RESCOPE:
            return read_address(rescoped(self.text)[1]).targets
        return read_address(self.text).targets

    @property
    def targets_before(self) -> tuple[Target, ...]:
        """The places that a rescoped zone was; for others, what they mean."""
        if self.action is Action.RESCOPE:
            return read_address(rescoped(self.text)[0]).targets
        return self.targets


@dataclass(frozen=True, slots=True)
class Residual:
    """A clause about the rest (其他区域为低风险区): a state that follows, never an entry."""

    level: RiskLevel
    text: str
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Declared:
    """The totals that the notice itself states, by action; ``None`` where it states none."""

    designate: int | None = None
    release: int | None = None
    rescope: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """通告: a public act of an issuing authority, as far as its text says."""

    issuer: str | None = None
    title: str | None = None
    year: int | None = None
    number: int | None = None
    batch: int | None = None
    issued_on: date | None = None
    effective: Effective | None = None
    entries: tuple[Entry, ...] = ()
    declared: Declared = Declared()
    residuals: tuple[Residual, ...] = ()
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    def listed(self, action: Action) -> int:
        """How many entries of ``action`` were read."""
        return sum(entry.action is action for entry in self.entries)

    @property
    def flagged(self) -> bool:
        """Whether a person must look: some finding is a warning or an error.

        A reading that is not flagged claims to be exactly right. An information
        (``Severity.INFO``) tells without casting doubt, and does not flag.
        """
        return any(f.severity is not Severity.INFO for f in self.findings)


__all__ = [
    "Action",
    "Declared",
    "Effective",
    "Entry",
    "Finding",
    "Notice",
    "Residual",
    "RiskLevel",
    "Severity",
    "Span",
    "Target",
]
