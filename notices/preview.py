"""What publishing a reading would do (预览): computed by the ledger's algebra, written nowhere.

The zones in force at the instant of the notice are compared with those that would be: the
designations that it touches are replayed with its changes, its own are opened, all others
stay. A place that does not exist yet has a lineage of its own, below what is known of it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from notices.language.values import RiskLevel
from notices.ledger.replay import believed
from notices.ledger.values import Action, Change, Designation
from notices.previewed_extents import Extents
from notices.projection_ground import Ground
from notices.reading import ReadEntry, Reading
from notices.recording import instant_of
from zones import standings
from zones.models import District
from zones.risk.extent import NOWHERE, Extent, Lineage
from zones.standings import ZoneRow

NEVER_BEFORE = 10**15
"""A ledger sequence after all that are recorded."""


@dataclass(frozen=True, slots=True)
class PreviewedZone:
    """A zone as it would stand: ``row`` where it stands already, ``entry`` where it is new."""

    district: str
    level: str
    extent: Extent
    text: str
    row: ZoneRow | None = None
    entry: ReadEntry | None = None


@dataclass(frozen=True, slots=True)
class Still:
    """Something released where another zone stands, and which zones these are."""

    entry: ReadEntry
    because: tuple[PreviewedZone, ...]


@dataclass(frozen=True, slots=True)
class DistrictChange:
    """How many zones a district has before and after, and whether its remainder is vouched for."""

    district: District
    before: int
    after: int
    is_vouched: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that publishing would change at ``at``.

    ``designated`` counts entries of all levels, ``medium`` those of the medium one.
    """

    at: datetime
    designated: int
    released: int
    rescoped: int
    unmatched: int
    medium: int
    still: tuple[Still, ...]
    districts: tuple[DistrictChange, ...]
    before: tuple[PreviewedZone, ...]
    after: tuple[PreviewedZone, ...]


def preview(reading: Reading, effective_from: datetime) -> Preview:
    """The state with the reading beside the state without it, when all of it holds."""
    entries = [e for e in reading.entries if e.district and e.entry.level]
    at = max((instant_of(e, effective_from) for e in entries), default=effective_from)
    districts = {e.district.code: e.district for e in entries if e.district}
    rows = standings.in_force(at, timezone.now(), districts)
    before = tuple(_standing(row) for row in rows)
    extents = Extents(reading.places)
    after = _after(entries, before, extents, at, effective_from)
    acts = [e.entry.action.value for e in entries]
    releases = [e for e in entries if e.entry.action.value == Action.RELEASE]
    return Preview(
        at=at,
        designated=acts.count(Action.DESIGNATE),
        released=acts.count(Action.RELEASE),
        rescoped=acts.count(Action.RESCOPE),
        unmatched=sum(not e.binds for e in releases),
        medium=sum(
            e.entry.action.value == Action.DESIGNATE and e.entry.level is RiskLevel.MEDIUM
            for e in entries
        ),
        still=tuple(_still(releases, after, extents)),
        districts=tuple(_districts(districts, before, after, at)),
        before=before,
        after=after,
    )


def _standing(row: ZoneRow) -> PreviewedZone:
    standing = row.standing
    return PreviewedZone(standing.district_id, standing.level, row.zone.extent, standing.text, row)


def _after(
    entries: list[ReadEntry],
    before: tuple[PreviewedZone, ...],
    extents: Extents,
    at: datetime,
    effective_from: datetime,
) -> tuple[PreviewedZone, ...]:
    changes: dict[UUID, list[Change]] = {}
    for entry in entries:
        for bound in entry.binds:
            changes.setdefault(bound, []).append(_change(entry, extents, effective_from))
    held = {UUID(z.row.zone.designation): z for z in before if z.row}
    replayed = _replayed(changes, at)
    after = [z for i, z in held.items() if i not in changes]
    for designation, extent in replayed.items():
        if extent and designation in held:
            after.append(replace(held[designation], extent=extent))
    for entry in entries:
        if entry.entry.action.value == Action.DESIGNATE:
            after += _opened(entry, extents, at, effective_from)
    return tuple(after)


def _change(entry: ReadEntry, extents: Extents, effective_from: datetime) -> Change:
    return Change(
        id=f"new@{entry.entry.start}",
        action=Action(entry.entry.action.value),
        extent=extents.of(entry),
        effective_from=instant_of(entry, effective_from),
        recorded=NEVER_BEFORE,
    )


def _replayed(changes: Mapping[UUID, list[Change]], at: datetime) -> dict[UUID, Extent]:
    """What the designations touched would cover at an instant."""
    ground = Ground.of(set(changes))
    found: dict[UUID, Extent] = {}
    for entry in ground.entries:
        bound = ground.bound_to(entry)
        designation = Designation(
            str(entry.id), ground.extents[entry.id], entry.effective_from, entry.notice.sequence
        )
        all_changes = [*(ground.change(b) for b in bound), *changes[entry.id]]
        voids = ground.voids_about(entry, bound)
        held = believed(designation, all_changes, voids, NEVER_BEFORE)
        found[entry.id] = next(
            (s.extent for s in held if s.start <= at and (s.end is None or at < s.end)), NOWHERE
        )
    return found


def _opened(
    entry: ReadEntry, extents: Extents, at: datetime, effective_from: datetime
) -> Iterator[PreviewedZone]:
    """The zone of a new designation, unless a release typed earlier has ended it by then."""
    extent = extents.of(entry)
    if entry.ended_by:
        ground = Ground.of(set(entry.ended_by))
        for release in (r for r in ground.entries if r.effective_from <= at):
            extent = extent - ground.extents[release.id]
    if extent and instant_of(entry, effective_from) <= at:
        assert entry.district is not None
        assert entry.entry.level is not None
        yield PreviewedZone(
            entry.district.code, entry.entry.level.value, extent, entry.entry.text, entry=entry
        )


def _still(
    releases: list[ReadEntry], after: tuple[PreviewedZone, ...], extents: Extents
) -> Iterator[Still]:
    """Releases on whose ground another zone stands. Only what shares a root can overlap."""
    by_root: dict[Lineage, list[PreviewedZone]] = defaultdict(list)
    for zone in after:
        for root in _roots(zone.extent):
            by_root[root].append(zone)
    for release in releases:
        released = extents.of(release)
        near = {id(z): z for root in _roots(released) for z in by_root[root]}.values()
        because = tuple(z for z in near if z.extent - released != z.extent)
        if because:
            yield Still(release, because)


def _roots(extent: Extent) -> set[Lineage]:
    """The places right below the district in which an extent lies."""
    return {lineage[:2] for lineage, _ in extent.marks}


def _districts(
    districts: dict[str, District],
    before: tuple[PreviewedZone, ...],
    after: tuple[PreviewedZone, ...],
    at: datetime,
) -> Iterator[DistrictChange]:
    vouched = set(standings.coverage_at(at, timezone.now()).values_list("district", flat=True))
    for code, district in sorted(districts.items()):
        yield DistrictChange(
            district=district,
            before=sum(z.district == code for z in before),
            after=sum(z.district == code for z in after),
            is_vouched=code in vouched,
        )


def sentence(it: Preview) -> str:
    """What publishing would do, in one sentence."""
    parts = [_acts(it)]
    about = []
    if it.still:
        levels = {z.level for s in it.still for z in s.because}
        what = "高风险" if levels == {"high"} else "风险区"
        about.append(f"其中 {len(it.still)} 处仍为{what}")
    if it.unmatched:
        about.append(f"{it.unmatched} 条解除没有对应的在册风险区")
    parts += about
    parts += filter(None, map(_turn, it.districts))
    return "；".join(parts)


def _acts(it: Preview) -> str:
    high = it.designated - it.medium
    acts = [
        (f"新增高 {high}", high),
        (f"新增中 {it.medium}", it.medium),
        (f"调整范围 {it.rescoped}", it.rescoped),
        (f"解除 {it.released}", it.released),
    ]
    return "，".join(words for words, count in acts if count) or "没有条目"


def _turn(change: DistrictChange) -> str:
    """What becomes of a district that gets its first zone, or loses its last."""
    name = change.district.name
    if change.before and not change.after:
        return f"{name} → {'常态化' if change.is_vouched else '已无在册风险区（未声明覆盖）'}"
    if change.after and not change.before:
        return f"{name} → {'其余为低风险' if change.is_vouched else '有风险区'}"
    return ""
