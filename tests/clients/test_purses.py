"""Quotas shared by processes: never more than the quota, and never less for long."""

import threading
from collections import Counter

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from clients.budgets import forget_past, lease_for
from clients.models import Budget
from clients.purses import Purse, Short
from clients.quotas import Limit, Measure, Period, policy, starts_at
from tests.clients.askers import a_client

limits = st.builds(
    Limit, st.sampled_from(Measure), st.sampled_from(Period), st.integers(0, 1_000_000)
)
instants = st.floats(0, 4e9)


@given(limits, instants)
def test_an_instant_lies_in_its_window_and_the_next_one_begins_when_it_says(
    limit: Limit, now: float
) -> None:
    window = limit.window(now)
    assert window <= now < window + limit.period.seconds
    assert limit.window(window + limit.period.seconds) == window + limit.period.seconds
    assert 1 <= limit.ends_in(now) <= limit.period.seconds


def test_a_day_begins_at_midnight_in_shanghai() -> None:
    day = Limit(Measure.REQUESTS, Period.DAY, 1)
    assert starts_at(day.window(1_669_650_000)).isoformat() == "2022-11-27T16:00:00+00:00"


class Ledger:
    """The rule of ``clients.budgets`` in memory."""

    def __init__(self) -> None:
        self.taken: Counter[tuple[Limit, int]] = Counter()

    def __call__(self, limit: Limit, window: int, needed: int) -> tuple[int, int]:
        left = limit.quota - self.taken[limit, window]
        given_out = max(needed, left // 16) if left >= needed else 0
        self.taken[limit, window] += given_out
        return given_out, left - given_out


REQUESTS = Limit(Measure.REQUESTS, Period.MINUTE, 50)
ADDRESSES = Limit(Measure.ADDRESSES, Period.DAY, 120)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 60), st.integers(0, 300))))
def test_all_processes_together_never_exceed_a_quota(asks: list[tuple[int, int, int]]) -> None:
    ledger = Ledger()
    purses = [Purse((REQUESTS, ADDRESSES), ledger) for _ in range(4)]
    spent: Counter[tuple[Measure, int]] = Counter()
    for which, addresses, later in asks:
        now = 1_669_650_000 + later
        costs = {Measure.REQUESTS: 1, Measure.ADDRESSES: addresses}
        if purses[which].spend(costs, now) is None:
            spent[Measure.REQUESTS, REQUESTS.window(now)] += 1
            spent[Measure.ADDRESSES, ADDRESSES.window(now)] += addresses
    for (measure, _), amount in spent.items():
        assert amount <= (50 if measure is Measure.REQUESTS else 120)


@given(st.lists(st.integers(1, 200), max_size=20))
def test_what_is_refused_costs_nothing(costs: list[int]) -> None:
    purse = Purse((REQUESTS, ADDRESSES), Ledger())
    for cost in costs:
        before = purse.remaining(0).split(",")[0]
        refused = purse.spend({Measure.REQUESTS: 1, Measure.ADDRESSES: cost}, 0)
        assert (purse.remaining(0).split(",")[0] == before) == isinstance(refused, Short)


def test_the_headers_name_every_limit() -> None:
    purse = Purse((REQUESTS, ADDRESSES), Ledger())
    purse.spend({Measure.REQUESTS: 1}, 30)
    assert policy(purse.limits) == (
        '"requests-per-minute";q=50;w=60, "addresses-per-day";q=120;w=86400'
    )
    assert purse.remaining(30).startswith('"requests-per-minute";r=49;t=30, ')


@pytest.mark.django_db(transaction=True)
def test_processes_that_spend_at_once_spend_the_quota_to_the_last_unit() -> None:
    client = a_client(requests_per_minute=200)
    spent: list[int] = []

    def spend_all() -> None:
        purse, count = Purse(client.limits, lease_for(client.id)), 0
        while purse.spend({Measure.REQUESTS: 1}, 0) is None:
            count += 1
        spent.append(count)
        connection.close()

    threads = [threading.Thread(target=spend_all) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(spent) == 200
    assert Budget.objects.get().taken == 200
    assert forget_past(starts_at(3 * 86_400)) == 1
