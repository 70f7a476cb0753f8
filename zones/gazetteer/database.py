"""The gazetteer as the database keeps it: always current, one query a question."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zones.address.values import Level
from zones.gazetteer.dates import LATEST, rather_present
from zones.gazetteer.known import FOUND_BY_NAME, MOST_CANDIDATES, Nearness
from zones.gazetteer.likely import likely
from zones.gazetteer.partial import Written
from zones.models import Place, PlaceName
from zones.models.ground.places import Places


@dataclass(frozen=True, slots=True)
class DatabaseGazetteer:
    """``Gazetteer`` over the rows of ``Place`` and ``PlaceName``, as of a date."""

    on: date = LATEST

    def named(self, level: Level, key: str, districts: Collection[str]) -> Sequence[Place]:
        """Places of ``level`` in these districts (codes) one of whose names has ``key``."""
        names = PlaceName.objects.answering(self.on).filter(key=key, place__level=level)
        bearing = _ordered().filter(district__in=list(districts), id__in=names.values("place"))
        return rather_present(bearing, _retired_on, self.on)

    def above(self, place: Place) -> Mapping[str, str]:
        """The keys of the places that ``place`` lies in, by level."""
        if len(place.lineage) < 2:
            return {}
        rows = Place.objects.filter(id__in=place.lineage[:-1]).values_list("id", "level", "key")
        known = {id: (level, key) for id, level, key in rows}
        return dict(known[id] for id in place.lineage[:-1])

    def child(self, place: Place, level: Level, key: str) -> Place | None:
        """The one place right below ``place`` with this level and key, if it is one."""
        below = _ordered().filter(parent=place, level=level).called(key, self.on)
        found = rather_present(below, _retired_on, self.on)
        return found[0] if len(found) == 1 else None

    def deeper(self, place: Place, level: Level, key: str) -> Sequence[Place]:
        """Places anywhere below ``place`` with this level and key."""
        below = _ordered().filter(lineage__contains=[place.id], level=level)
        return list(below.called(key, self.on).exclude(id=place.id)[:MOST_CANDIDATES])

    def near(
        self, level: Level, key: str, districts: Collection[str]
    ) -> Sequence[tuple[Place, Nearness]]:
        """Places that may be meant by a name that is not known, the nearest first."""
        names = PlaceName.objects.answering(self.on).filter(
            place__level__in=FOUND_BY_NAME, place__district__in=list(districts)
        )
        rows = list(names.values_list("key", "place__name", "place_id", "place__level"))
        own = (row[:3] for row in rows if row[3] == level)
        found = likely(Written(key), own, (row[:3] for row in rows))
        places = _ordered().in_bulk([id for id, _ in found])
        return [(places[id], nearness) for id, nearness in found]


def _retired_on(place: Place) -> date | None:
    return place.retired_on


def _ordered() -> Places:
    return Place.objects.select_related("district").defer("outline").order_by("name", "id")


DATABASE = DatabaseGazetteer()
