"""`ops/with-python TARGET`: what the Makefile calls."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ops import checks, cluster, packages, server, site, virtualenv
from ops.checkout import PYTHON, ROOT, VAR, Refusal, end_in_order_on_sigterm, say, show

# A database for each; the tests of one file stay together, since they share what they set up.
ON_ALL_CORES = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile"]


@contextmanager
def database() -> Iterator[None]:
    """The database that DATABASE_URL names, else the private cluster, up while the block runs."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with cluster.in_use():
        yield


def run() -> int:
    number = server.port()
    server.claim(number)
    packages.for_running()
    virtualenv.ensure("base")
    env = site.demo_environment()
    with database():
        site.texts()
        site.migrate(env)
        say("Loading the demo, if the database is empty")
        accounts = site.load_demo(env)
        site.sign(env)
        site.collect_static(env)
        return server.serve(number, env, _welcome(number, accounts), beside=["deliver_webhooks"])


def train() -> int:
    """The desk for practice, on a database of its own, with nothing public."""
    number = server.port()
    server.claim(number)
    packages.for_running()
    virtualenv.ensure("base")
    env = {**site.demo_environment(), "TRAINING": "1"}
    with database():
        site.texts()
        site.manage("make_training_database", env=env)
        site.migrate(env)
        accounts = site.load_demo(env)
        site.collect_static(env)
        return server.serve(number, env, _welcome_to_practice(number, accounts), beside=[])


def setup() -> int:
    packages.for_running()
    virtualenv.ensure("base")
    env = site.demo_environment()
    with database():
        site.texts()
        site.migrate(env)
        site.collect_static(env)
    say("Ready: `make run` serves the site")
    return 0


def test() -> int:
    packages.for_running()
    packages.for_testing()
    virtualenv.ensure("dev")
    site.texts()
    with database():
        chosen = shlex.split(os.environ.get("ARGS", ""))
        return show([PYTHON, "-m", "pytest", *(chosen or ON_ALL_CORES)])


def soak() -> int:
    """Faults at random points, for minutes; they make and break a cluster of their own."""
    packages.for_running()
    virtualenv.ensure("dev")
    env = {"SOAK_MINUTES": os.environ.get("SOAK_MINUTES") or "6"}
    faults = ["tests/soak", "tests/notices/faults"]
    return show([PYTHON, "-m", "pytest", "-s", *faults], env=env)


def check() -> int:
    virtualenv.ensure("dev")
    site.texts()
    return checks.all_of_them()


def bench() -> int:
    if not (ROOT / "bench" / "__main__.py").exists():
        raise Refusal("This checkout has no benchmarks (bench/__main__.py).")
    packages.for_running()
    packages.for_measuring()
    virtualenv.ensure("dev")
    with database():
        return show([PYTHON, "-m", "bench", *shlex.split(os.environ.get("ARGS", ""))])


def snapshot() -> int:
    """The public site as files; any web server can hand them out while this one is down."""
    packages.for_running()
    virtualenv.ensure("base")
    env = site.demo_environment()
    with database():
        site.texts()
        site.migrate(env)
        site.collect_static(env)
        folder = os.environ.get("DIR") or str(VAR / "snapshot")
        print(site.manage("snapshot", folder, "--live", os.environ.get("LIVE", ""), env=env))
    return 0


def stop() -> int:
    stored = cluster.is_up()
    served = server.stop()
    if not cluster.release():
        say("Another command is using the database, and stops it when it is done")
    elif served or stored:
        say("Stopped")
    else:
        say("Nothing was running")
    return 0


def cluster_start() -> int:
    """Has the cluster up until `make stop`, for work with manage.py and pytest."""
    packages.for_running()
    home = cluster.start()
    cluster.KEPT.touch()
    for use, address in cluster.addresses(home).items():
        print(f"{use}: {address}")
    return 0


def cluster_destroy() -> int:
    """Deletes this checkout's cluster and all that is in it."""
    cluster.destroy()
    return 0


TARGETS: dict[str, Callable[[], int]] = {
    "run": run,
    "train": train,
    "test": test,
    "soak": soak,
    "setup": setup,
    "check": check,
    "bench": bench,
    "snapshot": snapshot,
    "stop": stop,
    "lock": virtualenv.relock,
    "cluster-start": cluster_start,
    "cluster-destroy": cluster_destroy,
}


def _welcome(number: int, accounts: str) -> str:
    address = f"http://{server.HOST}:{number}"
    lines = ["", f"  The map:     {address}/", f"  Staff:       {address}/staff/"]
    lines += [f"  Interface:   {address}/api/v1/docs", "", accounts.rstrip(), ""]
    return "\n".join([*lines, "Ctrl-C stops it.", ""])


def _welcome_to_practice(number: int, accounts: str) -> str:
    address = f"http://{server.HOST}:{number}"
    lines = ["", f"  Practice (演练): {address}/staff/", "", accounts.rstrip(), ""]
    return "\n".join([*lines, "Ctrl-C stops it.", ""])


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in TARGETS:
        print(f"usage: ops/with-python {{{'|'.join(TARGETS)}}}", file=sys.stderr)
        return 2
    end_in_order_on_sigterm()
    try:
        return TARGETS[arguments[0]]()
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
