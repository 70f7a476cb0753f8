"""Freshness cannot lie: what can make a page fresh, and what cannot."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zones.freshness import freshness
from zones.risk.regimes import SHANGHAI

PATIENCE = timedelta(hours=36)
DAY = date(2022, 11, 30)
MIDNIGHT = datetime(2022, 12, 1, tzinfo=SHANGHAI)
INSTANTS = st.integers(0, 90 * 24 * 60).map(lambda m: MIDNIGHT + timedelta(days=-30, minutes=m))


def test_a_ledger_without_a_notice_is_always_stale() -> None:
    assert freshness(None, None, PATIENCE).is_stale(MIDNIGHT)


def test_a_notice_tells_up_to_its_recording_and_never_past_its_day() -> None:
    evening = MIDNIGHT - timedelta(hours=3)
    assert freshness(DAY, evening, PATIENCE).told_until == evening
    assert freshness(DAY, MIDNIGHT + timedelta(days=900), PATIENCE).told_until == MIDNIGHT


@given(INSTANTS, INSTANTS)
def test_recording_an_old_notice_makes_nothing_fresh(recorded: datetime, now: datetime) -> None:
    found = freshness(DAY, recorded, PATIENCE)
    assert found.stale_at is not None
    assert found.stale_at <= MIDNIGHT + PATIENCE
    assert found.is_stale(now) == (now >= found.stale_at)


@given(INSTANTS, INSTANTS)
def test_what_is_stale_stays_stale(one: datetime, other: datetime) -> None:
    found = freshness(DAY, MIDNIGHT, PATIENCE)
    if found.is_stale(min(one, other)):
        assert found.is_stale(max(one, other))
