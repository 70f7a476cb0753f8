"""What a change of places changes (地点变更预演): tried, looked at, and kept or taken back.

What is told of the places, of the texts that lead to them and of the ledger's entries is read
before and after, inside the transaction that a rehearsal then gives up. So a rehearsal
is the same work, and tells what a commit does.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from notices.models import Entry, lock_ledger
from notices.rehearsal import Effect, Side, Span, different
from zones.gazetteer.area import Area
from zones.gazetteer.located import locate
from zones.gazetteer.outcome import Outcome, Resolution
from zones.gazetteer.resolve import resolve
from zones.models import District, Place, PlaceName, Standing


@dataclass(frozen=True, slots=True)
class Lead:
    """What a name led to as of a date, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Reshaping:
    """What a change of places changes."""

    places: tuple[str, ...]
    """Each place that is made or changed, in words."""
    leads: tuple[Lead, ...]
    answers: tuple[Effect, ...]
    entries: tuple[Entry, ...]
    """Entries of the ledger that name one of the places, what is in it, or what it is in."""


def reshape(
    act: Callable[[], object],
    *,
    places: Sequence[Place],
    names: Collection[str],
    on: date,
    at: datetime,
    commit: bool,
) -> Reshaping:
    """Change places of one district, and tell what it changes. Raises what the act raises.

    ``places`` are those that are changed, ``names`` those that will be given; ``on`` is the date
    as of which texts are asked, ``at`` the instant as of which the ledger is known. Without
    ``commit`` nothing is left of it.
    """
    with transaction.atomic():
        lock_ledger()
        view = _View(places, names, on, at)
        act()
        found = view.differences()
        if not commit:
            transaction.set_rollback(True)
    return found


class _State(NamedTuple):
    """What is known of a place, as far as a change can change it."""

    name: str
    parent: UUID | None
    retired_on: date | None
    drawn_at: datetime | None


class _View:
    """A district before a change, to be compared with what it is after."""

    def __init__(
        self, places: Sequence[Place], names: Collection[str], on: date, at: datetime
    ) -> None:
        self.ids = [place.id for place in places]
        self.district = District.objects.select_related("city").get(pk=places[0].district_id)
        self.on, self.at = on, at
        self.concerned = self._concerned()
        named = Standing.objects.filter(marks__place__in=self.concerned).distinct()
        self.rows = list(named.prefetch_related("marks__place"))
        self.states, self.told = self._states(), self._told(self.concerned)
        self.led = self._led([*names, *self._names()])

    def differences(self) -> Reshaping:
        """What is otherwise now."""
        states = self._states()
        turned = [id for id in states if states[id] != self.states.get(id)]
        led, told = self._led(self.led), self._told(self.concerned)
        return Reshaping(
            places=tuple(sorted(self._words(id, states) for id in turned)),
            leads=tuple(
                Lead(name, _shown(self.led[name]), _shown(led[name]))
                for name in sorted(led)
                if _place_or_outcome(self.led[name]) != _place_or_outcome(led[name])
            ),
            answers=tuple(
                different(
                    Effect(self.states[id].name, self.district.name, self.told[id], told[id])
                    for id in self.told
                )
            ),
            entries=tuple(self._entries()),
        )

    def _concerned(self) -> list[UUID]:
        """The places that are changed, with what lies in them and what they lie in."""
        inside = Place.objects.filter(lineage__overlap=self.ids)
        above = {id for one in inside.filter(id__in=self.ids) for id in one.lineage}
        return list(dict.fromkeys([*inside.values_list("id", flat=True), *sorted(above)]))

    def _states(self) -> dict[UUID, _State]:
        rows = Place.objects.filter(district=self.district)
        listed = rows.values_list("id", "name", "parent", "retired_on", "drawn_at")
        return {id: _State(*state) for id, *state in listed}

    def _told(self, ids: Sequence[UUID]) -> Mapping[UUID, tuple[Span, ...]]:
        """The risk of each place over time; of none where no zone was ever near."""
        if not self.rows:
            return {}
        side = Side(self.district, self.at, self.rows)
        located = locate(Place.objects.filter(id__in=ids).defer("outline"))
        return {id: side.of(located[id]) for id in ids}

    def _names(self) -> Iterable[str]:
        """Every name of the places that are changed, and the words by which they are shown."""
        names = PlaceName.objects.filter(place__in=self.ids).values_list("text", flat=True)
        return (*names, *Place.objects.filter(id__in=self.ids).values_list("name", flat=True))

    def _led(self, names: Iterable[str]) -> dict[str, Resolution[Place]]:
        """What each name in the district leads to."""
        area = Area.of(self.district.city, self.district, self.on)
        return {name: resolve(name, area) for name in names}

    def _entries(self) -> Iterable[Entry]:
        named = Entry.objects.filter(marks__place__in=self.concerned).distinct()
        return named.select_related("notice").order_by("notice__sequence", "ordinal")

    def _words(self, id: UUID, states: Mapping[UUID, _State]) -> str:
        """What became of a place."""
        old, new = self.states.get(id), states[id]
        where = states[new.parent].name if new.parent else self.district.name
        if old is None:
            return f"{new.name} ({id}): new, in {where}"
        said = []
        if old.name != new.name:
            said.append(f"renamed to {new.name}")
        if old.parent != new.parent:
            said.append(f"now in {where}")
        if new.retired_on and not old.retired_on:
            said.append(f"retired on {new.retired_on}")
        if old.drawn_at != new.drawn_at:
            said.append("another outline" if old.drawn_at else "an outline")
        return f"{old.name} ({id}): {', '.join(said)}"


def _place_or_outcome(found: Resolution[Place]) -> UUID | Outcome:
    return found.place.id if found.place else found.outcome


def _shown(found: Resolution[Place]) -> str:
    return f"{found.place.name} ({found.place.id})" if found.place else found.outcome
