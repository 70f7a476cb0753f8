"""What has to hold after any fault."""

from itertools import count
from typing import Any

from tests.notices.faults.machine import Journal, Machine

NUMBERS = count(1, 1000)
"""Where the numbers of the next publisher begin: no two tests share one."""


def settle(machine: Machine, *journals: Journal) -> dict[str, Any]:
    """Retries what was not acknowledged, and checks the ledger before and after.

    The ledger verifies, no act is half there, none that was acknowledged is lost; and a retry
    succeeds where nothing was recorded, and is refused where the act was. Answers what was
    there before the retry.
    """
    before = check(machine, *journals)
    open_ended = sorted({d for j in journals for d in j.unacknowledged()})
    for draft in open_ended:
        again = machine.journal()
        refused = machine.ask("publish_drafts", journal=str(again.path), drafts=[draft])
        if draft in before["acts"]:
            assert "不能发布" in refused[draft]
        else:
            assert draft in before["waiting"]
            assert refused == {}
            assert draft in again.acknowledged()
        journals = (*journals, again)
    if open_ended:
        check(machine, *journals)
    return before


def check(machine: Machine, *journals: Journal) -> dict[str, Any]:
    """What is there, none of it wrong."""
    state: dict[str, Any] = machine.ask("state")
    assert state["differences"] == []
    assert state["half"] == []
    assert state["twice"] == 0
    for journal in journals:
        for draft, act in journal.acknowledged().items():
            assert state["acts"][draft] == act
    return state
