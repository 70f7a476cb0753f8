"""The server as it is started: loaded once, forked, and gone on from by whoever comes later."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from django.db import connection

from tests.ground import place, small_city
from zones.models import City

SOON = 60.0
"""Longer than it ever takes; nothing waits this long unless it fails."""


@pytest.fixture
def served(transactional_db: None) -> Iterator[tuple[str, int]]:
    """The address of a server with one worker, and the process of the server."""
    small_city()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    at = connection.get_connection_params()
    database = (
        f"postgresql://{at.get('user', '')}@/{at['dbname']}?host={quote(at['host'], safe='')}"
    )
    command = [sys.executable, "-m", "config.serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(
        [*command, "--respawn-failed-workers", "--log-level", "error"],
        env={
            **os.environ,
            "DATABASE_URL": database,
            "PGPORT": at.get("port", ""),
            "PGPASSWORD": at.get("password", ""),
            "DATABASE_POOL_SIZE": "2",
            "SECRET_KEY": "for a test",
            "SECURE_HTTPS": "0",
        },
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait(SOON)


def worker_of(server: int) -> int | None:
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return int(children[0]) if children else None


def told(site: str, path: str) -> dict[str, object]:
    """What the site says, as soon as it says anything."""
    until = time.monotonic() + SOON
    while True:
        try:
            return dict(httpx.get(f"{site}{path}", timeout=SOON).json())
        except httpx.TransportError:
            assert time.monotonic() < until
            time.sleep(0.1)


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux")
def test_a_worker_that_takes_the_place_of_another_goes_on_from_what_was_loaded(
    served: tuple[str, int],
) -> None:
    site, server = served
    assert told(site, "/readyz")["lookups"] == "memory"
    first = worker_of(server)
    assert first is not None
    new = place(City.objects.get().districts.get(name="小店区"), "水木云天小区3号楼")
    os.kill(first, signal.SIGKILL)
    until = time.monotonic() + SOON
    while worker_of(server) in (first, None):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert told(site, "/readyz")["lookups"] == "memory"
    found = told(site, f"/api/v1/lookup?address={quote('小店区水木云天小区3号楼')}")
    assert dict(found["place"])["id"] == str(new.id)  # type: ignore[call-overload]
