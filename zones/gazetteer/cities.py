"""Loading a city and its districts from ``seed/<slug>/``."""

import json
from pathlib import Path

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import transaction

from zones.models import City, District


class NoSuchCity(ValueError):
    """There is no seed of this name."""


@transaction.atomic
def load_city(seeds: Path, slug: str) -> City:
    """Load, or bring up to date, a city and its districts.

    Raises ``NoSuchCity``. Districts that the seed no longer has are left alone: entries
    may refer to them.
    """
    folder = seeds / slug
    if not (folder / "city.json").is_file():
        known = sorted(p.parent.name for p in seeds.glob("*/city.json"))
        raise NoSuchCity(f"no city {slug!r} under {seeds}; there is {', '.join(known)}")
    described = json.loads((folder / "city.json").read_text(encoding="utf-8"))
    code = described.pop("code")
    city, _ = City.objects.update_or_create(code=code, defaults=described)
    collection = json.loads((folder / "districts.geojson").read_text(encoding="utf-8"))
    for feature in collection["features"]:
        properties = feature["properties"]
        District.objects.update_or_create(
            code=properties["code"],
            defaults={
                "city": city,
                "name": properties["name"],
                "name_en": properties["name_en"],
                "outline": _multipolygon(feature["geometry"]),
                "outline_quality": properties["quality"],
            },
        )
    return city


def _multipolygon(geometry: dict[str, object]) -> MultiPolygon:
    shape = GEOSGeometry(json.dumps(geometry), srid=4326)
    return shape if shape.geom_type == "MultiPolygon" else MultiPolygon(shape, srid=4326)
