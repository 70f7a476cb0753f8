"""From the ledger to the projection that all reading uses.

The rows of a designation are computed from its own entry and the releases bound to it
and from nothing else, so publishing costs what the act touches, and a rebuild is the
same computation for every designation.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from notices.ledger.replay import beliefs
from notices.ledger.values import Action, Belief, Designation, Release
from notices.models import CoverageDeclaration, Entry, Notice, lock_ledger
from zones.gazetteer.located import locate, narrow
from zones.models import (
    Coverage,
    CoverageException,
    LedgerHead,
    Standing,
    StandingPlace,
)
from zones.risk.extent import Extent, Lineage

OPENING_ACTIONS = (Action.DESIGNATE, Action.OPENING)
CHUNK = 500

Progress = Callable[[int], None]


@transaction.atomic
def project(notice: Notice) -> None:
    """Bring the projection up to an act just recorded, at the cost of what it touches."""
    touched = set(notice.entries.filter(action__in=OPENING_ACTIONS).values_list("id", flat=True))
    touched |= set(notice.entries.values_list("bindings__designation", flat=True)) - {None}
    _project_designations(touched)
    for declaration in notice.coverages.select_related("notice"):
        _project_coverage(declaration)
    _advance(notice)


@transaction.atomic
def rebuild(progress: Progress = lambda done: None) -> None:
    """Compute the whole projection from the ledger alone.

    One transaction: readers see the old projection until the new one is complete;
    whoever would publish meanwhile waits.
    """
    lock_ledger()
    Standing.objects.all().delete()
    Coverage.objects.all().delete()
    ids = Entry.objects.filter(action__in=OPENING_ACTIONS).values_list("id", flat=True)
    done = 0
    for chunk in _chunks(ids.iterator(CHUNK)):
        _project_designations(set(chunk))
        done += len(chunk)
        progress(done)
    for declaration in CoverageDeclaration.objects.order_by("notice__sequence"):
        _project_coverage(declaration)
    last = Notice.objects.order_by("-sequence").first()
    if last is not None:
        _advance(last)


def _chunks(ids: Iterator[UUID]) -> Iterator[list[UUID]]:
    while chunk := list(islice(ids, CHUNK)):
        yield chunk


def _advance(notice: Notice) -> None:
    LedgerHead.objects.update_or_create(
        id=1,
        defaults={"sequence": notice.sequence, "recorded_at": notice.recorded_at},
    )


def _project_designations(ids: set[UUID]) -> None:
    """Replace the rows of these designations by what the ledger says of them."""
    ground = _Ground.of(ids)
    Standing.objects.filter(designation__in=ids).delete()
    marks: list[StandingPlace] = []
    for entry in ground.entries:
        releases = {str(b.release_id): b.release for b in entry.releases.all()}
        bound = [ground.release(r, entry) for r in releases.values()]
        places = ground.places_of([entry, *releases.values()])
        for belief in beliefs(ground.designation(entry), bound):
            ended_by = releases.get(belief.stretch.ended_by or "")
            standing = _standing(entry, belief, ground.clock, ended_by)
            standing.save(force_insert=True)
            marks += _marks(standing, belief.stretch.extent, places)
    StandingPlace.objects.bulk_create(marks)


PlaceMark = tuple[UUID, str]
"""A place and the part of it that is meant."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """Designations with all that their projection needs, fetched together."""

    entries: list[Entry]
    extents: dict[UUID, Extent]
    places: dict[UUID, dict[Lineage, PlaceMark]]
    clock: dict[int, datetime]

    @classmethod
    def of(cls, ids: set[UUID]) -> "_Ground":
        entries = list(
            Entry.objects.filter(id__in=ids)
            .select_related("notice")
            .prefetch_related(
                "marks__place", "releases__release__notice", "releases__release__marks__place"
            )
        )
        everyone = [*entries, *(b.release for e in entries for b in e.releases.all())]
        located = locate(m.place for e in everyone for m in e.marks.all())
        places: dict[UUID, dict[Lineage, PlaceMark]] = {}
        extents: dict[UUID, Extent] = {}
        for entry in everyone:
            marks = {narrow(located[m.place_id], m.part).lineage: m for m in entry.marks.all()}
            extents[entry.id] = Extent.of({k: m.covered for k, m in marks.items()})
            places[entry.id] = {k: (m.place_id, m.part) for k, m in marks.items()}
        clock = {e.notice.sequence: e.notice.recorded_at for e in everyone}
        return cls(entries, extents, places, clock)

    def designation(self, entry: Entry) -> Designation:
        return Designation(
            str(entry.id), self.extents[entry.id], entry.effective_from, entry.notice.sequence
        )

    def release(self, release: Entry, designation: Entry) -> Release:
        return Release(
            str(release.id),
            self.extents[release.id],
            release.effective_from,
            release.notice.sequence,
            frozenset({str(designation.id)}),
        )

    def places_of(self, entries: Iterable[Entry]) -> dict[Lineage, PlaceMark]:
        return {lineage: mark for e in entries for lineage, mark in self.places[e.id].items()}


def _standing(
    entry: Entry,
    belief: Belief,
    clock: dict[int, datetime],
    ended_by: Entry | None,
) -> Standing:
    stretch = belief.stretch
    known_to = clock[belief.known_to] if belief.known_to is not None else None
    return Standing(
        designation=entry.id,
        district_id=entry.district_id,
        level=entry.level,
        effective=DateTimeTZRange(stretch.start, stretch.end),
        known=DateTimeTZRange(clock[belief.known_from], known_to),
        since=None if entry.action == Action.OPENING else entry.effective_from,
        text=entry.text,
        opened_by=_reference(entry.notice),
        ended_by=_reference(ended_by.notice) if ended_by else None,
    )


def _marks(
    standing: Standing, extent: Extent, places: dict[Lineage, PlaceMark]
) -> list[StandingPlace]:
    return [
        StandingPlace(
            standing=standing,
            place_id=places[lineage][0],
            part=places[lineage][1],
            covered=covered,
        )
        for lineage, covered in extent.marks
    ]


def _reference(notice: Notice) -> dict[str, object]:
    """How an answer names an act."""
    return {
        "kind": notice.kind,
        "sequence": notice.sequence,
        "year": notice.year,
        "number": notice.number,
        "url": notice.get_absolute_url(),
    }


def _project_coverage(declaration: CoverageDeclaration) -> None:
    """A later declaration for a district takes the place of the earlier, once known."""
    recorded_at = declaration.notice.recorded_at
    for earlier in Coverage.objects.filter(district=declaration.district_id, known__upper_inf=True):
        earlier.known = DateTimeTZRange(earlier.known.lower, recorded_at)
        earlier.save()
    coverage = Coverage.objects.create(
        district_id=declaration.district_id,
        effective=DateTimeTZRange(declaration.effective_from, None),
        known=DateTimeTZRange(recorded_at, None),
        note=declaration.note,
    )
    CoverageException.objects.bulk_create(
        CoverageException(coverage=coverage, place_id=u.place_id, reason=u.reason)
        for u in declaration.unvouched.all()
    )
