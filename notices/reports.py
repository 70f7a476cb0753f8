"""What the page of an act shows: its entries by act and district, counted and compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q, QuerySet

from notices.ledger.values import CHANGES, OPENS, Action
from notices.models import Entry, Notice
from notices.selectors import with_entries
from zones.models import District
from zones.standings import known_standings

ORDER = (Action.OPENING, Action.DESIGNATE, Action.RELEASE, Action.RESCOPE, Action.VOID)


@dataclass(frozen=True, slots=True)
class ReportedEntry:
    """An entry with what became of it.

    ``in_force`` is ``None`` where the entry opens no zone. ``ends`` are the designations
    to which a release or rescoping is bound, ``ended_by`` those bound to a designation.
    """

    entry: Entry
    in_force: bool | None
    ends: tuple[Entry, ...]
    ended_by: tuple[Entry, ...]

    @property
    def is_unmatched(self) -> bool:
        """Whether it releases what the ledger does not hold."""
        return self.entry.action in CHANGES and not self.ends


@dataclass(frozen=True, slots=True)
class DistrictGroup:
    """The entries of one act in one district."""

    district: District
    entries: tuple[ReportedEntry, ...]


@dataclass(frozen=True, slots=True)
class ActGroup:
    """All entries of one kind in an act, with the count that the act itself gives."""

    action: Action
    declared: int | None
    districts: tuple[DistrictGroup, ...]

    @property
    def listed(self) -> int:
        """How many entries there are."""
        return sum(len(d.entries) for d in self.districts)

    @property
    def agrees(self) -> bool | None:
        """Whether the declared count is right; ``None`` where the act gives none."""
        return None if self.declared is None else self.declared == self.listed

    @property
    def unmatched(self) -> int:
        """Releases that end nothing held."""
        return sum(e.is_unmatched for d in self.districts for e in d.entries)


def with_outcomes(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Acts with their entries and all that later acts did to these."""
    return with_entries(notices).prefetch_related(
        "entries__releases__release__notice",
        "entries__voided_by__notice",
        "entries__replaced_by__notice",
        "entries__voids__notice",
        "entries__replaces__notice",
        "coverages__unvouched__place",
    )


def report(notice: Notice, now: datetime) -> list[ActGroup]:
    """The entries of an act (fetched by ``with_outcomes``), designations first."""
    entries = list(notice.entries.all())
    in_force = _in_force({e.id for e in entries}, now)
    groups = []
    for action in ORDER:
        chosen = [_reported(e, in_force) for e in entries if e.action == action]
        declared = notice.declared.get(action.value)
        if chosen or declared:
            groups.append(ActGroup(action, declared, tuple(_by_district(chosen))))
    return groups


def _reported(entry: Entry, in_force: set[UUID]) -> ReportedEntry:
    return ReportedEntry(
        entry=entry,
        in_force=entry.id in in_force if entry.action in OPENS else None,
        ends=tuple(b.designation for b in entry.bindings.all()),
        ended_by=tuple(b.release for b in entry.releases.all()),
    )


def _by_district(entries: Iterable[ReportedEntry]) -> Iterable[DistrictGroup]:
    """In the order in which the act names the districts."""
    first: dict[str, int] = {}
    listed = list(entries)
    for reported in listed:
        first.setdefault(reported.entry.district_id, reported.entry.ordinal)
    listed.sort(key=lambda r: (first[r.entry.district_id], r.entry.ordinal))
    for _, group in groupby(listed, key=lambda r: r.entry.district_id):
        found = tuple(group)
        yield DistrictGroup(found[0].entry.district, found)


def _in_force(designations: set[UUID], now: datetime) -> set[UUID]:
    standing = known_standings(now).filter(designation__in=designations)
    return set(
        standing.filter(implied=False, effective__contains=now).values_list(
            "designation", flat=True
        )
    )


def neighbours(notice: Notice) -> tuple[Notice | None, Notice | None]:
    """The notices held before and after one, by the same issuer's numbers."""
    same = Notice.objects.filter(issuer=notice.issuer)
    before = Q(year__lt=notice.year) | Q(year=notice.year, number__lt=notice.number)
    after = Q(year__gt=notice.year) | Q(year=notice.year, number__gt=notice.number)
    return (
        same.filter(before).order_by("-year", "-number").first(),
        same.filter(after).order_by("year", "number").first(),
    )
