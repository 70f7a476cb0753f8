"""The public page as a person uses it, in Chromium: asking, choosing a time, sharing, copying."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Watch

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_city")]
Open = Callable[..., Page]


def ready(page: Page) -> Page:
    page.wait_for_selector('#map[data-state="ready"]')
    return page


def shown(page: Page) -> tuple[int, set[str], set[str]]:
    """The number told, the zones listed, and the zones drawn."""
    total = int(page.locator("[data-total]").get_attribute("data-total") or "-1")
    listed = page.eval_on_selector_all(".zone a[data-zone]", "all => all.map(a => a.dataset.zone)")
    drawn = page.eval_on_selector_all("path[data-zone]", "all => all.map(p => p.dataset.zone)")
    return total, set(listed), set(drawn)


def of_the_api(page: Page, query: str = "") -> tuple[set[str], set[str]]:
    told = page.evaluate("url => fetch(url).then(r => r.json())", f"/api/v1/zones{query}")
    drawn = {f["id"] for f in told["features"] if f["geometry"]}
    return {f["id"] for f in told["features"]}, drawn


def test_initials_are_suggested_from_and_asking_leaves_no_address_behind(open_page: Open) -> None:
    page = ready(open_page("/", width=390, height=844))
    box = page.locator("#address")
    box.press_sequentially("jyzc4")
    expect(page.locator("#names [role=option]")).to_have_count(1)
    assert page.locator("#answer").count() == 0
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "name-0"
    box.press("Enter")
    expect(box).to_have_value("小店区晋阳紫城4号楼")
    assert page.locator("#answer").count() == 0
    page.locator(".ask__go").click()
    expect(page.locator(".answer--partly-high")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "answer-heading"
    assert page.url.endswith("/")
    page.locator("#answer a[data-place]", has_text="10单元").first.click()
    expect(page.locator(".answer--high")).to_be_visible()
    assert page.url.endswith("/")
    page.goto("/notices/")
    page.go_back()
    expect(page.locator(".answer--high")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.locator("#answer-heading")).to_have_text("High risk")
    assert page.url.endswith("/")
    page.get_by_role("button", name="简体中文").click()
    expect(page.locator("#answer-heading")).to_have_text("高风险")


def test_the_slider_moves_number_list_map_and_address_together(open_page: Open) -> None:
    page = ready(open_page("/"))
    now = shown(page)
    slider = page.locator(".time__slider")
    slider.focus()
    for key in ("Home", "End"):
        before = page.locator("[data-total]").element_handle()
        slider.press(key)
        assert before is not None
        page.wait_for_function("old => !old.isConnected", arg=before)
        page.wait_for_function("document.getElementById('map-note').hidden")
        instant = page.locator("#turn").input_value()
        query = page.evaluate("location.search")
        assert ("as_of=" in query) == bool(instant)
        expected = of_the_api(page, query)
        page.wait_for_function(
            "n => document.querySelectorAll('path[data-zone]').length === n",
            arg=len(expected[1]),
        )
        total, listed, drawn = shown(page)
        assert (listed, drawn) == expected
        assert total == len(listed)
        assert instant in ("", page.locator("#turn option:checked").get_attribute("value"))
    assert shown(page) == now


def test_a_shared_link_shows_the_same_moment(open_page: Open) -> None:
    page = ready(open_page("/"))
    page.locator('[data-step="-1"]').click()
    page.wait_for_url("**as_of=**")
    expect(page.locator(".time__now")).to_contain_text("不是现在")
    first = shown(page)
    again = ready(open_page(page.url))
    assert shown(again) == first
    assert again.locator(".time__said").inner_text() == page.locator(".time__said").inner_text()
    gone = ready(open_page("/#zone-00000000-0000-4000-8000-000000000000"))
    expect(gone.locator("#map-note")).to_contain_text("在所示时点不在册")


def test_the_position_is_asked_for_only_when_wanted_and_a_refusal_is_explained(
    open_page: Open, watch: Watch
) -> None:
    page = ready(open_page("/"))
    page.locator("#here").click()
    expect(page.locator("#ask-note")).to_contain_text("没有得到定位许可")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 112.55, "latitude": 37.8, "accuracy": 20})
    page.locator("#here").click()
    expect(page.locator("#answer")).to_contain_text("误差约 20 米，不留存")
    assert page.url.endswith("/")


def test_a_page_that_stays_open_turns_stale_and_says_when_it_is_cut_off(
    open_page: Open, watch: Watch
) -> None:
    page = ready(open_page("/"))
    now = page.locator(".time__now")
    expect(now).to_contain_text("刚与账册核对")
    expect(now).to_contain_text("现在")
    page.locator("#fresh").evaluate("box => box.classList.remove('fresh--stale')")
    page.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    expect(page.locator(".fresh__cut")).to_contain_text("与服务器断开")
    expect(page.locator(".fresh__stale")).to_be_visible()
    expect(now).to_contain_text("截至")
    expect(now).not_to_contain_text("现在")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".fresh__cut")).to_be_hidden()
    watch.clear()


def test_a_date_is_written_the_same_in_every_language_of_the_browser(
    open_page: Open, watch: Watch
) -> None:
    page = ready(open_page("/", locale="en-US"))
    day = page.locator("#as-of")
    day.fill("2022年11月27日")
    with page.expect_response("**/api/v1/zones*"):
        day.press("Enter")
    page.wait_for_url("**as_of=2022-11-27")
    expect(page.locator(".time__now")).to_contain_text("27 Nov 2022")
    day.fill("someday")
    with page.expect_response("**/api/v1/zones*"):
        day.press("Enter")
    expect(page.locator(".time__refused")).to_contain_text("“someday”")
    watch.clear()  # The refusal is a 400.
    page.locator(".day__picker").evaluate(
        "field => { field.value = '2022-11-28'; field.dispatchEvent(new Event('change')); }"
    )
    expect(day).to_have_value("2022-11-28")


def test_the_first_view_is_near_the_zones_and_no_pin_lies_under_the_controls(
    open_page: Open,
) -> None:
    page = ready(open_page("/", width=390, height=844))
    controls = page.locator("#map .leaflet-bar").last.bounding_box()
    frame = page.locator("#map").bounding_box()
    assert controls
    assert frame
    for pin in page.locator("#map .pin").all():
        box = pin.bounding_box()
        assert box
        assert box["x"] >= controls["x"] + controls["width"]
        assert frame["y"] <= box["y"]
        assert box["y"] + box["height"] <= frame["y"] + frame["height"]


def test_the_list_is_copied_as_the_server_writes_it(open_page: Open) -> None:
    page = ready(open_page("/"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#copy").click()
    expect(page.locator(".take__said")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "西贾社区水木云天小区" in copied
    assert copied.startswith("过期 通告只收录到 2022-11-29 00:00")
    assert "高风险区 5 处" in copied.splitlines()


def test_what_changed_is_on_the_map_as_in_the_list(open_page: Open) -> None:
    page = ready(open_page("/changes/?from=2022-11-27&to=2022-12-01"))
    listed = page.eval_on_selector_all(
        '[data-change][data-drawn="yes"]', "all => all.map(z => [z.id.slice(5), z.dataset.change])"
    )
    for zone, change in listed:
        assert page.locator(f'path.patch--{change}[data-zone="{zone}"]').count() == 1
    assert page.locator("path[data-zone]").count() == len(listed)


def test_the_keyboard_reaches_everything_in_the_order_of_the_page(open_page: Open) -> None:
    page = ready(open_page("/?address=和平小区"))
    page.evaluate("document.activeElement.blur()")
    met: list[str] = []
    for _ in range(90):
        page.keyboard.press("Tab")
        met.append(
            page.evaluate(
                """() => { const e = document.activeElement, box = e.getBoundingClientRect();
                const seen = getComputedStyle(e).outlineStyle !== "none" || e.type === "date";
                return seen && box.width > 0 ? (e.id || e.className || e.tagName) : "unseen"; }"""
            )
        )
        if "zone__words" in met[-1]:
            break
    assert "unseen" not in met
    wanted = ["skip", "address", "ask__go", "here", "chip", "time__step", "time__slider", "as-of"]
    places = [
        next(i for i, m in enumerate(met) if w in m) for w in [*wanted, "copy", "zone__words"]
    ]
    assert places == sorted(places)


def test_it_can_be_read_without_colours_and_printed(open_page: Open) -> None:
    page = ready(open_page("/?address=水木云天小区"))
    page.emulate_media(forced_colors="active")
    assert page.locator(".answer__mark").is_visible()
    assert page.locator(".city__list .glyph").first.inner_text() in ("高", "中")
    page.emulate_media(media="print", forced_colors="none")
    assert page.locator("#answer-heading").is_visible()
    assert page.locator(".city__list .zone").first.is_visible()
    assert not page.locator(".hero").is_visible()
    assert not page.locator("#map").is_visible()
