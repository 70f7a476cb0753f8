"""Rescopings: one zone that is narrowed, widened or named anew (将A调整为B); its level stays."""

import re

from notices.language import lexis
from notices.language.act import Act, Form
from notices.language.clauses import clause_start, list_start
from notices.language.page import Page
from notices.language.values import RESCOPES, Action

_NEXT_PART = re.compile(rf"将|{lexis.NUMBERING}|[一-鿿]{{2,10}}(?:\(\d{{1,3}}[个处]\))?:")
_ITEM = re.compile(rf"将[^。;]*?{RESCOPES.pattern}[^。;]*?(?=[,、]?将|[。;]|$)")
_RANGE = re.compile(
    rf"(?P<range>的?(?:管控)?(?:范围|区域范围|区域))?(?P<was>,?[由从][^。;]{{1,60}}?)?{RESCOPES.pattern}(?P<to>[^。;]{{2,}})"
)
_ZONE_NEXT = re.compile(rf"[“\"]?(?:{lexis.ZONE}|常态化)")


def rescoping(page: Page, zone: "re.Match[str]", floor: int) -> Act | None:
    """A rescoping in running text: the level of its zone stands before its verb.

    ::

        rescoping = [将] place zone [范围] [由 place] ( 调整为 | 缩小为 | … ) place ;
    """
    match = _RANGE.match(page.text, zone.end(), _sentence(page, zone.end()))
    if match is None or _ZONE_NEXT.match(page.text, match.start("to")):
        return None
    if not match["range"] and not lexis.PLACE_WORD.match(page.text, match.start("to")):
        return None
    taken, begin = list_start(page, max(floor, clause_start(page, zone.start())), zone.start())
    if taken >= zone.start() or begin >= zone.start():
        return None
    taken = taken if page.text[taken] in "将把" else begin
    end = _end(page, match.start("to"), match.end())
    level = lexis.levels(zone[0])
    return Act(
        Form.CLOSE,
        Action.RESCOPE,
        level[0],
        None,
        taken,
        (zone.start(), end),
        (taken, end),
        mapped="风险" not in zone[0],
        levels=level,
    )


def _sentence(page: Page, i: int) -> int:
    """Where the sentence of ``i`` may end: its full stop or semicolon, else its line."""
    stops = [k for k in (page.text.find(mark, i) for mark in "。;") if k >= 0]
    stop = min(stops, default=len(page.text))
    for b in page.breaks_within(i, stop):
        line = page.text[b : page.next_break(b)]
        if _NEXT_PART.match(line) or lexis.PROSE.search(line):
            return b
    return stop


def _end(page: Page, i: int, j: int) -> int:
    """Where the place that a zone becomes ends: before a measure, a further 将."""
    for comma in re.finditer(r"[,、]", page.text[i:j]):
        k = i + comma.end()
        clause = page.text[k : j if (n := page.text.find(",", k, j)) < 0 else n]
        if clause.startswith(("将", "把", "同时")) or lexis.PROSE.search(clause):
            return k - 1
    return j


def rescopes(page: Page, start: int, end: int) -> list[tuple[int, int]]:
    """Every 将A调整为B of a stretch.

    ::

        rescoping = 将 list ( 调整为 | 变更为 | 缩小为 | … ) list ;
    """
    out: list[tuple[int, int]] = []
    for match in _ITEM.finditer(page.text, start, end):
        i, j = match.span()
        j = _whole_line(page, i, j)
        while j > i and page.text[j - 1] in ",、":
            j -= 1
        out.append((i, j))
    return out


def _whole_line(page: Page, i: int, j: int) -> int:
    """Where a rescoping ends that no full stop ends: with the line that completes it."""
    for b in page.breaks_within(i, j):
        if RESCOPES.search(page.text, i, b):
            line = page.text[b : page.next_break(b)]
            if _NEXT_PART.match(line) or lexis.PROSE.search(line):
                return b
    return j
