"""An act as its words give it, before the page says what they leave open."""

from dataclasses import dataclass, field
from enum import Enum

from notices.language.values import Action, RiskLevel


class Form(Enum):
    """How an act is joined to its list."""

    OPEN = "open"
    """The list follows: 新增高风险区(2个):…"""
    CLOSE = "close"
    """The list precedes: 将…划定为高风险区"""
    TOTAL = "total"
    """No list: 即日起我市新增高风险区22个"""
    STANDING = "standing"
    """What holds, not what changes: 截至…共有高风险区119个"""


@dataclass(frozen=True, slots=True)
class Act:
    """One act as the words give it; ``None`` is what they leave open."""

    form: Form
    action: Action | None
    level: RiskLevel | None
    to_level: RiskLevel | None
    start: int
    """Where the words of the act begin: its numbering, its subject, its 将."""
    head: tuple[int, int]
    """From the verb to the end of the words of the act, its count included."""
    places: tuple[int, int]
    """The list; for an opening act, its start and the most it can reach."""
    verb: str = ""
    count: int | None = None
    count_at: tuple[int, int] = (0, 0)
    subject: tuple[int, int] = (0, 0)
    bare: bool = False
    """No verb of its own (高风险区(5个):): the words before decide."""
    mapped: bool = False
    """封控区 and the like, taken as risk levels."""
    levels: tuple[RiskLevel, ...] = field(default=())
