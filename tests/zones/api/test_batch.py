"""Batches over HTTP: one outcome an item, in order, whatever stands in the others."""

import gzip
import json
from typing import Any

import pytest
from django.test import Client

from clients import access
from tests.ground import entry, place, publish, small_city, vouch
from zones.api.batch import MOST_ITEMS
from zones.batch.lines import LONGEST_LINE
from zones.models import City, Place

NOON = "2022-11-28T12:00:00+08:00"
BATCH = "/api/v1/lookup/batch"
NDJSON = "application/x-ndjson"


@pytest.fixture
def home(db: None) -> Place:
    """水木云天小区 is high, 和平小区 stands in two districts, all is vouched for."""
    city = small_city()
    xiaodian, jinyuan = city.districts.order_by("code")
    publish(194, entry(xiaodian, "水木云天小区"))
    vouch(*city.districts.all())
    for district in (xiaodian, jinyuan):
        place(district, "和平小区")
    return Place.objects.get(name="水木云天小区")


def send(body: Any, *, kind: str = "application/json", **more: Any) -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    path = more.pop("path", BATCH)
    return Client().generic("POST", path, data, CONTENT_TYPE=kind, headers=more)


def lines(body: bytes, *, query: str = f"as_of={NOON}", **more: str) -> list[dict[str, Any]]:
    response = send(body, kind=NDJSON, path=f"{BATCH}?{query}", **more)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == NDJSON
    content = b"".join(response.streaming_content)
    assert content.endswith(b"\n") or not content
    return [json.loads(line) for line in content.splitlines()]


def test_a_document_is_answered_item_by_item_and_names_its_sequence(home: Place) -> None:
    items = [
        {"id": "a", "address": "小店区水木云天5号楼"},
        {"id": 2, "address": "某某花园"},
        {"id": None, "place": str(home.id)},
        {"id": True, "lon": 112.55, "lat": 37.75, "crs": "wgs84"},
        {"id": 5, "address": "和平小区", "district": "晋源区"},
        {"id": 6, "adress": "和平小区"},
        7,
        {"id": 8, "place": "00000000-0000-4000-8000-000000000000"},
    ]
    response = send({"items": items, "as_of": NOON, "window": "P7D"})
    assert response.status_code == 200, response.content
    found = response.json()
    assert [i["id"] for i in found["items"]] == ["a", 2, None, True, 5, 6, None, 8]
    assert [(i["outcome"], i["risk"]) for i in found["items"]] == [
        ("found", "high"),
        ("not_found", "unknown"),
        ("found", "high"),
        ("found", "unknown"),
        ("found", "routine"),
        ("refused", "unknown"),
        ("refused", "unknown"),
        ("refused", "unknown"),
    ]
    assert found["items"][5]["problem"]["parameter"] == "adress"
    assert found["items"][6]["problem"]["index"] == 6
    assert found["items"][7]["problem"]["status"] == 404
    assert found["items"][0]["window"]["was_high"] is True
    assert found["ledger"]["sequence"] == found["items"][0]["ledger"]["sequence"] == 2
    assert response["Cache-Control"] == "private, no-store"


def test_an_item_is_answered_as_a_single_look_up_is(home: Place) -> None:
    asked = [
        {"address": "小店区水木云天小区5号楼2单元301室"},
        {"address": "和平小区"},
        {"address": "旱西门"},
        {"address": "和平小区", "district": "140110"},
        {"place": str(home.id)},
        {"lon": 112.55, "lat": 37.75, "crs": "wgs84"},
        {"lon": 112.55, "lat": 37.75, "crs": "wgs84", "district": "晋源区"},
        {"place": "140105"},
    ]
    common = {"as_of": NOON, "known_at": "2200-01-01", "window": "P7D"}
    batch = send({"items": [{"id": 1, **a} for a in asked], **common}).json()
    for item, question in zip(batch["items"], asked, strict=True):
        alone = Client().get("/api/v1/lookup", {**question, **common}).json()
        assert item == {"id": 1, **alone}


def test_lines_are_answered_in_order_with_bad_ones_among_them(home: Place) -> None:
    body = b"\n".join(
        [
            '{"id":1,"address":"水木云天"}'.encode(),
            b'{"id":2,"address":',
            b"x" * (LONGEST_LINE + 1),
            b'{"id":4,"address":"\xff"}',
            b"",
            '{"id":6,"address":"水木云天","address":"和平小区"}'.encode(),
            '{"id":7,"address":"水木云天"}\r'.encode(),
        ]
    )
    found = lines(body)
    assert [i["outcome"] for i in found] == ["found", *["refused"] * 5, "found"]
    assert [i["problem"]["line"] for i in found[1:-1]] == [2, 3, 4, 5, 6]
    assert found[0]["risk"] == found[-1]["risk"] == "high"
    assert found[5] == found[5] | {"id": 6}


@pytest.mark.parametrize(
    "kind", ["", "application/octet-stream", "text/csv", "application/json; charset=gbk"]
)
def test_another_media_type_is_refused(home: Place, kind: str) -> None:
    assert send(b"{}", kind=kind).status_code == 415


@pytest.mark.parametrize("kind", ['application/json; charset="UTF-8"', "Application/JSON; a=b"])
def test_what_else_a_media_type_says_changes_nothing(home: Place, kind: str) -> None:
    assert send({"items": []}, kind=kind).status_code == 200


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        (b"", "body"),
        (b"\xff", "body"),
        (b"[]", "body"),
        (b"[" * 100_000, "body"),
        (b'{"items":[{"lon":NaN}]}', "body"),
        (b'{"items":[{"id":1%s}]}' % (b"0" * 5000), "body"),
        (b"{}", "items"),
        (b'{"items":{}}', "items"),
        (b'{"items":[],"items":[]}', "items"),
        (b'{"items":[],"colour":1}', "colour"),
        (b'{"items":[],"as_of":7}', "as_of"),
        (b'{"items":[],"as_of":"2022-11-28T12:00:00"}', "as_of"),
        (b'{"items":[],"window":"P9999D"}', "window"),
        (json.dumps({"items": [{}] * (MOST_ITEMS + 1)}).encode(), "items"),
    ],
)
def test_a_malformed_document_is_a_problem_that_names_what_is_wrong(
    home: Place, body: bytes, parameter: str
) -> None:
    response = send(body)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["parameter"] == parameter


def test_too_many_items_are_told_where_to_go(home: Place) -> None:
    response = send({"items": [{}] * (MOST_ITEMS + 1)})
    assert NDJSON in response.json()["detail"]


def test_a_malformed_common_parameter_refuses_the_stream_at_once(home: Place) -> None:
    response = send(b"{}\n", kind=NDJSON, path=f"{BATCH}?as_of=now")
    assert (response.status_code, response.json()["parameter"]) == (400, "as_of")
    response = send(b"{}\n", kind=NDJSON, path=f"{BATCH}?asof=now")
    assert (response.status_code, response.json()["parameter"]) == (400, "asof")


def test_packed_bodies_are_unpacked_and_bombs_stop(home: Place) -> None:
    line = '{"id":1,"address":"水木云天"}\n'.encode()
    packed = {"Content-Encoding": "gzip"}
    assert len(lines(gzip.compress(line) + gzip.compress(line), **packed)) == 2
    assert send(gzip.compress(b'{"items":[]}'), **packed).json()["items"] == []
    bomb = gzip.compress(b"0" * 50_000_000)
    *_, last = lines(gzip.compress(line) + bomb, **packed)
    assert "times its packed size" in last["problem"]["detail"]
    assert send(bomb, **packed).json()["parameter"] == "body"
    assert send(b" " * 9_000_000).status_code == 413
    cut = lines(gzip.compress(line * 100)[:-9], **packed)
    assert cut[-1]["problem"]["detail"] == "the gzip is cut off"
    assert send(line, kind=NDJSON, **{"Content-Encoding": "br"}).status_code == 415


def test_a_spent_quota_ends_a_stream_with_a_line_that_says_so(home: Place, settings: Any) -> None:
    settings.ANONYMOUS_ADDRESSES_PER_MINUTE = 3
    access.forget()
    line = '{"id":1,"address":"水木云天"}\n'.encode()
    found = lines(line * 100)
    assert 0 < len(found) <= 4
    assert found[-1]["problem"]["status"] == 429
    assert found[-1]["problem"]["line"] == len(found)
    assert send({"items": [{}] * 4}).status_code == 429
    access.forget()


def test_streams_leave_room_for_others_and_give_their_seats_back(
    home: Place, settings: Any
) -> None:
    settings.BATCH_STREAMS = 1
    line = '{"id":1,"address":"水木云天"}\n'.encode()

    def begun() -> Any:
        return send(line, kind=NDJSON)

    read = begun()
    refused = begun()
    assert (refused.status_code, refused["Retry-After"]) == (503, "2")
    assert refused.json()["type"].endswith("#all-streams-taken")
    assert send({"items": []}).status_code == 200
    assert list(read.streaming_content)
    assert begun().status_code == 200


def test_lines_are_not_compressed_since_that_would_hold_them_back(home: Place) -> None:
    line = '{"id":1,"address":"水木云天"}\n'.encode()
    response = send(line * 100, kind=NDJSON, **{"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response


def test_nothing_asked_is_nothing_answered(home: Place) -> None:
    assert lines(b"") == []
    assert send({"items": []}).json()["items"] == []


def test_a_city_without_the_place_of_an_item_still_answers_the_rest(home: Place) -> None:
    assert City.objects.count() == 1
    only_get = Client().get(BATCH)
    assert only_get.status_code == 405
    assert only_get["Content-Type"] == "application/problem+json"
