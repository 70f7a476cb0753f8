"""The gazetteer as the database keeps it: always current, one query a question."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from zones.address.values import Level
from zones.gazetteer.known import MOST_CANDIDATES, Likeness
from zones.gazetteer.near import nearest
from zones.models import Place, PlaceName
from zones.models.ground.names import PlaceNames


@dataclass(frozen=True, slots=True)
class DatabaseGazetteer:
    """``Gazetteer`` over the rows of ``Place`` and ``PlaceName``.

    With ``on``, only the names that lead to their place on that date.
    """

    on: date | None = None

    def _names(self) -> PlaceNames:
        return PlaceName.objects.all() if self.on is None else PlaceName.objects.answering(self.on)

    def named(self, level: Level, key: str, districts: Collection[str]) -> Sequence[Place]:
        """Places of ``level`` in these districts (codes) one of whose names has ``key``."""
        names = self._names().filter(key=key, place__level=level)
        bearing = list(
            _ordered().filter(district__in=list(districts), id__in=names.values("place"))
        )
        return [place for place in bearing if place.retired_on is None] or bearing

    def above(self, place: Place) -> Mapping[str, str]:
        """The keys of the places that ``place`` lies in, by level."""
        if len(place.lineage) < 2:
            return {}
        rows = Place.objects.filter(id__in=place.lineage[:-1]).values_list("id", "level", "key")
        known = {id: (level, key) for id, level, key in rows}
        return dict(known[id] for id in place.lineage[:-1])

    def child(self, place: Place, level: Level, key: str) -> Place | None:
        """The place right below ``place`` with this level and key."""
        below = _ordered().filter(parent=place, level=level, key=key)
        return min(below, key=lambda one: (one.retired_on is not None, one.id), default=None)

    def deeper(self, place: Place, level: Level, key: str) -> Sequence[Place]:
        """Places below ``place``, but not right below, with this level and key."""
        below = _ordered().filter(lineage__contains=[place.id], level=level, key=key)
        return list(below.exclude(parent=place).exclude(id=place.id)[:MOST_CANDIDATES])

    def near(
        self, level: Level, key: str, districts: Collection[str]
    ) -> Sequence[tuple[Place, Likeness]]:
        """Places of ``level`` whose name is near to ``key``, the nearest first."""
        names = self._names().filter(place__level=level, place__district__in=list(districts))
        found = nearest(key, names.values_list("key", "place__name", "place_id"))
        places = _ordered().in_bulk([id for id, _ in found])
        return [(places[id], likeness) for id, likeness in found]


def _ordered() -> QuerySet[Place]:
    return Place.objects.select_related("district").defer("outline").order_by("name", "id")


DATABASE = DatabaseGazetteer()
