"""A snapshot answers what the database answers, on random ledgers and random questions."""

from typing import Any

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.zones.serving import ledgers
from tests.zones.serving.ledgers import plain
from zones.answers import answer
from zones.serving.database import answer_from_database
from zones.serving.loading import load


class RandomLedgers(TestCase):
    """hypothesis rolls each example back, so every ledger starts empty."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(ledgers.acts, st.lists(ledgers.asked, min_size=8, max_size=16))
    def test_whole_answers_are_the_same_from_memory_and_from_the_database(
        self, acts: list[tuple[Any, ...]], asked: list[tuple[Any, ...]]
    ) -> None:
        city, places = ledgers.grounds()
        clock = list(ledgers.record(city, places, acts))
        snapshot, now = load(city), timezone.now()
        for drawn in asked:
            question = ledgers.question(drawn, places, clock, now)
            ours, theirs = answer(question, snapshot), answer_from_database(question, city)
            assert plain(ours) == plain(theirs)
