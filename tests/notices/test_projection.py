"""The database's projection says what the plain fold says, on random ledgers."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase

from notices.ledger.replay import believed
from notices.ledger.values import OPENS, Action, Change, Designation, Void
from notices.models import Entry, Notice
from notices.projection import rebuild
from tests.ground import DAY, HOUR, T0, entry, place, publish, small_city, vouch
from tests.notices.random_ledgers import NAMES, acts, record
from zones.gazetteer.located import locate, narrow
from zones.models import Coverage, District, Standing
from zones.risk.extent import Extent
from zones.standings import in_force


class RandomLedgers(TestCase):
    """hypothesis rolls each example back, so every ledger starts empty."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(acts)
    def test_projection_equals_fold_and_rebuild(self, drawn: list[tuple[Any, ...]]) -> None:
        district = small_city().districts.get(name="小店区")
        places = [place(district, name) for name in NAMES]
        record(district, places, drawn)
        incremental, history = snapshot(), beliefs_held()
        assert incremental == folded()
        rebuild()
        assert snapshot() == incremental
        assert beliefs_held() == history


Row = tuple[str, datetime, datetime | None, frozenset[tuple[object, str, bool]]]


def snapshot() -> set[Row]:
    """What is believed now, from the projection."""
    return {
        (
            str(s.designation),
            s.effective.lower,
            s.effective.upper,
            frozenset((m.place_id, m.part, m.covered) for m in s.marks.all()),
        )
        for s in Standing.objects.filter(known__upper_inf=True, implied=False).prefetch_related(
            "marks"
        )
    }


def beliefs_held() -> set[tuple[Any, ...]]:
    """Every belief that was ever held, implied ones included."""
    return {
        (
            s.designation,
            s.entry,
            s.implied,
            s.effective,
            s.known,
            frozenset((m.place_id, m.part, m.covered) for m in s.marks.all()),
        )
        for s in Standing.objects.prefetch_related("marks")
    }


def folded() -> set[Row]:
    """The same from the ledger's entries by the pure algebra, read in the plainest way."""
    entries = {
        e.id: e for e in Entry.objects.select_related("notice").prefetch_related("marks__place")
    }
    located = locate(m.place for e in entries.values() for m in e.marks.all())
    by_lineage = {}
    extents = {}
    for e in entries.values():
        values = {}
        for m in e.marks.all():
            lineage = narrow(located[m.place_id], m.part).lineage
            by_lineage[lineage] = (m.place_id, m.part)
            values[lineage] = m.covered
        extents[e.id] = Extent.of(values)
    voids = [
        Void(str(e.id), str(e.voids_id), e.notice.sequence)
        for e in entries.values()
        if e.action == Action.VOID
    ]
    last = max((e.notice.sequence for e in entries.values()), default=0)
    rows: set[Row] = set()
    for e in entries.values():
        if e.action not in OPENS:
            continue
        designation = Designation(str(e.id), extents[e.id], e.effective_from, e.notice.sequence)
        changes = [
            Change(
                str(b.release_id),
                Action(entries[b.release_id].action),
                extents[b.release_id],
                entries[b.release_id].effective_from,
                b.notice.sequence,
            )
            for b in e.releases.select_related("notice")
        ]
        for s in believed(designation, changes, voids, last):
            held = frozenset((*by_lineage[lineage], c) for lineage, c in s.extent.marks)
            rows.add((str(e.id), s.start, s.end, held))
    return rows


@pytest.fixture
def district(db: None) -> District:
    return small_city().districts.get(name="小店区")


def test_recording_late_is_recording_early_for_every_instant(district: District) -> None:
    first = publish(1, entry(district, "水木云天小区", at=T0)).entries.get()
    release = entry(district, "水木云天小区", action=Action.RELEASE, at=T0 + DAY, binds=(first,))
    before = timezone.now()
    publish(3, entry(district, "书林苑小区", at=T0 + DAY))
    publish(2, release)
    now = timezone.now() + timedelta(seconds=1)
    assert [r.standing.text for r in in_force(T0 + DAY, now)] == ["书林苑小区"]
    assert [r.standing.text for r in in_force(T0 + HOUR, now)] == ["水木云天小区"]
    # What was known before the late notice is still told as it was known.
    assert [r.standing.text for r in in_force(T0 + DAY, before)] == ["水木云天小区"]


def test_a_zone_is_in_force_from_its_first_instant_until_its_last(district: District) -> None:
    first = publish(1, entry(district, "水木云天小区", at=T0)).entries.get()
    publish(
        2,
        entry(district, "水木云天小区", action=Action.RELEASE, at=T0 + DAY, binds=(first,)),
    )
    now = timezone.now()
    moment = timedelta(microseconds=1)
    assert not in_force(T0 - moment, now)
    assert in_force(T0, now)
    assert in_force(T0 + DAY - moment, now)
    assert not in_force(T0 + DAY, now)


def test_an_exception_of_a_release_stays_high(district: District) -> None:
    first = publish(1, entry(district, "翠竹小院", at=T0)).entries.get()
    publish(
        2,
        entry(
            district, "翠竹小院（C座1单元除外）", action=Action.RELEASE, at=T0 + DAY, binds=(first,)
        ),
    )
    (row,) = in_force(T0 + DAY, timezone.now())
    assert {(m.place.name, m.covered) for m in row.standing.marks.all()} == {
        ("翠竹小院C座1单元", True)
    }
    assert row.standing.ended_by is None


def test_a_later_declaration_replaces_an_earlier_one_once_known(district: District) -> None:
    vouch(district, at=T0)
    known_first = timezone.now()
    vouch(district, at=T0 + DAY)
    now = timezone.now()
    at_t0 = Coverage.objects.filter(effective__contains=T0)
    assert at_t0.filter(known__contains=known_first).exists()
    assert not at_t0.filter(known__contains=now).exists()


def test_publishing_touches_only_the_rows_of_what_it_names(district: District) -> None:
    publish(1, entry(district, "水木云天小区"))
    untouched = set(Standing.objects.values_list("pk", flat=True))
    publish(2, entry(district, "书林苑小区"))
    assert untouched < set(Standing.objects.values_list("pk", flat=True))
    assert Notice.objects.count() == 2
