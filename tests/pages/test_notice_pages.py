"""Every recorded act has a page; no draft has one."""

import re

import pytest
from django.test import Client

from notices.drafts import start_draft
from notices.models import Notice
from notices.sheet import Sheet
from tests.ground import entry, people, publish
from tests.pages.conftest import read
from zones.models import City

pytestmark = pytest.mark.usefixtures("city")


def test_the_list_has_every_notice_newest_first_with_its_counts(client: Client) -> None:
    text = read(client, "/notices/").text
    assert text.index("2022年第195号通告") < text.index("2022年第194号通告")
    assert "新增 1 解除 2" in text
    assert "期初登记（账册第1号）" in text


def test_a_notice_shows_its_words_its_entries_and_what_it_ended(client: Client) -> None:
    page = read(client, "/notices/2022/195/")
    assert "新城市花园、德恒世府苑2号楼、无人划定小区" in page.text
    assert "结束了 2022年第193号通告 德恒世府苑2号楼" in page.text
    assert "账册中没有与之对应的风险区" in page.text
    assert "1 条解除没有对应的风险区" in page.text
    assert "/notices/2022/194/" in page.with_attribute("href")
    assert "/api/v1/notices/2022/195" in page.with_attribute("href")


def test_a_designation_says_what_became_of_it(client: Client) -> None:
    assert "现不在册" in read(client, "/notices/2022/193/").text
    page = read(client, "/notices/2022/193/")
    assert "后由 2022年第195号通告 解除" in page.text
    assert "现仍在册" in read(client, "/notices/2022/194/").text


def test_counts_that_differ_are_shown_and_not_mended(client: Client, city: City) -> None:
    Notice.objects.get(number=194)
    html = client.get("/notices/2022/194/").content.decode()
    assert "已录入" in html
    assert "相符" not in html


def test_links_to_entries_arrive(client: Client) -> None:
    page = read(client, "/changes/?from=2022-11-27&to=2022-12-01")
    links = [h for h in page.with_attribute("href") if "#entry-" in h]
    assert links
    # The list has the notice once for many zones; a card joins both (static/js/cards.js).
    entries = read(client, "/?as_of=2022-12-01").with_attribute("data-entry")
    assert sorted(link.split("#entry-")[1] for link in links) == sorted(entries)
    for link in links:
        path, fragment = link.split("#")
        assert fragment in read(client, path).with_attribute("id"), link


def test_acts_without_a_number_have_their_pages(client: Client) -> None:
    opening, coverage = read(client, "/ledger/1/"), read(client, "/ledger/5/")
    assert "下元二小区C区2号楼" in opening.text
    assert "起始时间不详" in opening.text
    assert "晋源区" in coverage.text
    assert "迎泽区" not in coverage.text
    read(client, "/ledger/99/", status=404)


def test_a_numbered_act_has_one_address(client: Client) -> None:
    notice = Notice.objects.get(number=194)
    response = client.get(f"/ledger/{notice.sequence}/")
    assert (response.status_code, response["Location"]) == (302, "/notices/2022/194/")


def test_two_issuers_with_one_number_are_a_choice(client: Client, city: City) -> None:
    xiaodian = city.districts.get(name="小店区")
    publish(194, entry(xiaodian, "另一小区"), issuer="小店区指挥部")
    page = read(client, "/notices/2022/194/", status=300)
    assert "请选择发布机关" in page.text
    [link] = [h for h in page.with_attribute("href") if h.startswith("?issuer=%E5%B0%8F")]
    assert "另一小区" in read(client, "/notices/2022/194/" + link).text
    api = client.get("/api/v1/notices/2022/194")
    assert api.status_code == 300
    assert api["Content-Type"] == "application/problem+json"
    assert "小店区指挥部" in api.json()["issuers"]
    chosen = client.get("/api/v1/notices/2022/194", {"issuer": "小店区指挥部"}).json()
    assert [e["text"] for e in chosen["entries"]] == ["另一小区"]


def test_a_notice_that_is_not_held_is_not_there(client: Client) -> None:
    for path in ("/notices/2022/1/", "/notices/1/1/", "/notices/99999999999/99999999999/"):
        read(client, path, status=404)


def test_nothing_of_a_draft_is_public(client: Client) -> None:
    clerk, _ = people()
    start_draft(author=clerk, text="（2022年第196号）小店区新增高风险区：未公开小区")
    pages = ("/", "/notices/", "/districts/140105/", "/?address=未公开小区", "/api/v1/notices")
    for path in (*pages, "/notices/2022/195/"):
        html = client.get(path).content.decode()
        # Not "196" alone: an id may hold these digits.
        assert not any(w in html for w in ("第196号", "/2022/196", '"number":196')), path
        assert "未公开小区" not in html or path.startswith("/?address"), path
    read(client, "/notices/2022/196/", status=404)


def test_names_of_staff_are_not_public(client: Client) -> None:
    clerk, publisher = people()
    for path in ("/notices/2022/195/", "/ledger/1/", "/api/v1/notices/2022/195"):
        html = client.get(path).content.decode()
        assert clerk.username not in html
        assert publisher.username not in html


def test_a_notice_has_a_map_of_its_entries_that_the_list_leads_to(client: Client) -> None:
    page = read(client, "/notices/2022/194/")
    drawn = [i for i in page.with_attribute("id") if i.startswith("spot-")]
    assert len(drawn) == 4
    links = page.with_attribute("href")
    assert sorted(h[1:] for h in links if h.startswith("#spot-")) == sorted(drawn)
    spots = {a["href"][1:] for _, a in page.elements if a.get("class", "").startswith("spot ")}
    assert len(spots) == 4
    assert spots <= set(page.with_attribute("id"))
    ground = [a["d"] for _, a in page.elements if a.get("class") == "chart__district"]
    assert ground
    assert all(re.fullmatch(r"(M[-\d. L]+Z)+", d) for d in ground)
    mixed = read(client, "/notices/2022/195/")
    assert "2 处未上图，见列表" in mixed.text, "a new place and an unknown one have no outline"
    assert {"spot spot--released"} == {
        a["class"] for _, a in mixed.elements if a.get("class", "").startswith("spot ")
    }
    assert "spot" not in "".join(read(client, "/ledger/5/").with_attribute("id"))


def test_a_sheet_keeps_what_it_shows_on_it_north_up() -> None:
    sheet = Sheet.over((112.0, 37.0, 113.0, 38.0), width=700, margin=10, small=9)
    assert sheet.point(112.0, 38.0) == (10, 10)
    x, y = sheet.point(113.0, 37.0)
    assert (x, y) == (690, pytest.approx(sheet.height - 10, abs=0.1))
    # A degree east is shorter than a degree north here.
    assert sheet.height > 700
