"""A snapshot under a plain web server, in a browser."""

import functools
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from outlets.snapshot.folder import take
from zones.models import City

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """`python -m http.server` over the newest snapshot."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Says nothing."""

    handler = functools.partial(Quiet, directory=str(tmp_path / "current"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_any_web_server_shows_the_map_and_the_list_while_the_site_is_down(
    live_city: City, tmp_path: Path, served: str, open_page: Callable[..., Page]
) -> None:
    take(tmp_path)
    page = open_page(served + "/", width=1024)
    page.wait_for_selector('#map[data-state="ready"]')
    features = json.loads((tmp_path / "current/api/v1/zones.geojson").read_text("utf-8"))[
        "features"
    ]
    listed = page.eval_on_selector_all("[id^=zone-]", "all => all.map((one) => one.id)")
    assert sorted(listed) == sorted(f"zone-{f['id']}" for f in features)
    assert page.locator(".patch").count() == sum(f["geometry"] is not None for f in features)
    assert "静态副本" in page.inner_text(".copy-banner")
    page.goto(served + "/en/districts/140105/")
    page.wait_for_selector('#map[data-state="ready"]')
    assert page.locator(".copy-banner").is_visible()
    page.goto(served + "/changes/")
    page.wait_for_selector('#map[data-state="ready"]')
    assert page.locator(".patch").count() == page.locator('[data-change][data-drawn="yes"]').count()
    page.goto(served + "/notices/2022/194/")
    page.locator(".entry__spot").first.click()
    assert page.locator(".spot:target .spot__number").is_visible()
    page.locator(".entry a[href^='/places/']").first.click()
    assert page.locator("#answer-heading").inner_text() == "高风险"
    assert page.locator("form").count() == 0
    page.locator(".copy-banner a").first.click()
    assert "没有答案不等于低风险" in page.inner_text("main")
