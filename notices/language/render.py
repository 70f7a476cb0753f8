"""Writing a notice in the official form of Taiyuan; ``parse`` reads it back.

A section is one act, its groups are the districts with their counts, an item ends with
a comma. Entries without a district stand on numbered lines, since each then says for
itself where it is.
"""

from itertools import groupby

from notices.language.context import TWO_LEVELS_FROM
from notices.language.numerals import numeral
from notices.language.page import page
from notices.language.places import division
from notices.language.values import Action, Effective, Entry, Notice, RiskLevel

_LEVEL = {RiskLevel.HIGH: "高风险区", RiskLevel.MEDIUM: "中风险区", RiskLevel.LOW: "低风险区"}
_NINTH = "《新型冠状病毒肺炎防控方案（第九版）》有关规定，结合当前疫情防控工作实际，经专家组研判，"
_THREE_LEVELS = f"按照{_NINTH}"
_TWO_LEVELS = f"根据国务院联防联控机制优化疫情防控工作二十条措施和{_NINTH}"

Act = tuple[Action, RiskLevel | None, RiskLevel | None, Effective | None]


def render(notice: Notice) -> str:
    """Write ``notice`` as its office would.

    ::

        notice = [issuer] 通告 , ["(" [year 年] 第 number 号 ")"] , [title] , lead ,
                 { numeral "、" section } , { residual "为低风险区。" } , [issuer] , [date] ;
    """
    two = _two_levels(notice)
    paragraphs = [*_head(notice), *_lead(notice, two=two)]
    for k, (act, run) in enumerate(groupby(notice.entries, _act), 1):
        paragraphs += _section(numeral(k), act, list(run), two=two)
    paragraphs += [f"{r.text}为{_LEVEL[r.level]}。" for r in notice.residuals]
    return "\n\n".join([*paragraphs, *_foot(notice)]) + "\n"


def _two_levels(notice: Notice) -> bool:
    """Whether the notice is of the time without a medium level, or could be."""
    early = notice.issued_on is not None and notice.issued_on < TWO_LEVELS_FROM
    medium = any(RiskLevel.MEDIUM in (e.level, e.to_level) for e in notice.entries)
    return not early and not medium


def _act(entry: Entry) -> Act:
    return entry.action, entry.level, entry.to_level, entry.effective


def _head(notice: Notice) -> list[str]:
    out = [f"{notice.issuer or ''}通告"]
    if notice.number is not None:
        year = f"{notice.year}年" if notice.year else ""
        out.append(f"（{year}第{notice.number}号）")
    if notice.title:
        out.append(notice.title)
    return out


def _lead(notice: Notice, *, two: bool) -> list[str]:
    """The basis, from when, and how many; nothing for a notice that does nothing.

    ::

        lead = basis [effective] ( 我市 total {"，" total} "。具体为：" | 部分区域调整如下： ) ;
    """
    when = notice.effective.phrase if notice.effective else ""
    if not notice.entries:
        return [f"{when}执行。"] if when else []
    basis = _TWO_LEVELS if two else _THREE_LEVELS
    totals = _totals(notice, two=two)
    if not totals:
        return [f"{basis}{when}对部分区域风险等级调整如下："]
    return [f"{basis}{when}{_who(notice)}{'，'.join(totals)}。具体为："]


def _who(notice: Notice) -> str:
    """我市 for a city, 我区 or 我县 where the issuer is of one."""
    words = page(notice.issuer or "").text
    names = {words[s:e] for s, e in (division(words, i) for i in range(len(words))) if s < e}
    last = names.pop()[-1] if len(names) == 1 else "市"
    return f"我{last}"


def _totals(notice: Notice, *, two: bool) -> list[str]:
    """The totals by act, where the notice declares them."""
    stated = {
        Action.DESIGNATE: notice.declared.designate,
        Action.RELEASE: notice.declared.release,
    }
    sizes: dict[tuple[Action, RiskLevel | None, RiskLevel | None], int] = {}
    for e in notice.entries:
        key = (e.action, e.level, e.to_level)
        sizes[key] = sizes.get(key, 0) + 1
    out = []
    for key, size in sizes.items():
        declared = stated.get(key[0])
        if declared is not None:
            alone = sum(k[0] is key[0] for k in sizes) == 1
            out.append(_total(*key, declared if alone else size, two=two))
    return out


def _total(
    action: Action, level: RiskLevel | None, to_level: RiskLevel | None, n: int, *, two: bool
) -> str:
    name = _LEVEL[level] if level else "风险区"
    if action is Action.DESIGNATE:
        return f"新增{name}{n}个"
    target = _LEVEL[to_level] if to_level else "低风险区"
    return f"调整为{target}{n}个" if two else f"{n}个{name}调整为{target}"


def _section(mark: str, act: Act, entries: list[Entry], *, two: bool) -> list[str]:
    """The heading of an act and its groups.

    ::

        section = [effective] ( 新增 zone | [zone] 调整为 zone | 调整 zone 范围 )
                  [count] , { group } ;
    """
    lone = all(e.district is None for e in entries)
    count = entries[0].declared_group_count if lone else None
    number = f"（{count}个）" if count is not None else ""
    return [f"{mark}、{_heading(act, two=two)}{number}", *_groups(entries)]


def _heading(act: Act, *, two: bool) -> str:
    action, level, to_level, effective = act
    when = effective.phrase if effective else ""
    name = _LEVEL[level] if level else "风险区"
    if action is Action.DESIGNATE:
        return f"{when}新增{name}"
    if action is Action.RESCOPE:
        return f"{when}调整{name}范围"
    target = _LEVEL[to_level] if to_level else "低风险区"
    return f"{when}调整为{target}" if two else f"{when}{name}调整为{target}"


def _groups(entries: list[Entry]) -> list[str]:
    """The groups of a section.

    ::

        group = district [ "(" count "个)" ] ":" item { "，" item } "。"
              | { number "." item "。" } ;
    """
    out = []
    for (district, count), run in groupby(entries, lambda e: (e.district, e.declared_group_count)):
        if district is None:
            out.append("\n".join(f"{k}. {e.text}。" for k, e in enumerate(run, 1)))
            continue
        number = f"（{count}个）" if count is not None else ""
        out.append(f"{district}{number}：{'，'.join(e.text for e in run)}。")
    return out


def _foot(notice: Notice) -> list[str]:
    if notice.issued_on is None:
        return []
    day = notice.issued_on
    signed = f"{notice.issuer}\n" if notice.issuer else ""
    return [f"{signed}{day.year}年{day.month}月{day.day}日"]
