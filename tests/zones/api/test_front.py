"""The short cut in front of Django answers in the same bytes, headers and status as Django."""

import io
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus, unquote_plus, urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from clients import access, usage
from clients.door import LookupDoor
from clients.keys import KeyKind
from tests.clients.askers import a_client, a_key
from tests.ground import DAY, T0, entry, place, publish, small_city, vouch
from tests.zones.serving.ledgers import WORDS
from zones.api.front import PATH, Front, unquoted
from zones.models import City
from zones.serving import current
from zones.serving.follower import Follower

AS_OF = "2022-11-28T12:00:00+08:00"


class Behind:
    """Django's handler, which counts what comes through to it."""

    def __init__(self) -> None:
        self.asked = 0
        self._handler = WSGIHandler()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.asked += 1
        return self._handler(environ, start_response)


@pytest.fixture
def behind(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Behind]:
    """A city with a snapshot that is taken to be fresh."""
    city = small_city()
    xiaodian, jinyuan = city.districts.order_by("code")
    place(xiaodian, "水木云天小区5号楼")
    place(jinyuan, "晋祠镇悦园小区")
    vouch(xiaodian, jinyuan)
    publish(194, entry(xiaodian, "水木云天小区5号楼"))
    follower = Follower(trust=float("inf"))
    follower.load()
    monkeypatch.setattr(current, "_follower", follower)
    access.forget()
    # As the test client does: the connection holds the test's transaction.
    request_started.disconnect(close_old_connections)
    yield Behind()
    request_started.connect(close_old_connections)
    access.forget()
    usage.forget()


def environ(query: str, **more: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": PATH,
        "SCRIPT_NAME": "",
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        **more,
    }


def ask(application: Any, query: str, **more: str) -> tuple[str, dict[str, str], bytes]:
    """Status, headers and body, less the seconds that a quota still runs."""
    told: list[Any] = []
    body = b"".join(application(environ(query, **more), lambda *start: told.extend(start)))
    headers = {name: value for name, value in told[1] if name != "RateLimit"}
    return told[0], headers, body


def warmed(behind: Behind) -> Front:
    """The short cut, once it has seen how Django answers."""
    front = Front(behind, LookupDoor())
    query = urlencode({"address": "小店区", "as_of": AS_OF})
    _, headers, _ = ask(front, query)
    ask(front, query, HTTP_IF_NONE_MATCH=headers["ETag"])
    behind.asked = 0
    return front


def questions() -> list[dict[str, Any]]:
    xiaodian = City.objects.get().districts.get(name="小店区")
    one = place(xiaodian, "水木云天小区5号楼")
    return [
        {"address": "水木云天小区5号楼301室"},
        {"address": "水木云天"},
        {"address": "悦园", "window": "P7D"},
        {"address": "小店区某某花园"},
        {"address": "，"},
        {"address": "水木云天", "district": "140110"},
        {"place": one.id},
        {"lon": 112.55, "lat": 37.75, "crs": "wgs84"},
        {"lon": 2, "lat": 3, "crs": "gcj02"},
        {"address": "小店区", "known_at": "2022-11-01"},
    ]


def test_the_same_bytes_headers_and_status(behind: Behind) -> None:
    front = warmed(behind)
    for asked in questions():
        query = urlencode({**asked, "as_of": AS_OF, "known_at": "2100-01-01"} | asked)
        first, again, django = ask(front, query), ask(front, query), ask(behind, query)
        assert first == again == django
        assert behind.asked == 1
        behind.asked = 0
        tag = first[1]["ETag"]
        unchanged = ask(front, query, HTTP_IF_NONE_MATCH=f'"other", {tag}')
        assert unchanged[0] == "304 Not Modified"
        assert behind.asked == 0
        assert unchanged == ask(behind, query, HTTP_IF_NONE_MATCH=tag)
        behind.asked = 0


@pytest.mark.parametrize(
    ("query", "more"),
    [
        ("adress=x", {}),
        ("address=x&as_of=gestern", {}),
        ("place=00000000-0000-0000-0000-000000000000", {}),
        ("address=%00", {}),
        ("address=x&min_sequence=999", {}),
        ("address=x", {"REQUEST_METHOD": "HEAD"}),
        ("address=x", {"REQUEST_METHOD": "POST"}),
        ("address=x", {"HTTP_ACCEPT": "text/html"}),
        ("address=x", {"HTTP_ACCEPT_LANGUAGE": "en"}),
        ("address=x", {"HTTP_AUTHORIZATION": "Bearer rz_live_abcdefgh_"}),
        ("address=x", {"HTTP_HOST": "elsewhere.example"}),
        ("address=x", {"PATH_INFO": "/api/v1/districts"}),
    ],
)
def test_what_is_not_usual_is_answered_by_django(
    behind: Behind, query: str, more: dict[str, str]
) -> None:
    front = warmed(behind)
    assert ask(front, query, **more)[0] == ask(behind, query, **more)[0]
    assert behind.asked == 2


def test_keys_and_quotas_hold_at_both_doors(behind: Behind) -> None:
    front = warmed(behind)
    _, header = a_key(a_client(requests_per_minute=2))
    query = urlencode({"address": "水木云天"})
    answers = [ask(front, query, HTTP_AUTHORIZATION=header) for _ in range(3)]
    assert [status for status, _, _ in answers] == ["200 OK", "200 OK", "429 Too Many Requests"]
    assert answers[0][1]["RateLimit-Policy"] == '"requests-per-minute";q=2;w=60'
    assert ask(behind, query, HTTP_AUTHORIZATION=header)[0] == "429 Too Many Requests"
    _, sandbox = a_key(a_client("沙箱"), kind=KeyKind.SANDBOX)
    behind.asked = 0
    ask(front, query, HTTP_AUTHORIZATION=sandbox)
    assert behind.asked == 1


@pytest.mark.parametrize(
    "text", [*WORDS, "太原市小店区水木云天小区5号楼2单元301室", "悦园", "%", "+"]
)
def test_as_of_now_the_contents_are_the_same_too(behind: Behind, text: str) -> None:
    front, query = warmed(behind), urlencode({"address": text})
    (_, ours, said), (_, theirs, _) = ask(front, query), ask(behind, query)
    assert behind.asked == 1
    assert ours["ETag"] == theirs["ETag"]
    assert json.loads(said)["ledger"]["sequence"] == current.source().sequence


def test_an_answer_as_of_now_is_kept_and_stamped_anew(behind: Behind) -> None:
    front = warmed(behind)
    query = urlencode({"address": "水木云天小区5号楼"})
    one, other = ask(front, query), ask(front, query)
    assert one[1]["ETag"] == other[1]["ETag"]
    assert one[2].partition(b'"ledger"')[0] == other[2].partition(b'"ledger"')[0]
    assert behind.asked == 0
    found = Client().get(f"{PATH}?{query}")
    assert found["ETag"] == one[1]["ETag"]
    assert datetime.fromisoformat(found.json()["ledger"]["as_of"]) > T0 + DAY


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S", "Zs"])), st.text())
def test_an_address_is_decoded_as_everywhere(raw: str, text: str) -> None:
    assert unquoted(raw) == unquote_plus(raw)
    assert unquoted(quote_plus(text, errors="replace")) == unquote_plus(
        quote_plus(text, errors="replace")
    )
