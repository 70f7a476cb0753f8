"""The follower: every act is seen, a lost listener is noticed, nothing stale is called fresh."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from django.test import Client

from notices.ledger.values import Action
from tests.ground import entry, publish, small_city, vouch
from zones.models import City, LedgerHead
from zones.serving import current
from zones.serving.follower import Follower
from zones.serving.heads import read_heads
from zones.serving.loading import current_heads, go_on, load

SOON = 20.0
"""Longer than it ever takes; nothing waits this long unless it fails."""


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_was_not_verified_for_long_is_not_fresh(db: None) -> None:
    small_city()
    clock = Clock()
    follower = Follower(trust=3.0, clock=clock)
    assert follower.fresh() is None
    follower.load()
    assert follower.fresh() is not None
    clock.now = 3.1
    assert follower.fresh() is not None, "the database was asked, and has nothing newer"
    LedgerHead.objects.create(sequence=7)
    assert follower.fresh() is not None, "verified a moment ago"
    clock.now = 6.3
    assert follower.fresh() is None


def test_going_on_is_loading_anew(db: None) -> None:
    city = small_city()
    xiaodian, jinyuan = city.districts.order_by("code")
    first = publish(1, entry(xiaodian, "水木云天小区")).entries.get()
    old = load(city)
    vouch(xiaodian)
    before = load(city)
    publish(2, entry(xiaodian, "水木云天小区", action=Action.RELEASE, binds=(first,)))
    newer = go_on(before, city)
    assert newer.sequence == before.sequence + 1 == old.sequence + 2
    assert newer.ledger[jinyuan.code] is before.ledger[jinyuan.code]
    whole = load(city)
    for code, held in newer.ledger.items():
        same = whole.ledger[code].rows
        assert held.rows.coverages == same.coverages
        assert sorted(held.rows.stretches["id"]) == sorted(same.stretches["id"])


@pytest.fixture
def followed(transactional_db: None) -> Iterator[Follower]:
    small_city()
    follower = current.follow()
    yield follower
    current.unfollow()
    follower.join()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
def test_heads_are_the_same_over_any_connection(zone: str) -> None:
    small_city()
    publish(1, entry(City.objects.get().districts.get(name="小店区"), "水木云天小区"))
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT set_config('TimeZone', %s, false)", [zone])
        assert read_heads(other.cursor()) == current_heads(), "or every look makes a new snapshot"


@pytest.mark.django_db(transaction=True)
def test_a_publish_is_seen_also_right_after_the_listener_was_killed(followed: Follower) -> None:
    xiaodian = City.objects.get().districts.get(name="小店区")
    first = publish(1, entry(xiaodian, "水木云天小区"))
    held = followed.wait_for(first.sequence, SOON)
    assert held is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [followed.backend])
    second = publish(2, entry(xiaodian, "书林苑小区"))
    found = Client().get("/api/v1/lookup", {"address": "书林苑", "min_sequence": second.sequence})
    assert found.json()["risk"] == "high"
    assert found.json()["ledger"]["sequence"] == second.sequence
    assert followed.wait_for(second.sequence, SOON) is not None
    assert Client().get("/readyz").json()["snapshot"] == second.sequence


def test_an_act_that_is_not_there_is_waited_for_and_then_told(db: None) -> None:
    small_city()
    found = Client().get("/api/v1/lookup", {"address": "小店区", "min_sequence": 99})
    assert (found.status_code, found["Retry-After"]) == (503, "1")
    assert found.json()["type"].endswith("#behind-sequence")
