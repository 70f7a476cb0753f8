"""Every public page for everybody: axe-core, a keyboard, a narrow window, no other host.

The pages are walked in one browser, by turns light in Chinese and dark in English.
"""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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


def ready(page: Page) -> None:
    if page.locator("#map").count():
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
