"""The box: four honest faces, and none of them green by mistake."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.pages.conftest import Reader, read
from zones.faces import MARKS, TONES
from zones.models import City
from zones.risk.assess import Risk

pytestmark = pytest.mark.usefixtures("city")


def ask(client: Client, address: str, **more: str) -> Reader:
    return read(client, "/?" + urlencode({"address": address, **more}))


def tone(page: Reader) -> str:
    """The tone of the one answer on a page."""
    [classes] = [a["class"] for _, a in page.elements if a.get("id") == "answer"]
    return re.fullmatch(r"answer answer--([\w-]+?)( answer--stale)?", classes).group(1)


def test_a_zone_is_high_with_the_notice_its_words_and_since_when(client: Client) -> None:
    page = ask(client, "太原市小店区水木云天小区5号楼2单元")
    assert tone(page) == "high"
    assert "小店区水木云天小区自2022年11月28日 00:00起为高风险。" in page.text
    assert "“西贾社区水木云天小区”" in page.text or "西贾社区水木云天小区" in page.text
    assert "2022年第194号通告" in page.text
    assert "足不出户、上门服务" in page.text
    assert any(h.startswith("/notices/2022/194/#entry-") for h in page.with_attribute("href"))


def test_what_was_not_used_of_the_words_is_said(client: Client) -> None:
    page = ask(client, "水木云天小区5号楼2单元301室")
    assert "未采用的文字" in page.text
    assert "只查到水木云天小区，“5号楼、2单元、301室”没有用上。" in page.text


def test_an_opening_is_high_since_nobody_knows_when(client: Client) -> None:
    page = ask(client, "下元二小区C区2号楼")
    assert tone(page) == "high"
    assert "为高风险，起始时间不详。" in page.text


def test_a_complex_with_one_unit_in_a_zone_is_partly_high(client: Client) -> None:
    page = ask(client, "晋阳紫城小区")
    assert tone(page) == "partly-high"
    assert "晋阳紫城4号楼10单元" in page.text
    assert "请补充楼栋和单元" in page.text


def test_a_medium_zone_is_medium(client: Client) -> None:
    assert tone(ask(client, "杏花岭区矿机宿舍五居委5号楼")) == "medium"


def test_a_known_place_outside_the_zones_of_a_vouched_district_is_low(client: Client) -> None:
    page = ask(client, "小店区碧桂园玖玺台")
    assert tone(page) == "low"
    assert "小店区有在册的风险区，碧桂园玖玺台不在其中，为低风险区。" in page.text


def test_a_district_without_a_zone_is_routine(client: Client) -> None:
    page = ask(client, "阳曲县")
    assert tone(page) == "routine"
    assert "阳曲县没有在册的风险区，实行常态化防控。" in page.text


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("小店区没有这个小区", "没有找到这处地点"),
        ("小店区碧桂园玺玺台", "没有找到这处地点"),
        ("和平小区", "不能确定是哪一处"),
        ("水木云天小区、富士苑小区", "不能确定是哪一处"),
        ("大同市平城区御河小区", "不在本市范围"),
        ("。，；", "没有读懂这个地址"),
        ("迎泽区", "无法判断"),
    ],
)
def test_what_is_not_known_never_looks_low(client: Client, address: str, heading: str) -> None:
    page = ask(client, address)
    assert tone(page) == "unknown"
    assert heading in page.text
    assert "不等于" in page.text
    assert "answer--low" not in " ".join(page.with_attribute("class"))
    assert "answer--routine" not in " ".join(page.with_attribute("class"))


def test_near_names_are_offered_as_links_and_not_taken(client: Client) -> None:
    page = ask(client, "小店区碧桂园玺玺台")
    assert "碧桂园玖玺台" in page.text
    assert "不一定是您问的" in page.text
    assert "上面有您问的那一处，就点它。" in page.text
    assert "tel:12345" in page.with_attribute("href")


def test_candidates_lead_to_their_places(client: Client) -> None:
    page = ask(client, "和平小区")
    links = [h for h in page.with_attribute("href") if h.startswith("/places/")]
    assert len(links) == 2
    for link in links:
        assert "和平小区" in read(client, link).text


def test_a_past_moment_is_answered_as_of_then(client: Client) -> None:
    before = ask(client, "水木云天小区", as_of="2022-11-27")
    assert tone(before) == "unknown"
    assert "您看的是 2022年11月27日 00:00 的情况，不是现在。" in before.text
    assert "这是 2022年11月27日 00:00 的情况，不是现在。" in before.text
    assert "的情况，不是现在。" not in ask(client, "水木云天小区").text
    assert tone(ask(client, "水木云天小区", as_of="2022-11-28T08:00:00+08:00")) == "high"


def test_an_answer_of_a_moment_after_what_the_ledger_tells_is_out_of_date(client: Client) -> None:
    for as_of, is_stale in (("2022-11-29", False), ("2022-12-05", True)):
        page = ask(client, "水木云天小区", as_of=as_of)
        [classes] = [a["class"] for _, a in page.elements if a.get("id") == "answer"]
        assert ("answer--stale" in classes) == is_stale


@pytest.mark.parametrize("address", ["", "   ", "\0", "a" * 3000, "<script>alert(1)</script>", "%"])
def test_any_words_at_all_get_a_page(client: Client, address: str) -> None:
    response = client.get("/", {"address": address})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_an_answer_is_kept_by_nobody(client: Client) -> None:
    assert "no-store" in client.get("/", {"address": "小店区"})["Cache-Control"]


def test_no_public_page_sets_a_cookie(client: Client) -> None:
    for path in ("/", "/?address=小店区", "/notices/", "/notices/2022/194/"):
        assert not client.get(path).cookies


def test_every_risk_but_unknown_has_a_tone_and_every_tone_a_mark() -> None:
    assert set(TONES) == set(Risk) - {Risk.UNKNOWN}
    assert set(MARKS) == set(TONES.values())


def test_the_page_of_a_place_says_the_same_as_the_box(client: Client, city: City) -> None:
    found = city.districts.get(name="小店区").places.get(name="晋阳紫城4号楼10单元")
    page = read(client, f"/places/{found.id}/")
    assert tone(page) == "high"
    assert "晋阳紫城4号楼" in page.text
    assert read(client, "/places/00000000-0000-4000-8000-000000000000/", status=404)
