"""What the processes of the broken machine do. Each function is one task, in one process."""

import fcntl
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import Error, connection
from django.urls import reverse

from notices import language
from notices.drafts import finding_key, publish_draft, start_draft, submit_draft
from notices.models import Draft, Notice
from notices.reading import read
from notices.services import Refused
from notices.verification import differences
from people.duties import Role
from tests.ground import T0, people, person, small_city
from tests.notices.faults.lossy import CutAtCommit, Moment
from tests.notices.faults.words import write_text
from zones.models import City, Place, Standing

PATIENCE = 60.0


# --- The site -------------------------------------------------------------------------------------


def warm_up() -> None:
    """Loads what Django loads at first use, before the first fork; no connection is made."""
    reverse("notices:act", args=[1])
    language.parse(write_text(1, ["水木云天小区1号楼"], ["水木云天小区2号楼"]))


def found_site() -> None:
    """A city, and people: two who may enter, one who may publish."""
    small_city()
    people()
    person("colleague", Role.CLERK)


def bring_up(folder: str) -> None:
    """Starts PostgreSQL and waits until it answers.

    Backends outlive a killed postmaster for a moment, and PostgreSQL rightly refuses to start
    beside them; so it is tried again until it starts.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        started = subprocess.run(
            [sys.executable, "-m", "ops", "cluster-start"],
            cwd=folder,
            env={k: v for k, v in os.environ.items() if not k.startswith("DATABASE_")},
            capture_output=True,
            text=True,
            check=False,
        )
        if started.returncode == 0:
            break
        assert time.monotonic() < deadline, started.stderr
    until_answered()


def until_answered() -> None:
    """Waits until PostgreSQL, which may be recovering by itself, answers."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.ensure_connection()
            return
        except Error:
            assert time.monotonic() < deadline
            time.sleep(0.02)


def postmaster(folder: str) -> int:
    """The process of PostgreSQL that all its others are children of."""
    return int(Path(folder, "var/cluster/data/postmaster.pid").read_text().split("\n", 1)[0])


def fill_disk(folder: str, leave: int) -> None:
    """Leaves so many bytes on the disk."""
    disk = os.statvfs(folder)
    size = disk.f_bavail * disk.f_frsize - leave
    with Path(folder, "ballast").open("wb") as handle:
        os.posix_fallocate(handle.fileno(), 0, size)


def free_disk(folder: str) -> None:
    Path(folder, "ballast").unlink()


# --- Notices --------------------------------------------------------------------------------------


def submit(text: str, minutes: int, author: str = "clerk") -> UUID:
    """A draft on which nothing is left to do but to publish it."""
    city = City.objects.get()
    clerk = User.objects.get(username=author)
    at = T0 + timedelta(minutes=minutes)
    draft = start_draft(author=clerk, text=text)
    doubts = read(text, city, effective_from=at).doubts
    submit_draft(
        draft_id=draft.id,
        by=clerk,
        city=city,
        effective_from=at,
        effective_decision="即日起按零时计",
        accepted=[finding_key(f) for f in doubts],
    )
    return draft.id


def submit_random(number: int, seed: int) -> UUID:
    """A notice that designates a few units, new and known ones, and releases a few."""
    chance = random.Random(f"{seed}/{number}")
    units = [f"水木云天小区{b}号楼{u}单元" for b in range(1, 40) for u in range(1, 4)]
    new = f"书林苑{number}号院{chance.randrange(9) + 1}号楼"
    in_force = Standing.objects.filter(effective__upper_inf=True, known__upper_inf=True)
    words = sorted(set(in_force.values_list("text", flat=True)))
    released = chance.sample(words, min(len(words), chance.randrange(3)))
    designated = chance.sample(units, chance.randrange(1, 4))
    return submit(write_text(number, [*designated, new], released), number)


def submit_texts(texts: list[str], minutes: int, author: str = "clerk") -> list[str]:
    """Drafts of these texts, ready to be published."""
    return [str(submit(text, minutes, author)) for text in texts]


# --- Publishing -----------------------------------------------------------------------------------


class Ink:
    """A journal: every line is on the disk before the next step is taken."""

    def __init__(self, path: str) -> None:
        self.handle = Path(path).open("a", encoding="utf-8")  # noqa: SIM115

    def write(self, *words: object) -> None:
        print(*words, file=self.handle, flush=True)
        os.fsync(self.handle.fileno())


def publish_one(draft: UUID, ink: Ink) -> None:
    """Publishes a draft; it is acknowledged after publishing has returned, not before."""
    connection.ensure_connection()
    ink.write("begin", draft, connection.connection.info.backend_pid)
    publisher = User.objects.get(username="publisher")
    notice = publish_draft(draft_id=draft, by=publisher, city=City.objects.get())
    ink.write("done", draft, *_act(notice))


def publish_on_and_on(journal: str, first: int, count: int, seed: int) -> str:
    """Publishes notice after notice; says what ended it."""
    ink = Ink(journal)
    try:
        for number in range(first, first + count):
            publish_one(submit_random(number, seed), ink)
    except Error as error:
        return f"{type(error).__name__}: {error}"
    return ""


def publish_and_die(journal: str, number: int, seed: int, statement: int) -> None:
    """Publishes one notice and is killed by itself just before or after a statement of it."""
    ink = Ink(journal)
    draft = submit_random(number, seed)
    seen = 0

    def fuse(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*arguments)

    with connection.execute_wrapper(fuse):
        publish_one(draft, ink)


def publish_drafts(journal: str, drafts: list[str], gate: str = "") -> dict[str, str]:
    """Publishes these drafts once the gate is open; says why those were refused that were."""
    ink = Ink(journal)
    connection.ensure_connection()
    if gate:
        ink.write("ready")
        with Path(gate).open() as held:
            fcntl.flock(held, fcntl.LOCK_SH)
    refused: dict[str, str] = {}
    for draft in drafts:
        try:
            publish_one(UUID(draft), ink)
        except Refused as refusal:
            refused[draft] = str(refusal)
            ink.write("refused", draft)
    return refused


def publish_into_a_cut(journal: str, draft: str, moment: str, folder: str) -> str:
    """Publishes over a connection that is cut at COMMIT; says what the publisher saw."""
    settings = connection.settings_dict
    with CutAtCommit(Path(folder), Path(settings["HOST"]), Moment(moment)) as cut:
        settings["HOST"] = str(cut.folder)
        # Connecting commits, too.
        connection.ensure_connection()
        cut.armed = True
        try:
            publish_one(UUID(draft), Ink(journal))
        except Error as error:
            return f"{type(error).__name__}: {error}"
    return ""


# --- What is there afterwards ---------------------------------------------------------------------


def state() -> dict[str, Any]:
    """Everything that a test compares, read from the database by a process of its own."""
    until_answered()
    return {
        "differences": list(differences()),
        "acts": {str(n.draft.id): _act(n) for n in Notice.objects.select_related("draft", "seal")},
        "half": [str(n) for n in Notice.objects.all() if not _is_whole(n)],
        "waiting": [str(d.id) for d in Draft.objects.filter(status=Draft.Status.SUBMITTED)],
        "twice": Place.objects.count()
        - Place.objects.values("name", "district").distinct().count(),
    }


def _act(notice: Notice) -> list[str]:
    return [f"{notice.year}-{notice.number}", str(notice.sequence), notice.seal.digest]


def _is_whole(notice: Notice) -> bool:
    """Whether an act has every entry that its text lists, and each release what it ends."""
    listed = [(e.action.value, e.text) for e in language.parse(notice.text).entries]
    held = [(e.action, e.text) for e in notice.entries.order_by("ordinal")]
    loose = notice.entries.filter(action="release", bindings__isnull=True)
    return listed == held and notice.draft.status == Draft.Status.PUBLISHED and not loose.exists()
