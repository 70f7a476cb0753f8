"""Expected counts: what leads, titles and empty headings declare for the lists of the notice."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from notices.language import lexis
from notices.language.act import Form
from notices.language.counts import Cell, default, settle, settle_together, usual
from notices.language.drafts import Draft, Sheet
from notices.language.headings import Group
from notices.language.page import Page
from notices.language.places import division
from notices.language.segments import Segment
from notices.language.values import Action, RiskLevel


@dataclass(frozen=True, slots=True)
class Expected:
    """A count that stands away from its list."""

    action: Action
    level: RiskLevel | None
    to_level: RiskLevel | None
    district: str | None
    count: int
    at: tuple[int, int]
    segment: Segment

    def covers(self, draft: Draft) -> bool:
        """Whether the count speaks of the draft's list."""
        act = draft.act
        return (
            draft.segment is self.segment
            and act.action is self.action
            and act.to_level is self.to_level
            and (self.level is None or act.level in (None, self.level))
        )


_LINKS = re.compile(
    r"(?:相关|延伸|推荐)(?:阅读|链接|新闻|稿件|资讯)|猜你喜欢|为您推荐|热门(?:文章|推荐)|[上下]一[篇条页]"
)


def expected(sheet: Sheet) -> list[Expected]:
    """Every count of the page that stands away from its list.

    ::

        lead = { [district] ( opening-verb zone count | count zone become-verb zone ) } ;
    """
    out: list[Expected] = []
    last: Draft | None = None
    for draft in sheet.drafts:
        act = draft.act
        if _LINKS.search(sheet.page.text, 0, act.head[0]):
            break
        away = act.form is Form.TOTAL or (act.form is Form.OPEN and draft.block.empty)
        if away and not draft.block.residuals and act.action and act.count is not None:
            name = _district(sheet, draft, last)
            out.append(
                Expected(
                    act.action, act.level, act.to_level, name, act.count, act.head, draft.segment
                )
            )
        last = draft
    return out


def _district(sheet: Sheet, draft: Draft, last: Draft | None) -> str | None:
    """The division that a count of a lead is for, carried over a comma."""
    i, j = draft.act.subject
    if last is not None:
        i = max(i, last.act.head[1]) if last.act.head[1] <= j else i
    names = []
    while i < j:
        s, e = division(sheet.page.text, i, sheet.known)
        if s < e <= j:
            names.append(sheet.page.text[s:e])
            i = e
        else:
            i += 1
    if names:
        return names[-1]
    if (
        last is not None
        and last.act.form is Form.TOTAL
        and 0 <= draft.act.head[0] - last.act.head[1] <= 2
    ):
        return _district(sheet, last, None)
    return None


def settle_all(sheet: Sheet, totals: list[Expected]) -> None:
    """Choose the reading of every list by the nearest count that speaks of it."""
    for draft in sheet.drafts:
        if draft.lists and draft.act.action is not Action.RESCOPE:
            draft.cells = [Cell(g.pieces, g.count, g.spare) for g in draft.block.groups]
            for group, cell in draft.groups():
                if cell.count is None:
                    cell.count = _for_group(sheet, draft, group, totals)
                if cell.count is not None:
                    settle(cell)
            _settle_districts(draft)
            rest = [c for c in draft.cells if c.reading is None]
            own = draft.act.count
            if rest and own is not None and not settle_together(rest, own - draft.size):
                usual(rest)
    for total in totals:
        covered = [d for d in sheet.drafts if d.cells and total.covers(d)]
        rest = [c for d in covered for c in d.cells if c.reading is None]
        if rest and not _by_district(covered, total):
            settle_together(rest, total.count - sum(d.size for d in covered))
            if not all(c.settled for c in rest):
                _unsettle(rest)
    for cell in (c for d in sheet.drafts for c in d.cells):
        if cell.reading is None:
            default(cell, sheet.page)


def _settle_districts(draft: Draft) -> None:
    """Read the towns of a district by the count over all of them."""
    for above, cells in _by_above(draft):
        rest = [c for c in cells if c.reading is None]
        if rest and above.count is not None:
            settle_together(rest, above.count - sum(c.size for c in cells))


def _by_above(draft: Draft) -> list[tuple[Group, list[Cell]]]:
    """The headings of districts that hold towns, each with the groups of its towns."""
    found: dict[int, tuple[Group, list[Cell]]] = {}
    for group, cell in draft.groups():
        if group.above is not None:
            found.setdefault(group.above.start, (group.above, []))[1].append(cell)
    return list(found.values())


def declared_in(draft: Draft) -> int | None:
    """What the headings of a list declare together; ``None`` where one declares nothing."""
    if not draft.cells:
        counts = [g.count for g in draft.block.groups]
    else:
        towns = [(above.count, [c.count for c in cells]) for above, cells in _by_above(draft)]
        counts = [cell.count for group, cell in draft.groups() if group.above is None]
        for whole, parts in towns:
            counts += [whole] if whole is not None else parts
    return sum(c or 0 for c in counts) if counts and None not in counts else None


def _unsettle(cells: Iterable[Cell]) -> None:
    for cell in cells:
        cell.reading = None if not cell.settled else cell.reading


def _by_district(covered: list[Draft], total: Expected) -> bool:
    """Whether the count is for one district among several."""
    return total.district is not None and any(
        g.name is not None for d in covered for g in d.block.groups
    )


def _for_group(sheet: Sheet, draft: Draft, group: Group, totals: list[Expected]) -> int | None:
    if group.name is None or group.table:
        return None
    name = sheet.page.text[group.name[0] : group.name[1]]
    counts = {t.count for t in totals if t.district == name and t.covers(draft)}
    alone = sum(
        sheet.page.text[g.name[0] : g.name[1]] == name for g in draft.block.groups if g.name
    )
    return counts.pop() if len(counts) == 1 and alone == 1 else None


def check_counts(sheet: Sheet, totals: list[Expected]) -> None:
    """Compare what is declared with what was read, at every height."""
    for draft in sheet.drafts:
        if draft.lists and draft.act.action is Action.RESCOPE:
            _check_rescopes(sheet, draft)
        if not draft.lists or draft.act.action is Action.RESCOPE:
            continue
        for group, cell in draft.groups():
            if cell.count is not None and cell.count != cell.size:
                code = "sample" if draft.act.form is Form.CLOSE else "count-mismatch"
                at = group.count_at if group.count is not None else (group.start, group.body)
                sheet.note(code, *at, declared=cell.count, listed=cell.size)
        for above, cells in _by_above(draft):
            size = sum(c.size for c in cells)
            if above.count is not None and above.count != size:
                sheet.note("count-mismatch", *above.count_at, declared=above.count, listed=size)
        own = draft.act.count
        if own is not None and own != draft.size:
            sheet.note("count-mismatch", *draft.act.head, declared=own, listed=draft.size)
    for total in totals:
        covered = [d for d in sheet.drafts if d.lists and total.covers(d)]
        listed = sum(_size(sheet, d, total) for d in covered)
        if listed != total.count:
            sheet.note("count-mismatch", *total.at, declared=total.count, listed=listed)


def _check_rescopes(sheet: Sheet, draft: Draft) -> None:
    for group, row in zip(draft.block.groups, draft.placed, strict=True):
        if group.count is not None and group.count != len(row):
            sheet.note("count-mismatch", *group.count_at, declared=group.count, listed=len(row))
    listed = sum(map(len, draft.placed))
    if draft.act.count is not None and draft.act.count != listed:
        sheet.note("count-mismatch", *draft.act.head, declared=draft.act.count, listed=listed)


def _size(sheet: Sheet, draft: Draft, total: Expected) -> int:
    """How many items of a draft a count covers."""
    if draft.act.action is Action.RESCOPE:
        return sum(map(len, draft.placed))
    if not _by_district([draft], total):
        if total.district is None:
            return draft.size
        names = [p.district for row in draft.placed for p in row]
        if total.district in names and len(set(names)) > 1:
            return names.count(total.district)
        return draft.size
    return sum(
        cell.size
        for group, cell in draft.groups()
        if group.name and sheet.page.text[slice(*group.name)] == total.district
    )


_SHARES = re.compile(rf"(?P<n>{lexis.NUM})(?:地|处|个(?:区域|点位|地区|小区))(?=[、,,]|调整|划定)")


def shares(page: Page, known: frozenset[str]) -> dict[str, int]:
    """Counts by district over all levels: 新城区6地、玉泉区5地调整风险等级如下.

    ::

        shares = district count { ( "、" | "，" ) district count } 调整 ;
    """
    out: dict[str, int] = {}
    for match in _SHARES.finditer(page.text):
        for i in range(max(0, match.start() - 12), match.start()):
            s, e = division(page.text, i, known)
            if s < e == match.start():
                out[page.text[s:e]] = int(match["n"]) if match["n"].isdigit() else 0
                break
    return out
