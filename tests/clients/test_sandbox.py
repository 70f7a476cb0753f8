"""The sandbox: every documented address has its answer, and nothing real is touched."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from clients import sandbox
from clients.gate import ROOT
from clients.keys import KeyKind
from tests.clients.askers import a_key
from tests.conftest import ROOT as CHECKOUT
from tests.ground import entry, publish, small_city
from zones.gazetteer.outcome import Outcome
from zones.risk.assess import Risk

pytestmark = pytest.mark.django_db


@pytest.fixture
def bearer() -> str:
    return a_key(kind=KeyKind.SANDBOX)[1]


def ask(bearer: str, path: str = "lookup", **query: str) -> Any:
    return Browser().get(f"{ROOT}{path}", query, headers={"Authorization": bearer})


def test_there_is_an_address_for_every_outcome_and_every_risk() -> None:
    assert {outcome for outcome, _ in sandbox.MAGIC.values()} == {o.value for o in Outcome}
    found = {risk for outcome, risk in sandbox.MAGIC.values() if outcome == "found"}
    assert found == {r.value for r in Risk}


@pytest.mark.parametrize("address", sandbox.MAGIC)
def test_every_address_has_its_answer_in_the_shape_of_a_real_one(bearer: str, address: str) -> None:
    district = small_city().districts.get(code="140105")
    publish(1, entry(district, "晋阳紫城小区"))
    told = ask(bearer, address=address, window="P7D").json()
    real = Browser().get(f"{ROOT}lookup", {"address": "晋阳紫城小区", "window": "P7D"}).json()
    assert (told["outcome"], told["risk"]) == sandbox.MAGIC[address]
    assert told.keys() == real.keys()
    assert told["ledger"].keys() == real["ledger"].keys()
    assert (told["window"] is None) == (told["outcome"] != "found")


@pytest.mark.parametrize("address", sandbox.REFUSED)
def test_refusals_can_be_tried_too(bearer: str, address: str) -> None:
    response = ask(bearer, address=address)
    assert response.status_code == sandbox.REFUSED[address].status
    assert int(response["Retry-After"]) > 0
    assert response["Content-Type"] == "application/problem+json"


def test_nothing_real_is_read_and_no_real_address_is_answered(bearer: str) -> None:
    district = small_city().districts.get(code="140105")
    publish(1, entry(district, "晋阳紫城小区"))
    place = district.places.get()
    ask(bearer, address="沙箱红杉小区")
    with CaptureQueriesContext(connection) as asked:
        answers = [
            ask(bearer, address="小店区晋阳紫城小区"),
            ask(bearer, place=str(place.id)),
            ask(bearer, lon="112.55", lat="37.75", crs="wgs84"),
        ]
    assert [q["sql"] for q in asked if "zones_" in q["sql"] or "notices_" in q["sql"]] == []
    assert answers[0].json()["risk"] == answers[2].json()["risk"] == "unknown"
    assert answers[1].status_code == 404
    for path in ("zones", "notices", "changes", "corrections", f"places/{place.id}"):
        assert ask(bearer, path).status_code == 403


def test_a_batch_answers_like_single_look_ups(bearer: str) -> None:
    items = [{"id": n, "address": address} for n, address in enumerate(sandbox.MAGIC)]
    for content_type, body in (
        ("application/json", json.dumps({"items": items})),
        ("application/x-ndjson", "\n".join(map(json.dumps, items))),
    ):
        response = Browser().post(
            f"{ROOT}lookup/batch",
            body,
            content_type=content_type,
            headers={"Authorization": bearer},
        )
        text = (response.getvalue() if response.streaming else response.content).decode()
        lines = [json.loads(line) for line in text.splitlines()] if response.streaming else []
        told = lines or json.loads(text)["items"]
        pairs = [(t["outcome"], t["risk"]) for t in told if "outcome" in t]
        assert pairs[: len(items)] == list(sandbox.MAGIC.values())


def test_the_documents_list_exactly_these_addresses() -> None:
    text = (CHECKOUT / "docs/clients.md").read_text("utf-8")
    (section,) = re.findall(r"^## The sandbox\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    listed = {
        m[0]: (m[1], m[2]) for m in re.findall(r"^\| `(.+?)` \| (\S+) \| (\S+) \|", section, re.M)
    }
    refused = {address: (str(r.status), r.code) for address, r in sandbox.REFUSED.items()}
    assert listed == sandbox.MAGIC | refused
    schema = Browser().get(f"{ROOT}schema", headers={"Accept": "application/json"}).json()
    parameters = schema["paths"][f"{ROOT}lookup"]["get"]["parameters"]
    (examples,) = (p["examples"] for p in parameters if p["name"] == "address")
    assert {e["value"] for e in examples.values()} == set(listed)
