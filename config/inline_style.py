"""The look of the first page, written into it: on a slow line a file more is a round trip before
anything is seen. The content policy admits exactly these words, by their digest."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from config.joining import joined_style

INLINE = {"/": "css/city.css"}
"""The style sheet that stands in the page of an address."""
_IDLE = re.compile(r"/\*.*?\*/|\n\s*(?=\n)", re.DOTALL)


def style(path: str) -> str:
    """The words of the style sheet that stands in the page of an address."""
    return _written(INLINE[path]) if settings.DEBUG else _kept(INLINE[path])


def source(path: str) -> str:
    """How the content policy names them; nothing for an address whose page has none."""
    if path not in INLINE:
        return ""
    digest = hashlib.sha256(style(path).encode()).digest()
    return f" 'sha256-{base64.b64encode(digest).decode()}'"


def _written(name: str) -> str:
    return _IDLE.sub("", joined_style(name, _read)).strip()


_kept = cache(_written)


def _read(name: str) -> str:
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(name)
    return Path(str(found)).read_text("utf-8")
