"""The map page without a script: the list is complete, and equal to what the map is given."""

import base64
import hashlib
import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.pages.conftest import VOUCHED_BUT, read
from zones.models import City, Coverage

pytestmark = pytest.mark.usefixtures("city")


def zones(client: Client, **query: str) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = client.get("/api/v1/zones", query).json()["features"]
    return features


def test_the_list_holds_exactly_the_zones_of_the_api(client: Client) -> None:
    page = read(client, "/")
    features = zones(client)
    assert len(features) == 6
    assert sorted(page.with_attribute("data-zone")) == sorted(f["id"] for f in features)
    assert page.with_attribute("data-total") == ["6"]
    for feature in features:
        assert feature["properties"]["text"] in page.text


def test_each_district_counts_what_the_api_counts(client: Client, city: City) -> None:
    page = read(client, "/")
    counts = {
        attrs["id"].removeprefix("district-"): int(attrs["data-count"])
        for tag, attrs in page.elements
        if tag == "section" and "data-count" in attrs
    }
    told = client.get("/api/v1/districts").json()["districts"]
    assert counts == {d["code"]: d["high"] + d["medium"] for d in told}
    assert len(counts) == 10


def test_a_past_moment_shows_the_zones_of_then(client: Client) -> None:
    then = "2022-11-27"
    page = read(client, f"/?as_of={then}")
    assert page.with_attribute("data-zone") == []
    assert zones(client, as_of=then) == []
    assert "10 个区县收录不完整" in page.text
    settings = map_settings(client, f"/?as_of={then}")
    assert settings["urls"]["zones"] == f"/api/v1/zones?as_of={then}"
    assert settings["districts"][0]["tone"] == "unknown"


def test_a_district_with_zones_that_is_not_vouched_for_is_not_drawn_as_low(
    client: Client, city: City
) -> None:
    xiaodian = city.districts.get(name="小店区")
    Coverage.objects.filter(district=xiaodian).delete()
    told = {d["code"]: d for d in map_settings(client, "/")["districts"]}[xiaodian.code]
    assert (told["tone"], told["count"]) == ("unknown", 4)


def test_what_one_notice_put_into_force_is_said_once_above_its_zones(client: Client) -> None:
    page = read(client, "/districts/140105/")
    batches = page.with_attribute("data-batch")
    assert len(batches) == len(set(batches)) == 2
    assert set(batches) <= {a.get("id") for tag, a in page.elements if tag == "h4"}
    words = page.text
    newer, older = (words.index(f"依据 2022年第{n}号通告 共") for n in (195, 194))
    assert newer < words.index("新城市花园", newer) < older
    assert older < words.index("西贾社区水木云天小区", older)


def map_settings(client: Client, path: str) -> dict[str, Any]:
    html = client.get(path).content.decode()
    found = re.search(r'<script id="map-settings" type="application/json">(.*?)</script>', html)
    assert found
    settings: dict[str, Any] = json.loads(found.group(1))
    return settings


def test_a_moment_that_is_none_is_refused_in_words(client: Client) -> None:
    page = read(client, "/?as_of=yesterday", status=400)
    assert "“yesterday”不是日期或带时区的时刻" in page.text
    assert page.with_attribute("data-total") == ["6"]


def test_zones_without_an_outline_are_listed_and_counted(client: Client) -> None:
    page = read(client, "/")
    assert client.get("/api/v1/zones").json()["undrawn"] == 1
    assert "1 处未上图，见列表" in page.text
    assert page.with_attribute("data-drawn").count("no") == 1


def test_invented_outlines_and_the_declaration_are_confessed(client: Client) -> None:
    page = read(client, "/")
    assert "示意图形，不是测绘位置" in page.text
    assert "测试" in page.text
    Coverage.objects.all().delete()
    assert "以此声明为前提" not in read(client, "/?as_of=2022-11-27").text


def test_a_district_that_is_not_vouched_for_is_unknown_and_never_low(
    client: Client, city: City
) -> None:
    code = city.districts.get(name=VOUCHED_BUT).code
    page = read(client, f"/districts/{code}/")
    assert "收录不完整，无法判断" in page.text
    assert "不能当作低风险" in page.text
    [classes] = [a["class"] for _, a in page.elements if a.get("id") == f"district-{code}"]
    assert classes == "district district--unknown"


def test_the_page_says_how_fresh_it_is(client: Client) -> None:
    page = read(client, "/")
    assert "最近入账 2022年第195号通告 2022-11-28 发布" in page.text
    assert "账册第5号" in page.text


def test_a_district_lists_its_zones_and_its_notices(client: Client, city: City) -> None:
    jinyuan = city.districts.get(name="晋源区")
    page = read(client, f"/districts/{jinyuan.code}/")
    assert page.with_attribute("data-zone") == []
    assert "2022年第193号通告" in page.text
    assert "2022年第195号通告" in page.text
    assert "2022年第194号通告" not in page.text
    read(client, "/districts/999999/", status=404)


def test_every_link_of_the_map_page_leads_somewhere(client: Client) -> None:
    links = {h.split("#")[0] for h in read(client, "/").with_attribute("href")}
    for link in sorted(h for h in links if h.startswith("/") and not h.startswith("/static/")):
        assert client.get(link).status_code in (200, 302), link


def test_no_page_carries_a_script_or_a_style_that_the_policy_does_not_name(client: Client) -> None:
    for path in ("/", "/notices/", "/notices/2022/194/", "/staff/login/", "/nowhere/"):
        response = client.get(path)
        html = response.content.decode()
        assert not re.search(r"\sstyle=|\son\w+=", html), path
        styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
        assert len(styles) == html.count("<style") == (path == "/"), path
        for words in styles:
            digest = base64.b64encode(hashlib.sha256(words.encode()).digest()).decode()
            assert f"style-src 'self' 'sha256-{digest}';" in response["Content-Security-Policy"]
        for attributes in re.findall(r"<script([^>]*)>", html):
            assert "src=" in attributes or "application/json" in attributes, path


def test_a_page_that_is_not_there_is_explained(client: Client) -> None:
    page = read(client, "/nowhere/", status=404)
    assert "没有这个网页" in page.text


def test_an_empty_ledger_has_a_page_that_promises_nothing(client: Client, city: City) -> None:
    page = read(client, "/?as_of=2000-01-01")
    assert page.with_attribute("data-total") == ["0"]
    assert "没有收录到风险区，不等于没有" in page.text
    assert "低风险" not in page.text.replace("不能下“低风险”的结论", "").replace(
        "有风险区的区县，其余为低风险", ""
    )
