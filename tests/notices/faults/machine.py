"""The machine that is broken on purpose, seen from the tests: orders, and the end of processes."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any

from ops.checkout import ROOT

PATIENCE = 120.0
MEGABYTES = 768
"""How large the small disk is: a cluster with PostGIS, and room for its write-ahead log."""


def own_disk() -> list[str] | None:
    """The command that lets a process mount a disk for itself alone; ``None`` if none does."""
    unshare = ["unshare", "--mount", "--propagation", "private"]
    if os.geteuid() != 0:
        unshare += ["--user", "--map-current-user", "--keep-caps"]
    with tempfile.TemporaryDirectory() as folder:
        trial = [*unshare, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]
        try:
            tried = subprocess.run(trial, capture_output=True, check=False)
        except FileNotFoundError:
            return None
    return unshare if tried.returncode == 0 else None


@dataclass(frozen=True, slots=True)
class Task:
    """A process inside the machine, and where its answer will be."""

    pid: int
    answer: Path

    def kill(self) -> None:
        kill(self.pid)

    def ends_within(self, seconds: float) -> bool:
        """Whether the process ends before so many seconds are over."""
        return ended(self.pid, within=seconds)

    def result(self) -> Any:
        """What the task answered. Raises if it failed, or was killed before it could."""
        assert self.ends_within(PATIENCE), f"process {self.pid} hangs"
        told = json.loads(self.answer.read_text("utf-8"))
        assert "value" in told, told.get("error")
        return told["value"]


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def ended(pid: int, *, within: float) -> bool:
    """Whether a process ends before so many seconds are over; it need not be our child."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], within)[0])
    finally:
        os.close(handle)


class Machine:
    """A private cluster with the site's tables, and processes that work in it."""

    def __init__(self) -> None:
        self.unshare = own_disk()
        self.folder = Path(tempfile.mkdtemp(prefix="faults-", dir="/tmp"))
        self.outbox = Path(tempfile.mkdtemp(prefix="faults-answers-"))
        self._numbers = count(1)
        self._begun: list[Task] = []
        size = MEGABYTES if self.unshare else 0
        inside = [sys.executable, "-m", "tests.notices.faults.inside", self.folder, str(size)]
        self._process = subprocess.Popen(
            [str(part) for part in [*(self.unshare or []), *inside]],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Machine":
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n", "the machine did not start"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for task in self._begun:
            if not task.answer.exists() and not task.ends_within(0):
                task.kill()
        self._process.communicate(timeout=PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.outbox, ignore_errors=True)

    @property
    def has_small_disk(self) -> bool:
        return self.unshare is not None

    def begin(self, task: str, **arguments: Any) -> Task:
        """Starts a task; see ``tests.notices.faults.tasks`` for what there is."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        answer = self.outbox / f"{next(self._numbers)}.json"
        order = {"task": task, "arguments": arguments, "answer": str(answer)}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        self._begun.append(Task(int(self._process.stdout.readline()), answer))
        return self._begun[-1]

    def ask(self, task: str, **arguments: Any) -> Any:
        """The answer of a task."""
        return self.begin(task, **arguments).result()

    def journal(self) -> "Journal":
        """A new file for a publisher to write down what it did."""
        return Journal(self.outbox / f"{next(self._numbers)}.journal")

    def postmaster(self) -> int:
        return int(self.ask("postmaster", folder=str(self.folder)))

    def bring_up(self) -> None:
        """Starts PostgreSQL if it is down, as after a crash, and waits until it answers."""
        self.ask("bring_up", folder=str(self.folder))


@dataclass(frozen=True, slots=True)
class Journal:
    """What a publisher wrote down: each line went to the disk before the next step was taken."""

    path: Path

    def lines(self, kind: str) -> list[list[str]]:
        """The words after ``kind`` of each whole line that begins with it."""
        if not self.path.exists():
            return []
        whole = self.path.read_text("utf-8").rpartition("\n")[0].splitlines()
        return [words[1:] for line in whole if (words := line.split(" "))[0] == kind]

    def wait_for(self, kind: str, task: Task, *, times: int = 1) -> list[str]:
        """The last of so many lines of a kind; fails if the task ends before it wrote them."""
        deadline = time.monotonic() + PATIENCE
        while len(found := self.lines(kind)) < times:
            assert not task.ends_within(0.002) or len(self.lines(kind)) >= times, task.result()
            assert time.monotonic() < deadline, f"no {kind!r} was written"
        return found[-1]

    def acknowledged(self) -> dict[str, list[str]]:
        """By draft, the number, sequence and digest of what publishing returned."""
        return {words[0]: words[1:] for words in self.lines("done")}

    def refused(self) -> set[str]:
        """Drafts of which the publisher was told that they are not recorded by it."""
        return {draft for draft, *_ in self.lines("refused")}

    def unacknowledged(self) -> list[str]:
        """Drafts whose publication was begun and brought no word, good or bad."""
        told = self.acknowledged().keys() | self.refused()
        return [draft for draft, *_ in self.lines("begin") if draft not in told]
