"""Whatever is refused, and however early: a problem in JSON that says what would be right."""

from typing import Any

import pytest
from django.test import Client

from tests.ground import small_city
from zones.models import City

API = "/api/v1"
LOOKUP = f"{API}/lookup"
NO_PLACE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def city(db: None) -> City:
    return small_city()


def problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.content[:200]
    assert response["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = response.json()
    assert told["status"] == status
    assert told["detail"].isascii(), "programs are told in one language"
    return told


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "FOO"])
@pytest.mark.parametrize("path", [LOOKUP, f"{API}/schema", f"{API}/docs", "/healthz", "/readyz"])
def test_another_method_is_refused_with_those_that_are_right(
    city: City, method: str, path: str
) -> None:
    response = Client(enforce_csrf_checks=True).generic(method, path)
    assert "GET" in problem(response, 405)["detail"]
    assert "GET" in response["Allow"]


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("path", ["/api", "/api/", f"{API}/", f"{LOOKUP}/", f"{API}/zone"])
def test_an_address_that_is_none_is_unknown_by_whatever_method(
    db: None, method: str, path: str
) -> None:
    told = problem(Client(enforce_csrf_checks=True).generic(method, path), 404)
    assert path in told["detail"]


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        (f"{LOOKUP}?place={NO_PLACE}", "place"),
        (f"{LOOKUP}?place=999999", "place"),
        (f"{API}/places/{NO_PLACE}", "place"),
        (f"{API}/changes/snapshot?sequence=7", "sequence"),
    ],
)
def test_what_bears_no_such_id_is_named(city: City, path: str, parameter: str) -> None:
    told = problem(Client().get(path), 404)
    assert told["parameter"] == parameter
    assert told["detail"] not in ("", told["title"])


@pytest.mark.parametrize("path", [LOOKUP, f"{API}/districts", f"{API}/schema"])
def test_more_parameters_than_can_be_meant_are_refused(city: City, path: str) -> None:
    problem(Client().get(f"{path}?{'a=1&' * 2000}"), 400)


def test_a_host_that_is_not_this_site_is_refused(city: City, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["zones.example.org"]
    told = problem(Client().get(LOOKUP, headers={"Host": "evil.example.org"}), 400)
    assert "Host" in told["detail"]
    assert Client().get("/", headers={"Host": "evil.example.org"}).status_code == 400


def test_a_problem_is_json_where_answers_are_not(city: City) -> None:
    refused = Client().get(f"{API}/schema", headers={"Accept": "image/png"})
    assert "application/vnd.oai.openapi" in problem(refused, 406)["detail"]
    assert problem(Client().get(f"{API}/schema?format=xml"), 400)["parameter"] == "format"
    assert problem(Client().get(f"{API}/schema?colour=red"), 400)["parameter"] == "colour"


def test_the_schema_is_had_as_json_and_as_yaml(city: City) -> None:
    as_json = Client().get(f"{API}/schema?format=json")
    assert as_json.json()["openapi"].startswith("3.0")
    asked = Client().get(f"{API}/schema", headers={"Accept": "application/json"})
    assert asked.json() == as_json.json()
    assert Client().get(f"{API}/schema").content.startswith(b"openapi: 3.0")


def test_the_documentation_page_has_no_options_to_tell_of(city: City) -> None:
    assert Client().options(f"{API}/docs").status_code == 405


@pytest.mark.parametrize(
    ("body", "status", "parameter"),
    [
        (b"{", 400, "body"),
        (b"\xff", 400, "body"),
        (b"[]", 400, "body"),
        (b'{"text":"a","text":"b"}', 400, "text"),
        (b'{"text":"a","colour":1}', 400, "colour"),
        (b'{"text":"%s"}' % (b"a" * 3_000_000), 413, None),
    ],
)
def test_a_suggestion_is_asked_for_by_a_small_document(
    city: City, body: bytes, status: int, parameter: str | None
) -> None:
    response = Client().generic("POST", f"{API}/suggest", body, CONTENT_TYPE="application/json")
    assert problem(response, status).get("parameter") == parameter


@pytest.mark.parametrize("path", [f"{API}/changes?after=1", f"{API}/corrections?since=1"])
def test_who_followed_further_than_the_ledger_goes_has_to_start_over(city: City, path: str) -> None:
    told = problem(Client().get(path), 409)
    assert "Start over" in told["detail"]
    assert told["parameter"] in path
