"""Static files under names that change with their content."""

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from config.joining import joined_module, joined_style

JOINED = (
    "css/city.css",
    "css/public.css",
    "css/on-map.css",
    "css/office.css",
    "css/desk-page.css",
    "css/desk-on-map.css",
    "js/page.js",
    "js/map.js",
    "js/leaflet-buildings.js",
    "js/embed.js",
    "js/desk/draft.js",
    "js/desk/ground.js",
)
"""What the public pages and the desk ask for by name; most of ``css/`` and ``js/`` is in these."""


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Rewrites the imports between ES modules too, so that a page never mixes two releases.

    What the pages need is written as a few files that hold what they import, since a
    browser fetches what is imported only after what imports it.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        yield from super().post_process({**paths, **_joined(paths)}, *args, **options)


def _joined(paths: dict[str, Any]) -> dict[str, tuple[InMemoryStorage, str]]:
    """The files of ``JOINED`` with what they import in its place."""
    written = InMemoryStorage()

    def read(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return str(file.read().decode())

    for name in JOINED:
        if name in paths:
            join = joined_style if name.endswith(".css") else joined_module
            written.save(name, ContentFile(join(name, read).encode()))
    return {n: (written, n) for n in paths if written.exists(n)}
