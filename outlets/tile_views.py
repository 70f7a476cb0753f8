"""Tiles over HTTP: under the name of a version they never change, and a former name leads on."""

from django.contrib.gis.db.models import Extent
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from outlets.tiles import ZOOMS, Layer, Tile, tiles
from outlets.version import Version
from zones.api.rendering import stamp
from zones.installation import city

FOREVER = "public, max-age=31536000, immutable"
MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
FIELDS = {
    Layer.ZONES: {"id": "String", "level": "String", "district": "String"},
    Layer.BUILDINGS: {"id": "String", "name": "String", "quality": "String"},
}


@require_safe
def tile(
    request: HttpRequest, version: str, layer: Layer, z: int, x: int, y: int
) -> HttpResponseBase:
    """One tile of the present version."""
    try:
        wanted = Tile(z, x, y)
    except ValueError as error:
        raise Http404(str(error)) from error
    if z not in ZOOMS[layer]:
        raise Http404(f"{layer} is drawn from zoom {ZOOMS[layer][0]} to {ZOOMS[layer][-1]}")
    now = timezone.now()
    body = dict(tiles(layer, [wanted], now)).get(wanted, b"")
    # Asked afterwards: what was read before this is of this version or of an older one, and if
    # it still bears the name asked for, nothing has moved in between.
    present = Version.current().name(now)
    if present != version:
        response: HttpResponseBase = redirect("outlets:tile", present, layer, z, x, y)
        response.headers["Cache-Control"] = "no-store"
        return response
    response = HttpResponse(body, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = FOREVER
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def present_tiles(request: HttpRequest) -> HttpResponse:
    """Where the tiles of the present version are (TileJSON 3.0)."""
    now, version = timezone.now(), Version.current()
    name = version.name(now)
    layers = [layer for layer in Layer if layer is not Layer.ALL]
    templates = {layer: _template(request, name, layer) for layer in layers}
    west, south, east, north = city().districts.aggregate(box=Extent("outline"))["box"]
    response = JsonResponse(
        {
            "tilejson": "3.0.0",
            "version": "1.0.0",
            "name": "risk zones",
            "tiles": [_template(request, name, Layer.ALL)],
            "minzoom": ZOOMS[Layer.ALL][0],
            "maxzoom": ZOOMS[Layer.ALL][-1],
            "bounds": [west, south, east, north],
            "vector_layers": [
                {
                    "id": layer.value,
                    "fields": FIELDS[layer],
                    "minzoom": ZOOMS[layer][0],
                    "maxzoom": ZOOMS[layer][-1],
                    "tiles": [templates[layer]],
                }
                for layer in layers
            ],
            "ledger": {"sequence": version.sequence, "as_of": stamp(now), "version": name},
        }
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _template(request: HttpRequest, name: str, layer: Layer) -> str:
    one = reverse("outlets:tile", args=[name, layer, 0, 0, 0])
    return request.build_absolute_uri(one).removesuffix("0/0/0.pbf") + "{z}/{x}/{y}.pbf"
