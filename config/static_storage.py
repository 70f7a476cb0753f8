"""Static files under names that change with their content."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'^@import "(?P<name>[\w-]+\.css)";$', re.MULTILINE)


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Rewrites the imports between ES modules too, so that a page never mixes two releases.

    A style sheet that imports its neighbours is written with their text in place of the
    imports, since a browser fetches what is imported only after what imports it.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        yield from super().post_process({**paths, **_joined(paths)}, *args, **options)


def _joined(paths: dict[str, Any]) -> dict[str, tuple[InMemoryStorage, str]]:
    """The style sheets that import others, with those in their place."""
    written = InMemoryStorage()
    for name in paths:
        if name.endswith(".css") and IMPORT.search(text := _text(paths, name)):
            folder = name.rpartition("/")[0]
            whole = IMPORT.sub(lambda m, f=folder: _text(paths, f"{f}/{m['name']}"), text)
            written.save(name, ContentFile(whole.encode()))
    return {n: (written, n) for n in paths if written.exists(n)}


def _text(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
