"""The findings that the gazetteer and the ledger add to those of the language."""

from collections.abc import Sequence

from notices import language
from notices.models import Notice
from zones.address.values import Finding, Severity
from zones.models import Place

BLOCKING = frozenset(
    {
        "head-incomplete",
        "number-taken",
        "unknown-district",
        "no-place-named",
        "several-places",
        "cannot-be-recorded",
        "amendment-lost",
        "siting-contradicted",
    }
)
"""What no one can accept away: without it an entry would have no place or no notice."""


PLAIN = {
    "no-place-named": (
        "“{}”没有读到小区、街路或社区的名称。",
        "No complex, street or community was read in “{}”.",
    ),
    "cannot-be-recorded": (
        "“{}”没有写明风险等级，不能入账，请在文本中补全。",
        "“{}” gives no level and cannot be recorded; complete the text.",
    ),
    "amendment-lost": (
        "“{}”所选的在册风险区已不在册，请重新选择。",
        "A zone chosen for “{}” is in force no more.",
    ),
    "exclusion-taken-whole": (
        "“{}”的除外按“划定时即已除外”处理：对应的风险区全部解除。",
        "The exclusion of “{}” is taken for one the zone was named with.",
    ),
}


def finding_key(finding: Finding) -> str:
    """How an accepted finding is named: its code and where it stands."""
    return f"{finding.code}@{finding.start}-{finding.end}"


def near_name(entry: language.Entry, near: Sequence[Place]) -> Finding:
    """A name that is new, and much like one that is known: a person must look."""
    names = "、".join(p.name for p in near)
    return about(
        entry,
        "near-name",
        f"“{entry.text}”是新地点，与已知的{names}相近，请核对是否误写。",
        f"“{entry.text}” is new and much like {names}: is it a misprint?",
        Severity.WARNING,
    )


def several_places(entry: language.Entry, candidates: Sequence[Place]) -> Finding:
    """A name that several known places bear."""
    names = "、".join(f"{p.street}{p.name}" for p in candidates)
    return about(
        entry,
        "several-places",
        f"“{entry.text}”可能是几处地点：{names}，请指明。",
        f"“{entry.text}” may be several places: {names}; say which.",
    )


def unknown_district(entry: language.Entry, named: str | None) -> Finding:
    """A district that is none of the city, or none at all."""
    return about(
        entry,
        "unknown-district",
        f"“{entry.text}”所属区县“{named or '（未写明）'}”不是本市区县。",
        f"The district of “{entry.text}” ({named or 'not written'}) is none of this city.",
    )


def no_place(entry: language.Entry) -> Finding:
    """Words in which no name was read."""
    return _plain(entry, "no-place-named")


def not_recordable(entry: language.Entry) -> Finding:
    """An entry without its level."""
    return _plain(entry, "cannot-be-recorded")


def unmatched(entry: language.Entry, why: str) -> Finding:
    """A release of which nothing in force is known, and what the ledger knows of it."""
    return about(
        entry,
        "unmatched-release",
        f"“{entry.text}”在账册中没有对应的在册风险区：{why}。",
        f"No zone in force matches “{entry.text}”.",
        Severity.WARNING,
    )


def tied_by_hand(entry: language.Entry, zones: Sequence[str]) -> Finding:
    """A release that a person tied to zones that the matching did not find."""
    words = "、".join(f"“{z}”" for z in zones)
    return about(
        entry,
        "tied-by-hand",
        f"“{entry.text}”由人工对应到{words}。" if zones else f"“{entry.text}”由人工改为不对应。",
        f"“{entry.text}” was tied by hand to {words or 'nothing'}.",
        Severity.WARNING,
    )


def tie_lost(entry: language.Entry) -> Finding:
    """A zone chosen by hand that is in force no more."""
    return _plain(entry, "amendment-lost")


def named_so(entry: language.Entry) -> Finding:
    """A release whose exclusion a person took for a part of the zone's name."""
    return _plain(entry, "exclusion-taken-whole", Severity.WARNING)


def siting_moot(entry: language.Entry, decided: str) -> Finding:
    """A place that was new when somebody said what it is, and is known now."""
    return about(
        entry,
        "siting-moot",
        f"“{entry.text}”在地名库中已有，人工所定“{decided}”不再采用。",
        f"The place of “{entry.text}” is known now; what was decided of it is not followed.",
        Severity.WARNING,
    )


def siting_contradicted(entry: language.Entry, within: str, known: str) -> Finding:
    """A new place that is said to lie in what the gazetteer knows to lie elsewhere."""
    return about(
        entry,
        "siting-contradicted",
        f"“{entry.text}”人工定为属于“{within}”，而地名库中{known}。",
        f"“{entry.text}” was put into “{within}”, which the gazetteer knows to lie elsewhere.",
    )


def of_head(notice: language.Notice) -> list[Finding]:
    """What a numbered notice must say before it can be recorded, and may say only once."""
    missing = [
        (zh, en)
        for value, zh, en in (
            (notice.issuer, "发布机关", "issuer"),
            (notice.year, "年份", "year"),
            (notice.number, "文号", "number"),
            (notice.issued_on, "发布日期", "date of issue"),
        )
        if value is None
    ]
    if missing:
        return [head_incomplete(zh, en) for zh, en in missing]
    same = Notice.objects.filter(issuer__name=notice.issuer, year=notice.year, number=notice.number)
    return [number_taken(f"{notice.year}年第{notice.number}号")] if same.exists() else []


def head_incomplete(zh: str, en: str) -> Finding:
    """What a numbered notice must say before it can be recorded."""
    return Finding(
        "head-incomplete",
        Severity.ERROR,
        f"没有读到{zh}，请在文本中补全。",
        f"The {en} was not read; complete the text.",
        0,
        0,
    )


def number_taken(number: str) -> Finding:
    """A notice that the ledger holds already."""
    return Finding(
        "number-taken",
        Severity.ERROR,
        f"{number}通告已经入账，不能重复发布。",
        "This notice is recorded already.",
        0,
        0,
    )


def _plain(entry: language.Entry, code: str, severity: Severity = Severity.ERROR) -> Finding:
    """A finding whose sentence is the same at every entry, but for its words."""
    zh, en = PLAIN[code]
    return about(entry, code, zh.format(entry.text), en.format(entry.text), severity)


def about(
    entry: language.Entry,
    code: str,
    message: str,
    message_en: str,
    severity: Severity = Severity.ERROR,
) -> Finding:
    """A finding at the words of an entry."""
    return Finding(code, severity, message, message_en, entry.start, entry.end)
