"""When the replica may be read: as long as it was found level a moment ago, and no longer."""

import ast
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.ground import small_city
from zones.replica.reading import from_the_primary, has_all, perhaps_from_the_replica
from zones.replica.watch import APPLICATION, Watch
from zones.serving.heads import Heads
from zones.serving.loading import current_heads

ROOT = Path(__file__).resolve().parents[3]
READERS = ("zones", "notices", "outlets")
ON_THE_PRIMARY = {
    "notices/feeds/waiting.py": "a standby tells nobody of anything",
    "notices/models/ledger.py": "the lock of the ledger",
    "zones/gazetteer/loading/store.py": "writes the ground",
    "zones/gazetteer/succession.py": "writes the ground",
    "zones/serving/follower.py": "listens, and asks where the primary stands",
}


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.django_db(transaction=True)
def test_a_comparison_is_good_for_the_time_of_trust_and_no_longer() -> None:
    small_city()
    clock = Clock()
    here = connection.get_connection_params()
    with closing(Watch(here, here, trust=10, clock=clock)) as watch:
        assert watch.level() is None, "never compared"
        assert watch.look()
        assert watch.level() == current_heads()
        clock.now += 10
        assert watch.state.lag_seconds == 10
        assert watch.state.is_read
        clock.now += 0.1
        assert watch.level() is None
        assert watch.look()
        assert watch.level() is not None
        watch.suspect("for a test")
        assert (watch.level(), watch.state.reason) == (None, "for a test")


@pytest.mark.django_db(transaction=True)
def test_without_the_primary_the_replica_is_trusted_for_its_time_and_never_anew(
    tmp_path: Path,
) -> None:
    small_city()
    clock = Clock()
    here = connection.get_connection_params()
    if not Path(here["host"]).is_absolute():
        pytest.skip("the primary's socket is taken away, and this one has none")
    socket = tmp_path / "s"
    socket.symlink_to(here["host"])
    with closing(Watch(here | {"host": str(socket)}, here, trust=10, clock=clock)) as level:
        assert level.look()
        socket.unlink()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE application_name = %s",
                [APPLICATION.format("primary")],
            )
            assert cursor.fetchone() == (1,)
        assert not level.look()
        assert level.level() is not None
        clock.now += 10.1
        assert not level.look()
        assert level.level() is None
        assert level.state.reason == "the primary cannot be asked"
    with closing(Watch(here, here | {"host": str(socket)}, trust=10, clock=clock)) as gone:
        assert not gone.look()
        assert (gone.state.sequence, gone.level()) == (None, None)


def test_a_database_has_all_of_another_only_if_nothing_in_it_is_older() -> None:
    here = Heads(5, None, 2, 7)
    assert has_all(here, here)
    assert has_all(Heads(6, None, 2, 9), here)
    assert not any(
        has_all(other, here)
        for other in (Heads(4, None, 2, 7), Heads(6, None, 1, 7), Heads(6, None, 2, 6))
    )


def test_where_nobody_watches_a_replica_nothing_is_read_from_one(db: None) -> None:
    with perhaps_from_the_replica() as reading:
        small_city()
        assert reading.alias == "default"
        with from_the_primary():
            assert current_heads().sequence == 0


def test_sql_of_readers_goes_where_the_request_reads() -> None:
    """Whoever takes Django's own connection by name is known by name."""
    found = {
        path.relative_to(ROOT).as_posix()
        for app in READERS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and _takes_the_primary(path)
    }
    assert found == ON_THE_PRIMARY.keys()


def _takes_the_primary(path: Path) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "django.db"
        and any(alias.name == "connection" for alias in node.names)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    )
