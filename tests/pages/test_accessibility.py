"""Every public page for everybody: axe-core, a keyboard, a narrow window, no other host.

The pages are walked in one browser, by turns light in Chinese and dark in English.
"""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page

from tests.conftest import Watch
from zones.models import Place

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_city")]
Open = Callable[..., Page]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    "/?address=晋阳紫城",
    "/?address=没有这个小区",
    "/changes/?from=2022-11-27&to=2022-12-01",
    "/districts/140105/",
    "/notices/",
    "/notices/2022/195/",
    "/verify/",
    "/embed/",
    "/embedding/",
)
STOPS = """() => { const seen = e => e.getClientRects().length && !e.disabled
  && getComputedStyle(e).visibility !== "hidden"
  && !e.closest("details:not([open]) > :not(summary)");
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter(e => e.tabIndex >= 0 && seen(e)).length; }"""
FOCUSED = """() => { const e = document.activeElement;
  if (e === document.body || e.tagName === "IFRAME") return "";
  const shown = getComputedStyle(e).outlineStyle !== "none" || e.type === "date";
  return shown ? "shown" : `unseen ${e.outerHTML.slice(0, 120)}`; }"""


def faults(page: Page) -> list[str]:
    """What axe-core finds, in a line each."""
    # What `preload` does, copying style sheets into the page, the content policy forbids.
    options = {"runOnly": {"type": "tag", "values": WCAG}, "preload": False}
    found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {n['html'][:160]}" for v in found for n in v["nodes"]]


@pytest.fixture
def signed(tmp_path: Path, settings: Any) -> None:
    """A key, so that certificates are given."""
    key = tmp_path / "key.pem"
    call_command("make_signing_key", str(key), stdout=StringIO())
    settings.LEDGER_SIGNING_KEY = str(key)


def ready(page: Page) -> None:
    if page.locator("#map").count():
        # On a phone it is drawn when somebody comes near it.
        page.locator("#map").scroll_into_view_if_needed()
        page.wait_for_selector('#map[data-state="ready"]')


@pytest.mark.parametrize(
    ("locale", "scheme", "width", "first"), [("zh-CN", "light", 1366, 0), ("en", "dark", 390, 1)]
)
def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(
    open_page: Open, locale: str, scheme: str, width: int, first: int
) -> None:
    page = open_page("/verify/", width=width, locale=locale)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    place = Place.objects.get(name="晋阳紫城4号楼10单元")
    for path in (*PAGES, f"/places/{place.id}/")[first::2]:
        page.goto(path)
        ready(page)
        assert faults(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_keyboard_reaches_everything_and_sees_where_it_is(open_page: Open) -> None:
    place = Place.objects.get(name="晋阳紫城4号楼10单元")
    page = open_page("/verify/")
    for path in ("/verify/", "/notices/2022/195/", f"/places/{place.id}/"):
        page.goto(path)
        stops = page.evaluate(STOPS)
        assert stops > 10
        met: list[str] = []
        while len(met) <= stops + 20:
            page.keyboard.press("Tab")
            if not (here := page.evaluate(FOCUSED)):
                break
            met.append(here)
        assert set(met) == {"shown"}, path
        assert len(met) >= stops, path


@pytest.mark.usefixtures("signed")
def test_a_certificate_its_checking_and_a_page_that_is_not_there_are_for_everybody(
    open_page: Open, watch: Watch
) -> None:
    place = Place.objects.get(name="晋阳紫城4号楼10单元")
    page = open_page(f"/certificates/{place.id}/", width=390)
    assert faults(page) == []
    code = page.locator(".certificate__code").inner_text()
    page.emulate_media(media="print")
    assert faults(page) == []
    assert not page.locator(".nav").is_visible()
    page.emulate_media(media="screen")
    page.goto(f"/verify/{code}/")
    assert page.locator('[data-finding="valid"]').count() == 1
    assert faults(page) == []
    page.goto("/places/00000000-0000-4000-8000-000000000000/")
    assert faults(page) == []
    watch.clear()


def test_nothing_is_lost_at_four_times_the_size(open_page: Open) -> None:
    """WCAG 1.4.10: a window of 1280 at 400 % is 320 wide; nothing then scrolls sideways."""
    page = open_page("/verify/", width=320, height=256)
    for path in ("/?address=没有这个小区", "/notices/2022/195/", "/changes/", "/embedding/"):
        page.goto(path)
        ready(page)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert page.locator("h1").is_visible()


def test_what_is_touched_is_large_enough_for_a_thumb(open_page: Open) -> None:
    page = open_page("/?address=没有这个小区", width=390)
    ready(page)
    page.wait_for_load_state("networkidle")
    small = page.evaluate(
        """() => [...document.querySelectorAll(
          "button, input:not([type=hidden]), select, .nav a, .chip, .index a, .zone__words,"
          + ".batch a, .take a, .foot__links a, .answer__call, .tongues a, .leaflet-bar a")]
        .filter(e => e.getClientRects().length && e.tabIndex >= 0)
        .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height])
        .filter(([, height]) => height < 43.5)"""
    )
    assert small == []
