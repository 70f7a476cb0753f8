"""Clauses: where one begins, who acts in it, where its list begins and what follows its zone."""

import re

from notices.language import lexis
from notices.language.numerals import number
from notices.language.page import Page
from notices.language.places import city, division

BELOW = re.compile(r"以下|下列|如下")
"""Words that say the list comes below."""
_EXCLUDED = re.compile(
    r"(?:的?(?:区域|地区)?(?:以外|之外|外)|所在|全部|\?|前|之后|后(?=[,人不可再]))"
)
_EXCLUDING = re.compile(r"(?<![解免消扣])除(?:上述|以上|已|划定|的)*[^,。;:()]{0,8}$")
_NO_ACT = re.compile(r"(?:作为|[无被])$")
_AFTER = re.compile(
    r"[”\"]?(?:管理|管控|封控|范围|点位|名单|清单|区域|地区|情况|的(?:小区|楼栋|村)(?=:|$|[一-鿿])|的)*"
    rf"(?P<c>\((?:本次|此次)?(?:新增|解除|共有?|共计|合计|计)?(?P<n1>{lexis.NUM}){lexis.UNIT}(?:,[^()]{{0,30}})?\)"
    rf"|(?:共有?|共计|合计|计|为|有)?(?P<n2>{lexis.NUM}){lexis.UNIT})?"
)
_OPENS = re.compile(
    r"[,。(]?(?:具体)?(?:分别)?(?:名单|区域|范围|情况|点位|内容|地点|清单)?(?:分别)?(?:是|为|如下|包括|包含|有|即)?\)?:"
)
_BY_NAME = re.compile(r",?(?:(?:分别|具体)(?:是|为)|为|是)(?=[^,。;:])")
_GROUP_AHEAD = re.compile(
    rf"[一-鿿]{{2,10}}(?:\(?{lexis.NUM}[个处]\)?|(?<=[区县市旗镇乡])|(?<=街道)):"
)
_SUBJECT_TOKEN = re.compile(
    rf"{lexis.NUMBERING}|[一二三四五六七八九十]$|{lexis.MOMENT}|{lexis.SUBJECT_WORDS}|{lexis.COUNT}(?:{lexis.ZONE})?|[,、:·*()]"
)
OURS = re.compile(
    r"(?:(?:同时|此外|另外|并),?)?(?:(?:我|本)[市县区旗州](?:的|辖区内?的?)?)?(?:原?(?:已)?(?:划定|列为|确定|设定)的)?"
)
"""Whose places they are, before the first: 我区龙潭街道…."""
_MOMENT_END = re.compile(r"起$")
_STOP = re.compile(r"[。!?]")
_TAKE = re.compile(r"(?:将|把)(?!军|来|台|乐|会|面)")
_TAKE_AFTER = frozenset(",;:。!?、)起定究时日现并再另又后“”即中议准意分区县市部组室办委局府")
_NUMBERED = re.compile(
    r"(?:\d{1,2}[、.)](?!\d)|\((?:\d{1,2}|[一二三四五六七八九十]{1,3})\)|[一二三四五六七八九十]{1,3}、|[①-⑳])"
)
_RESIDUAL = re.compile(
    r"(?<=[,;])(?P<before>[^,;。]{4,40}),(?P<rest>[^,;。、()]{0,12}其[他它余][^,;。、()]{0,10})$"
)
_WHEN = re.compile(rf"\([^()]{{0,20}}自{lexis.MOMENT}起(?:执行|实施|生效)?\)")
_STOP_LINE = re.compile(r":")


def clause_start(page: Page, i: int) -> int:
    """The start of the clause before ``i``: after ``。；：！？`` or a line break."""
    low = max(page.line_start(i), i - 200)
    return max(low, *(page.text.rfind(mark, low, i) + 1 for mark in "。;:!?|"))


def sentence_end(page: Page, i: int) -> int:
    """The end of the sentence of ``i``: after its full stop, or at the next line."""
    stop = page.text.find("。", i, page.next_break(i))
    return stop + 1 if stop >= 0 else page.next_break(i)


def is_subject(page: Page, i: int, j: int) -> bool:
    """Whether ``text[i:j]`` holds no place, only who, when, where and how many.

    ::

        subject = { numbering | moment | division | 同时 | 以下 | 我市 | count | … } ;
    """
    text = page.text
    while i < j:
        token = _SUBJECT_TOKEN.match(text, i, j)
        if token and token.end() > i:
            i = token.end()
            continue
        end = max(division(text, i)[1], city(text, i))
        if not i < end <= j:
            return False
        i = end
    return True


def is_aside(page: Page, zone: "re.Match[str]", *, verb: bool = False) -> bool:
    """Whether a zone is named only to be left out: 除高风险区外, 高风险区所在.

    Behind a verb (``verb``) a 除 before it is of a place: (除3号楼)划定为高风险区.
    """
    a = zone.start()
    excluded = _EXCLUDED.match(page.text, zone.end())
    if excluded or _NO_ACT.search(page.text, max(0, a - 2), a):
        return True
    return not verb and bool(_EXCLUDING.search(page.text, max(0, a - 16), a))


def opens_after_stop(page: Page, i: int) -> bool:
    """Whether a full stop at ``i`` ends the words of an act, and its list comes next."""
    listed = page.is_line_start(i + 1) or _GROUP_AHEAD.match(page.text, i + 1)
    return page.text[i : i + 1] == "。" and bool(listed)


def after(page: Page, j: int) -> tuple[int, int | None, tuple[int, int], bool]:
    """What follows a zone: end of the words, the count, its span, and whether a list opens.

    ::

        after = [范围 | 点位 | 名单] [count] [",分别是" | "如下"] ( ":" | line-break ) ;
    """
    match = _AFTER.match(page.text, j)
    assert match is not None
    end = match.end()
    count, at = None, (0, 0)
    if match["c"]:
        count, at = number(match["n1"] or match["n2"]), match.span("c")
    when = _WHEN.match(page.text, end)
    if when and (page.is_line_start(when.end()) or page.text[when.end() :][:1] == ":"):
        end = when.end()
    opens = _OPENS.match(page.text, end)
    if opens and not any(page.is_line_start(k) for k in range(end + 1, opens.end())):
        return opens.end(), count, at, True
    if count is not None and opens_after_stop(page, end):
        return end + 1, count, at, end + 1 < len(page.text)
    named = _BY_NAME.match(page.text, end)
    if named:
        return named.end(), count, at, True
    return end, count, at, end < len(page.text) and page.is_line_start(end)


def list_start(page: Page, floor: int, lead: int) -> tuple[int, int]:
    """Where the list before a closing act begins: its 将, and the first place after it.

    Of several 将 the last that begins a sentence or a line counts, else the first: a
    place can begin with that character too (将台乡). A semicolon ends nothing inside such
    a list: it parts the districts (将甲区A；乙区B划定为…).

    ::

        list-start = ( 将 | 把 | 对 ) | ( sentence-start | end of the act before ) ;
    """
    text = page.text
    begin = floor
    for stop in _STOP.finditer(text, floor, lead):
        if not _inside_bracket(text, begin, stop.start(), lead):
            begin = stop.end()
    for colon_end in _STOP_LINE.finditer(text, begin, lead):
        if page.is_line_start(colon_end.end()):
            begin = colon_end.end()
    rest = _RESIDUAL.search(text, max(begin, lead - 60), lead)
    if rest and lexis.PROSE.search(rest["before"]):
        return rest.start("rest"), rest.start("rest")
    takes = [
        t
        for t in _TAKE.finditer(text, begin, lead)
        if t.start() == begin
        or page.is_line_start(t.start())
        or text[t.start() - 1] in _TAKE_AFTER
        or (text[t.start() - 1] in "一二三四五六七八九" and page.is_line_start(t.start() - 1))
    ]
    strong = [t for t in takes if page.is_line_start(t.start()) or text[t.start() - 1] in "。:;!?"]
    if takes:
        return (strong[-1] if strong else takes[0]).span()
    for mark in re.finditer(";", text[begin:lead]):
        if _inside_bracket(text, begin, begin + mark.start(), lead):
            continue
        after_mark = begin + mark.end()
        if lexis.REST.search(text, after_mark, lead) or lexis.PROSE.search(text, begin, after_mark):
            begin = after_mark
            break
    colon = text.rfind(":", begin, lead)
    if colon >= 0 and not _inside_bracket(text, begin, colon, lead):
        begin = colon + 1
    for k in reversed([b for b in page.breaks if begin < b < lead]):
        rest = lexis.REST.search(text, k, lead)
        clause = max(begin, *(text.rfind(mark, begin, k) + 1 for mark in ",、;。:"))
        if text[k - 1] not in ",、" and (
            rest or lexis.PROSE.search(text, clause, k) or _MOMENT_END.search(text, clause, k)
        ):
            begin = k
            break
    while begin < lead and text[begin] in ",、;:":
        begin += 1
    numbered = _NUMBERED.match(text, begin, lead)
    first = numbered.end() if numbered else begin
    return begin, OURS.match(text, first, lead).end()  # type: ignore[union-attr]


def _inside_bracket(text: str, begin: int, i: int, end: int) -> bool:
    return text.count("(", begin, i) > text.count(")", begin, i) and ")" in text[i:end]
