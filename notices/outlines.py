"""Outlines that a clerk drew for places that a notice is about to make (新地点的轮廓)."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon

from notices.amendments import Malformed, Outline
from notices.reading import ReadEntry, Reading
from zones.address import local_key, show
from zones.address.values import Segment
from zones.gazetteer.plant import find_or_plant
from zones.models import District, OutlineQuality

WGS84 = 4326
MOST_POINTS = 2000


def place_ref(district: District, path: Sequence[Segment]) -> str:
    """What an outline calls a place that does not exist yet: district, key and name."""
    return f"{district.code}|{local_key(path)}|{show(path)}"


def new_places(entry: ReadEntry) -> Iterator[tuple[str, tuple[Segment, ...]]]:
    """The places that publishing an entry would make, by their reference.

    That is what their words say, whatever a person decides of their level and what they lie in.
    """
    if entry.district is None:
        return
    for written, target in zip(entry.worded.written, entry.targets, strict=True):
        if target.is_new:
            yield place_ref(entry.district, written.path), target.target.path


def as_outline(geometry: dict[str, Any], district: District) -> MultiPolygon:
    """A drawn geometry (GeoJSON, WGS-84) as an outline. Raises ``Malformed``."""
    try:
        # Not by GDAL: its complaints would reach the handler that pyogrio has put up for its own.
        read = shapely.from_geojson(json.dumps(geometry))
        shape = GEOSGeometry(memoryview(shapely.to_wkb(read, output_dimension=2)), srid=WGS84)
    except (shapely.errors.ShapelyError, GEOSException, ValueError, TypeError) as error:
        raise Malformed("轮廓不是有效的图形，请重画。") from error
    if shape.geom_type not in ("Polygon", "MultiPolygon") or shape.num_points > MOST_POINTS:
        raise Malformed("轮廓须是一个或几个多边形，且不超过2000个点。")
    if shape.empty or not shape.valid or shape.area == 0:
        raise Malformed(f"轮廓自相交或没有面积，请重画{_where(shape)}。")
    if not shape.intersects(district.outline):
        west, south, east, north = shape.extent
        raise Malformed(
            f"轮廓不在{district.name}境内，请重画：它在东经{west:.4f}—{east:.4f}、"
            f"北纬{south:.4f}—{north:.4f}。"
        )
    return shape if shape.geom_type == "MultiPolygon" else MultiPolygon(shape, srid=WGS84)


def _where(shape: GEOSGeometry) -> str:
    """Where a shape is not valid, as GEOS tells it: “Self-intersection[112.55 37.75]”."""
    spot = re.search(r"\[(\S+) (\S+)\]", shape.valid_reason)
    return f"（在 {float(spot[1]):.6f}, {float(spot[2]):.6f} 处）" if spot else ""


def give_outlines(reading: Reading, outlines: Sequence[Outline], *, source: str) -> None:
    """Give places just made the outlines drawn for them; places drawn already keep theirs."""
    drawn = {o.place: o.geometry for o in outlines if o.geometry}
    if not drawn:
        return
    for entry in reading.entries:
        for ref, path in new_places(entry):
            if ref in drawn and entry.district is not None:
                place = find_or_plant(entry.district, path, source=source, chosen=entry.chosen)
                if place.outline is None:
                    place.outline = as_outline(drawn[ref], entry.district)
                    place.outline_quality = OutlineQuality.APPROXIMATE
                    place.outline_source = source[:200]
                    place.save(update_fields=["outline", "outline_quality", "outline_source"])
