"""The base map that a site may have: the one host besides our own that a browser is sent to."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from zones.crs import Crs

_WMTS = {"{TileMatrix}": "{z}", "{TileRow}": "{y}", "{TileCol}": "{x}"}


def base_map() -> dict[str, Any] | None:
    """What the map is told; nothing where the outlines make the map."""
    url: str = settings.BASE_MAP["url"]
    if not url:
        return None
    for theirs, ours in _WMTS.items():
        url = url.replace(theirs, ours)
    if not all(place in url for place in _WMTS.values()):
        raise ImproperlyConfigured("BASE_MAP_URL needs {z}, {x} and {y}")
    if settings.BASE_MAP["datum"] not in set(Crs):
        raise ImproperlyConfigured(f"BASE_MAP_DATUM is none of {', '.join(Crs)}")
    return {**settings.BASE_MAP, "url": url}


def base_map_origin() -> str:
    """The scheme and host that serve its tiles, or nothing."""
    parts = urlsplit(settings.BASE_MAP["url"])
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
