"""Giving places without an outline an illustrative one, for the demonstration only."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import transaction

from zones.address.values import Level
from zones.gazetteer.layout import Node, lay_out
from zones.models import City, District, OutlineQuality, Place

DRAWN_AS = {Level.STREET: Level.COMPLEX, Level.AREA: Level.COMMUNITY}
"""Levels that the layout does not know are drawn as one that it does."""


@transaction.atomic
def illustrate(city: City, *, toward: tuple[float, float] | None = None) -> int:
    """Draw every place of the city that has no outline; returns how many were drawn.

    The outlines are invented and marked ``illustrative``; nothing is ever decided by
    them.
    """
    return sum(_illustrate_district(d, toward) for d in city.districts.all())


def _illustrate_district(district: District, toward: tuple[float, float] | None) -> int:
    places = {p.id: p for p in district.places.order_by("id")}
    children: dict[UUID | None, list[Place]] = defaultdict(list)
    for place in places.values():
        children[place.parent_id].append(place)
    forest = [_node(p, children) for p in children[None]]
    if not forest:
        return 0
    ground = shapely.from_wkb(bytes(district.outline.wkb))
    outlines = lay_out(ground, forest, toward=toward)
    drawn = [p for p in places.values() if p.outline is None]
    for place in drawn:
        shape = GEOSGeometry(shapely.to_wkb(outlines[str(place.id)]), srid=4326)
        place.outline = MultiPolygon(shape, srid=4326)
        place.outline_quality = OutlineQuality.ILLUSTRATIVE
    Place.objects.bulk_update(drawn, ["outline", "outline_quality"], batch_size=500)
    return len(drawn)


def _node(place: Place, children: dict[UUID | None, list[Place]]) -> Node:
    level = Level(place.level)
    below: Iterable[Place] = children[place.id]
    return Node(
        str(place.id), DRAWN_AS.get(level, level), tuple(_node(c, children) for c in below)
    )
