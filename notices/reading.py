"""From the text of a draft to entries that could be recorded, with all doubts shown.

A reading is computed again whenever it is needed, from the text, what a person changed and
the state of the ledger: what a person checked is what is published. It writes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from notices import language
from notices.amended import Amended, Struck, Worded, amend
from notices.amendments import NONE, Amendments, Exclusion, Tie
from notices.doubts import (
    BLOCKING,
    finding_key,
    named_so,
    no_place,
    not_recordable,
    of_head,
    tie_lost,
    tied_by_hand,
    unknown_district,
    unmatched,
)
from notices.ledger.matching import (
    Match,
    OpenZone,
    Proposal,
    propose,
    propose_rescoped,
)
from notices.placing import PlaceReader, ReadTarget
from notices.said import said
from notices.selectors import later_releases, open_zones
from notices.settling import settle
from notices.unmatched import History, Unmatched
from zones.address.values import Finding, Segment, Severity, Target
from zones.models import City, District

__all__ = ["BLOCKING", "ReadEntry", "ReadTarget", "Reading", "finding_key", "read"]


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An entry with its district, its places, and what it would be bound to.

    ``ended_by`` are releases recorded before the designation that they end; ``tie`` what a
    person chose of a release, ``proposed`` what the matching alone would have.
    """

    worded: Worded
    district: District | None
    targets: tuple[ReadTarget, ...]
    findings: tuple[Finding, ...] = ()
    proposal: Proposal | None = None
    ended_by: tuple[UUID, ...] = ()
    chosen: tuple[UUID, ...] = ()
    tie: Tie | None = None
    proposed: Proposal | None = None

    @property
    def entry(self) -> language.Entry:
        """The entry in the words of the notice."""
        return self.worded.entry

    @property
    def binds(self) -> tuple[UUID, ...]:
        """The designations that a release ends or a rescoping changes."""
        return tuple(UUID(d) for d in self.proposal.ends) if self.proposal else ()

    @property
    def meant(self) -> tuple[Target, ...]:
        """The targets as they will be recorded."""
        targets = tuple(t.target for t in self.targets)
        if self.tie and self.tie.exclusion is Exclusion.NAMED:
            return tuple(replace(t, exceptions=()) for t in targets)
        return targets


@dataclass(frozen=True, slots=True)
class Reading:
    """A notice as read, entry by entry, and every finding in the order of the text.

    ``open_zones`` are the designations in force of each district (code) that it touches,
    ``places`` what the gazetteer said meanwhile.
    """

    notice: language.Notice
    entries: tuple[ReadEntry, ...]
    findings: tuple[Finding, ...]
    struck: tuple[Struck, ...] = ()
    open_zones: Mapping[str, list[OpenZone]] = field(default_factory=dict)
    places: PlaceReader = field(default_factory=PlaceReader)

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
    text: str,
    city: City,
    *,
    effective_from: datetime | None,
    chosen: Chosen | None = None,
    amendments: Amendments = NONE,
) -> Reading:
    """Read a text against the gazetteer and the ledger as they are. Raises ``Malformed``.

    Releases are matched against the zones open at ``effective_from``; without it
    nothing is matched.
    """
    amended = amend(said(text), text, amendments)
    places = PlaceReader()
    districts = {d.name: d for d in city.districts.defer("outline")}
    picks = chosen or {}
    worded, unfollowed = _settled(amended.worded, districts, amendments, places)
    entries = [_read_entry(w, districts, picks.get(w.entry.start, ()), places) for w in worded]
    zones: Mapping[str, list[OpenZone]] = {}
    if effective_from is not None:
        codes = {e.district.code for e in entries if e.district}
        zones = open_zones(effective_from, codes)
        later = later_releases(effective_from, codes, places=_designated(entries))
        matcher = _Matcher(zones, later, places, amendments)
        entries = [matcher.bound(e) if e.district else e for e in entries]
        entries = _explained(entries, zones, places, effective_from)
    return Reading(
        amended.notice,
        tuple(entries),
        _findings(amended, entries, unfollowed),
        amended.struck,
        zones,
        places,
    )


def _settled(
    worded: tuple[Worded, ...],
    districts: Mapping[str, District],
    amendments: Amendments,
    places: PlaceReader,
) -> tuple[tuple[Worded, ...], list[Finding]]:
    """The entries with their places looked up, and with what was decided of new ones."""
    places.look_up(_paths(worded, districts))
    if not amendments.sitings:
        return worded, []
    now, unfollowed = settle(
        worded, lambda w: _district_of(w, districts), amendments.sitings, places
    )
    places.look_up(_paths(now, districts))
    return now, unfollowed


def _findings(
    amended: Amended, entries: list[ReadEntry], unfollowed: Iterable[Finding]
) -> tuple[Finding, ...]:
    found = [*amended.notice.findings, *of_head(amended.notice), *unfollowed]
    for entry in entries:
        found += entry.findings
        found += [t.finding for t in entry.targets if t.finding]
    return tuple(sorted(found, key=lambda f: (f.start, f.end)))


def _paths(
    worded: Iterable[Worded], districts: Mapping[str, District]
) -> Iterator[tuple[District, tuple[Segment, ...]]]:
    """Every place that is meant or excepted, in its district."""
    for one in worded:
        district = _district_of(one, districts)
        for target in one.targets if district else ():
            assert district is not None
            yield district, target.path
            for path in target.exceptions:
                yield district, path


def _read_entry(
    worded: Worded,
    districts: dict[str, District],
    chosen: tuple[UUID, ...],
    places: PlaceReader,
) -> ReadEntry:
    entry = worded.entry
    named = entry.district or _district_in(worded)
    district = districts.get(named) if named else None
    if district is None:
        return ReadEntry(worded, None, (), (unknown_district(entry, named),))
    targets = places.targets(worded, district, chosen)
    if entry.level is None:
        return ReadEntry(worded, district, targets, (not_recordable(entry),))
    findings = () if targets else (no_place(entry),)
    return ReadEntry(worded, district, targets, findings, chosen=chosen)


def _district_of(worded: Worded, districts: Mapping[str, District]) -> District | None:
    return districts.get(worded.entry.district or _district_in(worded) or "")


def _district_in(worded: Worded) -> str | None:
    """The district written inside the entry's own words, where it has no heading."""
    for target in worded.targets:
        for segment in target.path:
            if segment.level == "district":
                return segment.value
    return None


def _designated(entries: list[ReadEntry]) -> set[UUID]:
    """The known places that are designated: no other release can end any of them."""
    new = [e for e in entries if e.entry.action is language.Action.DESIGNATE]
    known = [t.known for e in new for t in e.targets if t.known and t.known.is_complete]
    return {k.place.id for k in known if k.place} | {i for e in new for i in e.chosen}


@dataclass(frozen=True, slots=True)
class _Matcher:
    """Proposes, for every entry, the designations or releases that it belongs to."""

    zones: Mapping[str, list[OpenZone]]
    later: Mapping[str, list[OpenZone]]
    places: PlaceReader
    amendments: Amendments

    def bound(self, entry: ReadEntry) -> ReadEntry:
        """The entry with what it is bound to."""
        assert entry.district is not None
        level = entry.entry.level.value if entry.entry.level else ""
        marks = self.places.marks(entry.district, [t.target for t in entry.targets], entry.chosen)
        mine = self.zones.get(entry.district.code, [])
        if entry.entry.action is language.Action.DESIGNATE:
            ends = propose(marks, level, self.later.get(entry.district.code, [])).ends[:1]
            return replace(entry, ended_by=tuple(UUID(r) for r in ends))
        if entry.entry.action is language.Action.RESCOPE:
            before = self.places.marks(entry.district, entry.entry.targets_before)
            proposal = propose_rescoped(before, level, mine)
        else:
            proposal = propose(marks, level, mine)
        return self._tied(replace(entry, proposal=proposal, proposed=proposal), mine)

    def _tied(self, entry: ReadEntry, mine: list[OpenZone]) -> ReadEntry:
        """With what a person chose in place of the proposal, and what is to be said of it."""
        tie = self.amendments.tie(entry.entry.start)
        findings = list(entry.findings)
        proposal = entry.proposal
        assert proposal is not None
        if tie.ends is not None and {str(i) for i in tie.ends} != set(proposal.ends):
            texts = {z.designation: z.text for z in mine}
            ends = tuple(str(i) for i in tie.ends)
            if lost := [i for i in ends if i not in texts]:
                findings.append(tie_lost(entry.entry))
            findings.append(tied_by_hand(entry.entry, [texts[i] for i in ends if i not in lost]))
            proposal = Proposal(Match.SAME if ends else Match.NONE, ends)
        if tie.exclusion is Exclusion.NAMED and any(t.target.exceptions for t in entry.targets):
            findings.append(named_so(entry.entry))
        return replace(entry, proposal=proposal, tie=tie, findings=tuple(findings))


def _explained(
    entries: list[ReadEntry], zones: Mapping[str, list[OpenZone]], places: PlaceReader, at: datetime
) -> list[ReadEntry]:
    """With the reason at every release that matches nothing and is left to the matching."""
    found = {
        e.entry.start: Unmatched(
            text=e.entry.text,
            level=e.entry.level.value if e.entry.level else "",
            targets=e.targets,
            marks=places.marks(e.district, [t.target for t in e.targets], e.chosen),
            zones=zones.get(e.district.code, []),
        )
        for e in entries
        if e.district and e.proposal and e.tie and not e.proposal.ends and e.tie.ends is None
    }
    history = History.of({i for u in found.values() for i in u.places})
    told = {start: u.why(history, at) for start, u in found.items()}
    return [
        replace(e, findings=(*e.findings, unmatched(e.entry, told[e.entry.start])))
        if e.entry.start in told
        else e
        for e in entries
    ]
