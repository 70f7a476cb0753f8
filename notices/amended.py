"""A reading with a person's amendments applied: entries edited, added and struck.

Nothing here touches the official words. What a person dealt with answers the language's
findings inside those words; counts are compared again with what the notice declares.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from notices import language
from notices.amendments import Amendments, Malformed, Wording
from zones.address import parse
from zones.address.values import Finding, Severity, Target

COUNT_CODES = frozenset({"count-mismatch", "sample"})
LINE_BREAK = re.compile(r"\s*\n\s*")

Group = tuple[language.Action, language.RiskLevel | None, str | None]


class Origin(StrEnum):
    """Who read an entry."""

    READ = "read"
    EDITED = "edited"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Worded:
    """An entry as it will be recorded; ``place`` are the words read instead of its own, and
    ``sited`` its targets where a person said of what level they are, or what they lie in.
    """

    entry: language.Entry
    place: str = ""
    origin: Origin = Origin.READ
    before: language.Entry | None = None
    sited: tuple[Target, ...] = ()

    @property
    def targets(self) -> tuple[Target, ...]:
        """The places that the entry means."""
        return self.sited or self.written

    @property
    def written(self) -> tuple[Target, ...]:
        """These places as the words say them."""
        return parse(self.place).targets if self.place else self.entry.targets


@dataclass(frozen=True, slots=True)
class Struck:
    """An entry that a person found to be none."""

    entry: language.Entry
    reason: str


@dataclass(frozen=True, slots=True)
class Amended:
    """A notice after amendments, with what was struck from it."""

    notice: language.Notice
    worded: tuple[Worded, ...]
    struck: tuple[Struck, ...] = ()


def amend(notice: language.Notice, text: str, amendments: Amendments) -> Amended:
    """Apply ``amendments`` to what was read of ``text``. Raises ``Malformed``.

    An edit or a strike of words that are no entry is an amendment of another reading:
    it is refused, never dropped.
    """
    read = {e.start: e for e in notice.entries}
    for at in (*amendments.edits, *amendments.struck):
        if at.start not in read:
            raise Malformed(f"“{text[at.start : at.end]}”处没有条目可改，请刷新后重做。")
    counts = {_group(e): e.declared_group_count for e in notice.entries}
    edits = {w.start: w for w in amendments.edits}
    reasons = {s.start: s.reason for s in amendments.struck}
    worded = [
        _edited(e, edits[start], counts) if start in edits else Worded(e)
        for start, e in read.items()
        if start not in reasons
    ]
    worded += [_added(w, text, counts) for w in amendments.added]
    worded.sort(key=lambda w: w.entry.start)
    _refuse_overlaps(worded)
    struck = tuple(Struck(read[start], reason) for start, reason in sorted(reasons.items()))
    entries = tuple(w.entry for w in worded)
    changed = replace(notice, **amendments.head.given(), entries=entries)
    findings = _findings(notice, changed, amendments)
    return Amended(replace(changed, findings=findings), tuple(worded), struck)


def _group(entry: language.Entry) -> Group:
    return entry.action, entry.level, entry.district


def _edited(entry: language.Entry, by: Wording, counts: dict[Group, int | None]) -> Worded:
    after = replace(
        entry,
        action=by.action,
        level=by.level,
        to_level=by.to_level,
        district=by.district or entry.district,
    )
    if _group(after) != _group(entry):
        after = replace(after, declared_group_count=counts.get(_group(after)))
    return Worded(after, by.place, Origin.EDITED, entry)


def _added(by: Wording, text: str, counts: dict[Group, int | None]) -> Worded:
    if by.end > len(text):
        raise Malformed("补录的条目须对应原文中的一段文字。")
    words = text[by.start : by.end]
    start = by.start + len(words) - len(words.lstrip())
    end = by.end - (len(words) - len(words.rstrip()))
    if start >= end:
        raise Malformed("补录的条目须对应原文中的一段文字。")
    entry = language.Entry(
        action=by.action,
        level=by.level,
        to_level=by.to_level,
        text=LINE_BREAK.sub("", words.strip()),
        district=by.district or None,
        start=start,
        end=end,
    )
    entry = replace(entry, declared_group_count=counts.get(_group(entry)))
    return Worded(entry, by.place, Origin.ADDED)


def _refuse_overlaps(worded: Sequence[Worded]) -> None:
    """Two entries may not stand on the same words where one of them was added by hand."""
    for one, other in pairwise(worded):
        if Origin.ADDED in (one.origin, other.origin) and other.entry.start < one.entry.end:
            raise Malformed(f"“{other.entry.text}”与已有条目“{one.entry.text}”重叠，请先删去后者。")


def _findings(
    before: language.Notice, after: language.Notice, amendments: Amendments
) -> tuple[Finding, ...]:
    """Those that no amendment answers, and what the amendments make of the counts."""
    if not amendments.spans:
        return before.findings
    kept = [f for f in before.findings if not _within(f, amendments.spans)]
    was, now = _disagreements(before), _disagreements(after)
    if not now:
        kept = [f for f in kept if f.code not in COUNT_CODES]
    kept += [finding for what, finding in now.items() if what not in was]
    return tuple(kept)


def _within(finding: Finding, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the words of a finding lie inside some that a person has dealt with."""
    return finding.code not in COUNT_CODES and any(
        start <= finding.start and finding.end <= end for start, end in spans
    )


def _disagreements(notice: language.Notice) -> dict[object, Finding]:
    """Each count that the notice declares and the entries do not make up."""
    found: dict[object, Finding] = {}
    listed = Counter(map(_group, notice.entries))
    first: dict[Group, language.Entry] = {}
    for entry in notice.entries:
        first.setdefault(_group(entry), entry)
    for group, entry in first.items():
        declared = entry.declared_group_count
        if declared is not None and declared != listed[group]:
            what = entry.district or ""
            found[group, listed[group]] = _miscount(what, declared, listed[group], entry)
    for action in language.Action:
        declared, count = getattr(notice.declared, action.value), notice.listed(action)
        if declared is not None and declared != count:
            found[action, count] = _miscount("全文", declared, count, None)
    return found


def _miscount(what: str, declared: int, listed: int, at: language.Entry | None) -> Finding:
    return Finding(
        "count-amended",
        Severity.WARNING,
        f"改动后{what}读作{listed}条，通告写明{declared}个。",
        f"After the changes {listed} are read where the notice declares {declared}.",
        at.start if at else 0,
        at.end if at else 0,
    )
