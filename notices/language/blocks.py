"""Blocks: each act with the list it governs, cut into groups."""

import re
from dataclasses import dataclass, replace

from notices.language import lexis
from notices.language.act import Act, Form
from notices.language.clauses import OURS, is_subject
from notices.language.headings import Group
from notices.language.items import Piece, Sep, etc, pieces
from notices.language.lists import bare, groups, is_prose
from notices.language.page import Page
from notices.language.places import is_headless
from notices.language.values import Action, RiskLevel


@dataclass(frozen=True, slots=True)
class Block:
    """An act and its groups; ``end`` is where its list was left."""

    act: Act
    groups: tuple[Group, ...]
    residuals: tuple[tuple[int, int], ...] = ()
    open_etc: tuple[int, int] | None = None
    left: tuple[int, int] | None = None
    """Words before a closing act's list that look like a place of it."""

    @property
    def empty(self) -> bool:
        return not any(g.pieces or g.spare for g in self.groups)


def block(page: Page, act: Act, limit: int, known: frozenset[str]) -> Block:
    """Read the list of one act, up to ``limit`` where the next act begins.

    ::

        block = opening-act list | list closing-act ;
    """
    start, end = act.places
    if act.action is Action.RESCOPE and act.form is Form.CLOSE:
        return Block(act, (Group(None, start, start, end, (Piece(start, end, Sep.MARK),)),))
    if act.form is Form.CLOSE:
        return _closed(page, act, known)
    found = groups(page, start, limit, known)
    if act.form is Form.STANDING:
        return Block(act, tuple(found))
    if _is_title(page, act, found):
        return Block(replace(act, form=Form.TOTAL), ())
    return _with_residuals(page, Block(act, tuple(found)))


def _is_title(page: Page, act: Act, found: list[Group]) -> bool:
    """Whether a counted act on a line of its own is a title: no place stands below it."""
    first = next((g for g in found if g.name is not None or g.pieces), None)
    if act.count is None or page.text[act.head[1] - 1] == ":" or first is None or first.name:
        return False
    words = (page.text[p.start : p.end] for p in first.pieces)
    return not any(lexis.PLACE_WORD.search(w) for w in words)


def _closed(page: Page, act: Act, known: frozenset[str]) -> Block:
    """A list before its verb, cut after each 等N个."""
    start, end = act.places
    rest = residual(page, act, start, end)
    if rest is not None:
        return Block(act, (), (rest,))
    if page.text[start - 1 : start] == ":" and page.is_line_start(start):
        headed = groups(page, start, end, known)
        if any(g.name is not None for g in headed):
            return Block(act, tuple(headed))
    words = page.text[start:end]
    if _is_vague(page, act, start, end):
        return Block(act, ())
    found = pieces(page, start, end)
    first = _after_decision(page, found)
    lost_places = [p for p in found[:first] if _names_place(page, p)]
    left = (lost_places[0].start, lost_places[-1].end) if lost_places else None
    found = found[first:]
    quoted = words[:1] in ("“", '"')
    while len(found) > 1 and (is_prose(page, found[0]) or _is_lead(page, found[0])):
        lost = page.text[found[0].start : found[0].end]
        taken = lexis.PLACE_TAIL.search(lost) and re.search(r"[将把]", lost)
        if taken or lexis.STRONG_TAIL.search(lost):
            left = (found[0].start, found[0].end)
        found = found[1:]
    if found:
        ours = OURS.match(page.text, found[0].start, found[0].end)
        found[0] = replace(found[0], start=ours.end() if ours else found[0].start)
    out: list[Group] = []
    run: list[Piece] = []
    open_etc = None
    for piece in found:
        item, count, is_open = etc(page, (piece.start, piece.end))
        headless = is_headless(page.text[item[0] : item[1]])
        run.append(replace(piece, end=item[1], headless=headless))
        if is_open and act.count is None:
            open_etc = (item[1], piece.end)
        if count is not None:
            out.append(Group(None, start, start, end, tuple(run), (), count, (item[1], piece.end)))
            run = []
    if run:
        out.append(Group(None, start, start, end, tuple(run)))
    return Block(act, tuple(replace(g, quoted=quoted) for g in out), (), open_etc, left)


def _is_vague(page: Page, act: Act, start: int, end: int) -> bool:
    """Whether a list names no place: 花溪区、南明区部分区域, or a title: 今日18地.

    A village of which 部分区域 is a zone is a place.
    """
    words = page.text[start:end].strip(",、;:")
    vague = lexis.VAGUE.fullmatch(words)
    if not vague:
        return False
    tail = lexis.VAGUE_TAIL.search(page.text, start, end)
    title = page.is_line_start(act.head[1]) and page.is_line_start(page.line_start(act.start))
    named = re.search(r"街道|[镇乡村路号楼栋院苑]|社区|小区", words)
    return not named and (title or tail is None or is_subject(page, start, tail.start()))


_DECIDED = re.compile(
    rf"(?:(?:自|从|于)?{lexis.MOMENT}起|即日起|研判|评估|审定|同意|批准|决定|要求|规定)$"
)


def _after_decision(page: Page, found: list[Piece]) -> int:
    """The piece after the last that decides: 经省、市专家研判，决定自11月15日6时起，甲小区…."""
    for k in range(len(found) - 2, -1, -1):
        words = page.text[found[k].start : found[k].end]
        if _DECIDED.search(words) and found[k + 1].sep is Sep.COMMA:
            return k + 1
    return 0


def _names_place(page: Page, piece: Piece) -> bool:
    """Whether words before a decision end as places end, and may be one."""
    words = page.text[piece.start : piece.end]
    return bool(lexis.PLACE_TAIL.search(words)) and not (
        is_prose(page, piece) or _DECIDED.search(words) or _is_lead(page, piece)
    )


def _is_lead(page: Page, piece: Piece) -> bool:
    """Whether a piece only leads in: 同时, 现."""
    return not piece.named and is_subject(page, piece.start, piece.end)


def residual(page: Page, act: Act, start: int, end: int) -> tuple[int, int] | None:
    """The rest that becomes low: 其他区域, 除高、中风险区外的区域.

    ::

        residual = [districts] ( 除 … zone … 外 | 其他 | 其余 ) [区域] ;
    """
    low = RiskLevel.LOW in (act.to_level, act.level)
    words = bare(page.text[start:end])
    if not low or not is_rest(words):
        return None
    while end > start and page.text[end - 1] in ",、":
        end -= 1
    for comma in re.finditer(",", page.text[start:end]):
        if lexis.PROSE.search(page.text, start, start + comma.start()) and is_rest(
            page.text[start + comma.end() : end]
        ):
            start += comma.end()
            break
    return start, end


def is_rest(words: str) -> bool:
    """Whether ``words`` mean what is left, not a place."""
    if not lexis.REST.search(words):
        return False
    return bool(re.search(r"风险区|封控区|管控区|上述|以上|其[他它余]|已划定|剩余", words))


def by_level(whole: Block) -> list[Block]:
    """A table that names a level in each row, as one block for each level.

    ::

        table-block = act { row with level } ;
    """
    levels = dict.fromkeys(g.level for g in whole.groups if g.level is not None)
    act = whole.act
    if not levels or act.action is not Action.DESIGNATE or set(levels) == {act.level}:
        return [whole]
    both = None if len(act.levels) > 1 else act.level
    parts = [Block(replace(act, form=Form.TOTAL, level=both), ())]
    for level in levels:
        own = replace(act, level=level, levels=(level,), count=None)
        parts.append(Block(own, tuple(g for g in whole.groups if g.level in (level, None))))
    return parts


def _with_residuals(page: Page, found: Block) -> Block:
    """Take 其他区域 out of a list under 三、低风险区."""
    rests: list[tuple[int, int]] = []
    kept: list[Group] = []
    for group in found.groups:
        whole = group.pieces or group.spare
        if whole and RiskLevel.LOW in (found.act.level, found.act.to_level):
            i, j = whole[0].start, whole[-1].end
            if is_rest(bare(page.text[i:j])):
                rests.append((group.start if group.name else i, j))
                continue
        kept.append(group)
    return Block(found.act, tuple(kept), tuple(rests))
