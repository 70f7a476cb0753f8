"""The edges of the public API: they translate, nothing else, and they alone read the clock."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from typing import Any

from django.contrib.gis.geos import Polygon
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from zones import standings
from zones.answers import UnknownPlace
from zones.api import parameters, schema, schema_examples
from zones.api.lookup import CACHE_CONTROL, look_up, matches
from zones.api.problems import BadParameter, BehindSequence, Unknown
from zones.api.rendering import (
    Json,
    render_district,
    render_place,
    render_regime,
    render_visitor_rule,
    stamp,
)
from zones.api.values import NO_SUCH_PLACE
from zones.features import DistrictState, Drawn, district_states, draw
from zones.gazetteer.plant import successors
from zones.installation import city
from zones.models import Place
from zones.risk.regimes import REGIMES, VISITOR_RULES
from zones.serving.current import NotThere
from zones.serving.loading import one_state
from zones.standings import ZoneRow
from zones.withholding import standing_words


def tagged(request: HttpRequest, body: bytes, content_type: str) -> HttpResponse:
    """A response whose ETag is the ledger's sequence and the content itself."""
    sequence = standings.head().sequence
    tag = f'"{sequence}-{hashlib.sha256(body).hexdigest()[:20]}"'
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type=content_type)
    response["ETag"] = tag
    patch_cache_control(response, public=True, max_age=5, stale_while_revalidate=30)
    return response


def tagged_json(
    request: HttpRequest, data: Any, content_type: str = "application/json"
) -> HttpResponse:
    """JSON, UTF-8, Chinese written as itself."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return tagged(request, body, content_type)


class LookupView(APIView):
    """What is, or was, the risk of this place?"""

    @extend_schema(
        operation_id="lookup",
        parameters=schema.LOOKUP,
        responses={
            200: schema.AnswerSerializer,
            400: schema.PROBLEM,
            404: schema.PROBLEM,
            503: schema.PROBLEM,
        },
        examples=schema_examples.LOOKUP,
    )
    def get(self, request: Request) -> HttpResponse:
        now = timezone.now()
        try:
            rendered = look_up(request.query_params, now)
        except UnknownPlace:
            raise Unknown("place", NO_SUCH_PLACE) from None
        except NotThere as behind:
            raise BehindSequence(*behind.args) from None
        if matches(request.headers.get("If-None-Match"), rendered.etag):
            response = HttpResponse(status=304)
        else:
            response = HttpResponse(rendered.body(now), content_type="application/json")
        response["ETag"] = rendered.etag
        response["Cache-Control"] = CACHE_CONTROL
        # Whoever counts answers need not read the bytes.
        response.told = {"outcome": rendered.outcome, "sequence": rendered.sequence}  # type: ignore[attr-defined]
        return response


class ZonesView(APIView):
    """The zones in force at an instant, with what cannot be drawn counted."""

    known = frozenset({"as_of", "known_at", "district", "level", "bbox", "format"})

    @extend_schema(
        operation_id="zones",
        parameters=schema.ZONES,
        responses={
            (200, "application/geo+json"): schema.ZonesSerializer,
            (200, "text/csv"): str,
            400: schema.PROBLEM,
        },
    )
    def get(self, request: Request) -> HttpResponse:
        query = request.query_params
        parameters.refuse_unknown(query, self.known)
        now = timezone.now()
        as_of = parameters.instant(query, "as_of", now)
        known_at = parameters.instant(query, "known_at", now)
        district = parameters.district(query, city())
        with one_state():
            rows = standings.in_force(as_of, known_at, [district.code] if district else None)
            sequence = standings.head().sequence
        rows = _of_level(rows, query.get("level"))
        drawn = [(row, draw(row)) for row in rows]
        drawn = _within(drawn, query.get("bbox"))
        kind = query.get("format", "geojson")
        if kind == "csv":
            return tagged(request, _csv(drawn).encode("utf-8-sig"), "text/csv; charset=utf-8")
        if kind != "geojson":
            raise BadParameter("format", "one of geojson, csv")
        collection = {
            "type": "FeatureCollection",
            "features": [_feature(row, what) for row, what in drawn],
            "undrawn": sum(what.outline is None for _, what in drawn),
            "ledger": {
                "sequence": sequence,
                "as_of": stamp(as_of) if "as_of" in query else None,
                "known_at": stamp(known_at) if "known_at" in query else None,
            },
        }
        return tagged_json(request, collection, "application/geo+json")


def _of_level(rows: list[ZoneRow], level: str | None) -> list[ZoneRow]:
    if level is None:
        return rows
    if level not in ("high", "medium"):
        raise BadParameter("level", "one of high, medium (low is what remains of a district)")
    return [r for r in rows if r.standing.level == level]


def _within(drawn: list[tuple[ZoneRow, Drawn]], text: str | None) -> list[tuple[ZoneRow, Drawn]]:
    """Zones that meet a bounding box; what is not drawn is never left out."""
    if text is None:
        return drawn
    box = Polygon.from_bbox(parameters.box(text))
    return [d for d in drawn if d[1].outline is None or d[1].outline.intersects(box)]


def _feature(row: ZoneRow, drawn: Drawn) -> Json:
    standing = row.standing
    return {
        "type": "Feature",
        "id": str(standing.designation),
        "geometry": json.loads(drawn.outline.json) if drawn.outline else None,
        "properties": {
            "text": standing_words(standing),
            "level": standing.level,
            "district": render_district(standing.district),
            "since": stamp(standing.since),
            "notice": standing.opened_by,
            "places": [render_place(m.place, standing.district) for m in standing.marks.all()],
            "outline_quality": drawn.quality,
            "outline_complete": drawn.complete,
        },
    }


def _csv(drawn: Iterable[tuple[ZoneRow, Drawn]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["entry", "district_code", "district", "text", "level", "since", "year", "number", "drawn"]
    )
    for row, what in drawn:
        s = row.standing
        writer.writerow(
            [
                s.designation,
                s.district_id,
                s.district.name,
                standing_words(s),
                s.level,
                stamp(s.since) or "",
                s.opened_by["year"] or "",
                s.opened_by["number"] or "",
                what.outline is not None,
            ]
        )
    return out.getvalue()


class DistrictsView(APIView):
    """The districts with their zones in force and the state of what remains."""

    known = frozenset({"as_of", "known_at", "format"})

    @extend_schema(
        operation_id="districts",
        parameters=schema.DISTRICTS,
        responses={
            (200, "application/json"): schema.DistrictsSerializer,
            (200, "application/geo+json"): schema.DistrictOutlinesSerializer,
            400: schema.PROBLEM,
        },
    )
    def get(self, request: Request) -> HttpResponse:
        query = request.query_params
        parameters.refuse_unknown(query, self.known)
        now = timezone.now()
        as_of = parameters.instant(query, "as_of", now)
        states = district_states(city(), as_of, parameters.instant(query, "known_at", now))
        kind = query.get("format", "json")
        if kind == "geojson":
            features = [
                {
                    "type": "Feature",
                    "id": s.district.code,
                    "properties": _district(s),
                    "geometry": json.loads(s.district.outline.json),
                }
                for s in states
            ]
            collection = {"type": "FeatureCollection", "features": features}
            return tagged_json(request, collection, "application/geo+json")
        if kind != "json":
            raise BadParameter("format", "one of json, geojson")
        return tagged_json(request, {"districts": [_district(s) for s in states]})


def _district(state: DistrictState) -> Json:
    return {
        **render_district(state.district),
        "name_en": state.district.name_en,
        "high": state.high,
        "medium": state.medium,
        "remainder": state.remainder.value,
        "outline_quality": state.district.outline_quality,
    }


class PlaceView(APIView):
    """One known place."""

    @extend_schema(
        operation_id="place",
        responses={200: schema.PlaceSerializer, 400: schema.PROBLEM, 404: schema.PROBLEM},
    )
    def get(self, request: Request, place_id: str) -> HttpResponse:
        parameters.refuse_unknown(request.query_params, ())
        place = parameters.place_by_id(place_id)
        above = Place.objects.filter(id__in=place.lineage[:-1]).select_related("district")
        rendered = render_place(place, place.district)
        assert rendered is not None
        return tagged_json(
            request,
            {
                **rendered,
                "names": list(place.names.values_list("text", flat=True)),
                "within": [render_place(p, p.district) for p in above],
                "contains": [
                    render_place(p, place.district)
                    for p in place.children.order_by("level", "name")
                ],
                "retired_on": place.retired_on.isoformat() if place.retired_on else None,
                "successors": [render_place(p, p.district) for p in successors(place)],
                "geometry": json.loads(place.outline.json) if place.outline else None,
                "outline_quality": place.outline_quality,
            },
        )


class RegimesView(APIView):
    """The dated rules as data: levels, life inside a zone, measures for visitors."""

    @extend_schema(
        operation_id="regimes",
        responses={200: schema.RegimesSerializer, 400: schema.PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        parameters.refuse_unknown(request.query_params, ())
        return tagged_json(
            request,
            {
                "regimes": [render_regime(r) for r in REGIMES],
                "visitors": [render_visitor_rule(r) for r in VISITOR_RULES],
            },
        )
