"""From the text of a draft to entries that could be recorded, with all doubts shown.

A reading is computed again whenever it is needed, from the text and the state of the
ledger: what a person checked is what is published. It writes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from notices import language
from notices.ledger.matching import (
    Near,
    OpenZone,
    Proposal,
    near_zones,
    propose,
    propose_rescoped,
)
from notices.selectors import later_releases, open_zones
from zones.address import parse, path_key
from zones.address.values import Finding, Segment, Severity, Target
from zones.gazetteer.plant import (
    Known,
    NoPlaceNamed,
    SeveralPlaces,
    how_far_known,
    near_places,
)
from zones.models import City, District, Place

NEAR = {
    Near.WITHIN: "它在已划定的范围之内：",
    Near.AROUND: "其中有已划定的",
    Near.ALIKE: "字面相近的有",
}

BLOCKING = frozenset(
    {
        "head-incomplete",
        "unknown-district",
        "no-place-named",
        "several-places",
        "cannot-be-recorded",
    }
)
"""What no one can accept away: without it an entry would have no place or no notice."""


@dataclass(frozen=True, slots=True)
class ReadTarget:
    """One place that an entry means, with how far it is known.

    ``candidates`` are the known places of which a person must choose one; ``near`` those
    for one of which a new name may be a misprint.
    """

    target: Target
    known: Known | None
    finding: Finding | None = None
    candidates: tuple[Place, ...] = ()
    near: tuple[Place, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether publishing would make a place."""
        return self.known is not None and not self.known.is_complete


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An entry with its district, its places, and what it would be bound to.

    ``ended_by`` are releases recorded before the designation that they end.
    """

    entry: language.Entry
    district: District | None
    targets: tuple[ReadTarget, ...]
    findings: tuple[Finding, ...] = ()
    proposal: Proposal | None = None
    ended_by: tuple[UUID, ...] = ()
    chosen: tuple[UUID, ...] = ()

    @property
    def binds(self) -> tuple[UUID, ...]:
        """The designations that a release ends or a rescoping changes."""
        return tuple(UUID(d) for d in self.proposal.ends) if self.proposal else ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A notice as read, entry by entry, and every finding in the order of the text."""

    notice: language.Notice
    entries: tuple[ReadEntry, ...]
    findings: tuple[Finding, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Findings that keep the notice out of the ledger until they are mended."""
        return tuple(f for f in self.findings if f.code in BLOCKING)

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """Findings that a person must look at and accept by name."""
        return tuple(
            f for f in self.findings if f.code not in BLOCKING and f.severity is not Severity.INFO
        )


Chosen = Mapping[int, tuple[UUID, ...]]
"""Where an entry starts in the text → the places chosen for it among several."""


def read(
    text: str, city: City, *, effective_from: datetime | None, chosen: Chosen | None = None
) -> Reading:
    """Read a text against the gazetteer and the ledger as they are.

    Releases are matched against the zones open at ``effective_from``; without it
    nothing is matched.
    """
    notice = language.parse(text)
    districts = {d.name: d for d in city.districts.defer("outline")}
    picks = chosen or {}
    entries = [_read_entry(e, districts, picks.get(e.start, ())) for e in notice.entries]
    if effective_from is not None:
        entries = _matched(entries, effective_from)
    findings = [*notice.findings, *_head_findings(notice)]
    for entry in entries:
        findings += entry.findings
        findings += [t.finding for t in entry.targets if t.finding]
    findings.sort(key=lambda f: (f.start, f.end))
    return Reading(notice, tuple(entries), tuple(findings))


def _read_entry(
    entry: language.Entry, districts: dict[str, District], chosen: tuple[UUID, ...]
) -> ReadEntry:
    named = entry.district or _district_in(entry)
    district = districts.get(named) if named else None
    if district is None:
        return ReadEntry(entry, None, (), (_unknown_district(entry, named),))
    targets = tuple(_read_target(t, district, entry, chosen) for t in entry.targets)
    if entry.level is None:
        return ReadEntry(entry, district, targets, (_not_recordable(entry),))
    findings = () if targets else (_no_place(entry),)
    return ReadEntry(entry, district, targets, findings, chosen=chosen)


def _district_in(entry: language.Entry) -> str | None:
    """The district written inside the entry's own words, where it has no heading."""
    for target in entry.targets:
        for segment in target.path:
            if segment.level == "district":
                return segment.value
    return None


def _read_target(
    target: Target, district: District, entry: language.Entry, chosen: tuple[UUID, ...]
) -> ReadTarget:
    try:
        known = how_far_known(district, target.path, chosen=chosen)
        near = near_places(district, target.path) if known.place is None else ()
        finding = _near_name(entry, near) if near else None
        return ReadTarget(target, known, finding, near=near)
    except NoPlaceNamed:
        return ReadTarget(target, None, _no_place(entry))
    except SeveralPlaces as several:
        names = "、".join(p.name for p in several.candidates)
        finding = _finding(
            entry,
            "several-places",
            f"“{entry.text}”可能是几处地点：{names}，请指明。",
            f"“{entry.text}” may be several places: {names}; say which.",
        )
        return ReadTarget(target, None, finding, several.candidates)


def _near_name(entry: language.Entry, near: tuple[Place, ...]) -> Finding:
    """A name that is new, and much like one that is known: a person must look."""
    names = "、".join(p.name for p in near)
    return _finding(
        entry,
        "near-name",
        f"“{entry.text}”是新地点，与已知的{names}相近，请核对是否误写。",
        f"“{entry.text}” is new and much like {names}: is it a misprint?",
        Severity.WARNING,
    )


def _matched(entries: list[ReadEntry], effective_from: datetime) -> list[ReadEntry]:
    """Propose, for every entry, the designations or releases that it belongs to."""
    codes = {e.district.code for e in entries if e.district}
    zones = open_zones(effective_from, codes)
    later = later_releases(effective_from, codes, places=_designated(entries))
    return [_bound(e, zones, later) if e.district else e for e in entries]


def _designated(entries: Iterable[ReadEntry]) -> set[UUID]:
    """The known places that are designated: no other release can end any of them."""
    new = [e for e in entries if e.entry.action is language.Action.DESIGNATE]
    known = [t.known for e in new for t in e.targets if t.known and t.known.is_complete]
    return {k.place.id for k in known if k.place} | {i for e in new for i in e.chosen}


def _bound(
    entry: ReadEntry,
    zones: dict[str, list[OpenZone]],
    later: dict[str, list[OpenZone]],
) -> ReadEntry:
    assert entry.district is not None
    level = entry.entry.level.value if entry.entry.level else ""
    marks = marks_of(entry.district, [t.target for t in entry.targets], entry.chosen)
    if entry.entry.action is language.Action.DESIGNATE:
        ends = propose(marks, level, later.get(entry.district.code, [])).ends[:1]
        return replace(entry, ended_by=tuple(UUID(r) for r in ends))
    mine = zones.get(entry.district.code, [])
    if entry.entry.action is language.Action.RESCOPE:
        proposal = propose_rescoped(marks_of(entry.district, _rescoped(entry.entry)), level, mine)
    else:
        proposal = propose(marks, level, mine)
    if proposal.ends:
        return replace(entry, proposal=proposal)
    unmatched = _unmatched(entry, mine)
    return replace(entry, proposal=proposal, findings=(*entry.findings, unmatched))


def _unmatched(entry: ReadEntry, zones: list[OpenZone]) -> Finding:
    """That nothing in force matches, and which zones a person should look at."""
    known = [t.known.place for t in entry.targets if t.known and t.known.place]
    complete = [t.known.place for t in entry.targets if t.known and t.known.is_complete]
    near = near_zones(
        entry.entry.text,
        {str(p.id) for p in complete if p},
        {str(i) for p in known for i in p.lineage},
        zones,
    )
    words = "；".join(f"{NEAR[why]}“{zone.text}”" for why, zone in near)
    return _finding(
        entry.entry,
        "unmatched-release",
        f"“{entry.entry.text}”在账册中没有对应的在册风险区{f'；{words}' if words else ''}。",
        f"No zone in force matches “{entry.entry.text}”.",
        Severity.WARNING,
    )


def _rescoped(entry: language.Entry) -> tuple[Target, ...]:
    """What the zone was before: the words between 将 and 调整为."""
    return parse(entry.text.rsplit("调整为", 1)[0].removeprefix("将")).targets


def marks_of(
    district: District, targets: Iterable[Target], chosen: tuple[UUID, ...] = ()
) -> dict[tuple[str, str], bool]:
    """The places that targets mean: (place id, part) → covered or excepted.

    A place that is not known yet stands by its key, which is the id of no zone's place:
    what is partly unknown must not match what is wholly known.
    """
    marks: dict[tuple[str, str], bool] = {}
    for target in targets:
        part = target.part.text if target.part else ""
        marks[(_place_id(district, target.path, chosen), part)] = True
        for path in target.exceptions:
            marks[(_place_id(district, path, chosen), "")] = False
    return marks


def _place_id(district: District, path: tuple[Segment, ...], chosen: tuple[UUID, ...]) -> str:
    try:
        known = how_far_known(district, path, chosen=chosen)
    except (NoPlaceNamed, SeveralPlaces):
        known = None
    if known and known.is_complete and known.place:
        return str(known.place.id)
    return path_key(path)


def _head_findings(notice: language.Notice) -> list[Finding]:
    """What a numbered notice must say before it can be recorded."""
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
    return [
        Finding(
            "head-incomplete",
            Severity.ERROR,
            f"没有读到{zh}，请在文本中补全。",
            f"The {en} was not read; complete the text.",
            0,
            0,
        )
        for zh, en in missing
    ]


def _unknown_district(entry: language.Entry, named: str | None) -> Finding:
    return _finding(
        entry,
        "unknown-district",
        f"“{entry.text}”所属区县“{named or '（未写明）'}”不是本市区县。",
        f"The district of “{entry.text}” ({named or 'not written'}) is none of this city.",
    )


def _no_place(entry: language.Entry) -> Finding:
    return _finding(
        entry,
        "no-place-named",
        f"“{entry.text}”没有读到小区、街路或社区的名称。",
        f"No complex, street or community was read in “{entry.text}”.",
    )


def _not_recordable(entry: language.Entry) -> Finding:
    return _finding(
        entry,
        "cannot-be-recorded",
        f"“{entry.text}”没有写明风险等级，不能入账，请在文本中补全。",
        f"“{entry.text}” gives no level and cannot be recorded; complete the text.",
    )


def _finding(
    entry: language.Entry,
    code: str,
    message: str,
    message_en: str,
    severity: Severity = Severity.ERROR,
) -> Finding:
    return Finding(code, severity, message, message_en, entry.start, entry.end)
