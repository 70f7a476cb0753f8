"""The static files as they are handed out, gathered into a folder of the test's own."""

from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import find
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command


def test_what_is_handed_out_is_of_one_release_and_style_sheets_hold_what_they_import(
    tmp_path: Path, settings: Any
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "config.static_storage.ModuleStorage"}
    }
    others = ["drf_spectacular_sidecar", "admin", "rest_framework", "leaflet", "gis"]
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=others)
    style = (tmp_path / staticfiles_storage.stored_name("css/city.css")).read_text("utf-8")
    assert "@import" not in style
    joined = ("tokens", "base", "parts", "answer", "ask", "state", "map", "list")
    sources = [Path(str(find(f"css/{name}.css"))).read_text("utf-8") for name in joined]
    places = [style.index(source) for source in sources]
    assert places == sorted(places)
    page = (tmp_path / staticfiles_storage.stored_name("js/page.js")).read_text("utf-8")
    assert 'from "./' in page
    assert 'from "./fetching.js"' not in page
