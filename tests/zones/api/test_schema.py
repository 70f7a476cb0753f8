"""The documented interface is valid, warns of nothing, and opens in a browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft7Validator
from playwright.sync_api import Page, expect

from tests.ground import small_city
from zones.gazetteer.outcome import Outcome


def test_the_schema_is_valid_and_warns_of_nothing(tmp_path: Path) -> None:
    call_command(
        "spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yaml")
    )
    text = (tmp_path / "schema.yaml").read_text("utf-8")
    for path in ("lookup", "zones", "districts", "regimes", "notices", "places/{place_id}"):
        assert f"/api/v1/{path}:" in text


def as_json_schema(described: Any) -> Any:
    """OpenAPI 3.0 has a word of its own for what may be null."""
    if isinstance(described, list):
        return [as_json_schema(each) for each in described]
    if not isinstance(described, dict):
        return described
    found = {name: as_json_schema(each) for name, each in described.items()}
    if found.pop("nullable", None) is True:
        return {"anyOf": [found, {"type": "null"}]}
    return found


def test_every_example_of_an_answer_fits_what_is_said_of_it() -> None:
    described = as_json_schema(SchemaGenerator().get_schema(request=None, public=True))
    shown = 0
    for operations in described["paths"].values():
        for operation in operations.values():
            for response in operation["responses"].values():
                for content in response.get("content", {}).values():
                    whole = content["schema"] | {"components": described["components"]}
                    for example in content.get("examples", {}).values():
                        Draft7Validator(whole).validate(example["value"])
                        shown += 1
    assert shown > len(Outcome)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v2/lookup"])
def test_an_unknown_address_of_the_interface_is_a_problem(path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_health_and_readiness() -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}
    assert Client().get("/readyz").status_code == 503
    small_city()
    assert Client().get("/readyz").json()["status"] == "ready"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_documentation_opens_under_the_content_policy(
    open_page: Callable[..., Page],
) -> None:
    small_city()
    page = open_page("/api/v1/docs")
    expect(page.get_by_text("/api/v1/lookup", exact=False).first).to_be_visible()


@pytest.mark.django_db
def test_answers_are_compressed_and_tagged_by_their_content() -> None:
    small_city()
    first = Client().get("/api/v1/districts?format=geojson", headers={"Accept-Encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    again = Client().get(
        "/api/v1/districts?format=geojson", headers={"If-None-Match": first["ETag"]}
    )
    assert again.status_code == 304
    assert again.content == b""
