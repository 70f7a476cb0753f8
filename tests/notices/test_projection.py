"""The database's projection says what the plain fold says, on random ledgers."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from notices.ledger.replay import stretches
from notices.ledger.values import Action, Designation, Release
from notices.models import Entry, Notice
from notices.projection import rebuild
from notices.services import Mark, NewEntry
from tests.ground import DAY, HOUR, T0, entry, place, publish, small_city, vouch
from zones.gazetteer.located import locate, narrow
from zones.models import Coverage, District, Place, Standing
from zones.risk.extent import Extent
from zones.standings import in_force

NAMES = (
    "水木云天小区",
    "水木云天小区1号楼",
    "水木云天小区1号楼2单元",
    "水木云天小区2号楼",
    "书林苑小区3号楼1单元",
)
hours = st.integers(0, 8).map(lambda h: T0 + h * HOUR)
marks = st.dictionaries(st.integers(0, len(NAMES) - 1), st.booleans(), min_size=1, max_size=3)
acts = st.lists(
    st.tuples(
        st.sampled_from([Action.DESIGNATE, Action.RELEASE]),
        marks,
        hours,
        st.sampled_from(["", "", "半边户"]),
        st.lists(st.integers(0, 9), max_size=3),
    ),
    min_size=1,
    max_size=7,
)


class RandomLedgers(TestCase):
    """hypothesis rolls each example back, so every ledger starts empty."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(acts)
    def test_projection_equals_fold_and_rebuild(self, drawn: list[tuple[object, ...]]) -> None:
        district = small_city().districts.get(name="小店区")
        places = [place(district, name) for name in NAMES]
        self.record(district, places, drawn)
        incremental = snapshot()
        assert incremental == folded()
        rebuild()
        assert snapshot() == incremental

    def record(
        self, district: District, places: list[Place], drawn: list[tuple[object, ...]]
    ) -> None:
        opened: list[Entry] = []
        for number, (action, marked, at, part, binds) in enumerate(drawn, start=1):
            ends = {opened[i % len(opened)] for i in binds} if opened else set()  # type: ignore[attr-defined]
            new = NewEntry(
                action=action,  # type: ignore[arg-type]
                level="high",
                to_level="low" if action is Action.RELEASE else None,
                district=district,
                text=f"第{number}条",
                effective_from=at,  # type: ignore[arg-type]
                marks=tuple(Mark(places[i], c, part) for i, c in marked.items()),  # type: ignore[attr-defined, arg-type]
                binds=tuple(e.id for e in ends) if action is Action.RELEASE else (),
            )
            recorded = publish(number, new).entries.get()
            if action is Action.DESIGNATE:
                opened.append(recorded)


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
        for s in Standing.objects.filter(known__upper_inf=True).prefetch_related("marks")
    }


def folded() -> set[Row]:
    """The same from the ledger's entries by the pure algebra, read in the plainest way."""
    entries = list(Entry.objects.select_related("notice").prefetch_related("marks__place"))
    located = locate(m.place for e in entries for m in e.marks.all())
    by_lineage = {}
    extents = {}
    for e in entries:
        values = {}
        for m in e.marks.all():
            lineage = narrow(located[m.place_id], m.part).lineage
            by_lineage[lineage] = (m.place_id, m.part)
            values[lineage] = m.covered
        extents[e.id] = Extent.of(values)
    releases = [
        Release(
            str(e.id),
            extents[e.id],
            e.effective_from,
            e.notice.sequence,
            frozenset(str(b.designation_id) for b in e.bindings.all()),
        )
        for e in entries
        if e.action == Action.RELEASE
    ]
    rows: set[Row] = set()
    for e in entries:
        if e.action == Action.RELEASE:
            continue
        designation = Designation(
            str(e.id), extents[e.id], e.effective_from, e.notice.sequence
        )
        for s in stretches(designation, releases):
            held = frozenset((*by_lineage[lineage], c) for lineage, c in s.extent.marks)
            rows.add((s.designation, s.start, s.end, held))
    return rows


@pytest.fixture
def district(db: None) -> District:
    return small_city().districts.get(name="小店区")


def test_recording_late_is_recording_early_for_every_instant(district: District) -> None:
    first = publish(1, entry(district, "水木云天小区", at=T0)).entries.get()
    release = entry(
        district, "水木云天小区", action=Action.RELEASE, at=T0 + DAY, binds=(first,)
    )
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

