"""Reading a notice: page, acts, segments, lists, counts, entries, findings, in this order."""

import re
from dataclasses import replace
from itertools import pairwise

from notices.language import checks, leftovers
from notices.language.act import Act, Form
from notices.language.acts import MOST, acts
from notices.language.blocks import Block, block, by_level
from notices.language.context import opens_state, resolve_bare, resolve_levels, split_history
from notices.language.drafts import Draft, Sheet
from notices.language.effective import block_phrase, notice_phrase
from notices.language.entries import Placed, Scope, entry, level_told, place, trimmed
from notices.language.expected import check_counts, declared_in, expected, settle_all
from notices.language.findings import finding
from notices.language.header import notice_number
from notices.language.headings import Group
from notices.language.items import Item
from notices.language.page import LIMIT, Page, page
from notices.language.places import CITIES_WITHOUT_DISTRICTS
from notices.language.rescoping import rescopes
from notices.language.segments import Segment, segments
from notices.language.values import (
    Action,
    Declared,
    Entry,
    Notice,
    Residual,
    RiskLevel,
)


def parse(text: str) -> Notice:
    """Read a notice.

    ::

        page = { notice | prose } ;
        notice = header { block | prose } signature ;

    Never raises: what cannot be read becomes a finding.
    """
    if len(text) > LIMIT:
        return Notice(findings=(finding("too-long", 0, len(text), limit=LIMIT),))
    seen = page(text)
    if not seen.text:
        return Notice(findings=(finding("empty", 0, len(text)),))
    sheet = Sheet(seen, _known(seen))
    parts = _draft(sheet)
    totals = expected(sheet)
    settle_all(sheet, totals)
    for draft in sheet.drafts:
        _place(sheet, draft)
        _take_level(sheet, draft)
    checks.drop_repeats(sheet)
    _merge_leads(sheet, parts)
    totals = expected(sheet)
    check_counts(sheet, totals)
    return _notice(sheet, parts)


_COUNTED_HEADING = re.compile(r"([一-鿿]{2,6}?(?:区|县|市|旗))\(\d{1,3}个\):")


def _known(seen: Page) -> frozenset[str]:
    """Names that the page uses as headings of counted groups: they may be vague elsewhere."""
    found = _COUNTED_HEADING.finditer(seen.text)
    whole = (m for m in found if seen.next_break(m.start()) >= m.end())
    return frozenset(m[1] for m in whole)


def _draft(sheet: Sheet) -> list[Segment]:
    """Find the acts and their lists."""
    found = acts(sheet.page)
    every = list(found)
    if len(found) >= MOST:
        sheet.note("too-many-acts", found[-1].head[0], len(sheet.page.text), limit=MOST)
    number = notice_number(sheet.page)
    found, told = split_history(sheet.page, found, number)
    for t in told:
        sheet.note("history" if t.sure else "history-doubt", t.act.start, t.act.head[1])
    found, doubtful = resolve_bare(sheet.page, found)
    parts = segments(sheet.page, found, sheet.known)
    found = resolve_levels(sheet.page, found, parts[0].head.issued_on)
    for k, act in enumerate(found):
        segment = next(s for s in reversed(parts) if s.start <= act.head[0])
        whole = _block(sheet, found, every, k, segment)
        sheet.drafts += [Draft(part, segment) for part in by_level(whole)]
    for act in doubtful:
        sheet.note("act-doubt", *act.head)
    if len(found) < MOST:
        leftovers.check_unread(sheet, every)
        leftovers.check_orphans(sheet, every)
        leftovers.check_gaps(sheet, every)
    return parts


def _block(sheet: Sheet, found: list[Act], every: list[Act], k: int, segment: Segment) -> Block:
    act = found[k]
    if act.form is Form.TOTAL:
        return Block(act, ())
    limit = min(
        (a.start for a in every if a.head[0] > act.head[0] and a.start >= act.places[0]),
        default=segment.end,
    )
    return block(sheet.page, act, min(limit, segment.end), sheet.known)


def _place(sheet: Sheet, draft: Draft) -> None:
    scope = Scope(draft.segment.head.scope, sheet.known, _free(draft.segment))
    if not draft.lists:
        return
    if draft.act.action is Action.RESCOPE:
        for group in draft.block.groups:
            spans = _rescoped(sheet.page, draft.act, group)
            after_take = tuple((i + (sheet.page.text[i] in "将把"), j) for i, j in spans)
            rows = place(sheet.page, group, after_take, draft.act, scope)
            draft.placed.append(
                [Placed(s, p.district, named=p.named) for s, p in zip(spans, rows, strict=True)]
            )
        return
    for group, cell in draft.groups():
        items = tuple(trimmed(sheet.page, i) for i in cell.reading or ())
        draft.placed.append(
            place(sheet.page, group, tuple(i for i in items if i[0] < i[1]), draft.act, scope)
        )


def _rescoped(seen: Page, act: Act, group: Group) -> tuple[Item, ...]:
    """The rescopings of a list; in running text it is one, with or without its 将."""
    if act.form is Form.CLOSE:
        return ((group.body, group.end),)
    return tuple(rescopes(seen, group.body, group.end))


def _take_level(sheet: Sheet, draft: Draft) -> None:
    """Give a release its level by the notes behind its places."""
    act = draft.act
    told = level_told(sheet.page, draft.placed) if act.action is Action.RELEASE else None
    if told is not None and act.level is None:
        draft.block = replace(draft.block, act=replace(act, level=told))


def _merge_leads(sheet: Sheet, parts: list[Segment]) -> None:
    """Give the counts of a portal's lead to the notice that it introduces."""
    for before, after in pairwise(parts):
        inside = [d for d in sheet.drafts if d.segment is before]
        if any(d.lists for d in inside):
            sheet.note("second-notice", after.start, min(after.end, after.start + 40))
        else:
            for draft in inside:
                draft.segment = after


def _notice(sheet: Sheet, parts: list[Segment]) -> Notice:
    checks.check_text(sheet)
    checks.check_sections(sheet)
    leftovers.check_bare_totals(sheet)
    leftovers.check_corrections(sheet)
    leftovers.check_blanket(sheet)
    leftovers.check_empty(sheet)
    main = next((d.segment for d in sheet.drafts if d.lists), parts[0])
    head = main.head if main.head.number or main is parts[0] else parts[0].head
    general = notice_phrase(sheet.page, sheet.drafts, head)
    entries: list[Entry] = []
    residuals: list[Residual] = []
    for draft in sheet.drafts:
        residuals += _residuals(sheet.page, draft)
        if opens_state(sheet.page, draft.act) and not draft.block.empty:
            alone = not any(d.lists for d in sheet.drafts)
            code = "act-doubt" if alone or draft.act.verb else "standing-list"
            sheet.note(code, *draft.act.head)
        if draft.lists:
            checks.check_draft(sheet, draft, free=_free(draft.segment))
            own = block_phrase(sheet.page, draft, head)
            draft.effective = own if own != general else None
            entries += _entries(sheet.page, draft)
    if head.lost:
        sheet.note("number-lost", *head.lost)
    checks.check_whole(sheet, entries)
    return Notice(
        head.issuer,
        head.title,
        head.year,
        head.number,
        head.batch,
        head.issued_on,
        general,
        tuple(entries),
        _declared(sheet),
        tuple(residuals),
        tuple(sorted(set(sheet.findings), key=lambda f: (f.start, f.end, f.code))),
    )


def _free(segment: Segment) -> bool:
    """Whether the notice is of a city that has no districts."""
    issuer = segment.head.issuer or ""
    return issuer.startswith(CITIES_WITHOUT_DISTRICTS)


def _entries(seen: Page, draft: Draft) -> list[Entry]:
    out: list[Entry] = []
    for k, (group, row) in enumerate(zip(draft.block.groups, draft.placed, strict=True)):
        count = draft.cells[k].count if draft.cells else group.count
        if count is None and group.above is not None:
            count = group.above.count
        for placed in row:
            out.append(
                entry(
                    seen,
                    placed,
                    draft.act,
                    draft.act.count if count is None else count,
                    draft.effective,
                )
            )
    return out


def _residuals(seen: Page, draft: Draft) -> list[Residual]:
    out = []
    for i, j in draft.block.residuals:
        start, end = seen.span(i, j)
        out.append(Residual(RiskLevel.LOW, seen.verbatim(i, j), start, end))
    return out


def _declared(sheet: Sheet) -> Declared:
    """The totals by action, where every list of the action has a count."""
    sums: dict[Action, int | None] = {}
    totals = expected(sheet)
    for draft in sheet.drafts:
        if not draft.lists or draft.act.action is None:
            continue
        own = draft.act.count
        if own is None:
            own = declared_in(draft)
        action = draft.act.action
        before = sums.get(action, 0)
        sums[action] = None if own is None or before is None else before + own
    for action in Action:
        if sums.get(action) is None:
            by_key = {
                (t.level, t.to_level, t.district): t.count for t in totals if t.action is action
            }
            sums[action] = sum(by_key.values()) if by_key else None
    return Declared(*(sums.get(a) for a in (Action.DESIGNATE, Action.RELEASE, Action.RESCOPE)))
