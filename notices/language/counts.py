"""Counts decide: of the readings of a list, the one that fits what the notice declares.

A count can stand over a group, over the whole list of an act, or in the lead for every
list of the same kind. The reading that fits the nearest count is taken; when none fits,
or two fit that differ, or no count speaks and the separators allow two, that is a finding.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from notices.language.items import Piece, Reading, Sep
from notices.language.page import Page
from notices.language.readings import Policy, policies, read, readings


@dataclass
class Cell:
    """The pieces of one group and what became of them."""

    pieces: tuple[Piece, ...]
    count: int | None
    spare: tuple[Piece, ...] = ()
    reading: Reading | None = None
    settled: bool = False
    """Whether a count vouches for the reading."""
    doubts: tuple[int, ...] = ()
    """The other numbers of items that the separators allow."""
    spare_used: bool = False
    owner: object = field(default=None, repr=False)

    @property
    def size(self) -> int:
        return len(self.reading or ())


def settle(cell: Cell) -> None:
    """Read one group by its own count."""
    assert cell.count is not None
    for found, used in ((cell.pieces, False), ((*cell.pieces, *cell.spare), True)):
        options = readings(list(found))
        fits = [(p, r) for p, r in options if len(r) == cell.count]
        if fits and (not used or cell.spare):
            cell.reading, cell.settled, cell.spare_used = fits[0][1], True, used
            others = [p for p, _ in fits[1:] if _plausible(p, cell, options[0][0])]
            if others:
                cell.settled, cell.doubts = False, (cell.count,)
            return
    cell.reading = readings(list(cell.pieces))[0][1] if cell.pieces else ()


def settle_together(cells: Iterable[Cell], total: int) -> bool:
    """Read several groups by the count of their sum, all in one way."""
    cells = list(cells)
    tried: set[tuple[Reading, ...]] = set()
    fits: list[tuple[Reading, ...]] = []
    for policy in _shared(cells):
        result = tuple(read(list(c.pieces), policy) for c in cells)
        if result not in tried:
            tried.add(result)
            if sum(map(len, result)) == total:
                fits.append(result)
    if not fits and any(c.spare for c in cells):
        for cell in cells:
            cell.pieces, cell.spare = (*cell.pieces, *cell.spare), ()
        return settle_together(cells, total)
    if not fits:
        return False
    for cell, reading in zip(cells, fits[0], strict=True):
        cell.reading, cell.settled = reading, len(fits) == 1
        if len(fits) > 1:
            cell.doubts = tuple(sorted({len(f[cells.index(cell)]) for f in fits}))
    return True


def _shared(cells: list[Cell]) -> list[Policy]:
    """The policies of all cells, in the order of the cell with the most to decide."""
    seen: dict[Policy, None] = {}
    for cell in sorted(cells, key=lambda c: -len(policies(list(c.pieces)))):
        seen |= dict.fromkeys(policies(list(cell.pieces)))
    return list(seen)


def default(cell: Cell, page: Page) -> None:
    """Read a group without a count: the usual way, with the others as doubts.

    A doubt falls when the page itself parts the places elsewhere: 甲楼、乙楼 are two when
    乙楼 stands alone in another list.
    """
    options = readings(list(cell.pieces))
    cell.reading = options[0][1] if options else ()
    cell.settled = False
    usual_way = options[0][0] if options else None
    others = [r for p, r in options[1:] if usual_way and _plausible(p, cell, usual_way)]
    others = [r for r in others if not _refuted(page, cell.reading, r)]
    cell.doubts = tuple(sorted({len(cell.reading), *map(len, others)})) if others else ()


def _refuted(page: Page, reading: Reading, other: Reading) -> bool:
    """Whether every item that ``other`` joins stands parted elsewhere on the page."""
    begins = {i for i, _ in other}
    joined = [(i, j) for i, j in reading if i not in begins]
    return 0 < len(joined) <= 20 and all(_stands_alone(page, i, j) for i, j in joined)


def _stands_alone(page: Page, i: int, j: int) -> bool:
    """Whether ``text[i:j]`` occurs elsewhere, and never behind the same words with 、."""
    words, before = page.text[i:j], page.text[max(0, i - 3) : i]
    at, alone = page.text.find(words), False
    while at >= 0:
        if at != i:
            alone = True
            if page.text[max(0, at - 3) : at] == before:
                return False
        at = page.text.find(words, at + 1)
    return alone and len(words) > 3


def _plausible(policy: Policy, cell: Cell, usual: Policy) -> bool:
    """Whether a reader could take ``policy`` instead of the usual one.

    With one kind of mark throughout, joining everything is no reading; a blank parts
    nothing when marks do.
    """
    marks = {p.sep for p in cell.pieces[1:]} & {Sep.DUN, Sep.COMMA, Sep.SEMICOLON, Sep.WRAP}
    if policy.blank and marks:
        return False
    numbered = sum(p.number is not None for p in cell.pieces) > 1
    ragged = any(p.ragged or p.torn for p in cell.pieces)
    if policy.weakest is Sep.MARK and not numbered and (ragged or not policy.wrap):
        return False
    if policy.headless != usual.headless:
        return not (numbered and usual.weakest is Sep.MARK)
    if policy.wrap != usual.wrap:
        return len(marks) > 1 or any(p.headless for p in cell.pieces)
    if _by_district(cell.pieces):
        return False
    if policy.weakest is Sep.MARK and not numbered:
        return False
    return len(marks) > 1 or numbered


def _by_district(found: tuple[Piece, ...]) -> bool:
    """Whether the stronger marks part districts and the weaker ones places: 甲区A、B，乙区C、D."""
    marks = {p.sep for p in found[1:]}
    strong = max(marks)
    return (
        len(marks) == 2
        and strong in (Sep.COMMA, Sep.SEMICOLON)
        and min(marks) in (Sep.DUN, Sep.COMMA)
        and bool(found[0].named)
        and all(bool(p.named) is (p.sep is strong) for p in found[1:])
        and not any(p.headless for p in found)
    )


def usual(cells: Iterable[Cell]) -> None:
    """Take the usual reading where no reading fits; the count will say so."""
    for cell in cells:
        cell.reading = readings(list(cell.pieces))[0][1] if cell.pieces else ()
