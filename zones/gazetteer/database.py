"""The gazetteer as the database keeps it: always current, one query a question."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet

from zones.address.values import Level
from zones.gazetteer.known import MOST_CANDIDATES, Likeness
from zones.gazetteer.near import nearest
from zones.models import Place, PlaceName


class DatabaseGazetteer:
    """``Gazetteer`` over the rows of ``Place`` and ``PlaceName``."""

    def named(self, level: Level, key: str, districts: Collection[str]) -> Sequence[Place]:
        """Places of ``level`` in these districts (codes) one of whose names has ``key``."""
        bearing = _ordered().filter(district__in=list(districts), level=level, names__key=key)
        return list(bearing.distinct())

    def above(self, place: Place) -> Mapping[str, str]:
        """The keys of the places that ``place`` lies in, by level."""
        if len(place.lineage) < 2:
            return {}
        return dict(Place.objects.filter(id__in=place.lineage[:-1]).values_list("level", "key"))

    def child(self, place: Place, level: Level, key: str) -> Place | None:
        """The place right below ``place`` with this level and key."""
        return _ordered().filter(parent=place, level=level, key=key).first()

    def deeper(self, place: Place, level: Level, key: str) -> Sequence[Place]:
        """Places below ``place``, but not right below, with this level and key."""
        below = _ordered().filter(lineage__contains=[place.id], level=level, key=key)
        return list(below.exclude(parent=place).exclude(id=place.id)[:MOST_CANDIDATES])

    def near(
        self, level: Level, key: str, districts: Collection[str]
    ) -> Sequence[tuple[Place, Likeness]]:
        """Places of ``level`` whose name is near to ``key``, the nearest first."""
        names = PlaceName.objects.filter(place__level=level, place__district__in=list(districts))
        found = nearest(key, names.values_list("key", "place__name", "place_id"))
        places = _ordered().in_bulk([id for id, _ in found])
        return [(places[id], likeness) for id, likeness in found]


def _ordered() -> QuerySet[Place]:
    return Place.objects.select_related("district").defer("outline").order_by("name", "id")


DATABASE = DatabaseGazetteer()
