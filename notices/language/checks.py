"""Checks: after the reading, everything about it that a person should look at."""

import re
from collections import Counter
from itertools import pairwise

from notices.language import lexis
from notices.language.act import Act, Form
from notices.language.acts import dead
from notices.language.clauses import clause_start
from notices.language.counts import Cell
from notices.language.drafts import Draft, Sheet
from notices.language.entries import Placed, doubts, is_alone_headless
from notices.language.findings import finding
from notices.language.header import ISSUER, divisions_in
from notices.language.items import Sep
from notices.language.lists import Group, bare
from notices.language.values import Action

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd\ud800-\udfff]")
_MARKUP = re.compile(
    r"</?(?:html|body|div|p|span|br|table|td|tr|a|script|h\d)\b[^>]{0,200}>|&nbsp;", re.I
)
_NOTICE = re.compile(r"通告|公告|通知|通报|风险区|疫情|防控|指挥部|提示|提醒")


def check_text(sheet: Sheet) -> None:
    """Whether this is text at all, and text without markup."""
    source = sheet.page.source
    bad = _CONTROL.search(source)
    if bad:
        sheet.findings.append(finding("not-text", bad.start(), bad.end()))
    markup = _MARKUP.search(source)
    if markup:
        sheet.findings.append(finding("markup", markup.start(), markup.end()))


def check_draft(sheet: Sheet, draft: Draft, *, free: bool) -> None:
    """The doubts about one act: its direction, its levels, its districts, its items.

    ``free`` is for a city that has no districts: there none can be missing.
    """
    act = draft.act
    if act.mapped:
        sheet.note("level-mapped", *act.head)
    if act.action is None or (act.verb == "调整" and act.action is not Action.RESCOPE):
        sheet.note("direction-doubt", *act.head)
    elif act.level is None:
        sheet.note("level-unknown", *act.head)
    elif act.level.value == "low" and act.action is Action.DESIGNATE:
        sheet.note("direction-doubt", *act.head)
    if len(act.levels) > 1:
        sheet.note("act-doubt", *act.head)
    if draft.block.open_etc:
        sheet.note("open-list", *draft.block.open_etc)
    if draft.block.left:
        sheet.note("orphan-text", *draft.block.left)
    for group, cell in draft.groups():
        _check_group(sheet, group, cell)
    _check_speaker(sheet, draft)
    for k, (group, row) in enumerate(zip(draft.block.groups, draft.placed, strict=False)):
        counted = bool(draft.cells) and draft.cells[k].settled
        rescope = act.action is Action.RESCOPE
        for placed in row:
            sheet.findings += doubts(sheet.page, placed, counted=counted, rescope=rescope)
        if row and is_alone_headless(sheet.page, row[0].item):
            sheet.note("headless", *row[0].item)
        _check_districts(sheet, group, row, draft.segment.head.scope, free=free)


def _check_speaker(sheet: Sheet, draft: Draft) -> None:
    """Whether the sentence of an act names the issuer of another district."""
    act, scope = draft.act, draft.segment.head.scope
    if scope is None or act.form is not Form.CLOSE:
        return
    start = max(sheet.page.text.rfind("。", 0, act.start) + 1, act.start - 160, 0)
    for issuer in re.finditer(ISSUER, sheet.page.text[start : act.start]):
        i = start + issuer.start()
        names = divisions_in(sheet.page, i, start + issuer.end(), sheet.known)
        if names and scope not in names:
            sheet.note("second-notice", i, start + issuer.end())


def _check_group(sheet: Sheet, group: Group, cell: Cell) -> None:
    if group.damaged:
        sheet.note("malformed-heading", group.start, group.body)
    if group.doubt:
        sheet.note("table-doubt", group.start, group.end)
    if cell.doubts and not cell.settled:
        end = cell.pieces[-1].end if cell.pieces else group.end
        sheet.note("separator-doubt", group.body, end, counts="/".join(map(str, cell.doubts)))
    values = [p.number for p in group.pieces if p.number is not None]
    if any(b not in (1, a + 1) for a, b in pairwise(values)):
        sheet.note("numbering-gap", group.pieces[0].start, group.pieces[-1].end)
    if group.late and cell.count is None:
        sheet.note("orphan-text", group.start, group.end)
    if group.left:
        sheet.note("orphan-text", *group.left)
    if cell.spare and not cell.spare_used:
        for piece in cell.spare:
            if lexis.PLACE_TAIL.search(sheet.page.text[piece.start : piece.end]):
                sheet.note("orphan-text", piece.start, piece.end)


_LIKE_DISTRICT = re.compile(
    r"[一-鿿]{2,8}?(?:开发区|示范区|高新区|经开区|新区|园区|产业园|管委会|新城|度假区|风景区|试验区|合作区)"
    r"(?=[一-鿿]{2,8}(?:街道|镇|乡|社区|村|小区))"
)


def _check_districts(
    sheet: Sheet, group: Group, row: list[Placed], scope: str | None, *, free: bool
) -> None:
    """Whether every item has a district, and none has it by a long reach."""
    if group.name is not None or not row:
        return
    unknown = [p for p in row if p.district is None and not p.named]
    if unknown and not free:
        sheet.note("district-unknown", unknown[0].item[0], unknown[-1].item[1])
    carried = any(p.named for p in row)
    for placed in row:
        i, j = placed.item
        reach = carried and not placed.named and sheet.page.is_line_start(i)
        strange = placed.named and scope and placed.district not in (scope, None)
        other = carried and not placed.named and _LIKE_DISTRICT.match(sheet.page.text, i, j)
        if reach or strange or other:
            sheet.note("district-carried", i, j)


_ACTING = re.compile(
    r"(?:新增|划定|划为|列为|列入|调整为|调整至|升级为|上调为|调升为|降为|降级为|下调为|调降为|降至|解除|取消|定为|纳入|转为|变更为)"
)
_NEAR = 14


def check_unread(sheet: Sheet, found: list[Act]) -> None:
    """Words of an act that no production took: an act may have been missed.

    ::

        unread = clause with ( act-verb near zone ) outside acts, titles, rules and states ;
    """
    page = sheet.page
    spans = dead(page) + [a.head for a in found]
    spans += [a.places for a in found if a.form is Form.CLOSE]
    spans.sort()
    for zone in lexis.ZONE_RE.finditer(page.text):
        i, j = zone.span()
        if any(s <= i < e for s, e in spans):
            continue
        start = max(clause_start(page, i), i - 60)
        near = page.text[max(start, i - _NEAR) : i] + page.text[j : j + 4]
        clause = page.text[start : min(len(page.text), j + 20)]
        if page.is_line_start(clause_start(page, i)) and re.match(r"(?:新增|解除)\d", near[-4:]):
            continue
        if not _ACTING.search(near) or lexis.RULE.search(clause) or lexis.STANDING.search(clause):
            continue
        if re.search(r"(?<![解免消])除[^,。;:]{0,20}$", page.text[start:i]):
            continue
        if re.search(r"[被可]\w{2,3}$", page.text[start:i]):
            continue
        if re.search(rf"(?:部分|各|{lexis.ZONE}[、和及,])$", page.text[start:i]):
            continue
        if re.match(
            r"(?:以外|之外|外|所在|全部|内|实行|执行|采取|连续|的(?:标准|条件|人员))", page.text[j:]
        ):
            continue
        sheet.note("unread-act", max(start, i - _NEAR), j)


_DECIDED = re.compile(r"以下|下列|如下|现将|决定|即日起|起[,:将]|\d个")


def check_empty(sheet: Sheet) -> None:
    """Acts that are decided, and of which no list was found."""
    lists = [d for d in sheet.drafts if d.lists or d.block.residuals]
    for draft in sheet.drafts:
        act = draft.act
        if draft in lists or draft.dropped or act.form is Form.STANDING or act.count is not None:
            continue
        if any(d.key[0] is act.action and d.key[2] is act.to_level for d in lists):
            continue
        start = max(sheet.page.text.rfind("。", 0, act.head[0]) + 1, act.head[0] - 120, 0)
        if act.form is Form.OPEN or _DECIDED.search(sheet.page.text, start, act.head[0]):
            sheet.note("unread-act", *act.head)


_CLOSES = frozenset(",。;:、)”!?")
_STRONG_TAIL = re.compile(r"(?:单元|号楼|\d[栋幢座]|\d号院?|[小家]区|宿舍|\d排|\d组)[。;,)]*$")


def check_orphans(sheet: Sheet, found: list[Act]) -> None:
    """Lines that end as places end, after the first act and outside every list."""
    page = sheet.page
    lists = [d for d in sheet.drafts if not d.block.empty or d.act.form is Form.STANDING]
    if not lists:
        return
    spans = sorted(_covered(d) for d in lists)
    spans += [(a.places[0], a.head[1]) for a in found if a.form is Form.CLOSE]
    for i in page.breaks:
        j = page.next_break(i)
        if i < spans[0][0] or any(s < j and i < e for s, e in spans):
            continue
        words = page.text[i:j]
        if (
            words[0] != "("
            and len(words) < 60
            and _STRONG_TAIL.search(words)
            and not lexis.PROSE.search(words)
        ):
            sheet.note("orphan-text", i, j)


def check_gaps(sheet: Sheet, found: list[Act]) -> None:
    """Places in a sentence before the list of its act: the list may begin earlier than read."""
    page = sheet.page
    floor = 0
    for act in found:
        if act.form is Form.CLOSE:
            start = max(floor, page.text.rfind("。", 0, act.start) + 1, page.line_start(act.start))
            for part in re.finditer(r"[^,;、:]+", page.text[start : act.start]):
                words = bare(part[0])
                if _STRONG_TAIL.search(words) and not lexis.PROSE.search(words):
                    sheet.note("orphan-text", start + part.start(), start + part.end())
        floor = act.head[1]


def _covered(draft: Draft) -> tuple[int, int]:
    """The stretch that an act and its list take."""
    ends = [p.end for g in draft.block.groups for p in (*g.pieces, *g.spare)]
    if draft.act.form is Form.STANDING or draft.act.action is Action.RESCOPE:
        ends += [g.end for g in draft.block.groups]
    starts = [g.start for g in draft.block.groups]
    return min([draft.act.start, *starts]), max([draft.act.head[1], *ends])


def check_bare_totals(sheet: Sheet) -> None:
    """An act without a list and without a count that places follow: 新增高风险区 甲小区."""
    page = sheet.page
    for draft in sheet.drafts:
        act, end = draft.act, draft.act.head[1]
        if act.form is not Form.TOTAL or act.count is not None or act.action is None:
            continue
        rest = page.text[end : end + 30]
        if not rest or page.is_line_start(end) or rest[0] in _CLOSES:
            continue
        if rest[0] == "(" or lexis.PLACE_WORD.match(rest):
            sheet.note("unread-act", act.head[0], end)


def check_whole(sheet: Sheet, entries: int) -> None:
    """What the notice as a whole leaves to say."""
    if entries:
        return
    page = sheet.page
    if any(f.severity.value != "info" for f in sheet.findings):
        return
    code = "no-act" if _NOTICE.search(page.text) else "not-a-notice"
    sheet.findings.append(finding(code, 0, len(page.source)))


def drop_repeats(sheet: Sheet) -> None:
    """Leave out a lead that a later list of the same act repeats; flag one that differs.

    ::

        lead = act list , { prose } , notice with the same act and the same list ;
    """
    lists = [d for d in sheet.drafts if d.lists]
    for k, draft in enumerate(lists):
        words = _words(sheet, draft)
        later = [d for d in lists[k + 1 :] if d.key == draft.key]
        if not later or not words or draft.act.action is Action.RESCOPE:
            continue
        rest: Counter[str] = Counter()
        for d in later:
            rest += _words(sheet, d)
        shared = sum((words & rest).values())
        if shared == sum(words.values()) and _apart(sheet, draft, later):
            draft.dropped = True
        elif shared * 2 > sum(words.values()) and shared > 1:
            sheet.note("repeat-differs", draft.act.start, draft.act.head[1])


def _apart(sheet: Sheet, draft: Draft, later: list[Draft]) -> bool:
    """Whether prose or a head stands between a lead and the list that repeats it."""
    end = max((p.end for g in draft.block.groups for p in g.pieces), default=draft.act.head[1])
    return any(
        "。" in sheet.page.text[end : d.act.head[0]] or d.segment is not draft.segment
        for d in later
    )


def _words(sheet: Sheet, draft: Draft) -> Counter[str]:
    return Counter(
        bare(sheet.page.text[p.item[0] : p.item[1]]) for row in draft.placed for p in row
    )


def strongest(group: Group) -> Sep:
    """The strongest separator of a group."""
    return max((p.sep for p in group.pieces[1:]), default=Sep.MARK)
