"""The styles, scripts and pictures that pages of a snapshot need, found by following them."""

import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders

_IN_STYLES = re.compile(rb"""(?:url\(\s*["']?|@import\s*["'])([^"')]+)""")
_IN_SCRIPTS = re.compile(rb"""(?:from|import)\s*\(?\s*["'](\.{1,2}/[^"']+)""")


class Assets:
    """What was asked for so far, and what that asks for in turn."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def __call__(self, address: str) -> str:
        """Take in a static file and whatever it loads; it keeps its address."""
        waiting = [address]
        while waiting:
            path = unquote(urlsplit(waiting.pop()).path)
            name = path.removeprefix("/static/")
            if path == name or f"static/{name}" in self.files:
                continue
            body = _read(name)
            if body is None:
                continue
            self.files[f"static/{name}"] = body
            found = _IN_STYLES if name.endswith(".css") else _IN_SCRIPTS
            if name.endswith((".css", ".js")):
                loads = (m.decode("utf-8", "ignore") for m in found.findall(body))
                waiting += [urljoin(path, each) for each in loads if not each.startswith("data:")]
        return address


def _read(name: str) -> bytes | None:
    """A file as it was gathered, or where nothing is gathered as it lies in the source."""
    gathered = Path(settings.STATIC_ROOT, name)
    if gathered.is_file() and not settings.WHITENOISE_USE_FINDERS:
        return gathered.read_bytes()
    found = finders.find(name)
    return Path(str(found)).read_bytes() if found else None
