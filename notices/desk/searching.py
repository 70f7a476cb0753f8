"""What the page of a draft asks while it is worked on: places, outlines, before and after."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon, Polygon
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from notices.amendments import Malformed
from notices.desk.access import visible_draft
from notices.desk.page import reading_of
from notices.models import Draft
from notices.outlines import as_outline, new_places
from notices.preview import Preview, PreviewedZone, preview
from zones.gazetteer.anchors import HOLDERS
from zones.gazetteer.sounds import ANCHORS, search
from zones.installation import city
from zones.models import District, Place, PlaceLevel
from zones.risk.extent import Extent

LONGEST = 60
MOST_OUTLINES = 1500
LEVELS = dict(PlaceLevel.choices)
OUTLINED = ("complex", "section", "building")


@login_required
@never_cache
@require_GET
def places(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Known places of a district of the draft's city by name, pinyin or initials.

    ``kind=holder`` asks for what a new place may lie in, in words that tell it from others.
    """
    visible_draft(request, draft_id)
    holders = request.GET.get("kind") == "holder"
    levels = HOLDERS if holders else ANCHORS
    found = search(request.GET.get("q", "")[:LONGEST], _districts(request), levels)
    above = _above([f.id for f in found if f.id]) if holders else {}
    return JsonResponse(
        {
            "places": [
                {
                    "id": f.id,
                    "name": above.get(f.id, "") + f.name,
                    "level": str(LEVELS.get(f.level, f.level)),
                }
                for f in found
            ]
        }
    )


@login_required
@never_cache
@require_GET
def buildings(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Known outlines of a district within a box, to pick from or to draw beside."""
    visible_draft(request, draft_id)
    district = city().districts.filter(name=request.GET.get("district", "")).first()
    if district is None:
        return JsonResponse({"message": "不是本市区县"}, status=422)
    known = Place.objects.filter(district=district, outline__isnull=False, level__in=OUTLINED)
    if box := _box(request.GET.get("bbox", "")):
        known = known.filter(outline__bboverlaps=box)
    features = [
        _feature(p.outline, {"name": p.name, "level": p.level}) for p in known[:MOST_OUTLINES]
    ]
    return JsonResponse(
        {"district": json.loads(district.outline.geojson), "known": _collection(features)}
    )


@login_required
@never_cache
@require_GET
def comparison(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The zones of the draft's districts without the draft, and with it."""
    draft = visible_draft(request, draft_id)
    reading, at = reading_of(draft, city())
    if at is None:
        return JsonResponse({"message": "没有发布日期，无法预演。"}, status=422)
    told = preview(reading, at)
    outlines = _Outlines(told, draft)
    was = {z.row.zone.designation: z.extent for z in told.before if z.row}
    now = {z.row.zone.designation: z.extent for z in told.after if z.row}
    return JsonResponse(
        {
            "before": outlines.collection(told.before, now, gone="ended"),
            "after": outlines.collection(told.after, was, gone="new"),
            "districts": _collection(
                [_feature(c.district.outline, {"name": c.district.name}) for c in told.districts]
            ),
        }
    )


def _above(ids: list[UUID]) -> dict[UUID | None, str]:
    """The subdistrict of each community, by name."""
    known = Place.objects.filter(id__in=ids, parent__isnull=False)
    return dict(known.values_list("id", "parent__name"))


def _districts(request: HttpRequest) -> list[str]:
    known: Iterable[District] = city().districts.defer("outline")
    wanted = request.GET.get("district", "")
    return [d.code for d in known if wanted in ("", d.name)]


def _box(text: str) -> Polygon | None:
    try:
        west, south, east, north = map(float, text.split(","))
        return Polygon.from_bbox((west, south, east, north))
    except (ValueError, GEOSException):
        return None


def _feature(outline: GEOSGeometry | None, properties: dict[str, Any]) -> dict[str, Any]:
    geometry = json.loads(outline.geojson) if outline else None
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


class _Outlines:
    """The outlines of previewed zones: of known places, and of those just drawn."""

    def __init__(self, told: Preview, draft: Draft) -> None:
        ids = {
            lineage[-1] for zone in (*told.before, *told.after) for lineage, _ in zone.extent.marks
        }
        known = Place.objects.filter(id__in=[i for i in ids if _is_id(i)], outline__isnull=False)
        self.of_place = {str(p.id): p.outline for p in known}
        self.names = {c.district.code: c.district.name for c in told.districts}
        self.drawn = {o.place: o.geometry for o in draft.amended.outlines if o.geometry}

    def collection(
        self, zones: Iterable[PreviewedZone], other: dict[str, Extent], *, gone: str
    ) -> dict[str, Any]:
        """Zones as features; ``state`` tells which the other side has not, or not so."""
        features = []
        for zone in zones:
            designation = zone.row.zone.designation if zone.row else ""
            state = gone if designation not in other else "kept"
            if state == "kept" and other[designation] != zone.extent:
                state = "changed"
            about = {
                "district": self.names[zone.district],
                "text": zone.text,
                "level": zone.level,
                "state": state,
            }
            features.append(_feature(self._outline(zone), about))
        return _collection(features)

    def _outline(self, zone: PreviewedZone) -> GEOSGeometry | None:
        marks = [(self.of_place.get(lineage[-1]), inside) for lineage, inside in zone.extent.marks]
        covered = [outline for outline, inside in marks if inside and outline]
        covered += self._just_drawn(zone)
        if not covered:
            return None
        outline = covered[0]
        for one in covered[1:]:
            outline = outline.union(one)
        for one in (outline for outline, inside in marks if outline and not inside):
            outline = outline.difference(one)
        return outline

    def _just_drawn(self, zone: PreviewedZone) -> list[MultiPolygon]:
        if zone.entry is None or zone.entry.district is None:
            return []
        found = []
        for ref, _ in new_places(zone.entry):
            if ref in self.drawn:
                try:
                    found.append(as_outline(self.drawn[ref], zone.entry.district))
                except Malformed:
                    continue
        return found


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
