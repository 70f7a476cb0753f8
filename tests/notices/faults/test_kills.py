"""`kill -9` while notices are being published: of the publisher, and of PostgreSQL itself."""

import random

from tests.notices.faults.aftermath import NUMBERS, settle
from tests.notices.faults.conftest import Rounds
from tests.notices.faults.machine import Journal, Machine, Task, ended, kill

MOST_STATEMENTS = 200
"""More than publishing one of these notices takes, so that some rounds are not cut short."""


def publishing(machine: Machine, chance: random.Random) -> tuple[Task, Journal, list[str]]:
    """A publisher at work, at a random point of publishing; the last words it began with."""
    journal = machine.journal()
    task = machine.begin(
        "publish_on_and_on",
        journal=str(journal.path),
        first=next(NUMBERS),
        count=900,
        seed=chance.randrange(2**31),
    )
    words = journal.wait_for("begin", task, times=chance.randrange(1, 4))
    task.ends_within(chance.uniform(0, 0.15))
    return task, journal, words


def test_a_killed_publisher_leaves_whole_acts(machine: Machine, rounds: Rounds) -> None:
    for chance in rounds.of(short=2):
        task, journal, _ = publishing(machine, chance)
        task.kill()
        assert task.ends_within(60)
        settle(machine, journal)


def test_a_publisher_killed_between_any_two_statements_leaves_whole_acts(
    machine: Machine, rounds: Rounds
) -> None:
    for chance in rounds.of(short=2):
        journal = machine.journal()
        task = machine.begin(
            "publish_and_die",
            journal=str(journal.path),
            number=next(NUMBERS),
            seed=chance.randrange(2**31),
            statement=chance.randrange(1, MOST_STATEMENTS),
        )
        assert task.ends_within(60)
        settle(machine, journal)


def test_a_killed_backend_leaves_whole_acts(machine: Machine, rounds: Rounds) -> None:
    """PostgreSQL takes the death of one backend for a crash: it ends all and recovers."""
    for chance in rounds.of(short=2):
        task, journal, (_, backend) = publishing(machine, chance)
        kill(int(backend))
        assert task.result() != "", "the publisher was told"
        settle(machine, journal)


def test_a_killed_postmaster_leaves_whole_acts(machine: Machine, rounds: Rounds) -> None:
    for chance in rounds.of(short=2):
        task, journal, (_, backend) = publishing(machine, chance)
        postmaster = machine.postmaster()
        kill(postmaster)
        if chance.random() < 0.5:
            # Otherwise the backend finds out by itself, and may commit before it does.
            kill(int(backend))
        assert ended(postmaster, within=60)
        assert task.result() != "", "the publisher was told"
        machine.bring_up()
        settle(machine, journal)
