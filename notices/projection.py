"""From the ledger to the projection that all reading uses.

The rows of a designation are computed from its own entry, the changes bound to it and
the voids of any of these, and from nothing else; so publishing costs what the act
touches, and a rebuild is the same computation for every designation. An unmatched
release has a row of its own: what it ended was a zone before.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F

from notices.ledger.orders import DistrictState, Order, believed_spans
from notices.ledger.replay import beliefs, standing_entries
from notices.ledger.values import OPENS, Action, Belief, Designation
from notices.models import (
    Binding,
    CoverageDeclaration,
    DistrictOrder,
    Entry,
    EntryPlace,
    Notice,
    lock_ledger,
)
from notices.projection_ground import Ground, PlaceMark, voids_of
from zones.models import (
    Coverage,
    CoverageException,
    DistrictOrdered,
    LedgerHead,
    Standing,
    StandingPlace,
)
from zones.models.ground import Succession
from zones.risk.extent import Extent, Lineage

CHUNK = 500

Progress = Callable[[int], None]


@transaction.atomic
def project(notice: Notice) -> None:
    """Bring the projection up to an act just recorded, at the cost of what it touches."""
    _project_entries(_touched(notice))
    for declaration in notice.coverages.select_related("notice"):
        _project_coverage(declaration)
    _project_orders(set(notice.orders.values_list("district", flat=True)))
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
    _project_orders(set(DistrictOrder.objects.values_list("district", flat=True)))
    done = 0
    for chunk in _chunks(Entry.objects.values_list("id", flat=True).iterator(CHUNK)):
        _project_entries(set(chunk))
        done += len(chunk)
        progress(done)
    for declaration in CoverageDeclaration.objects.order_by("notice__sequence"):
        _project_coverage(declaration)
    last = Notice.objects.order_by("-sequence").first()
    if last is not None:
        _advance(last)
        LedgerHead.objects.update(making=F("making") + 1)


@transaction.atomic
def project_again(places: Iterable[UUID]) -> None:
    """Bring up to date what is projected of these places and of all that lies in them.

    For places of which it was found out that they are others: a release of the one may now
    end what was designated by the other. An id that became one of them before comes along.
    """
    lock_ledger()
    marked = EntryPlace.objects.filter(place__lineage__overlap=list(_with_former_ids(places)))
    own = set(marked.values_list("entry", flat=True))
    own |= set(Binding.objects.filter(release__in=own).values_list("designation", flat=True))
    _project_entries(own)
    LedgerHead.objects.update(making=F("making") + 1)


def _with_former_ids(places: Iterable[UUID]) -> set[UUID]:
    same = Succession.objects.filter(kind=Succession.Kind.SAME)
    found: set[UUID] = set()
    fresh = set(places)
    while fresh:
        found |= fresh
        became = same.filter(successor__lineage__overlap=list(fresh))
        fresh = set(became.values_list("predecessor", flat=True)) - found
    return found


def is_standing(entry: Entry) -> bool:
    """Whether an entry is not voided, as of now."""
    return bool(standing_among({entry.id}))


def standing_among(ids: set[UUID]) -> set[UUID]:
    """Those of these entries that are not voided, as of now, in a few queries."""
    voids = voids_of(ids)
    last = max((v.recorded for v in voids), default=0)
    return {UUID(i) for i in standing_entries(map(str, ids), voids, last)}


def _touched(notice: Notice) -> set[UUID]:
    """Designations and unmatched releases whose rows an act may change."""
    own = set(notice.entries.exclude(action=Action.VOID).values_list("id", flat=True))
    own |= set(notice.bindings.values_list("release", flat=True))
    aims = set(notice.entries.filter(action=Action.VOID).values_list("voids", flat=True))
    while aims:
        own |= aims
        aims = set(
            Entry.objects.filter(id__in=aims, action=Action.VOID).values_list("voids", flat=True)
        )
    bound = Binding.objects.filter(release__in=own).values_list("designation", flat=True)
    return own | set(bound)


def _chunks(ids: Iterator[UUID]) -> Iterator[list[UUID]]:
    while chunk := list(islice(ids, CHUNK)):
        yield chunk


def _advance(notice: Notice) -> None:
    LedgerHead.objects.update_or_create(
        id=1,
        defaults={"sequence": notice.sequence, "recorded_at": notice.recorded_at},
    )


def _project_entries(ids: set[UUID]) -> None:
    """Replace the rows of these entries by what the ledger says of them."""
    ground = Ground.of(ids)
    Standing.objects.filter(designation__in=ids).delete()
    rows: list[Row] = []
    for entry in ground.entries:
        if entry.action in OPENS:
            rows += _designation_rows(entry, ground)
        elif entry.action == Action.RELEASE:
            rows += _implied_rows(entry, ground)
    Standing.objects.bulk_create(standing for standing, _ in rows)
    StandingPlace.objects.bulk_create(
        StandingPlace(standing=standing, place_id=place, part=part, covered=covered)
        for standing, marks in rows
        for (place, part), covered in marks
    )


Row = tuple[Standing, list[tuple[PlaceMark, bool]]]
"""A stretch of a designation, and the marks of its extent."""


def _designation_rows(entry: Entry, ground: Ground) -> list[Row]:
    rows: list[Row] = []
    bound = ground.bound_to(entry)
    words = {str(e.id): e for e in (entry, *(b.release for b in bound))}
    places = ground.places_of(words.values())
    designation = Designation(
        str(entry.id), ground.extents[entry.id], entry.effective_from, entry.notice.sequence
    )
    changes = [ground.change(b) for b in bound]
    for belief in beliefs(designation, changes, ground.voids_about(entry, bound)):
        standing = _standing(entry, belief, words, ground.clock)
        rows.append((standing, _marks(belief.stretch.extent, places)))
    return rows


def _implied_rows(entry: Entry, ground: Ground) -> list[Row]:
    """What an unmatched release ended was a zone before, from an unknown start."""
    bound = ground.bindings_of(entry)
    voids = ground.voids_about(entry, bound)
    rows: list[Row] = []
    for known_from, known_to in ground.unmatched_between(entry, bound, voids):
        standing = Standing(
            designation=entry.id,
            entry=entry.id,
            implied=True,
            district_id=entry.district_id,
            level=entry.level,
            effective=DateTimeTZRange(None, entry.effective_from),
            known=DateTimeTZRange(
                ground.clock[known_from], ground.clock[known_to] if known_to else None
            ),
            since=None,
            text=entry.text,
            opened_by=_reference(entry.notice),
            ended_by=_reference(entry.notice),
        )
        rows.append((standing, _marks(ground.extents[entry.id], ground.places_of([entry]))))
    return rows


def _standing(
    entry: Entry, belief: Belief, words: dict[str, Entry], clock: dict[int, datetime]
) -> Standing:
    stretch = belief.stretch
    scoped_by = words[stretch.scoped_by]
    ended_by = words[stretch.ended_by] if stretch.ended_by else None
    known_to = clock[belief.known_to] if belief.known_to is not None else None
    return Standing(
        designation=entry.id,
        entry=scoped_by.id,
        district_id=entry.district_id,
        level=entry.level,
        effective=DateTimeTZRange(stretch.start, stretch.end),
        known=DateTimeTZRange(clock[belief.known_from], known_to),
        since=None if entry.action == Action.OPENING else entry.effective_from,
        text=scoped_by.text,
        opened_by=_reference(scoped_by.notice),
        ended_by=_reference(ended_by.notice) if ended_by else None,
    )


def _marks(extent: Extent, places: dict[Lineage, PlaceMark]) -> list[tuple[PlaceMark, bool]]:
    return [(places[lineage], covered) for lineage, covered in extent.marks]


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


def _project_orders(districts: set[str]) -> None:
    """Replace the ordered states of these districts by what the ledger says of them."""
    DistrictOrdered.objects.filter(district__in=districts).delete()
    for district in districts:
        rows = {
            str(o.pk): o
            for o in DistrictOrder.objects.filter(district=district).select_related("notice")
        }
        clock = {o.notice.sequence: o.notice.recorded_at for o in rows.values()}
        orders = [
            Order(key, DistrictState(o.state), o.effective_from, o.notice.sequence)
            for key, o in rows.items()
        ]
        DistrictOrdered.objects.bulk_create(
            DistrictOrdered(
                district_id=district,
                state=span.state,
                effective=DateTimeTZRange(span.start, span.end),
                known=DateTimeTZRange(
                    clock[span.known_from], clock[span.known_to] if span.known_to else None
                ),
                text=rows[span.order].text,
                opened_by=_reference(rows[span.order].notice),
            )
            for span in believed_spans(orders)
        )
