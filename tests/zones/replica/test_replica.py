"""What the public asks is read from the replica, while that has all that the primary has."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ops import standby
from tests.ground import T0, entry, people, publish
from tests.zones.replica.conftest import Standby, is_read, reached
from zones.models import City, District
from zones.replica import watch
from zones.replica.names import REPLICA

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", REPLICA])

PUBLIC = (
    "/",
    "/?address=书林苑",
    "/notices/",
    "/notices/2022/1/",
    "/ledger/1/",
    "/districts/140105/",
    "/changes/",
    "/zones.txt",
    "/feeds/districts/140105.atom",
    "/readyz",
    "/tiles/current.json",
    "/api/v1/lookup?address=书林苑",
    "/api/v1/lookup?address=书林苑&min_sequence=2",
    "/api/v1/zones",
    "/api/v1/districts",
    "/api/v1/notices",
    "/api/v1/notices/2022/1",
    "/api/v1/changes?after=0",
    "/api/v1/changes/snapshot",
    "/api/v1/corrections?since=0",
)


def client() -> Client:
    """A visitor, who sees what a fault is answered with."""
    return Client(raise_request_exception=False)


def district() -> District:
    return City.objects.get().districts.get(name="小店区")


def lookup(**more: Any) -> dict[str, Any]:
    found = client().get("/api/v1/lookup", {"address": "书林苑", **more})
    assert found.status_code == 200, found.content
    answer: dict[str, Any] = found.json()
    return answer


def test_what_the_public_asks_is_read_from_the_replica_alone_and_the_desk_from_the_primary(
    replica: Standby,
) -> None:
    publish(1, entry(district(), "书林苑小区"))
    reached(is_read)
    for url in PUBLIC:
        with CaptureQueriesContext(connection) as asked:
            found = client().get(url)
        assert found.status_code == 200, url
        assert [q["sql"] for q in asked.captured_queries] == [], url
    clerk, _ = people()
    signed_in = client()
    signed_in.force_login(clerk)
    with CaptureQueriesContext(connections[REPLICA]) as asked:
        assert signed_in.get("/").status_code == 200
        assert signed_in.get("/staff/").status_code == 200
    assert len(asked) == 0


def test_a_replica_that_is_behind_is_not_read_until_it_has_caught_up(replica: Standby) -> None:
    replica.pause()
    try:
        act = publish(1, entry(district(), "书林苑小区"))
        told = reached(lambda state: not state.is_read)
        assert (told["read_from"], told["replica"]["reason"]) == (
            "default",
            "the replica is behind",
        )
        assert told["replica"]["sequence"] == act.sequence - 1 == told["sequence"] - 1
        assert lookup()["risk"] == "high"
        assert lookup(min_sequence=act.sequence)["ledger"]["sequence"] == act.sequence
    finally:
        replica.resume()
    told = reached(is_read)
    assert (told["read_from"], told["replica"]["sequence"]) == ("replica", act.sequence)
    assert lookup(min_sequence=act.sequence)["risk"] == "high"


def test_who_knows_of_an_act_is_not_answered_from_before_it(replica: Standby) -> None:
    """Though this process has not been told of it: its watch does not look any more."""
    watching = watch.watching()
    assert watching is not None
    watching.stop()
    watching.join()
    replica.pause()
    try:
        act = publish(1, entry(district(), "书林苑小区")).sequence
        assert lookup()["ledger"]["sequence"] == act - 1, "within the time of trust"
        assert lookup(min_sequence=act)["ledger"]["sequence"] == act
        changes = client().get("/api/v1/changes", {"after": act}).json()
        assert (changes["head"], changes["changes"]) == (act, [])
        waited = client().get("/api/v1/changes", {"after": act - 1, "wait": 5}).json()
        assert [c["sequence"] for c in waited["changes"]] == [act]
        assert client().get("/api/v1/corrections", {"since": act}).json()["head"] == act
        assert client().get("/api/v1/changes/snapshot", {"sequence": act}).status_code == 200
    finally:
        replica.resume()


def test_a_query_that_the_standby_breaks_off_is_asked_of_the_primary(replica: Standby) -> None:
    for url in ("/", "/api/v1/zones", "/api/v1/lookup?address=书林苑"):
        expected = client().get(url)
        with connections[REPLICA].execute_wrapper(breaking_off(replica)):
            found = client().get(url)
        assert (found.status_code, len(found.content)) == (200, len(expected.content))
        assert reached(is_read)["read_from"] == "replica"
    body = {"items": [{"id": 1, "address": "书林苑"}]}
    with connections[REPLICA].execute_wrapper(breaking_off(replica)):
        found = client().post("/api/v1/lookup/batch", body, content_type="application/json")
    assert (found.status_code, found["Retry-After"]) == (503, "2"), "a post is not repeated"
    assert found["Content-Type"] == "application/problem+json"
    assert found.json()["type"].endswith("#database-unavailable")


def breaking_off(replica: Standby) -> Callable[..., Any]:
    """Ends the connection at the third query, when the replica has been chosen and used."""
    asked = 0

    def run(execute: Callable[..., Any], *query: Any) -> Any:
        nonlocal asked
        asked += 1
        if asked == 3:
            replica.end_queries()
        return execute(*query)

    return run


def test_a_killed_replica_is_done_without_and_read_again_when_it_is_back(
    replica: Standby,
) -> None:
    standby.kill(replica.place)
    assert [lookup()["ledger"]["sequence"] for _ in range(3)] == [1] * 3
    assert not reached(lambda state: state.sequence is None)["replica"]["is_read"]
    act = publish(1, entry(district(), "书林苑小区"))
    assert lookup()["ledger"]["sequence"] == act.sequence
    standby.start(replica.place)
    assert reached(is_read)["replica"]["sequence"] == act.sequence
    assert lookup(as_of=T0.isoformat())["risk"] == "high"
