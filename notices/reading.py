"""From the text of a draft to entries that could be recorded, with all doubts shown.

A reading is computed again whenever it is needed, from the text and the state of the
ledger: what a person checked is what is published. It writes nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from notices import language
from notices.ledger.matching import OpenZone, Proposal, propose
from notices.selectors import open_zones
from zones.address import parse
from zones.address.values import Finding, Segment, Severity, Target
from zones.gazetteer.plant import Known, NoPlaceNamed, SeveralPlaces, how_far_known
from zones.models import City, District

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
    """One place that an entry means, with how far it is known, and its exceptions."""

    target: Target
    known: Known | None
    finding: Finding | None = None

    @property
    def is_new(self) -> bool:
        """Whether publishing would make a place."""
        return self.known is not None and not self.known.is_complete


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An entry with its district, its places, and what a release would end."""

    entry: language.Entry
    district: District | None
    targets: tuple[ReadTarget, ...]
    findings: tuple[Finding, ...] = ()
    proposal: Proposal | None = None

    @property
    def binds(self) -> tuple[UUID, ...]:
        """The designations that a release ends."""
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
            f
            for f in self.findings
            if f.code not in BLOCKING and f.severity is not Severity.INFO
        )


def read(text: str, city: City, *, effective_from: datetime | None) -> Reading:
    """Read a text against the gazetteer and the ledger as they are.

    Releases are matched against the zones open at ``effective_from``; without it
    nothing is matched.
    """
    notice = language.parse(text)
    districts = {d.name: d for d in city.districts.defer("outline")}
    entries = [_read_entry(e, districts) for e in notice.entries]
    if effective_from is not None:
        entries = _matched(entries, effective_from)
    findings = [*notice.findings, *_head_findings(notice)]
    for entry in entries:
        findings += entry.findings
        findings += [t.finding for t in entry.targets if t.finding]
    findings.sort(key=lambda f: (f.start, f.end))
    return Reading(notice, tuple(entries), tuple(findings))


def _read_entry(entry: language.Entry, districts: dict[str, District]) -> ReadEntry:
    named = entry.district or _district_in(entry)
    district = districts.get(named) if named else None
    if district is None:
        return ReadEntry(entry, None, (), (_unknown_district(entry, named),))
    meant = entry.targets or parse(entry.text, offset=entry.start).targets
    targets = tuple(_read_target(t, district, entry) for t in meant)
    if entry.action is language.Action.RESCOPE or entry.level is None:
        return ReadEntry(entry, district, targets, (_not_recordable(entry),))
    findings = () if targets else (_no_place(entry),)
    return ReadEntry(entry, district, targets, findings)


def _district_in(entry: language.Entry) -> str | None:
    """The district written inside the entry's own words, where it has no heading."""
    for target in entry.targets:
        for segment in target.path:
            if segment.level == "district":
                return segment.value
    return None


def _read_target(target: Target, district: District, entry: language.Entry) -> ReadTarget:
    try:
        return ReadTarget(target, how_far_known(district, target.path))
    except NoPlaceNamed:
        return ReadTarget(target, None, _no_place(entry))
    except SeveralPlaces as several:
        names = "、".join(p.name for p in several.candidates)
        return ReadTarget(
            target,
            None,
            _finding(
                entry,
                "several-places",
                f"“{entry.text}”可能是几处地点：{names}，请指明。",
                f"“{entry.text}” may be several places: {names}; say which.",
            ),
        )


def _matched(entries: list[ReadEntry], effective_from: datetime) -> list[ReadEntry]:
    """Propose, for every release, the open designations that it ends."""
    codes = {e.district.code for e in entries if e.district and e.entry.action == "release"}
    zones = open_zones(effective_from, codes)
    return [
        _with_proposal(e, zones) if e.entry.action == "release" and e.district else e
        for e in entries
    ]


def _with_proposal(entry: ReadEntry, zones: dict[str, list[OpenZone]]) -> ReadEntry:
    assert entry.district is not None
    proposal = propose(released_marks(entry), zones.get(entry.district.code, []))
    if proposal.ends:
        return replace(entry, proposal=proposal)
    unmatched = _finding(
        entry.entry,
        "unmatched-release",
        f"解除“{entry.entry.text}”，账册中没有对应的在册风险区。",
        f"“{entry.entry.text}” is released, but no zone in force matches it.",
        Severity.WARNING,
    )
    return replace(entry, proposal=proposal, findings=(*entry.findings, unmatched))


def released_marks(entry: ReadEntry) -> dict[tuple[str, str], bool]:
    """The known places that an entry means: (place id, part) → covered or excepted."""
    marks: dict[tuple[str, str], bool] = {}
    for read_target in entry.targets:
        known = read_target.known
        if known is None or not known.is_complete or known.place is None:
            continue
        part = read_target.target.part.text if read_target.target.part else ""
        marks[(str(known.place.id), part)] = True
        for path in read_target.target.exceptions:
            excepted = _known_place(entry, path)
            if excepted:
                marks[(excepted, "")] = False
    return marks


def _known_place(entry: ReadEntry, path: tuple[Segment, ...]) -> str | None:
    assert entry.district is not None
    try:
        known = how_far_known(entry.district, path)
    except (NoPlaceNamed, SeveralPlaces):
        return None
    return str(known.place.id) if known.is_complete and known.place else None


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
        f"“{entry.text}”是范围调整或没有写明等级，账册尚不能记录，请写成解除和新增两条。",
        f"“{entry.text}” rescopes a zone or gives no level; write a release and a designation.",
    )


def _finding(
    entry: language.Entry,
    code: str,
    message: str,
    message_en: str,
    severity: Severity = Severity.ERROR,
) -> Finding:
    return Finding(code, severity, message, message_en, entry.start, entry.end)
