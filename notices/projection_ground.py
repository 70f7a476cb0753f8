"""What a projection needs of the ledger, fetched together for many entries."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from notices.ledger.replay import standing_entries
from notices.ledger.values import Action, Change, Void
from notices.models import Binding, Entry
from zones.gazetteer.located import locate, narrow
from zones.risk.extent import Extent, Lineage

PlaceMark = tuple[UUID, str]
"""A place and the part of it that is meant."""


def voids_of(ids: Iterable[UUID]) -> list[Void]:
    """Every void of these entries, of the voids of these, and so on."""
    found: list[Void] = []
    aims = set(ids)
    while aims:
        rows = Entry.objects.filter(voids__in=aims).values_list("id", "voids", "notice__sequence")
        fresh = [Void(str(i), str(v), sequence) for i, v, sequence in rows]
        found += fresh
        aims = {UUID(v.id) for v in fresh}
    return found


@dataclass(frozen=True, slots=True)
class Ground:
    """Entries with their places, bindings and voids, and the time of each sequence."""

    entries: list[Entry]
    bindings: list[Binding]
    voids: list[Void]
    extents: dict[UUID, Extent]
    places: dict[UUID, dict[Lineage, PlaceMark]]
    clock: dict[int, datetime]

    @classmethod
    def of(cls, ids: set[UUID]) -> "Ground":
        """Everything about these entries, in a few queries."""
        entries = list(
            Entry.objects.filter(id__in=ids)
            .select_related("notice")
            .prefetch_related("marks__place")
        )
        bindings = list(
            Binding.objects.filter(Q(designation__in=ids) | Q(release__in=ids))
            .select_related("notice", "release__notice")
            .prefetch_related("release__marks__place")
        )
        voids = voids_of({*ids, *(b.release_id for b in bindings)})
        everyone = {e.id: e for e in (*entries, *(b.release for b in bindings))}
        extents, places = _extents(everyone.values())
        return cls(entries, bindings, voids, extents, places, _clock(everyone, bindings, voids))

    def bound_to(self, designation: Entry) -> list[Binding]:
        """Bindings of a designation."""
        return [b for b in self.bindings if b.designation_id == designation.id]

    def bindings_of(self, release: Entry) -> list[Binding]:
        """Bindings of a release."""
        return [b for b in self.bindings if b.release_id == release.id]

    def change(self, binding: Binding) -> Change:
        """A release or rescoping, as bound."""
        release = binding.release
        return Change(
            str(release.id),
            Action(release.action),
            self.extents[release.id],
            release.effective_from,
            binding.notice.sequence,
        )

    def voids_about(self, entry: Entry, bound: Sequence[Binding]) -> list[Void]:
        """The voids that bear on an entry or on what is bound to it."""
        about = {str(entry.id), *(str(b.release_id) for b in bound)}
        found: list[Void] = []
        while fresh := [v for v in self.voids if v.voids in about and v not in found]:
            found += fresh
            about |= {v.id for v in fresh}
        return found

    def unmatched_between(
        self, release: Entry, bound: Sequence[Binding], voids: Sequence[Void]
    ) -> Iterator[tuple[int, int | None]]:
        """The sequences between which a release stood and was bound to nothing."""
        first = release.notice.sequence
        moments = sorted({first, *(b.notice.sequence for b in bound), *(v.recorded for v in voids)})
        since: int | None = None
        for moment in (m for m in moments if m >= first):
            stands = bool(standing_entries([str(release.id)], voids, moment))
            unmatched = stands and all(b.notice.sequence > moment for b in bound)
            if unmatched and since is None:
                since = moment
            elif not unmatched and since is not None:
                yield since, moment
                since = None
        if since is not None:
            yield since, None

    def places_of(self, entries: Iterable[Entry]) -> dict[Lineage, PlaceMark]:
        """The place and part behind each lineage that these entries mark."""
        return {lineage: mark for e in entries for lineage, mark in self.places[e.id].items()}


def _extents(
    entries: Iterable[Entry],
) -> tuple[dict[UUID, Extent], dict[UUID, dict[Lineage, PlaceMark]]]:
    """The extent of each entry, and the place and part behind each of its marks."""
    entries = list(entries)
    located = locate(m.place for e in entries for m in e.marks.all())
    extents: dict[UUID, Extent] = {}
    places: dict[UUID, dict[Lineage, PlaceMark]] = {}
    for entry in entries:
        marks = {narrow(located[m.place_id], m.part).lineage: m for m in entry.marks.all()}
        extents[entry.id] = Extent.of({k: m.covered for k, m in marks.items()})
        places[entry.id] = {k: (m.place_id, m.part) for k, m in marks.items()}
    return extents, places


def _clock(
    entries: dict[UUID, Entry], bindings: Sequence[Binding], voids: Sequence[Void]
) -> dict[int, datetime]:
    """When each act was recorded that these values mention."""
    clock = {e.notice.sequence: e.notice.recorded_at for e in entries.values()}
    clock |= {b.notice.sequence: b.notice.recorded_at for b in bindings}
    rows = Entry.objects.filter(id__in=[v.id for v in voids])
    return clock | dict(rows.values_list("notice__sequence", "notice__recorded_at"))
