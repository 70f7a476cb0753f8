"""Streaming replicas of a private cluster: each in a place of its own, on a socket of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops import cluster, postgres
from ops import home as places
from ops.checkout import Refusal, run
from ops.home import Home

PATIENCE = 10.0
"""Seconds until killed processes have to be gone."""


@contextmanager
def of(primary: Home, name: str) -> Iterator[Home]:
    """A hot standby of a running cluster, up for as long as the block runs, and then deleted."""
    home = make(primary, name)
    try:
        start(home)
        yield home
    finally:
        kill(home)
        remove(home)


def make(primary: Home, name: str) -> Home:
    """Copies a running cluster beside it, as a standby that will stream from it."""
    home = places.at(primary.path.with_name(f"{primary.path.name}-{name}"), primary.account)
    remove(home)
    home.own(home.path)
    programs = postgres.programs(version=cluster.version(primary))
    # -R writes standby.signal, and into postgresql.auto.conf whom to stream from.
    options = ["-U", cluster.SUPERUSER, "-X", "stream", "-c", "fast", "-R"]
    run(
        [programs / "pg_basebackup", "-h", primary.socket, "-D", home.data, *options],
        account=home.account,
    )
    return home


def start(home: Home) -> None:
    """Starts a standby, also after it was killed; it answers when this returns."""
    cluster.bring_up(home, postgres.programs(version=cluster.version(home)))


def kill(home: Home) -> None:
    """Ends a standby without a word, as a power cut does; its processes are gone afterwards."""
    postmaster = cluster.postmaster(home)
    if postmaster is None:
        return
    # The children too: they would outlive it for a moment, and then none may be started.
    processes = [postmaster, *children(postmaster)]
    for pid in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while any(_lives(pid) for pid in processes):
        if time.monotonic() > deadline:
            raise Refusal(f"The standby in {home.path} could not be ended.")
        time.sleep(0.01)


def remove(home: Home) -> None:
    """Deletes a standby that is down."""
    for folder in (home.path, home.socket):
        shutil.rmtree(folder, ignore_errors=True)


def children(pid: int) -> list[int]:
    """The processes that one has begun."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _lives(pid: int) -> bool:
    """Whether it still holds anything: one that nobody has asked after does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
