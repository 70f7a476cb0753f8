"""Checks: after the reading, everything about it that a person should look at."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from notices.language import lexis
from notices.language.act import Form
from notices.language.counts import Cell
from notices.language.drafts import Draft, Sheet
from notices.language.entries import Placed, doubts, is_alone_headless, note_after
from notices.language.findings import finding
from notices.language.header import ISSUER, divisions_in
from notices.language.headings import Group, is_town
from notices.language.items import Sep
from notices.language.lists import bare
from notices.language.numerals import number
from notices.language.places import COUNTIES, division, is_headless
from notices.language.values import Action, Entry, rescoped

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd\ud800-\udfff]")
_MARKUP = re.compile(
    r"</?(?:html|body|div|p|span|br|table|td|tr|a|script|h\d)\b[^>]{0,200}>|&nbsp;", re.I
)
_NOTICE = re.compile(r"通告|公告|通知|通报|风险区|疫情|防控|指挥部|提示|提醒")


def _check_heading(sheet: Sheet, group: Group, row: list[Placed]) -> None:
    """Whether an item under a heading begins with another: its own heading lost its colon."""
    assert group.name is not None
    heading = sheet.page.text[slice(*group.name)]
    for placed in row:
        i, j = placed.item
        s, e = division(sheet.page.text, i, sheet.known)
        name = sheet.page.text[s:e]
        other = s < e < j and name in COUNTIES and name not in heading
        town = _TOWN_HEADING.fullmatch(heading) and _TOWN.match(sheet.page.text, i, j)
        again = _HEAD_WORD.search(heading)
        fellow = again and re.match(rf"[一-鿿]{{2,8}}?{again[0]}(?=[一-鿿])", sheet.page.text[i:j])
        if other or town or fellow:
            sheet.note("district-carried", i, j)


_TOWN_HEADING = re.compile(r"[一-鿿]{2,8}(?:街道|镇|乡|街|街道办|办事处)")
_TOWN = re.compile(
    r"[一-鿿]{2,5}?(?<![小村])(?:街道|[镇乡])(?!中[学心]|小学|卫生|政府|敬老|医院)(?=[一-鿿])"
    r"|[一-鿿]{2,5}\([一-鿿]{1,5}(?:街道|[镇乡])\)"
)
_HEAD_WORD = re.compile(r"(?:片区管委会|管委会|街道办事处|办事处)$")
_SECTION = re.compile(r"(?P<n>[一二三四五六七八九十]{1,3})、")
_TORN_HEADING = re.compile(r"(?:区|道|街道|镇|管?委会|办事处)(?=$|管委会|街道)")
_LOST_MARK = re.compile(r"\d{1,2}(?![号栋幢座层排组连团队街])[一-鿿]")
"""A number that begins a line and lost the mark behind it: 2月川社区."""
_HEADING_COUNT = re.compile(rf"{lexis.NUM}[个处]|^[^(]*\)|\([^)]*$")
"""A count or half a bracket in a heading, which is no part of a name."""
_LIKE_DISTRICT = re.compile(
    r"[一-鿿]{2,8}?(?:开发区|示范区|高新区|经开区|新区|园区|产业园|管委会|新城|度假区|风景区|试验区|合作区)"
    r"(?=[一-鿿]{2,8}(?:街道|镇|乡|社区|村|小区))"
    r"|[一-鿿]{1,4}?(?<![小社园校片街厂矿院营景学])(?:县|区|旗)(?=[一-鿿]{1,6}?(?:街道|[镇乡])(?![中小卫政敬医]))"
)


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
    named = [g for g in draft.block.groups if g.name is not None]
    for group in draft.block.groups:
        if named and group.name is None and (group.pieces or group.spare):
            sheet.note("district-carried", group.start, group.pieces[-1].end)
    _check_speaker(sheet, draft)
    for k, (group, row) in enumerate(zip(draft.block.groups, draft.placed, strict=False)):
        counted = bool(draft.cells) and draft.cells[k].settled
        rescope = act.action is Action.RESCOPE
        for placed in row:
            note = note_after(sheet.page, placed.item)
            if note and note["zone"] and lexis.levels(note["zone"])[0] is not act.level:
                sheet.note("level-unknown", *placed.item)
            sheet.findings += doubts(sheet.page, placed, counted=counted, rescope=rescope)
            if rescope and is_headless(_first(sheet, placed)):
                sheet.note("headless", *placed.item)
        if row and is_alone_headless(sheet.page, row[0].item):
            sheet.note("headless", *row[0].item)
        _check_districts(sheet, group, row, draft.segment.head.scope, free=free)


def _first(sheet: Sheet, placed: Placed) -> str:
    """The first place of what a zone becomes."""
    return re.split("[、,]", rescoped(sheet.page.text[slice(*placed.item)])[1])[0]


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
    name = sheet.page.text[slice(*group.name)] if group.name else ""
    if name and _TORN_HEADING.match(name):
        sheet.note("malformed-heading", group.start, group.body)
    if group.damaged or _HEADING_COUNT.search(name):
        sheet.note("malformed-heading", group.start, group.body)
    if group.doubt:
        sheet.note("table-doubt", group.start, group.end)
    if cell.doubts and not cell.settled:
        end = cell.pieces[-1].end if cell.pieces else group.end
        sheet.note("separator-doubt", group.body, end, counts="/".join(map(str, cell.doubts)))
    values = [p.number for p in group.pieces if p.number is not None]
    if any(b not in (1, a + 1) for a, b in pairwise(values)):
        sheet.note("numbering-gap", group.pieces[0].start, group.pieces[-1].end)
    for before, piece in pairwise(group.pieces):
        words = sheet.page.text[before.start : before.end]
        if piece.number == 1 and is_town(lexis.NUMBERING_RE.sub("", words, count=1)):
            sheet.note("malformed-heading", before.start, before.end)
    for piece in (*group.pieces, *group.spare):
        words = sheet.page.text[piece.start : piece.end]
        alone = words.endswith("街") and is_town(lexis.NUMBERING_RE.sub("", words, count=1))
        numbered = "(" in (words[0], sheet.page.text[max(0, piece.start - 3)])
        if words[0] == ":" or (alone and numbered):
            sheet.note("malformed-heading", piece.start, piece.end)
    for piece in group.pieces if values else ():
        if (
            piece.number is None
            and piece.line
            and _LOST_MARK.match(sheet.page.text, piece.start, piece.end)
        ):
            sheet.note("numbering-gap", piece.start, piece.end)
    if group.late and cell.count is None:
        sheet.note("orphan-text", group.start, group.end)
    if group.left:
        sheet.note("orphan-text", *group.left)
    if cell.spare and not cell.spare_used:
        for piece in cell.spare:
            if lexis.PLACE_TAIL.search(sheet.page.text[piece.start : piece.end]):
                sheet.note("orphan-text", piece.start, piece.end)


def _check_districts(
    sheet: Sheet, group: Group, row: list[Placed], scope: str | None, *, free: bool
) -> None:
    """Whether every item has a district, and none has it by a long reach."""
    if group.name is not None:
        _check_heading(sheet, group, row)
        return
    if not row:
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
        if reach or strange or other or (free and carried):
            sheet.note("district-carried", i, j)


def check_sections(sheet: Sheet) -> None:
    """Whether the sections of a page, 一、二、三、, leave one out: a heading or a part is lost."""
    values = [(i, number(m["n"])) for i, m in _sections(sheet)]
    for (_, before), (i, value) in pairwise([(0, 0), *values]):
        if value not in (1, before, (before or 0) + 1):
            sheet.note("numbering-gap", i, min(len(sheet.page.text), i + 12))


def _sections(sheet: Sheet) -> Iterator[tuple[int, "re.Match[str]"]]:
    """The Chinese numbers that begin lines."""
    for i in (0, *sheet.page.breaks):
        match = _SECTION.match(sheet.page.text, i)
        if match:
            yield i, match


def check_whole(sheet: Sheet, entries: list[Entry]) -> None:
    """What the notice as a whole leaves to say."""
    seen: set[Entry] = set()
    for entry in entries:
        if entry in seen:
            sheet.findings.append(
                finding("duplicate-entry", entry.start, entry.end, text=entry.text)
            )
        seen.add(entry)
    if entries:
        return
    page = sheet.page
    if any(f.severity.value != "info" for f in sheet.findings):
        return
    if _lists_places(sheet):
        sheet.note("unread-act", 0, min(len(page.text), 40))
        return
    code = "no-act" if _NOTICE.search(page.text) else "not-a-notice"
    sheet.findings.append(finding(code, 0, len(page.source)))


_ANNOUNCED = re.compile(r"以下|如下|下列|下表|附表|名单|风险区:|将:")
_TAKEN_BELOW = re.compile(r"[将把](?:以下|下列)|解除(?:以下|下列)")
_LIKE_PLACE = re.compile(r"(?:单元|号楼|\d[栋幢座]|\d号院?|小区|宿舍|[一-鿿]村)[。;,)]*$")


def _lists_places(sheet: Sheet) -> bool:
    """Whether a page without entries speaks of zones, of a list, and has lines like places."""
    page = sheet.page
    zone = lexis.ZONE_RE.search(page.text) or _TAKEN_BELOW.search(page.text)
    if not (zone and _ANNOUNCED.search(page.text)):
        return False
    edges = [0, *page.gaps_within(1, len(page.text)), len(page.text)]
    lines = (page.text[i:j] for i, j in pairwise(edges))
    return any(_LIKE_PLACE.search(w) and len(w) < 60 and not lexis.PROSE.search(w) for w in lines)


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
