"""How a person at the shell names a place, and hands over an outline."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from django.core.management.base import CommandError

from zones.address import complex_key, parse, segment_key
from zones.gazetteer.area import Area
from zones.gazetteer.loading.declared import Declared
from zones.gazetteer.loading.shapes import outlines_of
from zones.gazetteer.resolve import resolve
from zones.models import City, Place


def place_called(text: str, city: City) -> Place:
    """The place with this id, or the one to which these words lead, to the last of them."""
    places = Place.objects.select_related("district", "parent").defer("outline")
    try:
        return places.get(id=UUID(text))
    except ValueError:
        pass
    except Place.DoesNotExist as error:
        raise CommandError(f"no place has the id {text}") from error
    found = resolve(text, Area.of(city))
    if found.place is None or found.ignored:
        near = found.candidates and "".join(
            f"\n  {c.place.id} {c.district.name}{c.place.name}" for c in found.candidates if c.place
        )
        reached = f", known as far as {found.place.name}" if found.place else ""
        raise CommandError(f"{text}: {found.reason or found.outcome}{reached}{near or ''}")
    return places.get(id=found.place.id)


def child_called(text: str, place: Place) -> Place:
    """The place right below another that these words name."""
    targets = parse(text).targets
    path = targets[0].path if len(targets) == 1 else ()
    keys = {complex_key(path), segment_key(path[-1])} if path else set()
    found = [p for p in place.children.defer("outline") if p.key in keys]
    if len(found) != 1:
        raise CommandError(f"{text}: {len(found)} places of that name right below {place.name}")
    return found[0]


def outline_in(path: Path, crs: Declared) -> dict[str, Any]:
    """The one outline of a GeoJSON file, in WGS-84."""
    try:
        shape = shapely.from_geojson(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, shapely.GEOSException) as error:
        raise CommandError(f"{path}: {error}") from error
    found = outlines_of(np.array([shape], dtype=object), crs)
    for refusal in found.refused.values():
        raise CommandError(f"{path}: {refusal}")
    if found.drawn[0] is None:
        raise CommandError(f"{path}: no polygon in it")
    geometry: dict[str, Any] = json.loads(shapely.to_geojson(found.drawn[0]))
    return geometry
