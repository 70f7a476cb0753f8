"""Suggestions: names that go on from what was typed, and never an answer."""

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.ground import place, small_city
from zones.gazetteer.suggest import MOST, suggest
from zones.models import City

pytestmark = pytest.mark.django_db
TODAY = date(2022, 12, 1)


@pytest.fixture
def city() -> City:
    made = small_city()
    xiaodian, jinyuan = made.districts.order_by("code")
    for text in ("晋阳紫城4号楼10单元", "晋阳紫城14号楼", "水木云天小区5号楼", "和平小区"):
        place(xiaodian, text)
    place(jinyuan, "和平小区")
    return made


def names(typed: str, city: City) -> list[str]:
    return [s.text for s in suggest(typed, city, TODAY, 0)]


@pytest.mark.parametrize("typed", ["jyzc", "jinyangzicheng", "晋阳", "晋阳紫城", "JYZC", "阳紫"])
def test_a_complex_is_suggested_from_pinyin_initials_and_parts_of_its_name(
    typed: str, city: City
) -> None:
    assert names(typed, city)[0] == "小店区晋阳紫城"


def test_figures_go_on_to_buildings_and_units(city: City) -> None:
    assert names("jyzc4", city) == ["小店区晋阳紫城4号楼"]
    assert names("晋阳紫城1", city) == ["小店区晋阳紫城14号楼"]
    assert names("jyzc4-1", city) == ["小店区晋阳紫城4号楼10单元"]


def test_one_name_in_two_districts_is_two_suggestions(city: City) -> None:
    assert sorted(names("hpxq", city)) == ["小店区和平小区", "晋源区和平小区"]
    assert names("晋源区和平", city) == ["晋源区和平小区"]


@pytest.mark.parametrize("typed", ["", "  ", "4", "xyz123", "没有这个小区", "a" * 300, "\0", "%_"])
def test_what_fits_nothing_suggests_nothing(typed: str, city: City) -> None:
    assert names(typed, city) == []


def test_a_place_that_was_retired_is_not_suggested(city: City) -> None:
    retired = city.districts.get(name="小店区").places.get(name="水木云天小区")
    assert names("smyt", city)
    retired.retired_on = date(2022, 1, 1)
    retired.save()
    assert suggest("smyt", city, TODAY, 1) == []


def test_there_are_never_more_than_can_be_looked_through(city: City) -> None:
    district = city.districts.get(name="小店区")
    for n in range(1, 15):
        place(district, f"富士苑小区{n}号楼")
    assert len(names("fsy", city)) == MOST
    assert names("fsy1", city)[0] == "小店区富士苑小区1号楼"


def test_the_endpoint_takes_a_post_and_keeps_nothing(city: City) -> None:
    response = Client().post("/api/v1/suggest", {"text": "jyzc"}, content_type="application/json")
    assert response.json()["suggestions"][0]["text"] == "小店区晋阳紫城"
    assert "no-store" in response["Cache-Control"]
    assert Client().get("/api/v1/suggest?text=jyzc").status_code == 405


@pytest.mark.parametrize("body", ['{"text": 1}', "[]", "{}", "no json"])
def test_a_malformed_question_is_a_problem(body: str, city: City) -> None:
    response = Client().post("/api/v1/suggest", body, content_type="application/json")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_who_asks_too_often_is_told_to_wait(city: City, settings: Any) -> None:
    cache.clear()
    settings.SUGGESTIONS_A_MINUTE = 2
    asked = [
        Client().post("/api/v1/suggest", {"text": "jy"}, content_type="application/json")
        for _ in range(3)
    ]
    assert [a.status_code for a in asked] == [200, 200, 429]
    assert asked[2]["Content-Type"] == "application/problem+json"
