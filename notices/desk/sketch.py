"""What the map shows on which the outline of a place is drawn (轮廓草图)."""

import json
from typing import Any

from django.contrib.gis.db.models import Union
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon

from zones.models import Place

MOST_BESIDE = 150
NEAR = 0.01
"""Degrees: about a kilometre around an outline that is there."""


def sketch_of(place: Place) -> dict[str, Any]:
    """The district, the outline that the place has, those beside it, and what lies in it."""
    beside = Place.objects.filter(
        district=place.district_id, outline__isnull=False, retired_on=None
    ).exclude(lineage__contains=[place.id])
    if place.outline:
        beside = beside.filter(outline__bboverlaps=place.outline.envelope.buffer(NEAR))
    inside = Place.objects.filter(lineage__contains=[place.id], outline__isnull=False)
    united = inside.exclude(id=place.id).filter(retired_on=None)
    return {
        "district": _geometry(place.district.outline),
        "outline": _geometry(place.outline),
        "beside": [
            _feature(p.outline, p.name)
            for p in beside.exclude(id__in=place.lineage).only("name", "outline")[:MOST_BESIDE]
        ],
        "united": _geometry(united.aggregate(all=Union("outline"))["all"]),
    }


def _geometry(shape: GEOSGeometry | None) -> dict[str, Any] | None:
    if shape is None:
        return None
    whole = shape if shape.geom_type == "MultiPolygon" else MultiPolygon(shape, srid=shape.srid)
    found: dict[str, Any] = json.loads(whole.json)
    return found


def _feature(shape: GEOSGeometry, name: str) -> dict[str, Any]:
    return {"type": "Feature", "geometry": json.loads(shape.json), "properties": {"name": name}}
