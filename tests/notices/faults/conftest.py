"""How often each fault is tried: a few times in `make test`, for minutes in `make soak`."""

import os
import random
import time
from collections.abc import Iterator
from itertools import count

import pytest

from ops import postgres
from tests.notices.faults.machine import Machine

SOAK_MINUTES = float(os.environ.get("SOAK_MINUTES") or 0)
SEED = int(os.environ.get("FAULT_SEED") or 0) or random.SystemRandom().randrange(1, 2**31)
KINDS = 10
"""How many tests share the minutes of a soak."""


@pytest.fixture(scope="session")
def machine() -> Iterator[Machine]:
    if not postgres.installed():
        pytest.skip("no PostGIS on this machine")
    with Machine() as made:
        made.ask("found_site")
        yield made


class Rounds:
    """The tries of one test, each with chances of its own that can be had again by the seed."""

    def __init__(self, name: str) -> None:
        self.name = name

    def of(self, *, short: int) -> Iterator[random.Random]:
        """So many tries, or as many as there is time for in a soak."""
        until = time.monotonic() + 60 * SOAK_MINUTES / KINDS
        for number in count(1):
            if number > short and time.monotonic() >= until:
                return
            print(f"{self.name}: round {number}, FAULT_SEED={SEED}", flush=True)
            yield random.Random(f"{SEED}/{self.name}/{number}")


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> Rounds:
    return Rounds(request.node.name)
