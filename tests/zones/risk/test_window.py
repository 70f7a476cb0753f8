"""Three-valued logic over a window."""

import itertools
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zones.risk.assess import Risk
from zones.risk.regimes import REGIMES, SHANGHAI, regime_at
from zones.risk.window import Interval, Window, judge

T0 = datetime(2022, 11, 23, tzinfo=SHANGHAI)
DAY = timedelta(days=1)

risks = st.lists(st.tuples(st.sampled_from(list(Risk)), st.booleans()), min_size=1, max_size=7)


def over(found: list[tuple[Risk, bool]]) -> Window:
    intervals = [
        Interval(T0 + i * DAY, T0 + (i + 1) * DAY, risk, doubted)
        for i, (risk, doubted) in enumerate(found)
    ]
    return judge(T0, T0 + len(found) * DAY, intervals)


@given(risks)
def test_true_if_any_instant_was_high_false_only_if_all_are_known_not_to_be(
    found: list[tuple[Risk, bool]],
) -> None:
    verdict = over(found).was_high
    assert (verdict is True) == any(r is Risk.HIGH for r, _ in found)
    if verdict is False:
        assert all(
            r not in (Risk.HIGH, Risk.PARTLY_HIGH, Risk.UNKNOWN) and not doubted
            for r, doubted in found
        )


@given(risks, risks)
def test_a_wider_window_never_turns_true_into_false_or_unknown(
    narrow: list[tuple[Risk, bool]], more: list[tuple[Risk, bool]]
) -> None:
    if over(narrow).was_high is True:
        assert over(more + narrow).was_high is True
    if over(narrow).was_high is None:
        assert over(more + narrow).was_high is not False


def test_no_interval_is_unknown() -> None:
    assert judge(T0, T0 + DAY, []).was_high is None


def test_each_regime_begins_at_its_midnight_in_shanghai() -> None:
    for before, after in itertools.pairwise(REGIMES):
        assert regime_at(after.starts) is after
        assert regime_at(after.starts - timedelta(microseconds=1)) is before
    assert regime_at(REGIMES[0].starts - DAY) is None
    assert "medium" not in REGIMES[1].levels
