"""The map in other sites' pages, and other sites' maps under ours."""

import math
import re
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from config.content_security import policy_for
from zones.crs import Crs, from_wgs84
from zones.models import City

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TAIYUAN = (112.55, 37.75)
DEEP = 15


class Tiles(BaseHTTPRequestHandler):
    """Another site: a page of its own, and tiles of one colour each that tells their place."""

    page = ""

    def do_GET(self) -> None:
        found = re.fullmatch(r"/(\d+)/(\d+)/(\d+)\.png", self.path)
        if found:
            z, x, y = (int(v) for v in found.groups())
            kind, body = "image/png", png(x % 256, y % 256, z)
        else:
            kind, body = "text/html; charset=utf-8", self.page.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Says nothing."""


def png(red: int, green: int, blue: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    row = b"\0" + bytes((red, green, blue)) * 256
    head = struct.pack(">IIBBBBB", 256, 256, 8, 2, 0, 0, 0)
    data = zlib.compress(row * 256)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.fixture
def tile_server() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def drawn(page: Page) -> None:
    page.wait_for_selector('#map[data-state="ready"]')


def middle(lon: float, lat: float, zoom: int) -> tuple[float, float]:
    """Where a point stands in the grid of a zoom, in tiles."""
    n = 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n
    return (lon + 180) / 360 * n, y


def test_the_datums_of_the_browser_are_those_of_the_server(
    live_city: City, open_page: Callable[..., Page]
) -> None:
    page = open_page("/notices/")
    script = """async ([points, datum]) => {
        const { fromWgs84 } = await import("/static/js/datum.js");
        return points.map(([lon, lat]) => fromWgs84(lon, lat, datum));
    }"""
    points = [[112.0 + i / 17, 37.2 + i / 23] for i in range(30)]
    for crs in (Crs.GCJ02, Crs.BD09, Crs.CGCS2000):
        theirs = page.evaluate(script, [points, crs.value])
        for (lon, lat), found in zip(points, theirs, strict=True):
            assert found == pytest.approx(from_wgs84(lon, lat, crs), abs=1e-9)


@pytest.mark.parametrize("datum", ["wgs84", "gcj02"])
def test_a_base_map_lies_where_its_datum_says(
    live_city: City,
    open_page: Callable[..., Page],
    settings: Any,
    tile_server: str,
    datum: str,
) -> None:
    settings.BASE_MAP = {
        "url": tile_server + "/{z}/{x}/{y}.png",
        "datum": datum,
        "attribution": "测试底图 GS(2022)1号",
    }
    assert f"img-src 'self' data: {tile_server};" in policy_for("/")
    page = open_page("/embed/", width=800, height=600)
    drawn(page)
    assert "测试底图" in page.inner_text(".leaflet-control-attribution")
    page.wait_for_selector(".leaflet-tile-loaded")
    held = page.evaluate(
        """([lon, lat, zoom]) => {
            const map = document.getElementById("map").map;
            map.setView([lat, lon], zoom, { animate: false });
            return new Promise((done) => {
                const layers = [];
                map.eachLayer((layer) => layer.getTileUrl && layers.push(layer));
                const [layer] = layers;
                const tell = () => {
                    const box = map.getContainer().getBoundingClientRect();
                    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
                    const tiles = [...document.querySelectorAll(".leaflet-tile-loaded")];
                    const tile = tiles.find((t) => {
                        const b = t.getBoundingClientRect();
                        return b.left <= x && x < b.right && b.top <= y && y < b.bottom;
                    });
                    const b = tile.getBoundingClientRect();
                    done([tile.src, (x - b.left) / b.width, (y - b.top) / b.height]);
                };
                layer.isLoading() ? layer.once("load", tell) : tell();
            });
        }""",
        [*TAIYUAN, DEEP],
    )
    source, right, down = held
    z, x, y = (int(v) for v in re.findall(r"/(\d+)/(\d+)/(\d+)\.png", source)[0])
    expected = middle(*from_wgs84(*TAIYUAN, Crs(datum)), z)
    assert z == DEEP
    assert (x + right, y + down) == pytest.approx(expected, abs=0.01)


def test_the_embedded_map_stands_in_a_page_of_another_site(
    live_city: City, open_page: Callable[..., Page], tile_server: str
) -> None:
    client = Client()
    response = client.get("/embed/", {"district": "140105"})
    assert "X-Frame-Options" not in response
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert not response.cookies
    for path in ("/", "/staff/login/"):
        other = client.get(path)
        assert other["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
    page = open_page("/embedding/?district=140105", width=900)
    snippet = page.input_value("#snippet")
    assert snippet.startswith("<iframe")
    Tiles.page = f'<link rel="icon" href="data:,"><p>another site</p>{snippet}'
    page.goto(tile_server)
    frame = page.frame_locator("iframe")
    frame.locator('#map[data-state="ready"]').wait_for()
    features = client.get("/api/v1/zones", {"district": "140105"}).json()["features"]
    assert frame.locator("[data-total]").get_attribute("data-total") == str(len(features))
    assert "截至" in frame.locator("footer").inner_text()
    assert frame.locator("footer a").get_attribute("href") == "/districts/140105/"
    shown = frame.locator(".patch").count() + frame.locator(".pin").count()
    assert shown >= 1
