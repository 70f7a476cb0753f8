"""The documented interface is valid, warns of nothing, and opens in a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page, expect

from tests.ground import small_city


def test_the_schema_is_valid_and_warns_of_nothing(tmp_path: Path) -> None:
    call_command(
        "spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yaml")
    )
    text = (tmp_path / "schema.yaml").read_text("utf-8")
    for path in ("lookup", "zones", "districts", "regimes", "notices", "places/{place_id}"):
        assert f"/api/v1/{path}:" in text


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
