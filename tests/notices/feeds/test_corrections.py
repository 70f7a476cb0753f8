"""What an act changed of earlier answers, held against asking before and after."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase

from notices.feeds.beliefs import TICK
from notices.feeds.corrections import Correction, corrections
from notices.ledger.values import Action
from notices.models import Notice
from notices.services import NewVoid, correct
from tests.ground import DAY, HOUR, T0, entry, people, place, publish, small_city, vouch
from tests.notices.feeds.slowly import corrections_slowly
from tests.notices.random_ledgers import NAMES, acts, record
from zones.answers import Question
from zones.models import City, District, Place, StandingPlace
from zones.risk.assess import Risk
from zones.serving.database import answer_from_database


class RandomLedgers(TestCase):
    """hypothesis rolls each example back, so every ledger starts empty."""

    @settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(acts)
    def test_exactly_the_answers_that_differ_are_listed(self, drawn: list[Any]) -> None:
        """For every place marked, at every hour around which anything was drawn."""
        city = small_city()
        district = city.districts.get(name="小店区")
        places = [place(district, name) for name in NAMES]
        vouch(district, at=T0 + 2 * HOUR)
        record(district, places, drawn)
        fresh = Place.objects.in_bulk([p.id for p in places])
        for act in Notice.objects.all():
            found = list(corrections(act))
            assert found == list(corrections_slowly(act))
            marked = {m.place_id for e in act.entries.all() for m in e.marks.all()}
            for subject in (fresh[i] for i in marked):
                for instant in (T0 + n * HOUR for n in range(-1, 10)):
                    self.compare(act, city, subject, instant, found)

    def compare(
        self, act: Notice, city: City, subject: Place, instant: datetime, found: list[Correction]
    ) -> None:
        at = act.recorded_at
        assert at is not None
        before, after = (
            answer_from_database(Question(instant, known_at, place=subject.id), city).risk
            for known_at in (at - TICK, at)
        )
        there = [c for c in found if (c.span.start or instant) <= instant < c.span.end]
        if zones_changed(at, place=subject, part=""):
            told = {(c.before, c.after) for c in there if is_of(c, subject)}
            if before is not after:
                assert told == {(before, after)}
            elif told:  # It is in a zone in another part than before.
                assert told == {(before, after)}
                assert before in (Risk.PARTLY_HIGH, Risk.PARTLY_MEDIUM)
        elif before is not after:
            # Not named itself: it lies in, or holds, what is; or in the remainder.
            assert any(c.subject.place is None or related(c.subject.place, subject) for c in there)


def zones_changed(at: datetime, **mark: object) -> bool:
    """Whether a zone that marks this was believed differently from an instant on."""
    here = Q(standing__known__startswith=at) | Q(standing__known__endswith=at)
    return StandingPlace.objects.filter(here, **mark).exists()


def is_of(correction: Correction, place: Place) -> bool:
    """Whether it is about the place as a whole."""
    return correction.subject.place == place and not correction.subject.part


def related(one: Place, other: Place) -> bool:
    """Whether one of two places lies in the other, or they are one."""
    return one.id in other.lineage or other.id in one.lineage


@pytest.fixture
def district(db: None) -> District:
    district = small_city().districts.get(name="小店区")
    vouch(district, at=T0 - 10 * DAY)
    return district


def listed(since: int | str) -> list[tuple[str | None, str, str, str, str | None]]:
    data = Client().get("/api/v1/corrections", {"since": since}).json()
    return [
        (
            c["place"]["name"] if c["place"] else None,
            c["by"]["kind"],
            c["before"],
            c["after"],
            c["from"],
        )
        for c in data["corrections"]
    ]


def test_a_late_notice_lists_its_places_and_the_remainder_from_its_effective_time(
    district: District,
) -> None:
    publish(188, entry(district, "晋阳紫城小区"))
    since = T0.isoformat()
    assert listed(1) == [
        ("晋阳紫城小区", "notice", "routine", "high", since),
        (None, "notice", "routine", "low", since),
    ]
    assert listed(2) == []


def test_a_void_lists_what_was_high_and_never_should_have_been(district: District) -> None:
    notice = publish(
        188, entry(district, "晋阳紫城小区"), entry(district, "水木云天小区", at=T0 + DAY)
    )
    clerk, publisher = people()
    correct(
        title="更正",
        voids=[NewVoid(notice.entries.get(ordinal=1).id, "不应列入")],
        entered_by=clerk,
        published_by=publisher,
    )
    found = Client().get("/api/v1/corrections?since=2").json()["corrections"]
    assert [
        (c["place"] and c["place"]["name"], c["from"], c["before"], c["after"]) for c in found
    ] == [
        ("晋阳紫城小区", T0.isoformat(), "high", "routine"),
        ("晋阳紫城小区", (T0 + DAY).isoformat(), "high", "low"),
        (None, T0.isoformat(), "low", "routine"),
    ]
    assert found[0]["to"] == (T0 + DAY).isoformat()
    assert found[0]["entries"] == [str(notice.entries.get(ordinal=1).id)]
    assert found[0]["by"]["url"] == "/ledger/3/"


def test_it_takes_as_many_queries_however_much_an_act_changed(district: District) -> None:
    counts = []
    for number, buildings in ((188, 1), (189, 9)):
        names = [f"晋阳紫城{number - 187}{n}号楼" for n in range(buildings)]
        act = publish(number, *(entry(district, name) for name in names))
        with CaptureQueriesContext(connection) as asked:
            assert len(list(corrections(act))) >= buildings
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


def test_an_amended_time_lists_only_the_time_between(district: District) -> None:
    notice = publish(188, entry(district, "晋阳紫城小区"), entry(district, "水木云天小区"))
    wrong = notice.entries.get(ordinal=1)
    clerk, publisher = people()
    correct(
        title="更正",
        voids=[NewVoid(wrong.id, "时点有误")],
        replacements=[replace(entry(district, "晋阳紫城小区", at=T0 + HOUR), replaces=wrong.id)],
        entered_by=clerk,
        published_by=publisher,
    )
    (found,) = Client().get("/api/v1/corrections?since=2").json()["corrections"]
    assert (found["from"], found["to"]) == (T0.isoformat(), (T0 + HOUR).isoformat())
    assert (found["before"], found["after"]) == ("high", "low")


def test_what_takes_effect_later_than_it_was_recorded_corrects_nothing(
    district: District,
) -> None:
    ahead = timezone.now() + timedelta(days=1)
    first = publish(188, entry(district, "晋阳紫城小区", at=ahead)).entries.get()
    release = entry(district, "晋阳紫城小区", action=Action.RELEASE, at=ahead + DAY, binds=(first,))
    publish(189, release)
    assert listed(1) == []


def test_declaring_coverage_corrects_what_was_unknown(db: None) -> None:
    district = small_city().districts.get(name="小店区")
    vouch(district)
    assert listed(0) == [(None, "coverage", Risk.UNKNOWN, Risk.ROUTINE, T0.isoformat())]


def test_since_may_be_an_instant_and_pages_go_on(district: District) -> None:
    for number in range(3):
        publish(number + 1, entry(district, f"晋阳紫城{number + 1}号楼"))
    second = Notice.objects.get(sequence=3).recorded_at
    assert second is not None
    assert len(listed(second.isoformat())) == 1
    data: dict[str, Any] = {"next": 0, "more": True}
    reached = []
    while data["more"]:
        url = f"/api/v1/corrections?since={data['next']}&limit=1"
        data = Client().get(url).json()
        reached.append(data["next"])
    assert reached == [1, 2, 3, 4]
