"""Reading a notice: page, header, acts, lists, counts, entries, findings — in this order."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from notices.language import lexis
from notices.language.acts import Act, Form, acts
from notices.language.blocks import Block, block, rescopes
from notices.language.context import resolve_bare, resolve_levels, split_history
from notices.language.counts import Cell, default, settle, settle_together
from notices.language.effective import phrases
from notices.language.entries import Placed, Scope, doubts, entry, place, trimmed
from notices.language.findings import finding
from notices.language.header import Header, divisions_in, header
from notices.language.items import Item
from notices.language.lists import Group
from notices.language.page import LIMIT, Page, page
from notices.language.values import (
    Action,
    Declared,
    Effective,
    Entry,
    Finding,
    Notice,
    Residual,
    RiskLevel,
)


@dataclass
class Reading:
    """What has been read so far; the findings gather here."""

    page: Page
    header: Header
    known: frozenset[str]
    findings: list[Finding] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    residuals: list[Residual] = field(default_factory=list)
    totals: dict[tuple[object, ...], int] = field(default_factory=dict)

    def note(self, code: str, i: int, j: int, **words: object) -> None:
        start, end = self.page.span(i, j)
        words.setdefault("text", self.page.verbatim(i, j))
        self.findings.append(finding(code, start, end, **words))


def parse(text: str) -> Notice:
    """Read a notice.

    ::

        notice = header { block | prose } signature ;

    Never raises: what cannot be read becomes a finding.
    """
    if not text.strip():
        return Notice(findings=(finding("empty", 0, len(text)),))
    if len(text) > LIMIT:
        return Notice(findings=(finding("too-long", 0, len(text), limit=LIMIT),))
    seen = page(text)
    if not seen.text:
        return Notice(findings=(finding("empty", 0, len(text)),))
    known = _known(seen)
    reading = Reading(seen, header(seen, known), known)
    _read(reading)
    return _notice(reading)


def _known(seen: Page) -> frozenset[str]:
    """Names that the page uses as headings of counted groups: they may be vague elsewhere."""
    found = re.findall(r"([一-鿿]{2,6}(?:区|县|市|旗))\(\d{1,3}个\):", seen.text)
    return frozenset(n for n in found if len(n) <= 6)


def _read(reading: Reading) -> None:
    seen = reading.page
    found = acts(seen)
    found, told = split_history(seen, found)
    for t in told:
        if not t.sure:
            reading.note("history-doubt", t.act.start, t.act.head[1])
    found, doubtful = resolve_bare(seen, found)
    found = resolve_levels(seen, found, reading.header.issued_on)
    blocks = _blocks(reading, found)
    for d in doubtful:
        reading.note("act-doubt", *d.head)
    blocks = _without_repeats(reading, blocks)
    cells = _settle(reading, blocks)
    _write(reading, blocks, cells)


def _blocks(reading: Reading, found: list[Act]) -> list[Block]:
    out: list[Block] = []
    for k, act in enumerate(found):
        if act.form is Form.TOTAL:
            out.append(Block(act, ()))
            continue
        limit = found[k + 1].start if k + 1 < len(found) else len(reading.page.text)
        out.append(block(reading.page, act, max(limit, act.head[1]), reading.known))
    return out


def _without_repeats(reading: Reading, blocks: list[Block]) -> list[Block]:
    """Leave out a lead whose list a later block of the same act repeats."""
    return blocks


def _key(act: Act) -> tuple[object, ...]:
    return act.action, act.level, act.to_level


def _settle(reading: Reading, blocks: list[Block]) -> dict[int, list[Cell]]:
    """Choose the reading of every group by the nearest count."""
    totals: dict[tuple[object, ...], list[Act]] = defaultdict(list)
    for b in blocks:
        if b.act.count is not None and (b.act.form is Form.TOTAL or b.empty):
            totals[_key(b.act)].append(b.act)
    cells: dict[int, list[Cell]] = {}
    pending: dict[tuple[object, ...], list[Cell]] = defaultdict(list)
    for k, b in enumerate(blocks):
        if b.act.form in (Form.TOTAL, Form.STANDING) or b.empty or b.act.action is Action.RESCOPE:
            continue
        cells[k] = [Cell(g.pieces, g.count, g.spare) for g in b.groups]
        for c in cells[k]:
            if c.count is not None:
                settle(c)
        rest = [c for c in cells[k] if c.count is None]
        if rest and b.act.count is not None:
            done = sum(c.size for c in cells[k] if c.count is not None)
            settle_together(rest, b.act.count - done)
        else:
            pending[_key(b.act)] += rest
    for key, rest in pending.items():
        own = totals.get(key, [])
        counts = {a.count for a in own}
        if rest and len(counts) == 1:
            total = counts.pop() or 0
            done = sum(
                c.size
                for k, cs in cells.items()
                if _key(blocks[k].act) == key
                for c in cs
                if c.reading is not None
            )
            if settle_together(rest, total - done):
                continue
        for c in rest:
            default(c)
    return cells


def _write(reading: Reading, blocks: list[Block], cells: dict[int, list[Cell]]) -> None:
    scope = Scope(reading.header.scope, reading.known)
    when = phrases(reading.page, reading.header.year, None)
    for k, b in enumerate(blocks):
        for i, j in b.residuals:
            start, end = reading.page.span(i, j)
            reading.residuals.append(
                Residual(RiskLevel.LOW, reading.page.verbatim(i, j), start, end)
            )
        if b.act.action is Action.RESCOPE and b.act.form is not Form.TOTAL:
            _write_rescopes(reading, b, scope)
        if k not in cells:
            continue
        for group, cell in zip(b.groups, cells[k], strict=True):
            items = tuple(trimmed(reading.page, i) for i in cell.reading or ())
            for p in place(reading.page, group, items, b.act, scope):
                reading.findings += doubts(reading.page, p)
                count = group.count if group.count is not None else b.act.count
                reading.entries.append(entry(reading.page, p, b.act, count, None))
            if cell.doubts and not cell.settled:
                reading.note("separator-doubt", group.start, group.end, counts="/".join(map(str, cell.doubts)))
            if group.count is not None and group.count != cell.size:
                reading.note("count-mismatch", group.start, group.end, declared=group.count, listed=cell.size)


def _write_rescopes(reading: Reading, b: Block, scope: Scope) -> None:
    for group in b.groups:
        for i, j in rescopes(reading.page, group.body, group.end):
            [placed] = place(reading.page, group, ((i, j),), b.act, scope)
            e = entry(reading.page, replace(placed, item=(i, j)), b.act, group.count, None)
            reading.entries.append(e)


def _notice(reading: Reading) -> Notice:
    h = reading.header
    return Notice(
        h.issuer, h.title, h.year, h.number, h.batch, h.issued_on, None,
        tuple(reading.entries), Declared(), tuple(reading.residuals), tuple(reading.findings),
    )
