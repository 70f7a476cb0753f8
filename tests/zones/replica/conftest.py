"""A streaming replica of the database of the tests, and the site reading from it."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.test import Client

from ops import cluster, home, postgres, standby
from ops.home import Home
from tests.ground import small_city, vouch
from zones.replica import watch
from zones.replica.names import REPLICA
from zones.replica.watch import State


@dataclass(frozen=True, slots=True)
class Standby:
    """A hot standby of the private cluster."""

    place: Home

    def command(self, text: str) -> None:
        """As its superuser."""
        parameters = {"host": str(self.place.socket), "user": cluster.SUPERUSER}
        with psycopg.connect(dbname="postgres", autocommit=True, **parameters) as superuser:
            superuser.execute(text)

    def pause(self) -> None:
        """Fall behind: what comes from the primary is kept and not replayed."""
        self.command("SELECT pg_wal_replay_pause()")

    def resume(self) -> None:
        self.command("SELECT pg_wal_replay_resume()")

    def end_queries(self) -> None:
        """What a standby does to those that stand in the way of what it replays."""
        self.command(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="module")
def standby_of_the_cluster() -> Iterator[Standby]:
    primary = None if os.environ.get("DATABASE_URL") else home.find()
    if primary is None or not postgres.installed():
        pytest.skip("only a private cluster can be copied")
    with standby.of(primary, f"standby-{os.getpid()}") as place:
        yield Standby(place)


@pytest.fixture
def replica(
    transactional_db: None, standby_of_the_cluster: Standby, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Standby]:
    """The site with a vouched city, reading from a replica that has caught up."""
    vouch(small_city().districts.get(name="小店区"))
    monkeypatch.setitem(
        connections.settings[REPLICA], "HOST", str(standby_of_the_cluster.place.socket)
    )
    ends = (connections[name].get_connection_params() for name in ("default", REPLICA))
    watching = watch.Watch(*ends, trust=60)
    watch.begin(watching)
    reached(is_read)
    yield standby_of_the_cluster
    watch.end()
    connections[REPLICA].close()
    del connections[REPLICA]


def is_read(state: State) -> bool:
    """Whether the public's questions go to the replica."""
    return state.is_read


def reached(holds: Callable[[State], bool]) -> dict[str, Any]:
    """What /readyz says, once this holds of what is known of the replica."""
    watching = watch.watching()
    assert watching is not None
    assert watching.wait_until(lambda: holds(watching.state), 20)
    told: dict[str, Any] = Client().get("/readyz").json()
    return told
