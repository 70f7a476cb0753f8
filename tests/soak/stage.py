"""A primary, its standby, the site over both, a publisher and readers: all of it our own."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.request import urlopen

import psycopg

from ops import cluster, server, standby
from ops import home as places
from ops import site as preparation
from ops.checkout import ROOT
from ops.home import Home
from tests.notices.faults.inside import Checkout
from tests.soak.reading import Evidence, Journal, Reader

TRUST = 3
"""Seconds: what the site under the soak is told, for the snapshot and for the replica."""
READERS = 2
"""At each of the two sites."""
NO_LIMIT = str(10**9)


class Stage:
    """Up while the ``with`` block runs; afterwards nothing of it is left."""

    def __init__(self, seed: int) -> None:
        self.evidence = Evidence()
        self._seed = seed
        self._after = ExitStack()
        self._readers: list[Reader] = []
        self.sites: dict[int, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Stage":
        with self._after:
            self.folder = Path(tempfile.mkdtemp(prefix="soak-", dir="/tmp"))
            self._after.callback(shutil.rmtree, self.folder, ignore_errors=True)
            self.journal = Journal(self.folder / "journal")
            self._make_databases()
            self._serve()
            self._after = self._after.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._after.close()

    def _make_databases(self) -> None:
        checkout = Checkout(self.folder)
        self._after.callback(checkout.ops, "cluster-destroy", check=False)
        checkout.make(0)
        self.primary = _home_of(self.folder)
        self.env = preparation.demo_environment() | checkout.addresses()
        self.env |= {"LOG_LEVEL": "ERROR", "QUERY_LOG": "0", "LEDGER_SIGNING_KEY": ""}
        self.env |= {"SNAPSHOT_TRUST_SECONDS": str(TRUST), "REPLICA_TRUST_SECONDS": str(TRUST)}
        for limit in ("ANONYMOUS_REQUESTS_PER_MINUTE", "ANONYMOUS_ADDRESSES_PER_MINUTE"):
            self.env[limit] = NO_LIMIT
        preparation.migrate(self.env)
        self.publishing("found")
        self.replica = standby.make(self.primary, "standby")
        self._after.callback(standby.remove, self.replica)
        self._after.callback(standby.kill, self.replica)
        standby.start(self.replica)
        application = self.env["DATABASE_URL"]
        self.env["DATABASE_REPLICA_URL"] = application.replace(
            cluster.addresses(self.primary)["application"].partition("host=")[2],
            cluster.addresses(self.replica)["application"].partition("host=")[2],
        )

    def _serve(self) -> None:
        """Two sites: one that answers look-ups from memory, one that asks the database."""
        preparation.texts()
        preparation.collect_static(self.env)
        for follows in ("1", "0"):
            port = _free_port()
            child = server.site(port, self.env | {"FOLLOW_LEDGER": follows})
            self._after.callback(_end, child)
            self.sites[port] = child
        for port, child in self.sites.items():
            server.wait_for_answer(child, port)

    # Who works on it ----------------------------------------------------------------------

    def begin(self) -> None:
        """Publishing and reading begin."""
        command: list[object] = [sys.executable, "-m", "tests.soak.publishing", "publish"]
        publisher = server.begin([*command, self.journal.path, self._seed], self.env)
        self._after.callback(_end, publisher)
        self._publisher = publisher
        chance = random.Random(self._seed)
        for port in [*self.sites] * READERS:
            reader = Reader(port, self.journal, self.evidence, chance.randrange(2**31))
            self._readers.append(reader)
            self._after.callback(reader.stopped.set)
            reader.start()

    def stop(self) -> None:
        """Both end; what is asked is answered yet."""
        _end(self._publisher)
        for reader in self._readers:
            reader.stopped.set()
        for reader in self._readers:
            reader.join()

    def publishing(self, task: str) -> str:
        """What a task of the publisher prints."""
        return self._run(sys.executable, "-m", "tests.soak.publishing", task)

    def manage(self, *arguments: str) -> str:
        return self._run(sys.executable, "manage.py", *arguments)

    def _run(self, *command: str) -> str:
        return subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **self.env},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout

    def ready(self, port: int) -> str:
        """What /readyz says; empty while nobody answers."""
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=20) as answer:
                return str(answer.read().decode())
        except OSError:
            return ""

    # Faults -------------------------------------------------------------------------------

    def on_the_primary(self, text: str) -> None:
        _as_superuser(self.primary, text)

    def on_the_replica(self, text: str) -> None:
        _as_superuser(self.replica, text)

    def start_primary(self) -> None:
        """After it was killed: it recovers, and answers when this returns."""
        standby.start(self.primary)

    def workers(self) -> list[int]:
        """The processes that answer for the sites."""
        begun = [pid for child in self.sites.values() for pid in standby.children(child.pid)]
        return [p for p in begun if b"config.serve" in Path(f"/proc/{p}/cmdline").read_bytes()]


def wait_until(holds: Callable[[], Any], seconds: float, what: str) -> None:
    """Wait for something that has to come."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


def _home_of(folder: Path) -> Home:
    pointer = folder / "var" / "cluster-home"
    path = Path(pointer.read_text().strip()) if pointer.exists() else folder / "var" / "cluster"
    owner = (path / "data").stat()
    return places.at(path, (owner.st_uid, owner.st_gid))


def _as_superuser(home: Home, text: str) -> None:
    where = {"host": str(home.socket), "user": cluster.SUPERUSER, "dbname": "postgres"}
    with psycopg.connect(autocommit=True, **where) as superuser:
        superuser.execute(text)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((server.HOST, 0))
        return int(probe.getsockname()[1])


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        server.end(child.pid)
    child.wait()


def kill(pid: int) -> None:
    """As a machine that runs out of memory does."""
    os.kill(pid, signal.SIGKILL)
