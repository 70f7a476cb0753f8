"""What changed between two instants: what was added, released, changed, and what still holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from zones.listing import ListedZone
from zones.models import City, District
from zones.standings import ZoneRow, in_force, met
from zones.timeline import Reference, endings


class Change(StrEnum):
    """What became of a zone between two instants."""

    ADDED = "added"
    RELEASED = "released"
    CHANGED = "changed"
    STILL = "still"


@dataclass(frozen=True, slots=True)
class ComparedZone:
    """A zone of either instant. A released one is shown as it was."""

    zone: ListedZone
    change: Change
    ended_at: datetime | None = None
    ended_by: Reference | None = None


@dataclass(frozen=True, slots=True)
class ComparedDistrict:
    """A district with what changed in it, in the order of ``Change``."""

    district: District
    zones: tuple[ComparedZone, ...]

    def of(self, change: Change) -> list[ComparedZone]:
        """Its zones with one fate."""
        return [z for z in self.zones if z.change is change]

    @property
    def groups(self) -> list[tuple[Change, list[ComparedZone]]]:
        """Its zones by their fate, without what there is none of."""
        return [(change, self.of(change)) for change in Change if self.of(change)]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two instants of one city. ``passing`` zones began and ended in between."""

    districts: tuple[ComparedDistrict, ...]
    passing: int

    def count(self, change: Change) -> int:
        """How many zones had this fate."""
        return sum(len(d.of(change)) for d in self.districts)

    @property
    def counts(self) -> dict[str, int]:
        """How many zones had each fate."""
        return {change.value: self.count(change) for change in Change}

    @property
    def undrawn(self) -> int:
        """Zones that are not on the map."""
        return sum(not z.zone.on_map for d in self.districts for z in d.zones)


def compare(city: City, start: datetime, end: datetime, known_at: datetime) -> Comparison:
    """The zones in force at ``start`` beside those at ``end``, which is the later."""
    before = {r.standing.designation: r for r in in_force(start, known_at)}
    after = {r.standing.designation: r for r in in_force(end, known_at)}
    ended = endings(before.keys() - after.keys(), end, known_at)
    found = [_compared(i, before.get(i), after.get(i), ended) for i in before | after]
    passing = met(start, end, known_at) - before.keys() - after.keys()
    return Comparison(tuple(_by_district(city, found)), len(passing))


def _compared(
    designation: UUID,
    before: ZoneRow | None,
    after: ZoneRow | None,
    ended: dict[UUID, tuple[datetime, Reference | None]],
) -> ComparedZone:
    if after is None:
        assert before is not None
        at, by = ended.get(designation, (None, None))
        return ComparedZone(ListedZone.of(before), Change.RELEASED, at, by)
    if before is None:
        return ComparedZone(ListedZone.of(after), Change.ADDED)
    same = before.zone.extent == after.zone.extent
    return ComparedZone(ListedZone.of(after), Change.STILL if same else Change.CHANGED)


def _by_district(city: City, zones: Iterable[ComparedZone]) -> Iterable[ComparedDistrict]:
    """The districts that have something to tell, those first in which most changed."""
    order = list(Change)
    listed = []
    for district in city.districts.all():
        own = [z for z in zones if z.zone.standing.district_id == district.code]
        own.sort(key=lambda z: order.index(z.change))
        listed.append(ComparedDistrict(district, tuple(own)))
    listed.sort(key=lambda d: (len(d.of(Change.STILL)) - len(d.zones), d.district.code))
    return [d for d in listed if d.zones]
