"""The entry desk in a real browser: two notices from paste to publication, by keyboard alone."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from notices.drafts import publish_draft
from notices.ledger.values import Action
from notices.models import Draft, Notice
from notices.proposed import NewEntry
from notices.reading import read
from notices.recording import planted_marks
from notices.services import open_ledger
from notices.verification import differences
from people.duties import Role
from tests.conftest import ROOT, Watch
from tests.ground import DAY, T0, entry, people, person, place, publish, small_city, vouch
from zones.gazetteer.cities import load_city
from zones.models import City, District

SEEDS = ROOT / "seed" / "taiyuan" / "notices"
SMALL = """太原市疫情防控工作领导小组办公室通告
（2022年第194号）

  即日起小店区新增高风险区2个，调整为低风险区1个。具体如下：

  一、新增高风险区（2个）

  小店区（2个）：西贾社区水木云天小区，书林苑小区。

  二、调整为低风险区（1个）

  小店区（1个）：晋阳紫城小区。

太原市疫情防控工作领导小组办公室
2022年11月28日
"""

Opener = Callable[..., Page]


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    """What is saved is read anew first, which takes its time on a busy machine."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(autouse=True)
def _passwords(transactional_db: None) -> None:
    for user in people():
        user.set_password("a long passphrase")
        user.save()


def sign_in(page: Page, user: User) -> None:
    """By keyboard, from the door to the desk."""
    page.locator("[name=username]").focus()
    page.keyboard.type(user.username)
    page.keyboard.press("Tab")
    page.keyboard.type("a long passphrase")
    page.keyboard.press("Enter")
    page.wait_for_selector("form[action$='logout/']", state="attached")


def lay_on_the_desk(page: Page, text: str) -> None:
    page.goto("/staff/")
    page.locator("#paste-form [name=text]").focus()
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#draft[data-ready]")


def until_saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")


def decide_and_submit(page: Page) -> None:
    """Every finding accepted, the instant chosen, submitted: `space`, `t`, `g`."""
    for _ in range(page.locator("[data-waiting]").count()):
        page.keyboard.press("Space")
    page.keyboard.press("t")
    page.keyboard.press("Space")
    expect(page.locator(".bar__wait--done")).to_be_visible()
    until_saved(page)
    page.keyboard.press("g")
    page.keyboard.press("Enter")
    page.wait_for_selector("#paste-form")


def without_barriers(page: Page) -> None:
    """No finding of axe that it calls serious or critical."""
    found = [
        (v["id"], [n["html"][:160] for n in v["nodes"]][:3])
        for v in Axe().run(page, options={"preload": False}).response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert found == []


def taiyuan() -> City:
    """The city, with the zones that notices 194 and 195 release opened before."""
    city = load_city(ROOT / "seed", "taiyuan")
    clerk, publisher = people()
    vouch(*city.districts.all())
    releases = [
        e
        for number in (194, 195)
        for e in read(text_of(number), city, effective_from=None).entries
        if e.entry.action.value == Action.RELEASE
    ]
    entries = [
        NewEntry(Action.OPENING, "high", e.district, e.entry.text, T0, planted_marks(e, "test"))
        for e in releases
        if e.district
    ]
    open_ledger(title="期初", entries=entries, entered_by=clerk, published_by=publisher)
    return city


def text_of(number: int) -> str:
    return Path(SEEDS / f"2022-{number}.txt").read_text("utf-8")


def test_two_notices_go_from_paste_to_the_ledger_by_keyboard_alone(open_page: Opener) -> None:
    taiyuan()
    clerk, publisher = people()
    desk = open_page("/staff/", width=1366, height=768)
    sign_in(desk, clerk)
    approval = open_page("/staff/", width=1366, height=768)
    sign_in(approval, publisher)
    for number, told in ((194, "新增高 2，解除 22"), (195, "新增高 20，解除 56")):
        lay_on_the_desk(desk, text_of(number))
        expect(desk.locator(".bar__sum")).to_contain_text(told)
        assert desk.locator("#words").inner_text().strip() == text_of(number).strip()
        if number == 194:
            without_barriers(desk)
        decide_and_submit(desk)
        draft = Draft.objects.get(status=Draft.Status.SUBMITTED)
        approval.goto(f"/staff/drafts/{draft.id}/")
        approval.wait_for_selector("#draft[data-ready]")
        if number == 194:
            without_barriers(approval)
        approval.keyboard.press("g")
        approval.keyboard.press("Enter")
        approval.wait_for_url("**/staff/")
        notice = Notice.objects.get(number=number)
        assert notice.effective_decision == "“即日起”按发布当日零时计"
        assert (notice.entered_by_name, notice.published_by_name) == ("clerk", "publisher")
    assert Notice.objects.get(number=195).entries.count() == 76
    assert Notice.objects.get(number=195).entries.filter(bindings__isnull=False).count() == 56
    assert list(differences()) == []


def test_the_clerks_of_several_districts_enter_notice_195_together(
    open_page: Opener, watch: Watch
) -> None:
    districts = {d.name: d for d in taiyuan().districts.all()}
    author = clerk_of(districts["小店区"], "xiaodian")
    neighbour = clerk_of(districts["杏花岭区"], "xinghualing")
    pages = [open_page("/staff/", width=1366, height=768) for _ in range(3)]
    mine, theirs, whole = pages
    for page, user in zip(pages, (author, neighbour, people()[0]), strict=True):
        sign_in(page, user)
    lay_on_the_desk(mine, text_of(195))
    told = "本通告中有 8 条；另 68 条不归您：杏花岭区 17、万柏林区 37、晋源区 7、尖草坪区 7"
    expect(mine.locator(".together__told")).to_contain_text(told)
    mine.keyboard.press("t")
    mine.keyboard.press("Space")
    until_saved(mine)
    mine.keyboard.press("g")
    mine.keyboard.press("Enter")
    expect(mine.locator("#submit-form")).to_contain_text("您只负责小店区；杏花岭区17条")
    mine.wait_for_selector("#draft[data-ready]")
    mine.locator("[data-theirs]").first.focus()
    mine.keyboard.press("x")
    expect(mine.locator("#trouble")).to_contain_text("由该区录入员处理")
    mine.keyboard.press("c")
    mine.keyboard.press("Enter")
    expect(part(mine, "杏花岭区")).to_contain_text("0/17 等待 xinghualing")
    without_barriers(mine)
    theirs.goto(mine.url)
    theirs.wait_for_selector("#draft[data-ready]")
    expect(theirs.locator(".line.is-current")).to_contain_text("国樾龙城湾")
    strike(theirs, "试删")
    expect(theirs.locator("#struck")).to_be_visible()
    theirs.locator("[aria-labelledby=struck] [data-item]").focus()
    theirs.keyboard.press("u")
    expect(theirs.locator("#struck")).to_be_hidden()
    until_saved(theirs)
    theirs.keyboard.press("c")
    theirs.keyboard.press("Enter")
    expect(part(theirs, "杏花岭区")).to_contain_text("17/17 ✓ xinghualing 已确认")
    mine.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(part(mine, "杏花岭区")).to_contain_text("17/17 ✓")
    whole.goto(mine.url)
    whole.wait_for_selector("#draft[data-ready]")
    whole.locator("[data-take]").focus()
    whole.keyboard.press("Enter")
    whole.wait_for_selector("#submit")
    whole.wait_for_selector("#draft[data-ready]")
    whole.keyboard.press("g")
    whole.keyboard.press("Enter")
    whole.wait_for_selector("#paste-form")
    notice = publish_draft(draft_id=Draft.objects.get().id, by=people()[1], city=City.objects.get())
    reviewers = notice.entries.values_list("reviewed_by", flat=True)
    assert Counter(reviewers) == {"xinghualing": 17, "clerk": 59}
    watch.clear()  # The browser reports the 422 of the refusal.


def clerk_of(district: District, username: str) -> User:
    user = person(username, Role.CLERK, districts=(district,))
    user.set_password("a long passphrase")
    user.save()
    return user


def part(page: Page, district: str) -> Locator:
    return page.locator(".together__part", has_text=district)


def test_what_is_read_otherwise_survives_a_reload_and_reaches_the_approver(
    open_page: Opener,
) -> None:
    place(small_city().districts.get(name="小店区"), "书林院小区")
    clerk, publisher = people()
    page = open_page("/staff/", width=1366, height=768)
    sign_in(page, clerk)
    lay_on_the_desk(page, SMALL)
    page.keyboard.press("1")  # The misprint is taken for the place that is known.
    expect(page.locator(".is-current .tag--hand")).to_have_text("改读")
    page.keyboard.press("k")
    page.keyboard.press("e")
    page.keyboard.type("西贾社区水木云天小区5号楼")
    page.keyboard.press("Enter")
    expect(page.locator(".is-current .tag--hand")).to_have_text("改读")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.type("报纸排印重复")
    page.keyboard.press("Enter")
    expect(page.locator("#struck")).to_be_visible()
    until_saved(page)
    page.reload()
    page.wait_for_selector("#draft[data-ready]")
    expect(page.locator(".changes summary")).to_contain_text("3")
    expect(page.locator(".general .doubt--open")).to_contain_text("改动后")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    without_barriers(page)
    page.keyboard.press("Escape")
    decide_and_submit(page)
    approval = open_page("/staff/", width=1366, height=768)
    sign_in(approval, publisher)
    approval.goto(f"/staff/drafts/{Draft.objects.get().id}/")
    expect(approval.locator(".changes")).to_contain_text("西贾社区水木云天小区5号楼")
    expect(approval.locator(".changes")).to_contain_text("书林院小区")
    expect(approval.locator(".changes")).to_contain_text("报纸排印重复")
    approval.wait_for_selector("#draft[data-ready]")
    approval.keyboard.press("b")
    approval.keyboard.type("第一条请再核对")
    approval.keyboard.press("Tab")
    approval.keyboard.press("Enter")
    approval.wait_for_url("**/staff/")
    page.goto(f"/staff/drafts/{Draft.objects.get().id}/")
    expect(page.locator(".notice-box")).to_contain_text("第一条请再核对")


def test_an_outline_is_drawn_and_before_and_after_are_compared_by_keys(open_page: Opener) -> None:
    city = small_city()
    publish(188, entry(city.districts.get(name="小店区"), "晋阳紫城小区", at=T0 - DAY))
    place(city.districts.get(name="小店区"), "书林院小区")
    page = open_page("/staff/", width=1366, height=768)
    sign_in(page, people()[0])
    lay_on_the_desk(page, SMALL)
    page.keyboard.press("k")
    page.keyboard.press("d")
    expect(page.locator("#draw-map")).to_be_focused()
    for keys in (["Enter"], ["Shift+ArrowRight"], ["Enter"], ["Shift+ArrowDown", "ArrowLeft"]):
        press(page, *keys)
    press(page, "Enter", "Backspace", "Enter", "ArrowUp", "Enter")
    expect(page.locator("#draw-told")).to_have_text("已设 4 个角点")
    without_barriers(page)
    press(page, "Backspace", "Escape")
    expect(page.locator("#draw-save")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".is-current .line__new")).to_contain_text("轮廓已画")
    until_saved(page)
    (outline,) = Draft.objects.get().amended.outlines
    assert outline.geometry
    assert len(outline.geometry["coordinates"][0][0]) == 4  # Three corners, the first again.
    page.keyboard.press("m")
    page.wait_for_selector("#compare[data-ready]")
    captions = page.locator("#compare figcaption")
    expect(captions).to_have_text(["发布前", "发布后"])
    expect(page.locator("#map-second .zone-shape--new")).not_to_have_count(0)
    page.keyboard.press("s")
    expect(captions).to_have_text(["发布后", "发布前"])
    expect(page.locator("#map-first .zone-shape--new")).not_to_have_count(0)
    expect(page.locator("#compare-list")).to_contain_text("新增 2")
    expect(page.locator("#compare-list")).to_contain_text("解除 1未画轮廓 1：小店区 晋阳紫城小区")
    page.get_by_role("button", name="小店区 西贾社区水木云天小区").focus()
    expect(page.locator(".is-looked-at")).not_to_have_count(0)
    without_barriers(page)


def test_level_and_parent_of_a_new_place_are_chosen_by_keys_and_seen_by_the_approver(
    open_page: Opener, watch: Watch
) -> None:
    city = small_city()
    place(city.districts.get(name="小店区"), "坞城街道西贾社区")
    clerk, publisher = people()
    page = open_page("/staff/", width=1366, height=768)
    sign_in(page, clerk)
    lay_on_the_desk(page, SMALL.replace("书林苑小区", "东岗村3号楼"))
    row = page.locator("[data-ref]", has_text="东岗村3号楼")
    page.locator("[data-item]", has=row).focus()
    page.keyboard.press("w")
    expect(page.locator("#site [name=level]")).to_be_focused()
    without_barriers(page)
    press(page, "Tab")
    page.keyboard.type("文兴苑3号楼2单元")
    page.keyboard.press("Enter")
    expect(page.locator("#trouble")).to_contain_text("读作单元，不能作社区、村的上级")
    press(page, "Escape", "w")
    expect(page.locator("#site [name=level]")).to_be_focused()
    press(page, "ArrowUp", "Tab")
    page.keyboard.type("xj")
    expect(page.locator("#site-found [role=option]")).to_have_text("坞城街道西贾社区 社区、村")
    press(page, "ArrowDown", "Enter", "Enter")
    expect(row).to_contain_text("小区、院落，属于坞城街道西贾社区")
    expect(row).to_contain_text("人工定")
    until_saved(page)
    press(page, "n")
    decide_and_submit(page)
    approval = open_page("/staff/", width=1366, height=768)
    sign_in(approval, publisher)
    approval.goto(f"/staff/drafts/{Draft.objects.get().id}/")
    expect(approval.locator(".changes")).to_contain_text("东岗村")
    expect(approval.locator(".changes")).to_contain_text("小区、院落，属于坞城街道西贾社区")
    watch.clear()  # The browser reports the 422 of what is refused.


def test_findings_that_say_the_same_are_accepted_together_and_each_by_name(
    open_page: Opener,
) -> None:
    place(small_city().districts.get(name="小店区"), "书林院小区")
    page = open_page("/staff/", width=1366, height=768)
    sign_in(page, people()[0])
    lay_on_the_desk(page, SMALL.replace("（1个）：晋阳紫城", "（2个）：富士苑小区，晋阳紫城"))
    page.locator(".group--release [data-waiting]").first.focus()
    page.keyboard.press("Shift+Space")
    expect(page.locator("#trouble")).to_contain_text("已确认本组 2 条同类提示")
    until_saved(page)
    expect(page.locator(".group--release .doubt__by")).to_have_count(2)
    expect(page.locator(".group--designate [data-waiting]")).to_have_count(1)
    accepted = [a["finding"].partition("@")[0] for a in Draft.objects.get().accepted]
    assert accepted == ["unmatched-release"] * 2


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_of_two_windows_the_second_is_told_and_nothing_is_lost_with_the_session(
    open_page: Opener, watch: Watch
) -> None:
    city = small_city()
    publish(188, entry(city.districts.get(name="小店区"), "晋阳紫城小区"))
    clerk, _ = people()
    first = open_page("/staff/", width=1366, height=768)
    sign_in(first, clerk)
    lay_on_the_desk(first, SMALL)
    second = first.context.new_page()
    second.goto(first.url)
    second.wait_for_selector("#draft[data-ready]")
    first.keyboard.press("t")
    first.keyboard.press("Space")
    until_saved(first)
    strike(second, "另一个窗口")  # Another decision than that of the first: both hold.
    expect(second.locator("#trouble")).to_contain_text("保存过这份草稿")
    expect(second.locator("#struck")).to_be_visible()
    expect(second.locator("[name=instant]:checked")).to_have_count(1)
    until_saved(second)
    assert Draft.objects.get().effective_from == T0
    first.keyboard.press("Escape")
    first.locator("#part-list .is-current").focus()
    strike(first, "这个窗口")  # The same entry, for another reason: who comes second decides.
    expect(first.locator("#conflict")).to_be_visible()
    expect(first.locator("#conflict-rows")).to_contain_text("另一个窗口")
    without_barriers(first)
    assert Draft.objects.get().amendments["struck"][0]["reason"] == "另一个窗口"
    first.keyboard.press("Tab")
    first.keyboard.press("Enter")
    expect(first.locator("#conflict")).to_be_hidden()
    until_saved(first)
    assert Draft.objects.get().amendments["struck"][0]["reason"] == "这个窗口"
    lose_the_session_and_go_on(second, clerk)
    watch.clear()  # The browser reports the 409 and the 401 that are provoked here.


def strike(page: Page, why: str) -> None:
    page.keyboard.press("x")
    page.keyboard.type(why)
    page.keyboard.press("Enter")


def lose_the_session_and_go_on(page: Page, clerk: User) -> None:
    Session.objects.all().delete()
    page.locator("#effective-decision").focus()
    page.keyboard.press("End")
    page.keyboard.type("，值班领导核定")
    expect(page.locator("#signed-out")).to_be_visible()
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    door = opened.value
    door.wait_for_selector("[name=username]")
    sign_in(door, clerk)
    page.locator("#signed-in").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#signed-out")).to_be_hidden()
    until_saved(page)
    assert Draft.objects.get().effective_decision.endswith("，值班领导核定")
