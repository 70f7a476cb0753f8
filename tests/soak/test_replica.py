"""The site over a primary and a replica, while either and its own workers are broken.

Laws: nothing is answered with 500; no answer is older than the act that was asked for, or than
what was recorded before the time of trust; every answer is that of the ledger at the sequence it
names; the feed has no gap. Afterwards the ledger verifies, and the replica is read again.
"""

import json
import os
import random
import time
from bisect import bisect_right
from collections.abc import Callable

import pytest

from ops import postgres, standby
from tests.soak.reading import Evidence, Journal
from tests.soak.stage import TRUST, Stage, kill, wait_until

MINUTES = float(os.environ.get("SOAK_MINUTES") or 0) / 2
SEED = int(os.environ.get("FAULT_SEED") or 0) or random.SystemRandom().randrange(1, 2**31)
SOON = 60.0

pytestmark = pytest.mark.skipif(
    not MINUTES or not postgres.installed(), reason="only `make soak` takes the time"
)


def replay_pauses(stage: Stage, chance: random.Random) -> None:
    stage.on_the_replica("SELECT pg_wal_replay_pause()")
    time.sleep(chance.uniform(1, 2.5 * TRUST))
    stage.on_the_replica("SELECT pg_wal_replay_resume()")


def replica_is_killed(stage: Stage, chance: random.Random) -> None:
    standby.kill(stage.replica)
    time.sleep(chance.uniform(0, 2.5 * TRUST))
    standby.start(stage.replica)


def connections_to_the_replica_end(stage: Stage, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 20)):
        stage.on_the_replica(TERMINATE)
        time.sleep(chance.uniform(0, 0.2))


def connections_to_the_primary_end(stage: Stage, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 20)):
        stage.on_the_primary(TERMINATE)
        time.sleep(chance.uniform(0, 0.2))


def primary_is_killed(stage: Stage, chance: random.Random) -> None:
    standby.kill(stage.primary)
    time.sleep(chance.uniform(0, 2.5 * TRUST))
    stage.start_primary()


def worker_is_killed(stage: Stage, chance: random.Random) -> None:
    # There may be none for a moment, while others are begun in their stead.
    wait_until(stage.workers, SOON, "no worker is left")
    kill(chance.choice(stage.workers()))
    time.sleep(chance.uniform(0, 3))


TERMINATE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE usename = 'zones_app' AND pid <> pg_backend_pid()"
)
FAULTS: tuple[Callable[[Stage, random.Random], None], ...] = (
    replay_pauses,
    replica_is_killed,
    connections_to_the_replica_end,
    connections_to_the_primary_end,
    primary_is_killed,
    worker_is_killed,
)


def test_no_answer_is_wrong_or_old_whatever_breaks() -> None:
    chance = random.Random(SEED)
    print(f"\nFAULT_SEED={SEED}, {MINUTES:g} minutes", flush=True)
    with Stage(SEED) as stage:
        stage.begin()
        wait_until(lambda: stage.journal.last() > 3, SOON, "nothing is published")
        both_read_the_replica(stage)
        until, faults = time.monotonic() + 60 * MINUTES, list(FAULTS)
        while faults or time.monotonic() < until:
            # Each once in any case, and then by chance.
            fault = faults.pop(chance.randrange(len(faults))) if faults else chance.choice(FAULTS)
            fault(stage, chance)
            time.sleep(chance.uniform(1, 4))
            tell(stage.evidence, stage.journal, fault.__name__)
            assert stage.evidence.faults == []
        both_read_the_replica(stage)
        stage.stop()
        tell(stage.evidence, stage.journal, "the end")
        stage.manage("verify_ledger")
        judge(stage.evidence, stage.journal, json.loads(stage.publishing("ledger")))


def both_read_the_replica(stage: Stage) -> None:
    """Nothing is broken for good: in the end each site is whole again."""
    for port in stage.sites:
        wait_until(
            lambda port=port: '"read_from": "replica"' in stage.ready(port),  # type: ignore[misc]
            SOON,
            "the replica is not read",
        )


def tell(evidence: Evidence, journal: Journal, what: str) -> None:
    good = sum(n for (_, status), n in evidence.statuses.items() if status == 200)
    waits = sum(n for (_, status), n in evidence.statuses.items() if status == 503)
    print(
        f"{what}: {journal.last()} acts, {good} answers, {waits} times 503,"
        f" {evidence.unreachable} connections broken",
        flush=True,
    )


def judge(evidence: Evidence, journal: Journal, ledger: list[tuple[int, list[list[str]]]]) -> None:
    """Every answer, against what the primary says the ledger was."""
    assert evidence.faults == []
    assert [sequence for sequence, _ in ledger] == list(range(1, len(ledger) + 1))
    high: set[str] = set()
    zones = [frozenset(high)]
    for _, entries in ledger:
        for action, house in entries:
            (high.add if action == "designate" else high.discard)(f"小店区{house}")
        zones.append(frozenset(high))
    there = sorted((at, sequence) for sequence, at in journal.acts())
    for seen in evidence.seen:
        assert seen.sequence >= seen.wanted, seen
        old = bisect_right(there, (seen.asked_at - TRUST, len(ledger)))
        assert old == 0 or seen.sequence >= max(s for _, s in there[:old][-5:]), seen
        for house, risk in seen.said.items():
            assert (risk == "high") == (house in zones[seen.sequence]), seen
    for kind in ("lookup", "at least", "zones", "changes", "page"):
        assert evidence.answered(kind) > 10, evidence.statuses
