"""The machine that is broken on purpose, seen from inside: `python -m tests.notices.faults.inside`.

It has a small disk of its own where that is allowed (a tmpfs in a mount namespace that ends with
this process), a private cluster on it made by `ops`, and forks one child for each task, so that a
publisher can be killed without Django being loaded anew for the next one. A line of JSON on stdin
orders a task; its process number comes back on stdout. When stdin ends, all of it goes.
"""

import contextlib
import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

from ops.checkout import ROOT


class Checkout:
    """A copy of `ops`, which is all that a cluster needs, on the small disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, megabytes: int) -> None:
        """Mounts the disk, if it is to be small, and puts a running cluster on it."""
        if megabytes:
            options = f"size={megabytes}m,mode=755"
            subprocess.run(
                ["mount", "-t", "tmpfs", "-o", options, "tmpfs", self.folder], check=True
            )
        # PostgreSQL's account has to be able to enter.
        self.folder.chmod(0o755)
        shutil.copytree(ROOT / "ops", self.folder / "ops")
        self.ops("cluster-start", check=True)

    def ops(self, target: str, *, check: bool) -> subprocess.CompletedProcess[str]:
        env = {k: v for k, v in os.environ.items() if not k.startswith("DATABASE_")}
        return subprocess.run(
            [sys.executable, "-m", "ops", target],
            cwd=self.folder,
            env=env,
            stdout=subprocess.PIPE,
            text=True,
            check=check,
        )

    def addresses(self) -> dict[str, str]:
        """Where the cluster listens, as the environment of a server names it."""
        found = json.loads((self.folder / "var" / "database.json").read_text("utf-8"))
        return {"DATABASE_URL": found["application"], "DATABASE_OWNER_URL": found["owner"]}


def prepare(checkout: Checkout) -> None:
    """The tables and rights of the site, as `make run` makes them, and Django for the tasks."""
    os.environ |= {**checkout.addresses(), "LOG_LEVEL": "CRITICAL", "SECRET_KEY": "for a test"}
    subprocess.run(
        [sys.executable, ROOT / "manage.py", "migrate", "-v0"], stdout=sys.stderr, check=True
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    importlib.import_module("django").setup()
    importlib.import_module("tests.notices.faults.tasks").warm_up()


def carry_out(order: dict[str, Any]) -> None:
    """One task, in a process of its own; its answer is written whole or not at all."""
    tasks = importlib.import_module("tests.notices.faults.tasks")
    answer = Path(order["answer"])
    try:
        told = {"value": getattr(tasks, order["task"])(**order["arguments"])}
    except Exception:
        told = {"error": traceback.format_exc()}
    draft = answer.with_suffix(".new")
    draft.write_text(json.dumps(told), "utf-8")
    draft.rename(answer)


def obey() -> None:
    """Forks a child for each order, until there are no more."""
    # The kernel buries the children: whoever waits for one watches its number.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            carry_out(json.loads(line))
            sys.stdout.flush()
            os._exit(0)
        print(pid, flush=True)


def main(folder: str, megabytes: str) -> None:
    checkout = Checkout(Path(folder))
    try:
        checkout.make(int(megabytes))
        prepare(checkout)
        print("ready", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            obey()
    finally:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        checkout.ops("cluster-destroy", check=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
