"""The look-up over HTTP: real PostGIS, real ledger, nothing mocked."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from notices.ledger.orders import DistrictState
from notices.ledger.values import Action
from notices.services import NewOrder, order_districts
from tests.ground import DAY, HOUR, T0, entry, people, place, publish, small_city, vouch
from zones.gazetteer.succession import Part, split_place
from zones.models import City, District, OutlineQuality

NOON = "2022-11-28T12:00:00+08:00"
KEYS = {
    "outcome", "risk", "since", "valid_until", "place", "match", "because", "parts",
    "district_order",
    "candidates", "reason", "window", "regime", "measures", "ledger",
}  # fmt: skip


@pytest.fixture
def city(db: None) -> City:
    return small_city()


@pytest.fixture
def xiaodian(city: City) -> District:
    return city.districts.get(name="小店区")


def ask(**parameters: Any) -> dict[str, Any]:
    response = Client().get("/api/v1/lookup", {"as_of": NOON, **parameters})
    assert response.status_code == 200, response.content.decode()
    data: dict[str, Any] = response.json()
    assert set(data) == KEYS
    return data


def test_a_designated_complex_is_high_down_to_the_room(xiaodian: District) -> None:
    publish(194, entry(xiaodian, "西贾社区水木云天小区"))
    found = ask(address="太原市小店区西贾社区水木云天小区5号楼2单元301室")
    assert (found["outcome"], found["risk"]) == ("found", "high")
    assert found["since"] == "2022-11-28T00:00:00+08:00"
    assert found["match"]["level"] == "complex"
    assert "301室" in found["match"]["ignored"]
    assert found["because"][0]["text"] == "西贾社区水木云天小区"
    assert found["because"][0]["notice"]["number"] == 194
    assert found["regime"] == "二十条"
    assert found["measures"] == "足不出户、上门服务"


@pytest.mark.parametrize(
    "spelling",
    [
        "水木云天",
        "水木云天小区",
        "小店区水木云天",
        "山西省太原市小店区水木云天小区",
        "水 木 云 天",
        "西贾社区水木云天",
    ],
)
def test_harmless_spellings_are_seen_through(xiaodian: District, spelling: str) -> None:
    publish(194, entry(xiaodian, "西贾社区水木云天小区"))
    assert ask(address=spelling)["risk"] == "high"


@pytest.mark.parametrize(
    "spelling",
    ["水木云大小区", "水木云天二小区", "水木云天西小区", "小店区某某花园", "晋源区水木云天"],
)
def test_look_alikes_are_not_found_and_never_low(city: City, spelling: str) -> None:
    xiaodian = city.districts.get(name="小店区")
    publish(194, entry(xiaodian, "水木云天小区"))
    vouch(*city.districts.all())
    found = ask(address=spelling)
    assert (found["outcome"], found["risk"]) == ("not_found", "unknown")
    assert found["measures"] is None


def test_near_names_are_suggested_and_none_is_taken(xiaodian: District) -> None:
    publish(194, entry(xiaodian, "早西门小区"))
    found = ask(address="小店区旱西门小区")
    assert (found["outcome"], found["risk"]) == ("not_found", "unknown")
    assert [c["name"] for c in found["candidates"]] == ["早西门小区"]
    assert found["candidates"][0]["reason"] == "looks_alike"
    assert "字形相近" in found["candidates"][0]["text"]


def test_a_piece_of_a_name_is_answered_by_what_may_be_meant_and_why(xiaodian: District) -> None:
    publish(194, entry(xiaodian, "实地太原紫藤公馆"))
    vouch(*xiaodian.city.districts.all())
    found = ask(address="紫藤公馆3号楼")
    assert (found["outcome"], found["risk"]) == ("not_found", "unknown")
    (offered,) = found["candidates"]
    assert (offered["name"], offered["reason"]) == ("实地太原紫藤公馆", "name_contains")
    assert offered["text"] == "名称中含有所写的“紫藤公馆”。"


def test_coarser_than_the_zone_is_partly_high_with_its_parts(xiaodian: District) -> None:
    publish(188, entry(xiaodian, "晋阳紫城4号楼10单元"))
    vouch(xiaodian)
    found = ask(address="晋阳紫城小区")
    assert found["risk"] == "partly_high"
    assert [p["text"] for p in found["parts"]] == ["晋阳紫城4号楼10单元"]
    assert ask(address="晋阳紫城4号楼11单元")["risk"] == "partly_high"
    assert ask(address="小店区")["risk"] == "partly_high"


def test_one_building_is_not_eleven(xiaodian: District) -> None:
    publish(188, entry(xiaodian, "晋阳紫城1号楼"))
    place(xiaodian, "晋阳紫城11号楼")
    vouch(xiaodian)
    assert ask(address="晋阳紫城1栋")["risk"] == "high"
    assert ask(address="晋阳紫城十一号楼")["risk"] == "low"


def test_a_missing_rung_gives_candidates(xiaodian: District) -> None:
    publish(188, entry(xiaodian, "浦东雅典小区北区16号楼2单元"))
    vouch(xiaodian)
    found = ask(address="浦东雅典16号楼2单元")
    assert (found["outcome"], found["risk"]) == ("ambiguous", "unknown")
    assert found["candidates"][0]["name"] == "浦东雅典小区北区16号楼"


def test_the_same_name_in_two_districts_is_two_places(city: City) -> None:
    for district in city.districts.all():
        publish(int(district.code), entry(district, "和平小区"))
    found = ask(address="和平小区")
    assert found["outcome"] == "ambiguous"
    assert {c["district"]["name"] for c in found["candidates"]} == {"小店区", "晋源区"}
    assert ask(address="和平小区", district="140110")["outcome"] == "found"
    assert ask(address="晋源区和平小区", district="140105")["outcome"] == "not_found"


def test_an_id_or_a_coordinate_is_narrowed_to_a_district_too(xiaodian: District) -> None:
    zone = entry(xiaodian, "水木云天小区")
    publish(188, zone)
    for what in (
        {"place": str(zone.marks[0].place.id)},
        {"lon": 112.55, "lat": 37.75, "crs": "wgs84"},
    ):
        assert ask(**what)["outcome"] == ask(**what, district="小店区")["outcome"] == "found"
        elsewhere = ask(**what, district="晋源区")
        assert (elsewhere["outcome"], elsewhere["risk"]) == ("not_found", "unknown")
        assert elsewhere["reason"]["code"] == "district_contradicted"


def test_a_district_is_asked_about_by_the_id_that_answers_give_it(xiaodian: District) -> None:
    publish(188, entry(xiaodian, "水木云天小区"))
    by_name = ask(address="小店区", window="P1D")
    by_id = ask(place=by_name["place"]["id"], window="P1D")
    assert by_id["match"] == {"level": "district", "used": [], "ignored": [], "by": "id"}
    assert by_id == by_name | {"match": by_id["match"], "ledger": by_id["ledger"]}


def test_a_room_needs_no_reason_and_an_unknown_building_has_one(xiaodian: District) -> None:
    publish(188, entry(xiaodian, "晋阳紫城4号楼10单元"))
    room = ask(address="小店区晋阳紫城4号楼10单元1203室")
    assert (room["risk"], room["match"]["ignored"], room["reason"]) == ("high", ["1203室"], None)
    building = ask(address="小店区晋阳紫城5号楼1203室")
    assert building["match"]["ignored"] == ["5号楼", "1203室"]
    assert building["reason"]["code"] == "not_in_gazetteer"


@pytest.mark.parametrize("text", ["北京市朝阳区望京花园", "大同市平城区柳港园", "榆次区和平小区"])
def test_another_city_is_out_of_area(city: City, text: str) -> None:
    found = ask(address=text)
    assert (found["outcome"], found["risk"]) == ("out_of_area", "unknown")


def test_released_is_low_only_where_the_ledger_is_vouched_for(xiaodian: District) -> None:
    first = publish(188, entry(xiaodian, "晋阳紫城小区")).entries.get()
    publish(189, entry(xiaodian, "水木云天小区"))
    release = entry(xiaodian, "晋阳紫城小区", action=Action.RELEASE, at=T0 + HOUR, binds=(first,))
    publish(190, release)
    unvouched = ask(address="晋阳紫城小区")
    assert (unvouched["risk"], unvouched["reason"]["code"]) == ("unknown", "no_coverage")
    vouch(xiaodian)
    assert ask(address="晋阳紫城小区")["risk"] == "low"
    assert ask(address="晋阳紫城小区", as_of="2022-11-27T00:00:00+08:00")["risk"] == "unknown"
    assert ask(address="晋阳紫城小区", as_of="2022-11-28T00:59:59+08:00")["risk"] == "high"
    assert ask(address="晋阳紫城小区", as_of="2022-11-28T01:00:00+08:00")["risk"] == "low"


def test_a_district_flips_to_routine_at_its_last_release(xiaodian: District) -> None:
    first = publish(188, entry(xiaodian, "晋阳紫城小区")).entries.get()
    vouch(xiaodian)
    release = entry(xiaodian, "晋阳紫城小区", action=Action.RELEASE, at=T0 + DAY, binds=(first,))
    publish(189, release)
    assert ask(address="小店区", as_of="2022-11-28T23:59:59+08:00")["risk"] == "partly_high"
    assert ask(address="小店区", as_of="2022-11-29T00:00:00+08:00")["risk"] == "routine"


def test_a_place_left_out_of_the_coverage_is_unknown_with_the_reason(xiaodian: District) -> None:
    left = place(xiaodian, "翠竹小院C座1单元")
    publish(188, entry(xiaodian, "水木云天小区"))
    vouch(xiaodian, unvouched=(left,))
    found = ask(address="翠竹小院C座1单元")
    assert (found["outcome"], found["risk"]) == ("found", "unknown")
    assert found["reason"]["code"] == "not_vouched"
    assert found["reason"]["places"] == ["翠竹小院C座1单元"]
    assert ask(address="翠竹小院")["risk"] == "unknown"


def test_a_part_of_a_building_makes_it_partly_high(xiaodian: District) -> None:
    publish(188, entry(xiaodian, "明悦小区8号楼半边户"))
    vouch(xiaodian)
    assert ask(address="明悦小区8号楼")["risk"] == "partly_high"
    assert ask(address="明悦小区8号楼501室")["risk"] == "partly_high"


def test_a_window_is_true_false_or_unknown(xiaodian: District) -> None:
    first = publish(188, entry(xiaodian, "晋阳紫城小区")).entries.get()
    publish(189, entry(xiaodian, "水木云天小区", at=T0 + 5 * DAY))
    release = entry(xiaodian, "晋阳紫城小区", action=Action.RELEASE, at=T0 + DAY, binds=(first,))
    publish(190, release)
    later = "2022-12-03T00:00:00+08:00"
    known = ask(address="晋阳紫城小区", as_of=later, window="P7D")["window"]
    assert known["was_high"] is True
    assert known["intervals"][0]["from"] == "2022-11-28T00:00:00+08:00"
    assert known["intervals"][0]["to"] == "2022-11-29T00:00:00+08:00"
    assert known["intervals"][0]["notice"]["number"] == 188
    assert ask(address="晋阳紫城小区", as_of=later, window="P4D")["window"]["was_high"] is None
    vouch(xiaodian)
    assert ask(address="晋阳紫城小区", as_of=later, window="P4D")["window"]["was_high"] is False
    assert ask(address="晋阳紫城小区", as_of=later, window="P7D")["window"]["was_high"] is True


def test_what_will_change_is_told(xiaodian: District) -> None:
    publish(188, entry(xiaodian, "晋阳紫城小区"))
    publish(189, entry(xiaodian, "水木云天小区", at=T0 + DAY))
    assert ask(address="晋阳紫城小区")["valid_until"] == "2022-11-29T00:00:00+08:00"


def test_a_plus_sign_that_arrives_as_a_space_is_read(city: City) -> None:
    response = Client().get("/api/v1/lookup?address=小店区&as_of=2022-11-28T12:00:00+08:00")
    assert response.json()["ledger"]["as_of"] == NOON


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("", "address"),
        ("address=", "address"),
        ("address=%00", "address"),
        (f"address={'甲' * 501}", "address"),
        ("address=a&place=b", "address"),
        ("address=a&adress=b", "adress"),
        ("address=a&address=b", "address"),
        ("place=17", "place"),
        ("lon=112.5&lat=37.8", "crs"),
        ("lon=112.5&crs=wgs84", "lon"),
        ("lon=112.5&lat=x&crs=wgs84", "lat"),
        ("lon=nan&lat=37&crs=wgs84", "lon"),
        ("lon=37.8&lat=112.5&crs=wgs84", "lat"),
        ("lon=112.5&lat=37.8&crs=mars", "crs"),
        ("address=a&crs=wgs84", "crs"),
        ("address=a&as_of=yesterday", "as_of"),
        ("address=a&as_of=2022-11-31T00:00:00Z", "as_of"),
        ("address=a&as_of=2022-11-30T12:00:00", "as_of"),
        ("address=a&known_at=9999-12-31T23:59:59-23:59", "known_at"),
        ("address=a&window=7", "window"),
        ("address=a&window=-P7D", "window"),
        ("address=a&window=P9999D", "window"),
        ("address=a&district=140106", "district"),
        ("address=a&as_of=1900-01-01", "as_of"),
        ("address=a&as_of=2200-12-31T23:59:59-14:00", "as_of"),
    ],
)
def test_a_malformed_question_is_a_problem_that_names_the_parameter(
    city: City, query: str, parameter: str
) -> None:
    response = Client().get(f"/api/v1/lookup?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["parameter"] == parameter
    assert problem["status"] == 400
    assert problem["detail"]


def test_an_unknown_id_is_the_only_404(city: City) -> None:
    response = Client().get("/api/v1/lookup?place=00000000-0000-4000-8000-000000000000")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_a_point_is_decided_by_trusted_outlines_only(xiaodian: District) -> None:
    from tests.ground import square

    zone = entry(xiaodian, "水木云天小区")
    publish(188, zone)
    vouch(xiaodian)
    inside = {"lon": 112.55, "lat": 37.75, "crs": "wgs84"}
    assert ask(**inside)["risk"] == "unknown"
    home = zone.marks[0].place
    home.outline, home.outline_quality = square(112.545, 37.745, 0.01), OutlineQuality.ILLUSTRATIVE
    home.save()
    found = ask(**inside)
    assert (found["risk"], found["reason"]["code"]) == ("unknown", "outlines_do_not_decide")
    home.outline_quality = OutlineQuality.SURVEYED
    home.save()
    assert ask(**inside)["risk"] == "high"
    assert ask(**inside)["match"]["by"] == "coordinate"


def test_a_point_in_a_district_without_zones_is_routine(city: City) -> None:
    vouch(*city.districts.all())
    assert ask(lon=112.55, lat=37.75, crs="wgs84")["risk"] == "routine"
    seam = ask(lon=112.5001, lat=37.75, crs="wgs84")
    assert (seam["outcome"], seam["risk"]) == ("ambiguous", "unknown")
    assert {c["name"] for c in seam["candidates"]} == {"小店区", "晋源区"}
    assert ask(lon=116.4, lat=39.9, crs="gcj02")["outcome"] == "out_of_area"


class NoGuess(TestCase):
    """No input whatever yields low or routine for what was not resolved."""

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(min_size=1, max_size=40))
    def test_any_text(self, text: str) -> None:
        city = small_city()
        xiaodian = city.districts.get(name="小店区")
        publish(188, entry(xiaodian, "水木云天小区1号楼"))
        vouch(*city.districts.all())
        response = Client().get("/api/v1/lookup", {"address": text.encode("utf-8", "replace")})
        assert response.status_code in (200, 400)
        if response.status_code == 200:
            found = response.json()
            if found["outcome"] != "found":
                assert found["risk"] == "unknown"
                assert found["measures"] is None


def test_known_at_tells_what_was_known_then(xiaodian: District) -> None:
    vouch(xiaodian)
    before = publish(187, entry(xiaodian, "水木云天小区")).recorded_at
    publish(188, entry(xiaodian, "晋阳紫城小区"))
    found = ask(address="晋阳紫城小区", known_at=(before + timedelta(0)).isoformat())
    assert found["risk"] == "low"
    assert ask(address="晋阳紫城小区")["risk"] == "high"


def test_the_dated_rules_are_data(city: City) -> None:
    found = Client().get("/api/v1/regimes").json()
    assert [r["name"] for r in found["regimes"]] == ["第九版", "二十条", "新十条"]
    assert [r["starts"][:10] for r in found["regimes"]] == [
        "2022-06-28",
        "2022-11-11",
        "2022-12-07",
    ]
    before, after = found["visitors"]
    assert set(before["by_level"]) == {"high", "medium", "low"}
    assert set(after["by_level"]) == {"high", "low"}
    assert after["by_level"]["high"]["tests_on_days"] == [1, 3, 5, 7]


def test_a_whole_district_may_be_under_an_order_whatever_its_risk(xiaodian: District) -> None:
    clerk, publisher = people()
    static = NewOrder(xiaodian, DistrictState.STATIC, T0, "全域静态管理")
    lifted = NewOrder(xiaodian, DistrictState.LIFTED, T0 + DAY, "解除静态管理")
    restored = NewOrder(xiaodian, DistrictState.ROUTINE_RESTORED, T0 + 2 * DAY, "恢复常态化管理")
    for number, order in enumerate((restored, static, lifted)):
        order_districts(title=f"{number}", orders=[order], entered_by=clerk, published_by=publisher)
    during = ask(address="小店区")
    assert during["district_order"]["state"] == "static"
    assert during["district_order"]["since"] == "2022-11-28T00:00:00+08:00"
    assert during["risk"] == "unknown"
    assert ask(address="小店区", as_of="2022-11-29T12:00:00+08:00")["district_order"] is None
    after = ask(address="小店区", as_of="2022-11-30T12:00:00+08:00")["district_order"]
    assert after["state"] == "routine_restored"


def test_an_old_id_answers_with_its_successors(xiaodian: District) -> None:
    old = place(xiaodian, "水木云天小区")
    split_place(
        place=old,
        into=[Part("水木云天东小区"), Part("水木云天西小区")],
        on=T0.date(),
        source="test",
    )
    found = Client().get(f"/api/v1/places/{old.id}").json()
    assert found["retired_on"] == "2022-11-28"
    assert {p["name"] for p in found["successors"]} == {"水木云天东小区", "水木云天西小区"}
