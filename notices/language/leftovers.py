"""Leftovers: words outside every list that look as if they belonged to one.

No entry may be lost unseen, so what no production took is looked at once more.
"""

import re

from notices.language import lexis
from notices.language.act import Act, Form
from notices.language.acts import dead
from notices.language.clauses import clause_start
from notices.language.drafts import Draft, Sheet
from notices.language.lists import bare
from notices.language.page import Page
from notices.language.values import Action, RiskLevel

_ACTING = re.compile(
    r"(?:新增|划定|划为|列为|列入|调整为|调整至|升级为|上调为|调升为|降为|降级为|下调为|调降为|降至|解除|取消|定为|纳入|转为|变更为)"
)
_BELOW = re.compile(rf"(?:以下|下列){lexis.NUM}{lexis.UNIT}")
_NEAR = 14
_DECIDED = re.compile(r"以下|下列|如下|现将|决定|即日起|起|\d个")
_CORRECTS = re.compile(
    r"更正(?!后)|勘误|应(?:改|更正)?为“|(?:通告|公告)[^。,;:]{0,16}(?:废止|作废|撤销)"
)
_FURNITURE = re.compile(r"及时|联系|如有|若|请|欢迎|通知我")
"""Before 更正 in the foot of a web page, which offers to correct itself."""
_BLANKET = re.compile(
    rf"(?:所有|全部|现有)的?{lexis.ZONE}[^。;:、]{{0,16}}?(?:解除|调整为|降为|转为)"
    rf"|{lexis.ZONE}(?:,?自{lexis.MOMENT}起,?)?(?:全部|均|一律|全域)(?:予以)?(?:解除|清零|调整为|降为|降级|转为)"
)
_TOLD = re.compile(r"至此|截至|截止|已|如果|若|当|后,|以下|下列|不再|方可")
_LISTED = re.compile(
    rf"(?!{lexis.DATE})(?:·|{lexis.NUMBERING})[一-鿿]{{2,8}}?(?:街道|[镇乡]|社区|[路街巷区县])"
)
"""How a line of a list begins: with its bullet or number, and a place."""
_AND_ZONE = re.compile(rf"[和及与]{lexis.ZONE}")
_CLOSES = frozenset(",。;:、)”!?")
_STRONG_TAIL = re.compile(r"(?:单元|号楼|\d[栋幢座]|\d号院?|[小家]区|宿舍|\d排|\d组)[。;,)]*$")


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
        if _is_heading(page, i, j):
            sheet.note("unread-act", page.line_start(i), j)
            continue
        start = max(clause_start(page, i), i - 60)
        near = page.text[max(start, i - _NEAR) : i] + page.text[j : j + 4]
        clause = page.text[start : min(len(page.text), j + 20)]
        if page.is_line_start(clause_start(page, i)) and re.match(r"(?:新增|解除)\d", near[-4:]):
            continue
        rule = lexis.RULE.search(clause) and not _BELOW.search(clause)
        if not _ACTING.search(near) or rule or lexis.STANDING.search(clause):
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


def _is_heading(page: Page, i: int, j: int) -> bool:
    """Whether a zone stands on a line of its own with a count: 二、中风险区5个)."""
    start, stop = page.line_start(i), page.next_break(j)
    line = page.text[start:stop]
    return bool(
        len(line) <= 20
        and re.search(r"\d[个处]", page.text[j:stop])
        and not lexis.STANDING.search(line)
        and not lexis.PROSE.search(line)
    )


def check_empty(sheet: Sheet) -> None:
    """Acts that are decided, and of which no list was found."""
    lists = [d for d in sheet.drafts if d.lists or d.block.residuals]
    for draft in sheet.drafts:
        act = draft.act
        if draft in lists or draft.dropped or act.form is Form.STANDING or act.count is not None:
            continue
        if act.level is RiskLevel.LOW and act.action is Action.DESIGNATE:
            continue
        if any(d.key == draft.key or (d.key[0] is act.action and not act.level) for d in lists):
            continue
        start = max(sheet.page.text.rfind("。", 0, act.head[0]) + 1, act.head[0] - 120, 0)
        if act.form is Form.OPEN or _DECIDED.search(sheet.page.text, start, act.head[0]):
            sheet.note("unread-act", *act.head)


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
        early = i < spans[0][0] and not _LISTED.match(page.text, i)
        if early or any(s < j and i < e for s, e in spans):
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
        elif act.form is Form.OPEN:
            before = (max(floor, page.line_start(act.head[0])), act.head[0])
            for i, j in (before, (act.head[1], act.places[0])):
                words = page.text[i:j]
                if lexis.STRONG_TAIL.search(words) and not lexis.PROSE.search(words):
                    sheet.note("orphan-text", i, j)
        floor = act.head[1]


def _covered(draft: Draft) -> tuple[int, int]:
    """The stretch that an act and its list take."""
    ends = [p.end for g in draft.block.groups for p in (*g.pieces, *g.spare)]
    if draft.act.form is Form.STANDING or draft.act.action is Action.RESCOPE:
        ends += [g.end for g in draft.block.groups]
    starts = [g.start for g in draft.block.groups]
    return min([draft.act.start, *starts]), max([draft.act.head[1], *ends])


def check_corrections(sheet: Sheet) -> None:
    """Words that mend or withdraw an earlier notice: no act of their own, and never unseen.

    ::

        correction = 更正 | 勘误 | 应为 “ … ” | notice … ( 废止 | 作废 | 撤销 ) ;
    """
    for match in _CORRECTS.finditer(sheet.page.text):
        before = sheet.page.text[max(0, match.start() - 14) : match.start()]
        if not _FURNITURE.search(before):
            sheet.note("correction", *match.span())
            return


def check_blanket(sheet: Sheet) -> None:
    """A release of every zone at once, which names none: 全市高风险区全部解除.

    ::

        blanket = ( 所有 | 全部 ) zone … release-verb | zone ( 全部 | 均 ) release-verb ;
    """
    page = sheet.page
    heads = [d.act.head for d in sheet.drafts if d.lists]
    for match in _BLANKET.finditer(page.text):
        start = max(page.text.rfind("。", 0, match.start()) + 1, page.line_start(match.start()))
        told = _TOLD.search(page.text, start, match.end())
        if not told and not any(i < match.end() and match.start() < j for i, j in heads):
            sheet.note("unread-act", *match.span())


def check_bare_totals(sheet: Sheet) -> None:
    """An act without a list and without a count that places follow: 新增高风险区 甲小区."""
    page = sheet.page
    for draft in sheet.drafts:
        act, end = draft.act, draft.act.head[1]
        if act.form is not Form.TOTAL or act.count is not None or act.action is None:
            continue
        rest = page.text[end : end + 30]
        if not rest or page.is_line_start(end) or rest[0] in _CLOSES or _AND_ZONE.match(rest):
            continue
        if rest[0] == "(" or lexis.PLACE_WORD.match(rest):
            sheet.note("unread-act", act.head[0], end)
