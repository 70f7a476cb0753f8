"""The map page in a real browser: what is drawn, and what the keyboard does."""

import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import Watch

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_city")]
Open = Callable[..., Page]


def ready(page: Page) -> Page:
    page.wait_for_selector('#map[data-state="ready"]')
    return page


def drawn(page: Page) -> set[str]:
    return set(
        page.eval_on_selector_all("#map path[data-zone]", "all => all.map(p => p.dataset.zone)")
    )


def listed(page: Page, *, on_map: str) -> set[str]:
    found = page.eval_on_selector_all(
        f'.zone[data-drawn="{on_map}"] a[data-zone]', "all => all.map(a => a.dataset.zone)"
    )
    return set(found)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_map_draws_what_the_list_says(open_page: Open, width: int) -> None:
    page = ready(open_page("/", width=width))
    assert drawn(page) == listed(page, on_map="yes")
    assert len(listed(page, on_map="no")) == 1
    assert page.locator("#map path.outline").count() == 10
    assert page.locator("#map-note").is_hidden()


def test_every_drawn_zone_is_hatched_and_small_ones_have_a_pin(open_page: Open) -> None:
    page = ready(open_page("/"))
    for fill in page.eval_on_selector_all(
        "path[data-zone]", "all => all.map(p => p.getAttribute('fill'))"
    ):
        assert fill in ("url(#hatch-high)", "url(#hatch-medium)")
    pinned = page.eval_on_selector_all(
        ".pin", "all => all.flatMap(p => p.dataset.zones.split(' '))"
    )
    assert set(pinned) == drawn(page)
    assert page.locator(".pin").first.inner_text().strip() != ""


def test_the_page_does_not_scroll_sideways_on_a_phone(open_page: Open) -> None:
    for path in ("/", "/notices/2022/194/", "/notices/", f"/?address={quote('晋阳紫城')}"):
        page = open_page(path, width=390, height=844)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_enter_on_a_zone_in_the_list_shows_it_on_the_map(open_page: Open) -> None:
    page = ready(open_page("/"))
    link = page.locator('.zone[data-drawn="yes"] a[data-zone]').first
    zone = link.get_attribute("data-zone")
    words = link.inner_text()
    page.locator("#as-of").focus()
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.zone") == zone:
            break
    page.keyboard.press("Enter")
    card = page.locator("#map .leaflet-popup .zone")
    card.wait_for()
    assert words in card.inner_text()
    assert "2022年" in card.inner_text() or "期初" in card.inner_text()
    entry = link.get_attribute("data-entry")
    assert card.locator(f'a[href$="#entry-{entry}"]').count() == 1
    assert page.locator(f'path.patch--chosen[data-zone="{zone}"]').count() == 1
    assert page.url.endswith(f"#zone-{zone}")
    assert page.evaluate("document.activeElement.closest('#map') !== null")
    page.keyboard.press("Escape")
    page.wait_for_function("document.querySelector('.patch--chosen') === null")
    assert page.evaluate("document.activeElement.dataset.zone") == zone
    assert "#" not in page.url


def test_a_zone_in_the_address_is_shown_at_once(open_page: Open) -> None:
    page = ready(open_page("/"))
    zone = sorted(drawn(page))[0]
    shared = ready(open_page(f"/#zone-{zone}"))
    shared.locator("#map .leaflet-popup .zone").wait_for()
    assert shared.locator(f'path.patch--chosen[data-zone="{zone}"]').count() == 1


def test_an_answer_is_shown_on_the_map(open_page: Open) -> None:
    page = ready(open_page(f"/?address={quote('水木云天小区')}"))
    page.locator("#map .leaflet-popup .zone").wait_for()
    assert "西贾社区水木云天小区" in page.locator("#map .leaflet-popup").inner_text()
    assert page.evaluate("document.activeElement === document.body")


def test_a_click_on_a_district_tells_its_state(open_page: Open) -> None:
    page = ready(open_page("/"))
    outlines = page.locator("#map path.outline--routine")
    outlines.first.dispatch_event("click")
    card = page.locator("#map .leaflet-popup .district__head")
    card.wait_for()
    assert "常态化防控" in card.inner_text()


def test_a_map_that_cannot_load_says_so_and_the_list_stays(
    open_page: Open, watch: Watch, chromium: Browser, live_server: object
) -> None:
    page = open_page("/notices/")
    page.route("**/api/v1/zones*", lambda route: route.abort())
    page.goto("/")
    page.wait_for_selector('#map[data-state="failed"]')
    assert "列表是完整的" in page.locator("#map-note").inner_text()
    assert page.locator(".zone").count() == 6
    watch.clear()


def test_the_answer_and_the_list_need_no_script(
    chromium: Browser, open_page: Open, live_server: object
) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live_server.url}/")  # type: ignore[attr-defined]
    page.fill("#address", "小店区水木云天小区")
    page.press("#address", "Enter")
    assert page.locator(".answer--high").count() == 1
    assert page.locator(".zone").count() == 6
    assert page.locator("noscript").count() == 1
    page.fill("#as-of", "2022-11-27")
    page.locator(".past button").click()
    assert page.locator(".zone").count() == 0
    assert page.locator(".answer--unknown").count() == 1
    context.close()


def test_the_language_is_changed_by_a_link(open_page: Open) -> None:
    page = ready(open_page("/"))
    page.get_by_role("link", name="English").click()
    ready(page)
    assert page.locator("h1").inner_text() == "What is the risk of my home?"
    page.get_by_role("link", name="简体中文").click()
    assert page.locator("h1").inner_text() == "我家是什么风险？"


def test_the_first_load_stays_small_before_map_data(open_page: Open) -> None:
    page = open_page("/notices/")
    loaded: dict[str, int] = {}
    page.on("response", lambda r: loaded.__setitem__(r.url, len(r.body())))
    page.goto("/")
    ready(page)
    page.wait_for_load_state("networkidle")
    before_data = {u: size for u, size in loaded.items() if "/api/" not in u}
    assert sum(before_data.values()) < 300_000, json.dumps(before_data, indent=1)


def test_a_skip_link_leads_to_the_content(open_page: Open) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_docs_of_the_interface_open_without_a_fault(open_page: Open) -> None:
    page = open_page("/api/v1/docs")
    page.wait_for_selector(".swagger-ui .opblock")
