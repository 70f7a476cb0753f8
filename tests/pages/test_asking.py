"""Asking from the page: what is posted, what a position may decide, what is offered to go on."""

import re

import pytest
from django.test import Client

from tests.pages.conftest import Reader, read
from zones.asking import SURE_OF_A_PLACE
from zones.models import City, OutlineQuality, Place

pytestmark = pytest.mark.usefixtures("city")


def post(client: Client, **asked: str) -> Reader:
    response = client.post("/", asked)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    return Reader(response.content.decode())


def tone(page: Reader) -> str:
    [classes] = [a["class"] for _, a in page.elements if a.get("id") == "answer"]
    return re.fullmatch(r"answer answer--([\w-]+?)( answer--stale)?", classes).group(1)


def surveyed(city: City, name: str) -> Place:
    """A place whose outline may decide, unlike the invented ones of the demonstration."""
    place = Place.objects.get(district__city=city, name=name)
    place.outline_quality = OutlineQuality.SURVEYED
    place.save()
    return place


def standing_in(place: Place, accuracy: float) -> dict[str, str]:
    inside = place.outline.point_on_surface
    return {"lon": f"{inside.x:.6f}", "lat": f"{inside.y:.6f}", "accuracy": f"{accuracy:.0f}"}


def test_a_posted_address_is_answered_like_one_in_a_link(client: Client) -> None:
    posted = post(client, address="小店区水木云天小区")
    linked = read(client, "/?address=小店区水木云天小区")
    assert tone(posted) == tone(linked) == "high"
    assert posted.with_attribute("data-zone") == linked.with_attribute("data-zone")


def test_the_form_posts_so_that_no_address_gets_into_a_log(client: Client) -> None:
    page = read(client, "/")
    [form] = [a for tag, a in page.elements if tag == "form" and a.get("role") == "search"]
    assert form["method"] == "post"


def test_a_past_moment_goes_along_with_the_question(client: Client) -> None:
    page = post(client, address="水木云天小区", as_of="2022-11-27")
    assert tone(page) == "unknown"
    hidden = [a["value"] for _, a in page.elements if a.get("name") == "address"]
    assert hidden.count("水木云天小区") >= 2


def test_where_only_a_part_is_in_a_zone_the_buildings_are_offered(client: Client) -> None:
    page = post(client, address="小店区晋阳紫城")
    assert tone(page) == "partly-high"
    assert "只写到小区" in page.text
    assert "其中 1 处在风险区内" in page.text
    offered = page.with_attribute("data-place")
    assert Place.objects.get(id=offered[0]).name == "晋阳紫城4号楼"
    assert tone(post(client, place=offered[0])) == "partly-high"


def test_letters_are_only_suggested_from(client: Client) -> None:
    page = post(client, address="jyzc")
    assert tone(page) == "unknown"
    assert "这几个字母可能是" in page.text
    assert "晋阳紫城" in page.text


def test_an_exact_position_in_a_surveyed_zone_is_high(client: Client, city: City) -> None:
    zone = surveyed(city, "水木云天小区")
    assert tone(post(client, **standing_in(zone, SURE_OF_A_PLACE))) == "high"


def test_a_rough_position_is_no_answer_but_a_choice(client: Client, city: City) -> None:
    zone = surveyed(city, "水木云天小区")
    page = post(client, **standing_in(zone, SURE_OF_A_PLACE + 1))
    assert tone(page) == "unknown"
    assert "定位不够准" in page.text
    assert str(zone.id) in page.with_attribute("data-place")


def test_an_invented_outline_never_decides_for_a_position(client: Client, city: City) -> None:
    zone = Place.objects.get(district__city=city, name="水木云天小区")
    assert tone(post(client, **standing_in(zone, 5))) == "unknown"


@pytest.mark.parametrize(
    "asked",
    [
        {"lon": "x", "lat": "37"},
        {"lon": "112.5"},
        {"lon": "1e999", "lat": "0"},
        {"place": "no id"},
        {"place": "00000000-0000-4000-8000-000000000000"},
        {"address": "\0"},
    ],
)
def test_what_is_no_question_gets_the_page_without_an_answer(
    client: Client, asked: dict[str, str]
) -> None:
    page = post(client, **asked)
    assert "answer" not in page.with_attribute("id")


def test_a_stale_ledger_says_so_beside_the_answer(client: Client) -> None:
    page = post(client, address="小店区碧桂园玖玺台")
    assert tone(page) == "low"
    assert page.text.count("此后有无变化，本站不知道。") == 2
    [classes] = [a["class"] for _, a in page.elements if a.get("id") == "answer"]
    assert "answer--stale" in classes
    past = post(client, address="小店区碧桂园玖玺台", as_of="2022-11-29")
    [classes] = [a["class"] for _, a in past.elements if a.get("id") == "answer"]
    assert "answer--stale" not in classes


def test_who_has_no_answer_is_told_whom_to_ask(client: Client, settings: object) -> None:
    settings.HOTLINE = "0351-12345"  # type: ignore[attr-defined]
    page = post(client, address="小店区没有这个小区")
    assert "tel:0351-12345" in page.with_attribute("href")


def test_a_script_asks_for_the_answer_alone_and_gets_the_same(client: Client) -> None:
    whole = post(client, address="小店区晋阳紫城")
    part = post(client, address="小店区晋阳紫城", part="answer")
    assert tone(part) == tone(whole) == "partly-high"
    assert part.with_attribute("data-place") == whole.with_attribute("data-place")
    assert part.with_attribute("data-region") == ["answer"]


def test_a_district_in_the_link_narrows_question_list_and_map(client: Client, city: City) -> None:
    xiaodian = city.districts.get(name="小店区").code
    assert tone(read(client, "/?address=和平小区")) == "unknown"
    page = read(client, f"/?address=和平小区&district={xiaodian}")
    assert tone(page) == "low"
    features = client.get("/api/v1/zones", {"district": xiaodian}).json()["features"]
    assert sorted(page.with_attribute("data-zone")) == sorted(f["id"] for f in features)
    assert page.with_attribute("data-total") == [str(len(features))]
    assert f"/zones.txt?district={xiaodian}" in page.with_attribute("href")
    plain = client.get(f"/zones.txt?district={xiaodian}").content.decode()
    assert "水木云天小区" in plain
    assert "矿机宿舍" not in plain
    posted = post(client, address="和平小区", district=xiaodian)
    assert tone(posted) == "low"
    assert len(read(client, "/?district=000000").with_attribute("data-zone")) == 6


def test_another_language_takes_what_was_asked_along(client: Client) -> None:
    asked = {"address": "小店区水木云天小区", "as_of": ""}
    page = post(client, **asked)
    [form] = [
        a["action"]
        for tag, a in page.elements
        if tag == "form" and a["action"].startswith("/language/")
    ]
    chosen = client.post(form, asked)
    assert (chosen.status_code, chosen["Location"]) == (307, "/"), "posted again, by the browser"
    assert "no-store" in chosen["Cache-Control"]
    assert "High risk" in post(client, **asked).text
