"""The private cluster: one for each checkout, made whole or not at all, up again after a crash."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import database
from ops import home as places
from ops import packages, postgres

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(not postgres.installed(), reason="no PostGIS on this machine")


class Checkout:
    """A checkout of nothing but `ops`, which is all that a cluster needs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(ROOT / "ops", root / "ops")

    def ops(self, target: str) -> subprocess.CompletedProcess[str]:
        env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return subprocess.run(
            [sys.executable, "-m", "ops", target],
            cwd=self.root,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self) -> dict[str, str]:
        started = self.ops("cluster-start")
        assert started.returncode == 0, started.stderr
        return dict(json.loads((self.root / "var" / "database.json").read_text()))

    @property
    def home(self) -> Path:
        pointer = self.root / "var" / "cluster-home"
        return Path(pointer.read_text().strip()) if pointer.exists() else self.root / "var/cluster"

    def postmaster(self) -> int:
        return int((self.home / "data" / "postmaster.pid").read_text().split()[0])


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    # Deep enough that a socket's name would not fit, and, as root, out of PostgreSQL's reach.
    made = Checkout(tmp_path_factory.mktemp("deep") / ("d" * 100))
    yield made
    assert made.ops("cluster-destroy").returncode == 0


def ask(url: str, query: str) -> str:
    settings = database.connection(url)
    program = postgres.programs() / "psql"
    options = ["-XAtc", query, "-h", settings["HOST"], "-U", settings["USER"], settings["NAME"]]
    asked = subprocess.run([program, *options], capture_output=True, text=True, check=True)
    return asked.stdout.strip()


def test_a_cluster_has_what_the_site_needs_and_takes_no_port(checkout: Checkout) -> None:
    addresses = checkout.start()
    socket = Path(database.connection(addresses["owner"])["HOST"]) / places.SOCKET_NAME
    assert len(os.fsencode(socket)) <= places.SOCKET_LIMIT
    assert ask(addresses["owner"], "SHOW listen_addresses") == ""
    assert ask(addresses["owner"], "SHOW fsync") == "on"
    assert ask(addresses["owner"], "SHOW lc_ctype") == "C.UTF-8"
    assert ask(addresses["application"], "SELECT current_user") == "zones_app"
    # Under another locale the trigrams of Chinese are none.
    assert ask(addresses["application"], "SELECT cardinality(show_trgm('小店区')) > 0") == "t"
    assert ask(addresses["application"], "SELECT ST_SRID(ST_Point(112, 37, 4326))") == "4326"


def test_nobody_else_can_enter_it(checkout: Checkout) -> None:
    host = Path(database.connection(checkout.start()["owner"])["HOST"])
    for folder in (checkout.home, checkout.home / "data", host):
        assert folder.stat().st_mode & 0o777 == 0o700, folder


def test_what_was_stored_is_there_after_a_crash_and_a_reused_process_number(
    checkout: Checkout,
) -> None:
    addresses = checkout.start()
    ask(addresses["owner"], "CREATE TABLE kept AS SELECT 7 AS n")
    pid = checkout.postmaster()
    os.kill(pid, signal.SIGKILL)
    wait_for_the_end_of(pid)
    # After a reboot the number in the file may be anybody's: here it is this very process's.
    record = checkout.home / "data" / "postmaster.pid"
    record.write_text(record.read_text().replace(str(pid), str(os.getpid()), 1))
    assert ask(checkout.start()["owner"], "SELECT n FROM kept") == "7"


def test_an_interrupted_first_start_is_begun_anew(checkout: Checkout) -> None:
    checkout.start()
    assert checkout.ops("stop").returncode == 0
    shutil.rmtree(checkout.home / "data")
    half = checkout.home / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("15\n")
    assert ask(checkout.start()["owner"], "SELECT 1") == "1"
    assert not half.exists()


def test_stopping_leaves_nothing_running(checkout: Checkout) -> None:
    checkout.start()
    pid = checkout.postmaster()
    assert "Stopped" in checkout.ops("stop").stderr
    wait_for_the_end_of(pid)
    assert "Nothing was running" in checkout.ops("stop").stderr


def test_without_apt_the_missing_package_and_the_way_round_it_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    with pytest.raises(packages.Refusal, match=r"PostGIS 3 is missing[\s\S]*DATABASE_URL"):
        packages.for_running()
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/zones")
    packages.for_running()


def wait_for_the_end_of(pid: int) -> None:
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists():
            return
        time.sleep(0.05)
    pytest.fail(f"process {pid} does not end")
