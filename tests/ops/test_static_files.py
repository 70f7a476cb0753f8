"""The static files as they are handed out, gathered into a folder of the test's own."""

import re
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import find
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from config.static_storage import JOINED


def test_what_is_handed_out_holds_what_it_imports_and_is_of_one_release(
    tmp_path: Path, settings: Any
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "config.static_storage.ModuleStorage"}
    }
    settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("js", "css", "map", "svg", "png")
    others = [
        "drf_spectacular_sidecar",
        "admin",
        "rest_framework",
        "gis",
        "leaflet*-src*",
        "leaflet.draw-src*",
    ]
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=others)
    text = {
        name: (tmp_path / staticfiles_storage.stored_name(name)).read_text("utf-8")
        for name in JOINED
    }
    for name, words in text.items():
        assert not re.search(r"^(?:@import|import) ", words, re.MULTILINE), name
    joined = ("tokens", "base", "parts", "answer", "ask", "state", "map", "list", "ledger", "print")
    sources = [Path(str(find(f"css/{name}.css"))).read_text("utf-8") for name in joined]
    places = [text["css/public.css"].index(source) for source in sources]
    assert places == sorted(places)
    pictures = re.findall(r'url\("?([^")]+)', text["css/on-map.css"])
    assert pictures
    for picture in pictures:
        assert (
            picture.startswith(("data:", "#")) or (tmp_path / "css" / picture).resolve().is_file()
        )
    later = re.findall(r'import\("(.+?)"\)', text["js/page.js"] + text["js/map.js"])
    assert len(later) == 2
    for module in later:
        assert (tmp_path / "js" / module).is_file(), "of the same release, by its digest"
