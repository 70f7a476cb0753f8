"""Giving places without an outline an illustrative one, for the demonstration only."""

from collections import Counter, defaultdict
from uuid import UUID

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import transaction

from zones.address.values import Level
from zones.gazetteer.layout import Node, lay_out
from zones.models import City, District, OutlineQuality, Place

SOURCE = "示意"
UNSURVEYED = (None, OutlineQuality.ILLUSTRATIVE)


@transaction.atomic
def illustrate(city: City, *, toward: tuple[float, float] | None = None) -> int:
    """Draw every place of the city without an outline of its own; returns how many.

    The outlines are invented and marked ``illustrative``; nothing is ever decided by
    them. Those of an earlier run are drawn again, because a parent grows with its
    children.
    """
    return sum(_illustrate_district(d, toward) for d in city.districts.all())


def _illustrate_district(district: District, toward: tuple[float, float] | None) -> int:
    places = {p.id: p for p in district.places.order_by("id")}
    children: dict[UUID | None, list[Place]] = defaultdict(list)
    for place in places.values():
        children[place.parent_id].append(place)
    keys: dict[UUID, str] = {}
    forest = _nodes(children, None, district.code, keys)
    if not forest:
        return 0
    ground = shapely.from_wkb(bytes(district.outline.wkb))
    outlines = lay_out(ground, forest, toward=toward)
    drawn = [p for p in places.values() if p.outline_quality in UNSURVEYED]
    for place in drawn:
        shape = GEOSGeometry(memoryview(shapely.to_wkb(outlines[keys[place.id]])), srid=4326)
        place.outline = MultiPolygon(shape, srid=4326)
        place.outline_quality = OutlineQuality.ILLUSTRATIVE
        place.outline_source = SOURCE
    fields = ["outline", "outline_quality", "outline_source"]
    Place.objects.bulk_update(drawn, fields, batch_size=500)
    return len(drawn)


def _nodes(
    children: dict[UUID | None, list[Place]], parent: UUID | None, above: str, keys: dict[UUID, str]
) -> tuple[Node, ...]:
    """What lies in a place, under keys that are the same on every machine: ids are not.

    Two places of one name are told apart by who was known first.
    """
    seen: Counter[tuple[str, str]] = Counter()
    nodes = []
    for place in sorted(children[parent], key=lambda p: (p.created_at, str(p.id))):
        seen[(place.level, place.key)] += 1
        again = seen[(place.level, place.key)]
        key = f"{above}/{place.level}:{place.key}" + (f"#{again}" if again > 1 else "")
        keys[place.id] = key
        nodes.append(Node(key, Level(place.level), _nodes(children, place.id, key, keys)))
    return tuple(nodes)
