"""The database's projection says what the plain fold says, on random ledgers."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from notices.ledger.replay import believed
from notices.ledger.values import OPENS, Action, Change, Designation, Void
from notices.models import Entry, Notice
from notices.projection import is_standing, rebuild
from notices.services import Mark, NewEntry, NewVoid, correct
from tests.ground import DAY, HOUR, T0, entry, people, place, publish, small_city, vouch
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
        st.sampled_from([Action.DESIGNATE, Action.RELEASE, Action.RESCOPE, Action.VOID]),
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
    def test_projection_equals_fold_and_rebuild(self, drawn: list[tuple[Any, ...]]) -> None:
        district = small_city().districts.get(name="小店区")
        places = [place(district, name) for name in NAMES]
        self.record(district, places, drawn)
        incremental, history = snapshot(), beliefs_held()
        assert incremental == folded()
        rebuild()
        assert snapshot() == incremental
        assert beliefs_held() == history

    def record(self, district: District, places: list[Place], drawn: list[tuple[Any, ...]]) -> None:
        written: list[Entry] = []
        for number, (action, marked, at, part, picks) in enumerate(drawn, start=1):
            opened = [e for e in written if e.action in OPENS]
            if action is Action.VOID:
                written += self.void(written, picks)
                continue
            if action is Action.RESCOPE and not opened:
                action = Action.RELEASE
            ends = {opened[i % len(opened)].id for i in picks} if opened else set()
            new = NewEntry(
                action=action,
                level="high",
                to_level="low" if action is Action.RELEASE else None,
                district=district,
                text=f"第{number}条",
                effective_from=at,
                marks=tuple(Mark(places[i], c, part) for i, c in marked.items()),
                binds=tuple(ends) if action is not Action.DESIGNATE else (),
            )
            written.append(publish(number, new).entries.get())

    def void(self, written: list[Entry], picks: list[int]) -> list[Entry]:
        standing = [e for e in written if is_standing(e)]
        if not standing or not picks:
            return []
        clerk, publisher = people()
        target = standing[picks[0] % len(standing)]
        act = correct(
            title="更正",
            voids=[NewVoid(target.id, "不应列入")],
            entered_by=clerk,
            published_by=publisher,
        )
        return [act.entries.get()]


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
