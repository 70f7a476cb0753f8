"""From a reading to what the desk shows of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localtime

from notices.amendments import NONE, Amendments
from notices.changes import act_of
from notices.desk.advice import advice
from notices.desk.new_places import NewPlaces
from notices.desk.sheet import (
    Candidate,
    Doubt,
    Group,
    Line,
    Resolution,
    Sheet,
    ZoneOption,
    describe,
)
from notices.doubts import BLOCKING, finding_key
from notices.ledger.matching import Match
from notices.models import Entry
from notices.placing import ReadTarget
from notices.preview import Preview, PreviewedZone
from notices.reading import ReadEntry, Reading
from notices.shares import Share, Whose, whose
from notices.unmatched import near_to
from zones.address import show
from zones.address.values import Finding, Severity
from zones.gazetteer.known import Likeness
from zones.wording import reference_name

MATCHES = {
    Match.SAME: "与在册风险区一致",
    Match.EXCEPTS_PART: "在册风险区未作此除外：除外部分仍为风险区",
    Match.NONE: "账册中没有对应的风险区",
}
LIKENESSES = {Likeness.SHAPE: "字形相近", Likeness.SOUND: "读音相近", Likeness.SPELLING: "写法相近"}


def sheet(
    reading: Reading,
    *,
    accepted: Iterable[Mapping[str, Any]],
    amendments: Amendments = NONE,
    told: Preview | None = None,
    share: Share | None = None,
) -> Sheet:
    """The sheet of a reading, with what was accepted and decided so far.

    ``share`` is what who edits it answers for; without one, nobody edits it.
    """
    who = {(a["finding"], a["message"]): a["by"] for a in accepted}
    theirs = _theirs(share)
    of = whose(reading)
    shown = [_doubt(f, who, is_theirs=theirs(of(f.start, f.end))) for f in reading.findings]
    about, general = _at_entries(shown, reading)
    still = {s.entry.entry.start: s.because for s in told.still} if told else {}
    options = _options(reading)
    new, lines = NewPlaces(amendments), {}
    for entry in reading.entries:
        at = entry.entry.start
        because = tuple(_because(z) for z in still.get(at, ()))
        line = _line(entry, reading, about[at], new, options, because)
        is_theirs = theirs(entry.district.code if entry.district else None)
        lines[at] = replace(line, is_theirs=is_theirs)
    return Sheet(tuple(_groups(reading, lines)), tuple(general), reading.struck, options)


def _theirs(share: Share | None) -> Callable[[Whose], bool]:
    """Whether something is for others to decide, where somebody edits at all."""
    return lambda about: share is not None and not share.holds(about)


def _at_entries(
    shown: Iterable[Doubt], reading: Reading
) -> tuple[dict[int, list[Doubt]], list[Doubt]]:
    """The findings by where their entry starts, and those of the notice as a whole."""
    about: dict[int, list[Doubt]] = defaultdict(list)
    general: list[Doubt] = []
    spans = [(e.entry.start, e.entry.end) for e in reading.entries]
    for doubt in shown:
        at = next((s for s, e in spans if s <= doubt.start and doubt.end <= e), None)
        (general if at is None else about[at]).append(doubt)
    return about, general


def _groups(reading: Reading, lines: Mapping[int, Line]) -> Iterable[Group]:
    sorted_out: dict[tuple[str, str], list[ReadEntry]] = {}
    for read_entry in reading.entries:
        district = read_entry.district.name if read_entry.district else read_entry.entry.district
        key = (act_of(read_entry.entry), district or "区县不明")
        sorted_out.setdefault(key, []).append(read_entry)
    for (title, district), entries in sorted_out.items():
        first = entries[0].entry
        yield Group(
            title,
            first.action.value,
            district,
            first.declared_group_count,
            tuple(lines[e.entry.start] for e in entries),
        )


def _doubt(finding: Finding, who: Mapping[tuple[str, str], str], *, is_theirs: bool) -> Doubt:
    key = finding_key(finding)
    is_blocking = finding.code in BLOCKING
    return Doubt(
        key=key,
        message=finding.message,
        advice=advice(finding.code),
        start=finding.start,
        end=finding.end,
        is_blocking=is_blocking,
        is_info=finding.severity is Severity.INFO and not is_blocking,
        accepted_by=who.get((key, finding.message), ""),
        is_theirs=is_theirs,
    )


def _line(
    entry: ReadEntry,
    reading: Reading,
    doubts: Sequence[Doubt],
    new: NewPlaces,
    options: Mapping[str, Sequence[ZoneOption]],
    still: tuple[str, ...],
) -> Line:
    return Line(
        entry=entry,
        resolution=_resolution(entry),
        places=tuple(_place(t) for t in entry.targets),
        candidates=tuple(
            Candidate(str(p.id), describe(p), name=f"choose-{entry.entry.start}-{ordinal}")
            for ordinal, t in enumerate(entry.targets)
            for p in t.candidates
        ),
        suggestions=tuple(s for t in entry.targets for s in _suggestions(entry, t)),
        new=tuple(new.of(entry)),
        zones=tuple(_zones(entry, reading, options)),
        doubts=tuple(doubts),
        still=still,
        match=MATCHES[entry.proposal.match] if entry.proposal else "",
    )


def _resolution(entry: ReadEntry) -> Resolution:
    targets = entry.targets
    if any(t.candidates for t in targets):
        return Resolution.SEVERAL
    if not targets or any(t.known is None for t in targets):
        return Resolution.UNKNOWN
    if any(t.near for t in targets):
        return Resolution.SUGGESTED
    return Resolution.NEW if any(t.is_new for t in targets) else Resolution.EXACT


def _place(target: ReadTarget) -> str:
    part = target.target.part.text if target.target.part else ""
    excepted = "、".join(show(path) for path in target.target.exceptions)
    return show(target.target.path) + part + (f"（除{excepted}）" if excepted else "")


def _suggestions(entry: ReadEntry, target: ReadTarget) -> Iterable[Candidate]:
    """Known places that a new name may mean, with the words that would say so."""
    words = entry.worded.place or entry.entry.text
    for place, likeness in zip(target.near, target.likeness, strict=True):
        own = next((s.text for s in reversed(target.target.path) if s.level == place.level), "")
        if own and own in words:
            said = words.replace(own, place.name)
            yield Candidate(str(place.id), describe(place), LIKENESSES[likeness], said)


def _options(reading: Reading) -> dict[str, list[ZoneOption]]:
    """The open designations of each district, with their notice and date."""
    ids = [UUID(z.designation) for zones in reading.open_zones.values() for z in zones]
    entries = Entry.objects.select_related("notice").in_bulk(ids)
    return {
        district: [_option(entries[UUID(z.designation)]) for z in zones]
        for district, zones in reading.open_zones.items()
    }


def _option(entry: Entry) -> ZoneOption:
    since = "不详" if entry.action == "opening" else _day(entry.effective_from)
    return ZoneOption(str(entry.id), entry.text, str(entry.notice), since)


def _day(at: datetime) -> str:
    return localtime(at).strftime("%m-%d %H:%M")


def _because(zone: PreviewedZone) -> str:
    """A zone that keeps a place at risk: its words, and the notice that says so."""
    if zone.row is None:
        return f"“{zone.text}”（本通告新增）"
    by = reference_name(zone.row.standing.opened_by)
    return f"“{zone.text}”（{by}划定，{_day(zone.row.standing.effective.lower)}起）"


def _zones(
    entry: ReadEntry, reading: Reading, options: Mapping[str, Sequence[ZoneOption]]
) -> Iterable[ZoneOption]:
    """What a release ends, then what it might: those proposed, and those near to it."""
    if entry.proposal is None or entry.district is None:
        return
    mine = {o.id: o for o in options.get(entry.district.code, ())}
    ticked = set(entry.proposal.ends)
    proposed = set(entry.proposed.ends) if entry.proposed else set()
    why = dict.fromkeys(proposed, "")
    if not ticked:
        why |= _near(entry, reading)
    for id in sorted(ticked | why.keys(), key=lambda i: i not in ticked):
        if id in mine:
            o = mine[id]
            yield ZoneOption(o.id, o.text, o.notice, o.since, id in ticked, why.get(id, ""))


def _near(entry: ReadEntry, reading: Reading) -> dict[str, str]:
    assert entry.district is not None
    zones = reading.open_zones.get(entry.district.code, [])
    words = {"within": "它在此范围之内", "around": "它是其中一部分", "alike": "字面相近"}
    found = near_to(entry.entry.text, entry.targets, zones)
    return {zone.designation: words[why] for why, zone in found}
