"""A snapshot goes on when the ground changes: from what changed, and to what is there."""

import gc
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from weakref import ref

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.ground import entry, place, publish, small_city, square
from tests.zones.serving import ledgers
from tests.zones.serving.ledgers import plain
from zones.answers import Question, answer
from zones.gazetteer.sameness import replant_place, unite_places
from zones.gazetteer.succession import (
    Part,
    Refused,
    merge_places,
    rename_place,
    retire_place,
    split_place,
)
from zones.models import District, GroundChange, OutlineQuality, Place, PlaceName
from zones.serving import loading
from zones.serving.changes import everything, since
from zones.serving.database import answer_from_database
from zones.serving.loading import go_on, load

D = date(2022, 11, 20)
NAMES = {
    "complex": ("水木云天小区", "书林苑小区", "悦园小区"),
    "building": ("1号楼", "2号楼", "9号楼"),
}
OUTLINES = [square(112.55, 37.75, 0.02), square(112.54, 37.74, 0.005), None]


class RandomGrounds(TestCase):
    """hypothesis rolls each example back, so every ground starts with the same places."""

    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_whole_answers_are_those_of_the_database_after_every_change(
        self, data: st.DataObject
    ) -> None:
        city, places = ledgers.grounds()
        clock = list(ledgers.record(city, places, data.draw(ledgers.acts)))
        snapshot = load(city)
        for _ in range(data.draw(st.integers(1, 3))):
            asked = data.draw(st.lists(ledgers.asked, min_size=4, max_size=8))
            for drawn in asked:  # So that there is something kept which may be old.
                answer(ledgers.question(drawn, places, clock, timezone.now()), snapshot)
            for _ in range(data.draw(st.integers(1, 3))):
                happen(data, places[0].district)
            snapshot, now = go_on(snapshot, city), timezone.now()
            for drawn in asked:
                question = ledgers.question(drawn, places, clock, now)
                ours, theirs = answer(question, snapshot), answer_from_database(question, city)
                assert plain(ours) == plain(theirs)


def happen(data: st.DataObject, district: District) -> None:
    """Something that becomes of places, if it may."""
    level = data.draw(st.sampled_from(list(NAMES)))
    present = Place.objects.filter(district=district, level=level, retired_on=None)
    several = sorted(present, key=lambda p: (p.name, len(p.lineage)))
    if len(several) < 2:
        return
    one, two = data.draw(st.permutations(several))[:2]
    name, on = data.draw(st.sampled_from(NAMES[level])), D + timedelta(data.draw(st.integers(0, 9)))
    outline = data.draw(st.sampled_from(OUTLINES))
    quality = OutlineQuality.SURVEYED if outline else None
    changes: list[Callable[[], Any]] = [
        lambda: place(district, f"{name if level == 'complex' else '新村'}9号楼{on.day}单元"),
        lambda: rename_place(place=one, to=name, on=on, source="t"),
        lambda: retire_place(place=one, on=on),
        lambda: merge_places(places=[one, two], into=name, on=on, source="t"),
        lambda: split_place(place=one, into=[Part(NAMES[level][0]), Part(name)], on=on, source="t"),
        lambda: unite_places(place=one, into=two, on=on, note="t"),
        lambda: replant_place(place=one, under=None, on=on, note="t"),
        lambda: PlaceName.objects.filter(place=one).update(until=on, kind="alias"),
        lambda: PlaceName.objects.create(
            place=one, text=name, key=name.removesuffix("小区"), kind="alias", source="t", since=on
        ),
        lambda: Place.objects.filter(id=one.id).update(
            outline=outline, outline_quality=quality, outline_source="t" if outline else None
        ),
    ]
    with suppress(Refused, IntegrityError), transaction.atomic():
        data.draw(st.sampled_from(changes))()


def test_a_planted_place_is_found_without_reading_the_ground_again(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = small_city()
    xiaodian = city.districts.get(name="小店区")
    place(xiaodian, "水木云天小区1号楼")
    old = load(city)
    monkeypatch.setattr(loading, "load_ground", lambda city: pytest.fail("read again"))
    new = place(xiaodian, "水木云天小区2号楼3单元")
    snapshot = go_on(old, city)
    assert snapshot.place(new.id).name == new.name
    assert len(snapshot.ground.index) == len(old.ground.index) + 2


def test_a_district_that_changes_makes_the_ground_anew(db: None) -> None:
    city = small_city()
    old, warned = load(city), list[str]()
    city.districts.filter(name="小店区").update(outline=square(112.6, 37.7))
    snapshot = go_on(old, city, lambda: warned.append("long"))
    assert warned == ["long"], "meanwhile the old one must not answer"
    assert snapshot.ground.index is not old.ground.index
    assert snapshot.heads == load(city).heads


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_committed_after_a_later_one_is_seen() -> None:
    small_city()
    with psycopg.connect(**connection.get_connection_params()) as slow:
        slow.execute("UPDATE zones_city SET name_en = name_en")
        GroundChange.objects.create(transaction=_transaction())
        with connection.cursor() as cursor:
            seen = everything(cursor)
        slow.commit()
    with connection.cursor() as cursor:
        known, _ = since(cursor, seen)
        again, places = since(cursor, known)
    assert known.count == seen.count + 1 == GroundChange.objects.count()
    assert (again.count, places) == (known.count, frozenset())


def test_every_row_that_tells_of_a_place_is_noted_with_it(db: None) -> None:
    xiaodian = small_city().districts.get(name="小店区")
    one, two = place(xiaodian, "水木云天小区"), place(xiaodian, "书林苑小区")
    changes: list[tuple[Callable[[], object], set[object]]] = [
        (lambda: Place.objects.filter(id=one.id).update(street="桃园路"), {one.id}),
        (lambda: PlaceName.objects.filter(place=one).update(place=two), {one.id, two.id}),
        (lambda: PlaceName.objects.filter(place=two).delete(), {two.id}),
        (lambda: Place.objects.filter(name="没有").update(street=""), set()),
        (lambda: unite_places(place=one, into=two, on=D, note="t"), {one.id, two.id}),
    ]
    for change, touched in changes:
        with connection.cursor() as cursor:
            seen = everything(cursor)
            change()
            assert since(cursor, seen)[1] == touched


def _transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT txid_current()")
        return int(cursor.fetchone()[0])


def test_an_old_snapshot_is_gone_as_soon_as_nobody_asks_it(db: None) -> None:
    city = small_city()
    xiaodian = city.districts.get(name="小店区")
    publish(1, entry(xiaodian, "水木云天小区"))
    old = load(city)
    now = timezone.now()
    answer(Question(now, now, address="水木云天小区1号楼"), old)
    watched = [ref(old.ground), ref(old.ground.index), ref(old.ledger[xiaodian.code])]
    place(xiaodian, "水木云天小区2号楼")
    gc.disable()  # No circle may be left for it: it would keep megabytes for long.
    try:
        newer = go_on(old, city)
        del old
        assert [one() for one in watched] == [None] * 3
    finally:
        gc.enable()
    assert newer.sequence == 1
