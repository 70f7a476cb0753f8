"""The snapshot is the public site as files: whole, current, and without pretence."""

import gzip
import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import brotli
import mapbox_vector_tile
import pytest
from django.core.management import call_command
from django.test import Client
from pmtiles.reader import MmapSource, Reader, all_tiles

from outlets.snapshot.folder import KEPT, take
from outlets.snapshot.links import ELSEWHERE, Rewriting, Spot
from tests.ground import entry, publish
from tests.pages.conftest import Reader as PageReader
from zones.models import City

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/?as_of=", "index.html"),
        ("/?as_of=2022-11-30", None),
        ("/?address=小店区", None),
        ("/notices/?page=2", "notices/page-2/index.html"),
        ("/notices/2022/194/?issuer=甲", "notices/2022/194/issuer-甲/index.html"),
        ("/districts/140105/", "districts/140105/index.html"),
        (
            "/places/e2e121f2-87d0-4d49-81bf-684678837c87/",
            "places/e2e121f2-87d0-4d49-81bf-684678837c87/index.html",
        ),
        ("/places/e2e121f2-87d0-4d49-81bf-684678837c87/?as_of=2022-11-30", None),
        ("/changes/", "changes/index.html"),
        ("/changes/?from=2022-11-30", None),
        ("/api/v1/zones", "api/v1/zones.geojson"),
        ("/api/v1/zones?district=140105", "api/v1/zones-140105.geojson"),
        ("/api/v1/zones?format=csv", "api/v1/zones.csv"),
        ("/api/v1/zones?as_of=2022-11-30", "api/v1/zones-at-2022-11-30.geojson"),
        ("/api/v1/zones?as_of=2022-11-30&level=high", None),
        ("/api/v1/notices/2022/194", "api/v1/notices/2022/194.json"),
        ("/api/v1/lookup?address=x", None),
        ("/feeds/city.atom", "feeds/city.atom"),
        ("/staff/", None),
    ],
)
def test_each_address_has_one_file_or_none(address: str, file: str | None) -> None:
    assert Spot.of(address).file("zh-hans") == file


def test_links_stay_in_their_language_and_what_is_missing_is_said_to_be() -> None:
    seen: list[Spot] = []
    here = Rewriting("en", "/notices/", seen.append, lambda address: address)
    page = here.of_page(
        '<a href="/notices/2022/194/#entry-1">a</a><a href="?page=2">b</a>'
        '<a href="/staff/">c</a><a href="/language/zh-hans/?next=/notices/">d</a>'
        '<a href="#content">e</a><a href="https://x.example/">f</a>'
    )
    assert re.findall('href="([^"]*)"', page) == [
        "/en/notices/2022/194/#entry-1",
        "/en/notices/page-2/",
        "/en" + ELSEWHERE,
        "/notices/",
        "#content",
        "https://x.example/",
    ]
    assert seen == [Spot("/notices/2022/194/"), Spot("/notices/", "page=2")]


def test_a_snapshot_has_every_file_that_its_pages_lead_to(
    city: City, tmp_path: Path, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["live.example"]
    said = StringIO()
    call_command("snapshot", str(tmp_path), "--live", "https://live.example", stdout=said)
    root = tmp_path / "current"
    assert str(root.resolve()) in said.getvalue()
    pages = sorted(root.rglob("*.html"))
    assert {"index.html", "en/notices/2022/194/index.html", "districts/140105/index.html"} <= {
        str(p.relative_to(root)) for p in pages
    }
    for page in pages:
        told = PageReader(page.read_text("utf-8"))
        assert "静态副本" in told.text or "A static copy" in told.text, page
        for _, attributes in told.elements:
            for name in ("href", "src", "data-url"):
                link = attributes.get(name, "").partition("#")[0].partition("?")[0]
                if link.startswith("/") and not link.startswith("//"):
                    there = root / link.lstrip("/")
                    assert (there / "index.html" if link.endswith("/") else there).is_file(), (
                        page,
                        link,
                    )
    form = PageReader((root / "index.html").read_text("utf-8"))
    assert not [a for t, a in form.elements if t == "input" and a.get("name") == "address"]
    assert "不能查询地址" in form.text


def test_its_data_is_what_the_api_says_and_is_there_compressed(
    city: City, client: Client, tmp_path: Path
) -> None:
    root = take(tmp_path).folder
    stamp = json.loads((root / "snapshot.json").read_text("utf-8"))
    zones = json.loads((root / "api/v1/zones.geojson").read_text("utf-8"))
    live = client.get("/api/v1/zones").json()
    assert zones["features"] == live["features"]
    assert zones["ledger"]["sequence"] == stamp["sequence"] == live["ledger"]["sequence"]
    notice = json.loads((root / "api/v1/notices/2022/194.json").read_text("utf-8"))
    assert notice == client.get("/api/v1/notices/2022/194").json()
    packed = (root / "api/v1/zones.geojson.br").read_bytes()
    assert brotli.decompress(packed) == (root / "api/v1/zones.geojson").read_bytes()
    with (root / stamp["tiles"]).open("rb") as file:
        read = Reader(MmapSource(file))
        assert read.metadata()["name"].endswith(str(stamp["sequence"]))
        ids = set()
        for _, body in all_tiles(MmapSource(file)):
            layers = mapbox_vector_tile.decode(gzip.decompress(body))
            ids |= {f["properties"]["id"] for f in layers.get("zones", {}).get("features", [])}
    assert ids == {f["id"] for f in live["features"] if f["geometry"]}


def test_nothing_is_done_where_nothing_changed_and_little_where_little_did(
    city: City, tmp_path: Path
) -> None:
    first = take(tmp_path)
    again = take(tmp_path)
    assert first.is_new
    assert not again.is_new
    assert again.folder == first.folder
    for number in range(196, 196 + KEPT):
        publish(number, entry(city.districts.get(name="尖草坪区"), f"第{number}小区"))
        newest = take(tmp_path)
        assert (tmp_path / "current").resolve() == newest.folder.resolve()
    kept = list((tmp_path / "versions").iterdir())
    assert len(kept) == KEPT
    assert not [v for v in kept if v.name.startswith(".")]
    style = next(newest.folder.glob("static/css/base*.css"))
    assert style.stat().st_nlink == KEPT, "an unchanged file is shared"


def test_a_snapshot_that_fails_leaves_the_former_one(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = take(tmp_path)
    publish(196, entry(city.districts.get(name="尖草坪区"), "摄乐村"))
    (tmp_path / "versions").chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "mkdir", _full_disk(Path.mkdir))
        with pytest.raises(OSError, match="No space"):
            take(tmp_path)
    assert (tmp_path / "current").resolve() == first.folder.resolve()
    assert [v.name for v in (tmp_path / "versions").iterdir()] == [first.version]


def _full_disk(mkdir: Callable[..., None]) -> Callable[..., None]:
    """A disk that is full as soon as the tiles are to be written."""

    def refuse(self: Path, *args: Any, **kwargs: Any) -> None:
        if self.name == "tiles":
            raise OSError(28, "No space left on device")
        mkdir(self, *args, **kwargs)

    return refuse
