"""What the server tells the map: where to ask, what to show first, and in which words."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.gis.geos import GEOSGeometry
from django.urls import reverse
from django.utils.translation import gettext as _
from leaflet import app_settings as leaflet

from zones import standings
from zones.base_map import base_map
from zones.comparison import Comparison
from zones.faces import Face
from zones.listing import Listing
from zones.models import City, District
from zones.moments import Moment, Period
from zones.wording import district_label


def map_settings(
    listing: Listing,
    moment: Moment,
    *,
    face: Face | None = None,
    within: District | None = None,
) -> dict[str, Any]:
    """Everything that the browser's part of the map is given. It knows no address itself."""
    zones = moment.query | ({"district": within.code} if within else {})
    return {
        "urls": {
            "zones": _address("api:zones", zones),
            "districts": _address("api:districts", {"format": "geojson"}),
            "tiles": reverse("outlets:tiles"),
        },
        "focus": focus_of(face),
        "within": within.code if within else None,
        "districts": [_label(d.district, d.rest, len(d.zones)) for d in listing.districts],
        **_frame(),
    }


def comparison_settings(city: City, period: Period, compared: Comparison) -> dict[str, Any]:
    """The same for a map of what changed: the zones of both instants, on bare districts."""
    start, end = (t.isoformat() for t in (period.start, period.end))
    counts = {c.district.code: len(c.zones) for c in compared.districts}
    return {
        "urls": {
            "zones": _address("api:zones", {"as_of": end}),
            "before": _address("api:zones", {"as_of": start}),
            "districts": _address("api:districts", {"format": "geojson"}),
            "tiles": reverse("outlets:tiles"),
        },
        "focus": [],
        "within": None,
        "districts": [_label(d, "plain", counts.get(d.code, 0)) for d in city.districts.all()],
        **_frame(),
    }


def _frame() -> dict[str, Any]:
    """What every map is given."""
    return {
        "leaflet": {
            "center": leaflet["DEFAULT_CENTER"],
            "zoom": leaflet["DEFAULT_ZOOM"],
            "minzoom": leaflet["MIN_ZOOM"],
            "maxzoom": leaflet["MAX_ZOOM"],
            "scale": leaflet["SCALE"],
            "attributionprefix": leaflet["ATTRIBUTION_PREFIX"],
        },
        "baseMap": base_map(),
        "sequence": standings.head().sequence,
        "texts": _texts(),
    }


def _address(name: str, query: dict[str, str]) -> str:
    return reverse(name) + ("?" + urlencode(query) if query else "")


def focus_of(face: Face | None) -> list[str]:
    """The zones that decided an answer: what the map looks at first."""
    decisive = (*face.answer.because, *face.answer.parts) if face else ()
    return [str(s.designation) for s in decisive]


def _label(district: District, tone: str, count: int) -> dict[str, Any]:
    """A district's label, at a point that certainly lies inside it."""
    outline: GEOSGeometry = district.outline
    inside = outline.point_on_surface
    return {
        "code": district.code,
        "name": district_label(district),
        "tone": tone,
        "count": count,
        "at": [round(inside.y, 5), round(inside.x, 5)],
    }


def _texts() -> dict[str, str]:
    """The few words that the browser writes itself."""
    return {
        "high": _("高"),
        "medium": _("中"),
        "zoomIn": _("放大"),
        "zoomOut": _("缩小"),
        "wholeCity": _("全市"),
        "together": _("%(count)s 处风险区，放大查看"),
        "released": _("解"),
        "added": _("新"),
        "failed": _("地图没有载入。旁边的列表是完整的，可照常使用。"),
        "gone": _("链接所指的风险区在所示时点不在册，可能已经解除，见“变化”。"),
        "moved": _("账册刚有新的通告，请刷新本页。"),
    }
