"""The turns of the ledger: laws of gathering, and the positions of the slider."""

import itertools
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from zones.risk.regimes import SHANGHAI
from zones.timeline import Stretch, Turn, gather, steps

T0 = datetime(2022, 11, 28, tzinfo=SHANGHAI)


def act(sequence: int) -> dict[str, Any]:
    return {"sequence": sequence}


@st.composite
def ledgers(draw: st.DrawFn) -> list[Stretch]:
    """Designations, each of a few stretches that follow one another."""
    made = []
    for number in range(draw(st.integers(0, 6))):
        hours = sorted(draw(st.sets(st.integers(0, 40), min_size=1, max_size=4)))
        ends = [*hours[1:], None] if draw(st.booleans()) or len(hours) == 1 else hours[1:]
        for start, end in zip(hours, ends, strict=False):
            made.append(
                Stretch(
                    UUID(int=number),
                    T0 + timedelta(hours=start),
                    None if end is None else T0 + timedelta(hours=end),
                    act(start),
                    None if end is None else act(end),
                )
            )
    return made


def held(stretches: list[Stretch], at: datetime) -> set[UUID]:
    return {
        s.designation
        for s in stretches
        if s.start is not None and s.start <= at and (s.end is None or at < s.end)
    }


@given(ledgers())
def test_what_was_added_less_what_was_released_is_in_force(stretches: list[Stretch]) -> None:
    count = 0
    for turn in gather(stretches):
        count += turn.added - turn.released
        assert count == len(held(stretches, turn.at))


@given(ledgers())
def test_nothing_changes_between_two_turns(stretches: list[Stretch]) -> None:
    found = gather(stretches)
    assert [t.at for t in found] == sorted({t.at for t in found})
    for turn, following in itertools.pairwise(found):
        just_before = following.at - timedelta(seconds=1)
        assert held(stretches, turn.at) == held(stretches, just_before)


@given(ledgers())
def test_every_turn_names_its_acts(stretches: list[Stretch]) -> None:
    for turn in gather(stretches):
        assert turn.acts
        assert turn.added + turn.released + turn.changed > 0


def test_a_narrowed_zone_is_neither_added_nor_released() -> None:
    one, noon = UUID(int=1), T0 + timedelta(hours=12)
    first, second = gather(
        [Stretch(one, T0, noon, act(1), act(2)), Stretch(one, noon, None, act(1), None)]
    )
    assert (first.added, first.released, first.changed) == (1, 0, 0)
    assert (second.added, second.released, second.changed) == (0, 0, 1)


@given(
    st.lists(st.integers(0, 30), unique=True), st.integers(0, 30), st.none() | st.integers(0, 30)
)
def test_the_slider_has_one_position_for_now_and_one_chosen(
    hours: list[int], now: int, chosen: int | None
) -> None:
    known = [Turn(T0 + timedelta(hours=h)) for h in sorted(hours)]
    at = None if chosen is None else T0 + timedelta(hours=chosen)
    made = steps(known, T0 + timedelta(hours=now), at)
    assert sum(s.turn is None for s in made) == 1
    assert sum(s.is_chosen for s in made) == 1
    assert all(s.is_ahead == (s.turn.at > T0 + timedelta(hours=now)) for s in made if s.turn)
