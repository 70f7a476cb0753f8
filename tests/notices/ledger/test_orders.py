"""Orders about whole districts: the latest effective holds, whenever it was typed."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from notices.ledger.orders import DistrictState, Order, believed_spans, spans
from zones.risk.regimes import SHANGHAI

T0 = datetime(2022, 8, 20, tzinfo=SHANGHAI)
HOURS = [T0 + timedelta(hours=h) for h in range(7)]
orders = st.lists(
    st.tuples(st.sampled_from(list(DistrictState)), st.sampled_from(HOURS), st.integers(1, 5)),
    max_size=5,
).map(lambda drawn: [Order(str(i), *fields) for i, fields in enumerate(drawn)])


def model(found: list[Order], at: datetime) -> DistrictState | None:
    """The strictest of the latest orders effective by an instant."""
    by_then = [o for o in found if o.effective_from <= at]
    if not by_then:
        return None
    latest = max(o.effective_from for o in by_then)
    states = {o.state for o in by_then if o.effective_from == latest}
    strictest = next(s for s in DistrictState if s in states)
    return None if strictest is DistrictState.LIFTED else strictest


@given(orders, st.sampled_from(HOURS))
def test_the_latest_order_holds(found: list[Order], at: datetime) -> None:
    held = [o.state for o, start, end in spans(found) if start <= at and (not end or at < end)]
    assert held == ([model(found, at)] if model(found, at) else [])


@given(orders, st.integers(1, 5))
def test_beliefs_are_the_spans_of_what_was_recorded(found: list[Order], sequence: int) -> None:
    held = {
        (s.order, s.start, s.end)
        for s in believed_spans(found)
        if s.known_from <= sequence and (s.known_to is None or sequence < s.known_to)
    }
    recorded = [o for o in found if o.recorded <= sequence]
    assert held == {(o.id, start, end) for o, start, end in spans(recorded)}
