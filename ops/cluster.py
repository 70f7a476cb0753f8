"""The private PostGIS cluster: one for each checkout, on a socket of its own, no port taken."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from ops import home as places
from ops import postgres
from ops.checkout import VAR, Refusal, lock, run, say, write
from ops.home import Home

DATABASE = "zones"
OWNER = "zones_owner"
APPLICATION = "zones_app"
PRACTICE = "zones_app_training"
SUPERUSER = "postgres"
EXTENSIONS = ("postgis", "pg_trgm", "btree_gist")

# Read by config/environment.py.
ADDRESSES = VAR / "database.json"
# There while somebody asked for the cluster by name, so that a test run leaves it up.
KEPT = VAR / "cluster-kept"

SETTINGS = """\
# Written at each start by ops/cluster.py.
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
shared_buffers = {shared}MB
effective_cache_size = {cache}MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 2GB
random_page_cost = 1.1
jit = off
max_connections = 60
timezone = 'Asia/Shanghai'
log_timezone = 'Asia/Shanghai'
log_line_prefix = '%m [%p] %u@%d '
"""

# The superuser makes what only a superuser can. template1 gets the extensions too, because the
# databases that the tests make are copies of it.
ROLES = f"""
SELECT 'CREATE ROLE {OWNER} LOGIN CREATEDB'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') \\gexec
SELECT 'CREATE ROLE {APPLICATION} LOGIN'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APPLICATION}') \\gexec
SELECT 'CREATE ROLE {PRACTICE} LOGIN'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{PRACTICE}') \\gexec
-- The tests become the application's role, to see what it is refused.
GRANT {APPLICATION} TO {OWNER};
"""
TEMPLATE = "".join(f"CREATE EXTENSION IF NOT EXISTS {name};\n" for name in EXTENSIONS)
CREATE_DATABASE = f"""
SELECT 'CREATE DATABASE {DATABASE} OWNER {OWNER}'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
"""


@contextmanager
def in_use() -> Iterator[None]:
    """Has the cluster up for as long as the block runs; the last one to leave stops it."""
    try:
        with lock("cluster-users", shared=True):
            start()
            yield
    finally:
        if not KEPT.exists():
            stop_if_unused()


def is_up() -> bool:
    home = places.find()
    return home is not None and postmaster(home) is not None


def stop_if_unused() -> bool:
    """Stops the cluster unless another command is at work in it; says whether it is down."""
    with lock("setup"), lock("cluster-users", wait=False) as alone:
        if alone:
            _stop()
        return alone


def start() -> Home:
    """Makes the cluster if there is none, starts it if it is down, completes what is missing."""
    with lock("setup"):
        home = places.choose()
        programs = postgres.programs(version=version(home))
        _initialise(home, programs)
        if postmaster(home) is None:
            bring_up(home, programs)
        _complete(home, programs)
        write(ADDRESSES, json.dumps(addresses(home), indent=2) + "\n")
        return home


def release() -> bool:
    """Stops the cluster on request; says whether it is down.

    A server that was just stopped needs a moment to leave. A test run keeps the cluster until it
    ends, and then stops it itself.
    """
    KEPT.unlink(missing_ok=True)
    for _ in range(50):
        if stop_if_unused():
            return True
        time.sleep(0.1)
    return False


def destroy() -> None:
    """Stops the cluster and deletes it with all that is in it."""
    if not release():
        raise Refusal("Another command is at work in the cluster.")
    home = places.find()
    if home:
        places.remove(home)
    ADDRESSES.unlink(missing_ok=True)


def _stop() -> None:
    home = places.find()
    if home is None or postmaster(home) is None:
        return
    programs = postgres.programs(version=version(home))
    run([programs / "pg_ctl", "stop", "-D", home.data, "-m", "fast", "-w"], account=home.account)


def addresses(home: Home) -> dict[str, str]:
    socket = quote(str(home.socket), safe="")
    roles = {"application": APPLICATION, "owner": OWNER}
    return {use: f"postgresql://{role}@/{DATABASE}?host={socket}" for use, role in roles.items()}


def postmaster(home: Home) -> int | None:
    """The process that serves this cluster.

    The number in postmaster.pid may, after a crash, be that of any process; only one that works
    in our data directory is ours.
    """
    try:
        pid = int((home.data / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    try:
        return pid if Path(f"/proc/{pid}/cwd").resolve() == home.data.resolve() else None
    except OSError:
        return pid if not Path("/proc/self").exists() else None


def version(home: Home) -> str | None:
    """The PostgreSQL that made the cluster of a place; ``None`` where there is none."""
    try:
        return (home.data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        return None


def _initialise(home: Home, programs: Path) -> None:
    if (home.data / "PG_VERSION").exists():
        return
    say("Making the private PostGIS cluster")
    # Under another name until it is whole, so that an interrupted initdb leaves no half cluster.
    draft = home.path / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    options = [
        *("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"),
        f"--username={SUPERUSER}",
    ]
    run([programs / "initdb", "-D", draft, *options], account=home.account)
    with (draft / "postgresql.conf").open("a") as handle:
        handle.write("\ninclude = 'private.conf'\n")
    draft.rename(home.data)


def bring_up(home: Home, programs: Path) -> None:
    """Starts the PostgreSQL of a place, which must be down."""
    home.own(home.socket)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    settings = home.data / "private.conf"
    text = SETTINGS.format(
        socket=str(home.socket).replace("'", "''"),
        shared=max(32, min(512, memory // 8)),
        cache=max(64, min(4096, memory // 2)),
    )
    settings.write_text(text)
    if os.geteuid() == 0:
        os.chown(settings, *home.account)
    # Left by a crash. postmaster() has found that no process of ours stands behind them, and
    # PostgreSQL would refuse to start if another one has got that number since.
    (home.data / "postmaster.pid").unlink(missing_ok=True)
    (home.socket / f"{places.SOCKET_NAME}.lock").unlink(missing_ok=True)
    try:
        run(
            [programs / "pg_ctl", "start", "-D", home.data, "-l", home.log, "-w", "-t", "120"],
            account=home.account,
        )
    except Refusal as refusal:
        tail = home.log.read_text(errors="replace")[-2000:] if home.log.exists() else ""
        raise Refusal(f"{refusal}\nThe end of {home.log}:\n{tail}") from None


def _complete(home: Home, programs: Path) -> None:
    for database, text in (
        ("postgres", ROLES),
        ("template1", TEMPLATE),
        ("postgres", CREATE_DATABASE),
        (DATABASE, TEMPLATE),
    ):
        psql(home, programs, database, text)


def psql(home: Home, programs: Path, database: str, text: str) -> str:
    options = ["-XqAt", "-v", "ON_ERROR_STOP=1", "-U", SUPERUSER, "-d", database]
    return run(
        [programs / "psql", *options, "-h", home.socket],
        env={"PGOPTIONS": "-c client_min_messages=warning"},
        account=home.account,
        text=text,
    )
