"""The office around the draft in Chromium: a correction by keyboard, and every page by axe."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from notices.models import Entry, Notice, Proposal
from people.duties import Role
from tests.ground import people, person
from zones.gazetteer.aliases import propose_alias
from zones.models import City, Place

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
SERIOUS = {"serious", "critical"}


@pytest.fixture
def seen(live_city: City, live_server: Any, open_page: Open) -> Callable[[User, str], Page]:
    """A page of the desk as somebody sees it who is signed in, on an office screen."""

    def see(user: User, path: str) -> Page:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        page = open_page("/staff/login/", width=1366, height=768)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return go(page, path)

    return see


def go(page: Page, path: str) -> Page:
    """The page itself, and not the door in front of it."""
    page.goto(path)
    assert page.url.endswith(path)
    return page


def faults(page: Page) -> list[tuple[str, str]]:
    """What axe finds serious."""
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in SERIOUS]


def tab_to(page: Page, selector: str) -> None:
    """The focus goes on by the keyboard alone until it is there."""
    for _ in range(60):
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reaches {selector}")


def test_an_entry_is_corrected_by_keyboard_and_approved_by_another(
    seen: Callable[[User, str], Page],
) -> None:
    clerk, publisher = people()
    entry = Entry.objects.get(text="新城市花园")
    page = seen(clerk, reverse("notices:desk:correct", args=[entry.id]))
    tab_to(page, "[name=fault]")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    assert page.locator("[name=text]").is_hidden()
    tab_to(page, "[name=reason]")
    page.keyboard.type("核对原件，通告中没有这一条")
    tab_to(page, "[name=look]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".effects")
    assert "新城市花园" in page.locator(".effects").inner_text()
    assert Proposal.objects.count() == 0
    tab_to(page, "[name=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/proposals/**")
    path = reverse("notices:desk:proposal", args=[Proposal.objects.get().id])
    page = seen(publisher, path)
    assert faults(page) == []
    tab_to(page, "form[action$='record/'] button")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=已入账")
    act = Notice.objects.get(kind=Notice.Kind.CORRECTION)
    assert act.entries.get().voids == entry


def test_no_page_of_the_office_has_a_serious_fault(seen: Callable[[User, str], Page]) -> None:
    clerk, _ = people()
    chief = person("chief", Role.ADMINISTRATOR)
    entry = Entry.objects.get(text="新城市花园")
    where = Place.objects.get(name="碧桂园玖玺台")
    propose_alias(place=where, text="碧桂园玺玺台", why="字形相近")
    pages = {
        reverse("notices:desk:home"): clerk,
        reverse("notices:desk:todo", args=["missing"]): clerk,
        reverse("notices:desk:corrections") + "?q=195": clerk,
        reverse("notices:desk:correct", args=[entry.id]): clerk,
        reverse("notices:desk:forgotten", args=[entry.notice_id]): clerk,
        reverse("notices:desk:order"): clerk,
        reverse("notices:desk:notice-print", args=[entry.notice_id]): clerk,
        reverse("notices:desk:aliases"): chief,
        reverse("notices:desk:ground"): chief,
        reverse("notices:desk:place", args=[where.id]): chief,
        reverse("people:people"): chief,
        reverse("people:person", args=[clerk.pk]): chief,
        reverse("people:happenings"): chief,
        reverse("people:password"): chief,
        reverse("people:second-step"): chief,
    }
    first = {user: seen(user, "/staff/") for user in (clerk, chief)}
    found = {}
    for path, user in pages.items():
        page = go(first[user], path)
        sideways = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[path] = (faults(page), sideways)
    assert {path: said for path, said in found.items() if said != ([], False)} == {}


def test_an_outline_is_typed_and_a_split_looked_at_by_keyboard(
    seen: Callable[[User, str], Page],
) -> None:
    chief = person("chief", Role.ADMINISTRATOR)
    where = Place.objects.get(name="碧桂园玖玺台")
    page = seen(chief, reverse("notices:desk:place", args=[where.id]))
    if page.locator("#deed-draw").is_hidden():
        tab_to(page, "details:has(#deed-draw) > summary")
        page.keyboard.press("Enter")
    tab_to(page, "#draw-geometry")
    page.keyboard.press("Control+A")
    page.keyboard.type("112.5,37.8,9")
    page.wait_for_selector("#sketch-told:has-text('读不成')")
    west, south, *_ = where.district.outline.point_on_surface.extent
    page.keyboard.press("Control+A")
    page.keyboard.type(f"{west},{south}\n{west + 0.002},{south}\n{west},{south + 0.002}")
    page.wait_for_selector("#sketch .sketch-now")
    page.wait_for_selector("#sketch-told:has-text('新')")
    assert faults(page) == []
    tab_to(page, "#draw-source")
    page.keyboard.type("现场核对")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=已记下")
    where.refresh_from_db()
    assert (where.outline_source, where.outline.num_points) == ("现场核对", 4)
    tab_to(page, "details:has(#deed-split) > summary")
    page.keyboard.press("Enter")
    tab_to(page, "#split-into")
    page.keyboard.type("玖玺东园小区\n玖玺西园小区")
    tab_to(page, "#deed-split [name=look]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".reshaping")
    assert faults(page) == []
    where.refresh_from_db()
    assert where.retired_on is None


def test_an_order_is_looked_at_before_it_is_proposed(seen: Callable[[User, str], Page]) -> None:
    page = seen(people()[0], reverse("notices:desk:order"))
    page.fill("[name=title]", "静态管理")
    page.locator("[name=districts]").first.check()
    page.fill("[name=effective_from]", "2022-12-01T00:00")
    page.fill("[name=text]", "全域静态管理")
    assert page.locator("button:not([name])", has_text="提交审核").count() == 0
    page.click("[name=look]")
    page.wait_for_selector(".order-maps svg")
    assert "未宣布 → 全域静态管理" in page.locator(".sentence").inner_text()
    assert faults(page) == []
    page.click("text=提交审核")
    page.wait_for_url("**/proposals/**")
    assert page.locator(".order-maps svg").count() == 2
