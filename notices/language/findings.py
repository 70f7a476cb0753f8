"""The catalogue of findings: every doubt that a reading can raise, with a stable code.

A finding of severity ``error`` says that the reading and the text disagree; ``warning``
that the text can be read in more than one way, or was left out; both *flag* the notice.
``info`` tells something that casts no doubt on the entries, and does not flag.
"""

from dataclasses import dataclass
from unicodedata import east_asian_width

from notices.language.values import Finding, Severity


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding: its severity and its sentence in two languages."""

    severity: Severity
    zh: str
    en: str


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

CATALOGUE: dict[str, Kind] = {
    "empty": Kind(_E, "文本为空", "the text is empty"),
    "too-long": Kind(
        _E, "文本超过{limit}字,未读", "the text has over {limit} characters; nothing was read"
    ),
    "too-many-acts": Kind(
        _E, "划定、解除超过{limit}处,其余未读", "over {limit} acts; the rest was not read"
    ),
    "not-text": Kind(
        _E, "含有控制字符或无效字符,不像文本", "control or invalid characters: this is hardly text"
    ),
    "markup": Kind(_W, "含有网页标记", "the text contains markup of a web page"),
    "no-act": Kind(
        _I, "没有划定或解除风险区的内容", "nothing is designated and nothing is released"
    ),
    "not-a-notice": Kind(_W, "不像一份通告", "this hardly is a notice"),
    "masked": Kind(_W, "有字被遮盖:{text}", "characters are masked: {text}"),
    "number-lost": Kind(
        _W, "通告年号或编号缺失:{text}", "the year or number of the notice is missing: {text}"
    ),
    "count-mismatch": Kind(
        _E,
        "声明{declared}个,读到{listed}个:{text}",
        "{declared} declared, {listed} read: {text}",
    ),
    "sample": Kind(
        _W,
        "“等{declared}个”只列出{listed}个",
        "a list of {declared} names only {listed}",
    ),
    "open-list": Kind(_W, "以“等”结尾,未列全:{text}", "the list ends in 等, unfinished: {text}"),
    "separator-doubt": Kind(
        _W,
        "分隔方式不明,可读作{counts}个:{text}",
        "separators are ambiguous, could be {counts} entries: {text}",
    ),
    "headless": Kind(_W, "条目缺少地名:{text}", "the entry lacks the name of its place: {text}"),
    "odd-entry": Kind(_W, "不像一个地点:{text}", "this hardly reads as a place: {text}"),
    "run-together": Kind(_E, "多个地点连写,无分隔:{text}", "several places run together: {text}"),
    "numbering-gap": Kind(_W, "编号不连续:{text}", "the numbers of the list leave a gap: {text}"),
    "orphan-text": Kind(
        _W, "列表中有不属于任何条目的文字:{text}", "text in a list belongs to no entry: {text}"
    ),
    "malformed-heading": Kind(
        _E, "分组标题残缺:{text}", "the heading of a group is damaged: {text}"
    ),
    "unbalanced-bracket": Kind(_E, "括号不配对:{text}", "a bracket is not closed: {text}"),
    "district-unknown": Kind(
        _W, "无法确定所属县(市、区):{text}", "the district cannot be told: {text}"
    ),
    "district-carried": Kind(
        _W,
        "所属县(市、区)由前文沿用,请核对:{text}",
        "the district is carried from before a boundary: {text}",
    ),
    "level-unknown": Kind(
        _W, "无法确定调整前的风险等级:{text}", "the level before the act cannot be told: {text}"
    ),
    "level-mapped": Kind(
        _W,
        "封控区、管控区、防范区按高、中、低风险对应:{text}",
        "封控区, 管控区, 防范区 are taken as high, medium, low: {text}",
    ),
    "direction-doubt": Kind(
        _W, "“{text}”是升级还是降级不明", "whether this goes up or down cannot be told: {text}"
    ),
    "act-doubt": Kind(
        _W, "不能确定是否为划定或解除:{text}", "this may or may not be an act: {text}"
    ),
    "unread-act": Kind(
        _W, "似有划定或解除内容未能读出:{text}", "an act seems to be here, but was not read: {text}"
    ),
    "correction": Kind(
        _W,
        "更正、撤销前文,不作条目,请核对:{text}",
        "this corrects or withdraws an earlier text, and is not read as an act: {text}",
    ),
    "history-doubt": Kind(
        _W, "按既往情况处理,请核对:{text}", "taken as history, please check: {text}"
    ),
    "repeat-differs": Kind(
        _W, "与前文重复但不一致:{text}", "this repeats a list but differs from it: {text}"
    ),
    "second-notice": Kind(
        _W, "页面上另有一份通告:{text}", "there is another notice on the page: {text}"
    ),
    "history": Kind(
        _I, "既往情况不作条目:{text}", "what was done before is not read as an act: {text}"
    ),
    "standing-list": Kind(
        _I, "现状清单不作条目:{text}", "a list of zones in force is not read as acts: {text}"
    ),
    "table-doubt": Kind(
        _W, "表格各列含义不明:{text}", "the columns of a table are not clear: {text}"
    ),
    "duplicate-entry": Kind(_I, "重复条目:{text}", "the same place stands twice: {text}"),
}


def finding(code: str, start: int, end: int, **words: object) -> Finding:
    """A finding of the catalogue at a span of the source."""
    kind = CATALOGUE[code]
    shown = {key: _short(str(value)) for key, value in words.items()}
    return Finding(
        code, kind.severity, kind.zh.format(**shown), kind.en.format(**shown), start, end
    )


def _short(words: str) -> str:
    """``words`` on one line, cut to what a list of findings can show."""
    line = "".join(words.split())
    return line if len(line) <= 40 else line[:39] + "…"


def caret(source: str, start: int, end: int) -> str:
    """The line of ``start`` with carets under the span; a full-width character is two cells.

    ::

        晋源区(1个牛家口村
        ^^^^^^^^^
    """
    begin = source.rfind("\n", 0, start) + 1
    stop = source.find("\n", start)
    stop = len(source) if stop < 0 else stop
    left = max(begin, start - 20)
    line = source[left : min(stop, start + 40)]
    before = _cells(source[left:start])
    width = max(1, _cells(source[start : min(end, left + len(line))]))
    return f"    {line}\n    {' ' * before}{'^' * width}"


def _cells(words: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in words)
