"""Blocks: each act with the list it governs, cut into groups."""

import re
from dataclasses import dataclass, replace

from notices.language import lexis
from notices.language.act import Act, Form
from notices.language.clauses import is_subject
from notices.language.items import Piece, etc, pieces
from notices.language.lists import Group, bare, groups, is_prose
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


_RESCOPES = re.compile(r"(?:调整|变更|缩小|扩大|扩展|修正|改)(?:为|至|到)")
_NEXT_PART = re.compile(rf"将|{lexis.NUMBERING}|[一-鿿]{{2,10}}(?:\(\d{{1,3}}[个处]\))?:")
_RESCOPE_ITEM = re.compile(
    r"将[^。;]*?(?:调整|变更|缩小|扩大|扩展|修正|改)(?:为|至|到)[^。;]*?(?=[,、]?将|[。;]|$)"
)


def block(page: Page, act: Act, limit: int, known: frozenset[str]) -> Block:
    """Read the list of one act, up to ``limit`` where the next act begins.

    ::

        block = opening-act list | list closing-act ;
    """
    start, end = act.places
    if act.form is Form.CLOSE:
        return _closed(page, act, start, end)
    found = groups(page, start, limit, known)
    if act.form is Form.STANDING:
        return Block(act, tuple(found))
    return _with_residuals(page, Block(act, tuple(found)))


def _closed(page: Page, act: Act, start: int, end: int) -> Block:
    """A list before its verb, cut after each 等N个."""
    rest = residual(page, act, start, end)
    if rest is not None:
        return Block(act, (), (rest,))
    words = page.text[start:end]
    if _is_vague(page, act, start, end):
        return Block(act, ())
    found = pieces(page, start, end)
    quoted = words[:1] in ("“", '"')
    left = None
    while len(found) > 1 and (is_prose(page, found[0]) or _is_lead(page, found[0])):
        lost = page.text[found[0].start : found[0].end]
        if lexis.PLACE_TAIL.search(lost) and re.search(r"[将把]", lost):
            left = (found[0].start, found[0].end)
        found = found[1:]
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


def rescopes(page: Page, start: int, end: int) -> list[tuple[int, int]]:
    """Every 将A调整为B of a stretch.

    ::

        rescoping = 将 list ( 调整为 | 变更为 | 缩小为 | … ) list ;
    """
    out: list[tuple[int, int]] = []
    for match in _RESCOPE_ITEM.finditer(page.text, start, end):
        i, j = match.span()
        j = _whole_line(page, i, j)
        while j > i and page.text[j - 1] in ",、":
            j -= 1
        out.append((i, j))
    return out


def _whole_line(page: Page, i: int, j: int) -> int:
    """Where a rescoping ends that no full stop ends: with the line that completes it."""
    for b in page.breaks:
        if i < b < j and _RESCOPES.search(page.text, i, b):
            line = page.text[b : page.next_break(b)]
            if _NEXT_PART.match(line) or lexis.PROSE.search(line):
                return b
    return j
