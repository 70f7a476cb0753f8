"""Writing a notice in the official form of Taiyuan; ``parse`` reads it back.

::

    notice   = issuer 通告 , "(" year 年第 number 号 ")" , title , basis ,
               { numeral "、" section } , { residual } , issuer , date ;
    section  = act "(" count "个)" , { group } ;
    group    = [ district "(" count "个):" ] item { "，" item } "。" ;
"""

from itertools import groupby

from notices.language.numerals import numeral
from notices.language.values import Action, Declared, Effective, Entry, Notice, RiskLevel

_LEVEL = {RiskLevel.HIGH: "高风险区", RiskLevel.MEDIUM: "中风险区", RiskLevel.LOW: "低风险区"}
_BASIS = (
    "按照《新型冠状病毒肺炎防控方案（第九版）》有关规定，结合当前疫情防控工作实际，经专家组研判，"
)
_BASIS_TWENTY = (
    "根据国务院联防联控机制优化疫情防控工作二十条措施和《新型冠状病毒肺炎防控方案（第九版）》有关规定，"
    "结合当前疫情防控工作实际，经专家组研判，"
)

Act = tuple[Action, RiskLevel | None, RiskLevel | None, Effective | None]


def render(notice: Notice) -> str:
    """Write ``notice`` as its office would."""
    two = not any(RiskLevel.MEDIUM in (e.level, e.to_level) for e in notice.entries)
    paragraphs = [*_head(notice), *_lead(notice, two=two)]
    sections = [(act, list(run)) for act, run in groupby(notice.entries, _act)]
    for k, (act, entries) in enumerate(sections, 1):
        paragraphs += _section(numeral(k), act, entries, two=two)
    paragraphs += [f"{r.text}为{_LEVEL[r.level]}。" for r in notice.residuals]
    return "\n\n".join([*paragraphs, *_foot(notice)]) + "\n"


def _act(entry: Entry) -> Act:
    return entry.action, entry.level, entry.to_level, entry.effective


def _head(notice: Notice) -> list[str]:
    out = [f"{notice.issuer}通告"] if notice.issuer else []
    if notice.number and notice.year:
        out.append(f"（{notice.year}年第{notice.number}号）")
    if notice.title:
        out.append(notice.title)
    return out


def _lead(notice: Notice, *, two: bool) -> list[str]:
    """The sentence of basis, with the totals that the notice declares."""
    when = notice.effective.phrase if notice.effective else ""
    totals = _totals(notice.declared)
    if not notice.entries and not totals:
        return []
    basis = _BASIS_TWENTY if two else _BASIS
    if not totals:
        return [f"{basis}{when}对部分区域调整如下："] if when else [f"{basis}对部分区域调整如下："]
    return [f"{basis}{when}我市{'，'.join(totals)}。具体为："]


def _totals(declared: Declared) -> list[str]:
    out = []
    if declared.designate is not None:
        out.append(f"新增高风险区{declared.designate}个")
    if declared.release is not None:
        out.append(f"调整为低风险区{declared.release}个")
    return out


def _section(mark: str, act: Act, entries: list[Entry], *, two: bool) -> list[str]:
    """The heading of an act and its groups."""
    return [f"{mark}、{_heading(act, two=two)}", *_groups(entries)]


def _heading(act: Act, *, two: bool) -> str:
    action, level, to_level, effective = act
    when = f"{effective.phrase}" if effective else ""
    name = _LEVEL[level] if level else "风险区"
    if action is Action.DESIGNATE:
        return f"{when}新增{name}"
    if action is Action.RESCOPE:
        return f"{when}调整{name}范围"
    target = _LEVEL[to_level] if to_level else "低风险区"
    return f"{when}调整为{target}" if two else f"{when}{name}调整为{target}"


def _groups(entries: list[Entry]) -> list[str]:
    out = []
    for (district, count), run in groupby(entries, lambda e: (e.district, e.declared_group_count)):
        items = "，".join(e.text for e in run)
        number = f"（{count}个）" if count is not None else ""
        out.append(f"{district}{number}：{items}。" if district else f"{items}。")
    return out


def _foot(notice: Notice) -> list[str]:
    out = []
    if notice.issuer and notice.issued_on:
        out.append(notice.issuer)
    if notice.issued_on:
        day = notice.issued_on
        out.append(f"{day.year}年{day.month}月{day.day}日")
    return out
