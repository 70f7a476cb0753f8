"""Drafts: what is known of each act while the notice is being read."""

from dataclasses import dataclass, field

from notices.language.act import Act, Form
from notices.language.blocks import Block
from notices.language.counts import Cell
from notices.language.entries import Placed
from notices.language.findings import finding
from notices.language.headings import Group
from notices.language.page import Page
from notices.language.segments import Segment
from notices.language.values import Action, Effective, Finding, RiskLevel

Key = tuple[Action | None, RiskLevel | None, RiskLevel | None]


@dataclass
class Draft:
    """One act, its list, and the reading of it so far."""

    block: Block
    segment: Segment
    cells: list[Cell] = field(default_factory=list)
    placed: list[list[Placed]] = field(default_factory=list)
    effective: Effective | None = None
    dropped: bool = False
    """Whether another list of the notice says the same, and this one is its lead."""

    @property
    def act(self) -> Act:
        return self.block.act

    @property
    def key(self) -> Key:
        return self.act.action, self.act.level, self.act.to_level

    @property
    def lists(self) -> bool:
        """Whether entries come from this act."""
        return (
            self.act.form in (Form.OPEN, Form.CLOSE) and not self.block.empty and not self.dropped
        )

    @property
    def size(self) -> int:
        return sum(cell.size for cell in self.cells)

    def groups(self) -> list[tuple[Group, Cell]]:
        return list(zip(self.block.groups, self.cells, strict=False))


@dataclass
class Sheet:
    """The page, its drafts, and the findings that gather."""

    page: Page
    known: frozenset[str]
    drafts: list[Draft] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, i: int, j: int, **words: object) -> None:
        """Raise a finding at ``text[i:j]``."""
        start, end = self.page.span(i, j)
        words.setdefault("text", self.page.verbatim(i, j))
        self.findings.append(finding(code, start, end, **words))
