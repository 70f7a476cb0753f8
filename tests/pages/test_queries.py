"""What a page costs the database does not grow with what is in force."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.ground import entry, publish
from zones import timeline
from zones.gazetteer.illustrate import illustrate
from zones.models import City
from zones.timeline import turns

PAGES = (
    "/",
    "/changes/?from=2022-11-27&to=2022-12-01",
    "/districts/140105/",
    "/notices/",
    "/notices/2022/194/",
    "/embed/",
    "/zones.txt",
    "/api/v1/zones",
)


def asked(client: Client, path: str) -> int:
    client.get(path)  # what is kept in memory is kept by now
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_ten_zones_more_cost_no_query_more(city: City, client: Client) -> None:
    before = {path: asked(client, path) for path in PAGES}
    xiaodian = city.districts.get(code="140105")
    publish(196, *(entry(xiaodian, f"第{n}新村{n}号楼") for n in range(5)))
    publish(197, *(entry(xiaodian, f"第{n}新村{n}号楼{n + 1}单元") for n in range(5)))
    illustrate(city)
    assert {path: asked(client, path) for path in PAGES} == before
    assert max(before.values()) <= 24


def test_the_turns_are_read_once_a_sequence(city: City, client: Client) -> None:
    first = client.get("/").context["steps"]
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert not [q for q in queries if "UNION" in q["sql"]]
    publish(196, entry(city.districts.get(name="尖草坪区"), "摄乐村"))
    with CaptureQueriesContext(connection) as queries:
        again = client.get("/").context["steps"]
    assert [q for q in queries if "UNION" in q["sql"]]
    added = [sum(step.turn.added for step in steps if step.turn) for steps in (first, again)]
    assert added[1] == added[0] + 1


@pytest.mark.usefixtures("city")
def test_of_many_turns_the_newest_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = turns(timezone.now())
    monkeypatch.setattr(timeline, "MOST", 1)
    timeline._KEPT.clear()
    assert turns(timezone.now()) == whole[-1:]
    timeline._KEPT.clear()
