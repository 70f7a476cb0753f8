"""What docs/api.md shows is what the interface answers."""

import json
import re

import pytest
from django.test import Client

from tests.conftest import ROOT

pytestmark = pytest.mark.usefixtures("city")
PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")
SHOWN = re.findall(r"```http\n(.*?)```\n\n```json\n(.*?)```", PAGE, re.S)


@pytest.mark.parametrize(("asked", "told"), SHOWN, ids=[a.splitlines()[0] for a, _ in SHOWN])
def test_each_example_is_answered_with_the_members_that_are_shown(asked: str, told: str) -> None:
    head, _, body = asked.partition("\n\n")
    method, path = head.splitlines()[0].split(" ", 1)
    response = Client().generic(method, path, body, content_type="application/json")
    shown, found = json.loads(told), json.loads(response.content)
    assert response.status_code == shown.get("status", 200)
    assert found.keys() >= shown.keys() - {"…"}
    for name in shown.keys() & {"outcome", "risk", "detail", "parameter", "number"}:
        assert found[name] == shown[name]
    for members, others in zip(shown.get("items", ()), found.get("items", ()), strict=True):
        assert others == others | {k: v for k, v in members.items() if k != "…"}


def test_every_address_of_the_interface_is_told_somewhere() -> None:
    schema = Client().get("/api/v1/schema", headers={"accept": "application/json"})
    told = "".join(page.read_text("utf-8") for page in (ROOT / "docs").glob("*.md"))
    for path in json.loads(schema.content)["paths"]:
        known = path.split("{")[0].rstrip("/").removesuffix("/snapshot")
        assert known in told, path
