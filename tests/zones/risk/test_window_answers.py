"""Answers over a window are those of its instants, on random ledgers.

Everything random happens at full hours, so the hours of a window stand for all its instants.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.ground import HOUR, T0
from tests.zones.serving import ledgers
from zones.answers import Answer, Question, answer
from zones.gazetteer.outcome import Outcome
from zones.risk.assess import Doubt, Risk
from zones.serving.loading import load
from zones.serving.snapshot import Snapshot

CERTAIN = (Risk.LOW, Risk.ROUTINE)
NOT_HIGH = (*CERTAIN, Risk.MEDIUM, Risk.PARTLY_MEDIUM)


def each_hour(question: Question, start: datetime, snapshot: Snapshot) -> list[Answer]:
    hours = int((question.as_of - start) / HOUR)
    return [
        answer(replace(question, as_of=start + n * HOUR, window=None), snapshot)
        for n in range(hours)
    ]


def check(question: Question, snapshot: Snapshot) -> None:
    found = answer(question, snapshot)
    if found.outcome is not Outcome.FOUND:
        assert found.risk is Risk.UNKNOWN
        assert found.window is None
        return
    assert found.window is not None
    assert (found.window.start, found.window.end) == (
        question.as_of - question.window,
        question.as_of,
    )
    told = each_hour(question, found.window.start, snapshot)
    known = [a.risk in NOT_HIGH and not isinstance(a.reason, Doubt) for a in told]
    was_high = True if any(a.risk is Risk.HIGH for a in told) else (False if all(known) else None)
    assert found.window.was_high is was_high
    high = [any(i.start <= a.question.as_of < i.end for i in found.window.intervals) for a in told]
    assert high == [a.risk is Risk.HIGH for a in told]
    for one in told:
        assert bool(one.because) == (one.risk in (Risk.HIGH, Risk.MEDIUM))
        assert one.risk not in CERTAIN or not one.parts


class RandomLedgers(TestCase):
    """hypothesis rolls each example back, so every ledger starts empty."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        ledgers.acts,
        st.lists(
            st.tuples(
                st.one_of(st.sampled_from(ledgers.WORDS), st.integers(0, 8)),
                st.integers(-2, 10),
                st.integers(1, 12),
            ),
            min_size=4,
            max_size=10,
        ),
    )
    def test_a_window_is_true_if_any_hour_was_high_and_false_only_if_each_is_known_not_to_be(
        self, acts: list[tuple[Any, ...]], asked: list[tuple[Any, int, int]]
    ) -> None:
        city, places = ledgers.grounds()
        list(ledgers.record(city, places, acts))
        snapshot, now = load(city), timezone.now()
        for what, hour, long in asked:
            subject = {"place": places[what].id} if isinstance(what, int) else {"address": what}
            question = Question(as_of=T0 + hour * HOUR, known_at=now, window=long * HOUR, **subject)
            check(question, snapshot)
