"""A follower of the feed has the ledger's state, whatever is recorded; and has it at once."""

import importlib.util
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from notices.feeds.changes import page, snapshot
from notices.feeds.state import canonical, digest
from notices.feeds.waiting import wait_for
from notices.ledger.orders import DistrictState
from notices.models import Notice
from notices.services import NewOrder, order_districts
from tests.conftest import ROOT
from tests.ground import T0, entry, people, place, publish, small_city, vouch
from tests.notices.random_ledgers import NAMES, acts, record
from zones.models import District
from zones.standings import head


def load_follower() -> Any:
    """docs/follow_ledger.py, which clients copy."""
    spec = importlib.util.spec_from_file_location("follow_ledger", ROOT / "docs/follow_ledger.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FOLLOWER = load_follower()
EMPTY = {"sequence": 0, "standings": {}, "coverages": {}, "orders": {}}


class RandomLedgers(TestCase):
    """hypothesis rolls each example back, so every ledger starts empty."""

    @settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(acts, acts, st.integers(1, 4))
    def test_a_snapshot_and_the_changes_after_it_are_the_state_now(
        self, before: list[Any], after: list[Any], limit: int
    ) -> None:
        city = small_city()
        district = city.districts.get(name="小店区")
        places = [place(district, name) for name in NAMES]
        written = record(district, places, before)
        vouch(district, unvouched=(places[0],))
        early = snapshot(None)
        assert early is not None
        record(district, places, after, earlier=written)
        order(district)
        vouch(*city.districts.all())
        now = snapshot(None)
        assert now is not None

        def ask(path: str) -> Any:
            reached = int(path.partition("after=")[2].partition("&")[0])
            found = page(reached, limit, timezone.now())
            return {"changes": found.changes, "more": found.next < found.head}

        assert FOLLOWER.follow(early, ask) == now
        assert FOLLOWER.follow(EMPTY, ask) == now
        assert FOLLOWER.canonical(now) == canonical(now)
        # Any earlier state can still be had as it was.
        assert snapshot(early["sequence"]) == early


def order(district: District) -> Notice:
    clerk, publisher = people()
    return order_districts(
        title="全域静态管理",
        orders=[NewOrder(district, DistrictState.STATIC, T0, "全域静态管理")],
        entered_by=clerk,
        published_by=publisher,
    )


@pytest.fixture
def district(db: None) -> District:
    return small_city().districts.get(name="小店区")


def test_a_change_carries_the_act_with_its_words_and_not_the_names_of_staff(
    district: District,
) -> None:
    publish(195, entry(district, "晋阳紫城4号楼10单元"))
    data = Client().get("/api/v1/changes").json()
    (change,) = data["changes"]
    assert (data["after"], data["next"], data["head"], data["more"]) == (0, 1, 1, False)
    assert change["act"]["number"] == 195
    assert change["act"]["entries"][0]["text"] == "晋阳紫城4号楼10单元"
    assert change["url"] == "/notices/2022/195/"
    assert change["digest"] == Notice.objects.get().seal.digest
    assert list(change["effects"]["standings"]) == [change["act"]["entries"][0]["id"]]
    text = json.dumps(data, ensure_ascii=False)
    assert "clerk" not in text
    assert "publisher" not in text


def test_households_are_never_in_the_state_nor_in_old_words(district: District) -> None:
    publish(195, entry(district, "晋阳紫城4号楼10单元1203室"))
    for path in ("changes", "changes/snapshot"):
        assert "1203" not in Client().get(f"/api/v1/{path}").content.decode()
    assert Client().get("/api/v1/changes").json()["changes"][0]["withheld"] is True


def test_a_snapshot_is_tagged_and_says_its_own_digest(district: District) -> None:
    publish(195, entry(district, "晋阳紫城小区"))
    response = Client().get("/api/v1/changes/snapshot")
    state = FOLLOWER.open_snapshot(response.json())
    assert digest(canonical(state)) == response.json()["digest"]
    again = Client().get(
        "/api/v1/changes/snapshot?sequence=1", headers={"If-None-Match": response["ETag"]}
    )
    assert again.status_code == 304
    assert Client().get("/api/v1/changes/snapshot?sequence=0").json()["state"] == EMPTY
    assert Client().get("/api/v1/changes/snapshot?sequence=2").status_code == 404


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("changes?after=-1", "after"),
        ("changes?after=١", "after"),
        ("changes?after=99999999999999999999", "after"),
        ("changes?limit=0", "limit"),
        ("changes?limit=1001", "limit"),
        ("changes?wait=31", "wait"),
        ("changes?wait=1.5", "wait"),
        ("changes?since=1", "since"),
        ("changes/snapshot?sequence=x", "sequence"),
        ("corrections", "since"),
        ("corrections?since=yesterday", "since"),
        ("corrections?since=1&limit=101", "limit"),
    ],
)
def test_a_malformed_question_names_its_parameter(db: None, path: str, parameter: str) -> None:
    response = Client().get(f"/api/v1/{path}")
    assert response.status_code == 400
    assert response.json()["parameter"] == parameter


# --- Several connections at once ---


@contextmanager
def threads(*tasks: Callable[[], None]) -> Iterator[None]:
    """Run tasks, each with a connection of its own; what fails in one fails the test."""
    failed: list[BaseException] = []

    def guarded(task: Callable[[], None]) -> None:
        try:
            task()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    running = [threading.Thread(target=guarded, args=(task,)) for task in tasks]
    for thread in running:
        thread.start()
    yield
    for thread in running:
        thread.join()
    assert failed == []


@pytest.mark.django_db(transaction=True)
def test_readers_never_see_a_gap_while_several_publish_at_once() -> None:
    district = small_city().districts.get(name="小店区")
    people()
    new = [[entry(district, f"晋阳紫城{p}号楼{n}单元") for n in range(1, 5)] for p in range(1, 4)]
    total = sum(map(len, new))
    seen: list[list[int]] = []

    def publisher(lane: int) -> Callable[[], None]:
        def run() -> None:
            for number, each in enumerate(new[lane]):
                publish(lane * 100 + number, each)

        return run

    def read() -> None:
        state: Any = EMPTY
        order: list[int] = []
        deadline = time.monotonic() + 40
        while state["sequence"] < total:
            assert time.monotonic() < deadline
            wait_for(state["sequence"], lambda: head().sequence, 5)
            for change in page(state["sequence"], 4, timezone.now()).changes:
                # Raises when one is missing or out of order.
                state = FOLLOWER.fold(state, change)
                order.append(change["sequence"])
        seen.append(order)
        assert state == snapshot(None)

    with threads(*(publisher(lane) for lane in range(3)), read, read):
        pass
    assert seen == [list(range(1, total + 1))] * 2


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_held_open_lets_no_later_one_pass() -> None:
    district = small_city().districts.get(name="小店区")
    people()
    first, second = (entry(district, f"晋阳紫城{n}号楼") for n in (1, 2))
    written, let_go = threading.Event(), threading.Event()

    def held_open() -> None:
        with transaction.atomic():
            publish(1, first)
            written.set()
            assert let_go.wait(40)

    def later() -> None:
        assert written.wait(40)
        publish(2, second)

    with threads(held_open, later):
        try:
            assert written.wait(40)
            deadline = time.monotonic() + 40
            while not someone_waits_for_a_lock():
                assert time.monotonic() < deadline
            assert page(0, 10, timezone.now()).head == 0
        finally:
            let_go.set()
    told = page(0, 10, timezone.now()).changes
    assert [(c["sequence"], c["act"]["number"]) for c in told] == [(1, 1), (2, 2)]


def someone_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_who_waits_is_woken_by_the_next_act_and_no_more_wait_than_may(settings: Any) -> None:
    district = small_city().districts.get(name="小店区")
    publish(1, entry(district, "晋阳紫城1号楼"))
    new = entry(district, "晋阳紫城2号楼")
    settings.FEED_WAITERS = 1
    answers: list[Any] = []

    def wait() -> None:
        answers.append(Client().get("/api/v1/changes?after=1&wait=30").json())

    began = time.monotonic()
    with threads(wait):
        while not listeners():
            assert time.monotonic() - began < 20
        full = Client().get("/api/v1/changes?after=1&wait=30").json()
        assert (full["waited"], full["changes"]) == (False, [])
        publish(2, new)
    (answer,) = answers
    assert [c["sequence"] for c in answer["changes"]] == [2]
    assert answer["waited"] is True
    assert time.monotonic() - began < 25
    assert listeners() == 0


def listeners() -> int:
    """How many connections wait for a notification."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_the_follower_that_clients_copy_follows_a_running_site(
    live_server: Any, tmp_path: Path
) -> None:
    district = small_city().districts.get(name="小店区")
    kept = tmp_path / "state.json"
    command = [sys.executable, ROOT / "docs/follow_ledger.py", live_server.url, kept, "--check"]
    for number in (1, 2):
        publish(number, entry(district, f"晋阳紫城{number}号楼"))
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(f"at {number}, ")
    assert json.loads(kept.read_text("utf-8")) == snapshot(2)
