"""The disk of the database is full."""

import pytest

from tests.notices.faults.aftermath import NUMBERS, settle
from tests.notices.faults.conftest import Rounds
from tests.notices.faults.machine import Machine

KILOBYTE = 1024


def test_a_full_disk_refuses_whole_acts(machine: Machine, rounds: Rounds) -> None:
    """PostgreSQL refuses a statement, or stops if it is the log that does not fit."""
    if not machine.has_small_disk:
        pytest.skip("this account may not mount a small disk for itself (mount namespaces)")
    folder = str(machine.folder)
    for chance in rounds.of(short=1):
        leave = chance.choice([0, 64, 512, 2048]) * KILOBYTE
        machine.ask("fill_disk", folder=folder, leave=leave)
        try:
            journal = machine.journal()
            seen = machine.ask(
                "publish_on_and_on",
                journal=str(journal.path),
                first=next(NUMBERS),
                count=900,
                seed=chance.randrange(2**31),
            )
        finally:
            machine.ask("free_disk", folder=folder)
        assert seen != "", "the disk was never full"
        machine.bring_up()
        settle(machine, journal)
