"""Clients at the desk: made, given keys, watched and stopped by an administrator, by keyboard."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client as Browser
from django.utils import timezone
from playwright.sync_api import Page, expect

from clients.models import Client, Key, Usage, Webhook
from clients.selectors import to_look_at, usage_by_day
from clients.webhooks.administration import add_webhook
from people.duties import Role
from tests.clients.askers import a_client, a_key
from tests.ground import person, small_city
from zones.risk.regimes import SHANGHAI

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def desk(db: None) -> Browser:
    small_city()
    browser = Browser()
    browser.force_login(person("guanli", Role.ADMINISTRATOR), backend=BACKEND)
    return browser


def test_what_needs_an_eye_is_at_the_head_of_the_list(desk: Browser) -> None:
    now = timezone.now()
    key, _ = a_key()
    Key.objects.filter(id=key.id).update(expires_at=now + timedelta(days=3))
    webhook = add_webhook(client_id=key.client_id, url="https://example.org/", by=None).webhook
    assert to_look_at(now).keys == [key]
    Webhook.objects.filter(id=webhook.id).update(
        failing_since=now, disabled_at=now, disabled_because="连续 5 天未能送达"
    )
    page = desk.get("/staff/clients/").content.decode()
    assert "需要处理" in page
    assert key.prefix in page
    assert "连续 5 天未能送达" in page


def test_usage_is_shown_for_every_day_of_the_month_also_those_without_any(desk: Browser) -> None:
    key, _ = a_key()
    today = timezone.now().astimezone(SHANGHAI).date()
    for outcome, requests in (("found", 90), ("refused-429", 10)):
        Usage.objects.create(
            prefix=key.prefix, day=today, endpoint="lookup", outcome=outcome, requests=requests
        )
    days = usage_by_day([key.prefix], today)
    assert len(days) == 30
    assert (days[-1].requests, days[-1].refused, days[0].requests) == (100, 10, 0)
    page = desk.get(f"/staff/clients/{key.client_id}/").content.decode()
    assert "refused-429" in page
    assert "最高 100" in page
    listed = desk.get("/staff/clients/").context["clients"].get()
    assert (listed.requests_today, listed.requests_of_week, listed.working_keys) == (100, 100, 1)


def test_quotas_are_changed_and_refusals_are_told_in_words(desk: Browser) -> None:
    client = a_client(requests_per_minute=10)
    page = f"/staff/clients/{client.id}/"
    desk.post(f"{page}change/", {"contact": "值班室", "addresses_per_day": "5000"})
    client.refresh_from_db()
    assert (client.contact, client.requests_per_minute, client.addresses_per_day) == (
        "值班室",
        None,
        5000,
    )
    told = desk.post(f"{page}webhooks/", {"url": "http://example.org/"}, follow=True)
    assert "地址须以 https://" in told.content.decode()
    told = desk.post(f"{page}keys/", {"kind": "live"}, follow=True)
    assert told.status_code == 200
    assert not Key.objects.exists()
    again = desk.post("/staff/clients/add/", {"name": client.name})
    assert again.status_code == 422


def test_a_key_is_shown_once_and_kept_by_no_cache(desk: Browser) -> None:
    client = a_client()
    page = f"/staff/clients/{client.id}/"
    shown = desk.post(f"{page}keys/", {"kind": "live", "scopes": ["lookup", "batch"]})
    key = Key.objects.get()
    assert f"{key.prefix}_" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert f"{key.prefix}_" not in desk.get(page).content.decode()
    assert key.scopes == ["batch", "lookup"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_administrator_makes_a_client_and_its_key_by_keyboard(
    open_page: Callable[..., Page], client: Any
) -> None:
    small_city()
    client.force_login(person("guanli", Role.ADMINISTRATOR), backend=BACKEND)
    page = open_page("/", width=1366, height=768)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}]
    )
    page.goto(page.url + "staff/clients/")
    page.get_by_label("名称").focus()
    page.keyboard.type("健康码")
    page.keyboard.press("Tab")
    page.keyboard.type("值班室 12345")
    page.keyboard.press("Tab")
    page.keyboard.type("600")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("健康码")
    page.get_by_label("用途").focus()
    page.keyboard.type("联调")
    page.keyboard.press("Enter")
    secret = page.locator("code.secret").inner_text()
    assert secret.startswith("rz_live_")
    page.keyboard.press("Tab")
    page.get_by_role("link", name="已保存，返回").press("Enter")
    expect(page.locator("code", has_text=secret[:16]).first).to_be_visible()
    assert Client.objects.get().requests_per_minute == 600
    page.wait_for_load_state("load")  # Before its style is there, a page is as wide as it comes.
    for width in (390, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
    serious = [
        (v["id"], [n["target"] for n in v["nodes"]])
        for v in Axe().run(page, options={"preload": False}).response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == []
