"""The gate in front of the interface, over HTTP: refusals, headers, usage, and the log."""

import json
import logging

import pytest
from django.test import Client as Browser
from django.utils import timezone

from clients import access, usage
from clients.gate import PATHS, ROOT
from clients.models import Usage
from clients.services import revoke_key
from tests.clients.askers import a_client, a_key
from tests.ground import entry, publish, small_city
from zones.models import City

pytestmark = pytest.mark.django_db

ADDRESS = "小店区晋阳紫城4号楼10单元"


@pytest.fixture
def city() -> City:
    city = small_city()
    publish(195, entry(city.districts.get(code="140105"), "晋阳紫城4号楼10单元"))
    return city


def ask(bearer: str | None = None, path: str = "lookup", **query: str) -> object:
    headers = {"Authorization": bearer} if bearer else {}
    return Browser().get(f"{ROOT}{path}", query, headers=headers)


def test_a_key_and_no_key_get_the_same_answer_with_the_headers_of_their_quota(city: City) -> None:
    _, bearer = a_key(a_client(requests_per_minute=1000))
    with_key, without = ask(bearer, address=ADDRESS), ask(address=ADDRESS)
    assert with_key.json()["risk"] == without.json()["risk"] == "high"
    assert '"requests-per-minute";q=1000;w=60' in with_key["RateLimit-Policy"]
    assert '"requests-per-minute"' in without["RateLimit-Policy"]
    assert "RateLimit" not in ask(bearer, "districts").headers


def test_a_refusal_is_a_problem_that_says_what_to_do(city: City) -> None:
    key, bearer = a_key()
    revoke_key(key_id=key.id, reason="泄露", at=timezone.now(), by=None)
    access.forget()
    for path in ("lookup", "districts", "notices"):
        response = ask(bearer, path)
        assert response.status_code == 401
        assert response["Content-Type"] == "application/problem+json"
        assert response["WWW-Authenticate"].startswith("Bearer")
        assert response.json()["type"] == "/api/v1/docs#unknown-key"


def test_a_spent_quota_answers_429_until_the_next_window(city: City) -> None:
    _, bearer = a_key(a_client(requests_per_day=1))
    assert ask(bearer, address=ADDRESS).status_code == 200
    response = ask(bearer, address=ADDRESS)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert ask(bearer, "districts").status_code == 200


def test_usage_is_counted_by_day_endpoint_and_outcome(city: City) -> None:
    key, bearer = a_key()
    for address in (ADDRESS, ADDRESS, "没有这个小区"):
        ask(bearer, address=address)
    ask(bearer)
    ask(None, "districts")
    usage.flush()
    ask(bearer, address=ADDRESS)
    usage.flush()
    counted = {
        (u.prefix, u.endpoint, u.outcome): (u.requests, u.addresses) for u in Usage.objects.all()
    }
    assert counted == {
        (key.prefix, "lookup", "found"): (3, 3),
        (key.prefix, "lookup", "not_found"): (1, 1),
        (key.prefix, "lookup", "refused-400"): (1, 1),
        ("", "open", "answered"): (1, 0),
    }


def test_the_log_tells_what_became_of_a_call_and_nothing_of_what_was_asked(
    city: City, caplog: pytest.LogCaptureFixture
) -> None:
    key, bearer = a_key()
    place = city.districts.get(code="140105").places.first()
    with caplog.at_level(logging.DEBUG):
        ask(bearer, address=ADDRESS)
        ask(bearer, place=str(place.id))
        ask(bearer, lon="112.5512", lat="37.7512", crs="wgs84")
        ask(bearer, address="x" * 600)
        usage.flush()
    lines = [json.loads(r.getMessage()) for r in caplog.records if r.name == "clients.usage"]
    assert [(line["key"], line["endpoint"]) for line in lines] == [(key.prefix, "lookup")] * 4
    assert lines[0]["outcome"] == "found"
    assert lines[0]["sequence"] == 1
    assert lines[3]["status"] == 400
    for secret in ("晋阳紫城", "%E6%99%8B", str(place.id), "112.55", "37.75", "xxx", bearer[-43:]):
        assert secret not in caplog.text


def test_every_address_with_a_scope_is_documented_with_its_refusals() -> None:
    schema = Browser().get(f"{ROOT}schema", headers={"Accept": "application/json"}).json()
    documented = {path.removeprefix(ROOT): ops for path, ops in schema["paths"].items()}
    assert set(documented) & set(PATHS)
    for path in set(documented) & set(PATHS):
        for operation in documented[path].values():
            assert operation["security"] == [{"key": []}, {}]
            assert {"401", "403", "429"} <= set(operation["responses"])
