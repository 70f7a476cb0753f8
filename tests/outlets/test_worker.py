"""Without a network the pages that were read are there, and none of them looks fresh."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.conftest import Watch
from zones.models import City

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        for (const request of await (await caches.open(name)).keys()) {
            const url = new URL(request.url);
            found.push(decodeURIComponent(url.pathname + url.search));
        }
    }
    return found;
}"""


def test_a_page_read_before_is_there_offline_and_says_how_old_it_is(
    live_city: City, open_page: Callable[..., Page], watch: Watch
) -> None:
    page = open_page("/notices/", service_workers="allow")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.goto("/")
    page.wait_for_selector('#map[data-state="ready"]')
    page.goto("/?address=小店区晋阳紫城4号楼10单元")
    page.goto("/staff/login/")
    page.goto("/notices/2022/194/")
    assert not page.locator(".copy-banner").count()
    kept = page.evaluate(KEPT)
    assert {"/", "/notices/2022/194/", "/api/v1/zones"} <= set(kept)
    assert not [k for k in kept if "address=" in k or k.startswith(("/staff", "/api/v1/lookup"))]

    page.context.set_offline(True)
    page.goto("/")
    banner = page.locator(".copy-banner--old")
    assert "过期" in banner.inner_text()
    assert banner.get_attribute("data-kept-at")
    page.wait_for_selector('#map[data-state="ready"]')
    assert page.locator("[id^=zone-]").count() == 6
    for never_kept in ("/districts/140105/", "/?address=小店区晋阳紫城4号楼10单元"):
        page.goto(never_kept)
        assert "没有答案不等于低风险" in page.inner_text("main")
        assert page.locator('a[href="/"]').is_visible()
    page.context.set_offline(False)
    page.goto("/")
    assert not page.locator(".copy-banner").count()
    watch.clear()
