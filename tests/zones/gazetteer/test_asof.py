"""Questions as of a date: names, aliases and retired places count as they did on it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.ground import place, small_city, square
from tests.zones.gazetteer.test_resolve import told
from zones.crs import Crs
from zones.gazetteer.bulk import BulkReader
from zones.gazetteer.dates import LATEST
from zones.gazetteer.drawn import Drawn
from zones.gazetteer.indexing import from_database
from zones.gazetteer.outcome import Outcome
from zones.gazetteer.points import DatabaseOutlines, Point, at_point
from zones.gazetteer.resolve import Area, resolve
from zones.gazetteer.succession import (
    Part,
    Refused,
    merge_places,
    rename_place,
    retire_place,
    split_place,
)
from zones.gazetteer.verdicts import verdict_of
from zones.models import City, District, Place, PlaceName
from zones.serving.outlines import IndexOutlines

D = date(2022, 11, 20)
BEFORE, AFTER = D - timedelta(days=1), D + timedelta(days=1)
NAMES = ("云水苑", "和平里", "双塔小区", "水木云天")


@pytest.fixture
def xiaodian(db: None) -> District:
    return small_city().districts.get(name="小店区")


def asked(city: City, text: str, on: date) -> Place | None:
    """The place that both gazetteers find on a date."""
    one = resolve(text, Area.of(city, on=on))
    other = resolve(text, from_database(city).area(on=on))
    assert told(one) == told(other)
    assert (one.outcome is Outcome.FOUND) == (one.place is not None)
    return one.place


def test_a_new_name_leads_from_its_date_and_the_former_goes_on(xiaodian: District) -> None:
    old = place(xiaodian, "云水苑3号楼").parent
    assert old is not None
    rename_place(place=old, to="和平里", on=D, source="test")
    found = {
        (text, on): asked(xiaodian.city, text, on)
        for text in ("云水苑", "和平里")
        for on in (BEFORE, D, LATEST)
    }
    assert found.pop(("和平里", BEFORE)) is None
    assert set(found.values()) == {old}


def test_a_building_that_was_renumbered_answers_to_each_number_in_its_time(
    xiaodian: District,
) -> None:
    three = place(xiaodian, "云水苑3号楼")
    whole = three.parent
    rename_place(place=three, to="5号楼", on=D, source="test")
    city = xiaodian.city
    assert asked(city, "云水苑3号楼", BEFORE) == asked(city, "云水苑3号楼", AFTER) == three
    assert asked(city, "云水苑5号楼", D) == three
    assert asked(city, "云水苑5号楼", BEFORE) == whole
    new = place(xiaodian, "云水苑3号楼")
    assert new != three
    assert asked(city, "云水苑3号楼", AFTER) is None


def test_an_alias_leads_on_its_own_days_only(xiaodian: District) -> None:
    gate = place(xiaodian, "早西门小区")
    gate.names.create(
        text="旱西门小区", key="旱西门", kind="alias", source="t", since=D, until=D + timedelta(9)
    )
    days = {n: asked(xiaodian.city, "旱西门小区", D + timedelta(n)) for n in (-1, 0, 8, 9)}
    assert days == {-1: None, 0: gate, 8: gate, 9: None}
    assert asked(xiaodian.city, "旱西门小区", LATEST) is None


def test_a_torn_down_place_gives_way_from_its_date_on(xiaodian: District) -> None:
    old = place(xiaodian, "云水苑3号楼")
    retire_place(place=old, on=D)
    new = place(xiaodian, "云水苑4号楼")
    assert old.parent is not None
    again = Place.objects.create(
        district=xiaodian,
        parent=old.parent,
        level="building",
        key="3",
        value="3",
        name=old.name,
        source="test",
    )
    again.names.create(text="3号楼", key="3", kind="official", source="test", since=D)
    found = [asked(xiaodian.city, "云水苑3号楼", on) for on in (BEFORE, D, AFTER)]
    assert found == [old, again, again]
    assert asked(xiaodian.city, "云水苑4号楼", BEFORE) == new


def test_the_words_of_a_split_place_lead_to_what_they_led_to(xiaodian: District) -> None:
    held = place(xiaodian, "云水苑3号楼2单元")
    building = held.parent
    assert building is not None
    whole = building.parent
    assert whole is not None
    parts = (Part("双塔小区", (building,)), Part("和平里"))
    split_place(place=whole, into=parts, on=D, source="test")
    for on in (BEFORE, D, LATEST):
        assert asked(xiaodian.city, "云水苑", on) == whole
        assert asked(xiaodian.city, "云水苑3号楼2单元1203", on) == held
    assert asked(xiaodian.city, "和平里", BEFORE) is None
    assert asked(xiaodian.city, "和平里", D) in Place.objects.filter(parent=whole)


def test_a_merged_building_answers_to_its_number_before_and_after(xiaodian: District) -> None:
    old = [place(xiaodian, f"云水苑{n}号楼") for n in (3, 4)]
    heir = merge_places(places=old, into="3号楼", on=D, source="test")
    assert asked(xiaodian.city, "云水苑3号楼", BEFORE) == old[0]
    assert asked(xiaodian.city, "云水苑3号楼", D) == heir
    assert asked(xiaodian.city, "云水苑4号楼", BEFORE) == old[1]
    assert asked(xiaodian.city, "云水苑4号楼", AFTER) == old[1]


def test_near_names_are_those_of_the_date(xiaodian: District) -> None:
    gate = place(xiaodian, "早西门小区")
    rename_place(place=gate, to="新南门小区", on=D, source="test")
    city = xiaodian.city
    for area in (Area.of(city, on=BEFORE), from_database(city).area(on=BEFORE)):
        assert resolve("新男门小区", area).candidates == ()
    for area in (Area.of(city, on=D), from_database(city).area(on=D)):
        assert [c.place and c.place.id for c in resolve("新男门小区", area).candidates] == [gate.id]


class Histories(TestCase):
    """Whatever happened to places, both gazetteers tell the same of every date."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.city = small_city()
        cls.district = cls.city.districts.get(name="小店区")
        for name in NAMES[:3]:
            for tail in ("1号楼1单元", "2号楼", "东区1号楼"):
                place(cls.district, f"{name}{tail}")

    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(st.data())
    def test_any_question_on_any_date(self, data: st.DataObject) -> None:
        city = self.city
        for step in range(data.draw(st.integers(1, 3))):
            _happen(data, self.district, D + timedelta(10 * step))
        snapshot = from_database(city)
        bulk: dict[date, BulkReader] = {}
        for _ in range(6):
            on = data.draw(st.sampled_from([BEFORE, D, D + timedelta(15), LATEST]))
            text = data.draw(st.sampled_from(NAMES)) + data.draw(
                st.sampled_from(["", "1号楼", "2号楼1单元", "东区1号楼", "小区1号楼1单元101"])
            )
            one = resolve(text, Area.of(city, on=on))
            other = resolve(text, snapshot.area(on=on))
            assert told(one) == told(other)
            reader = bulk.setdefault(on, BulkReader(snapshot, on))
            assert list(reader.numbers([text])) == [verdict_of(other, snapshot)]


def _happen(data: st.DataObject, district: District, on: date) -> None:
    """Something that becomes of places on a date, if it may."""
    present = Place.objects.filter(district=district, retired_on__isnull=True)
    level = data.draw(st.sampled_from(["complex", "building"]))
    new = {"complex": NAMES, "building": ("1号楼", "2号楼", "5号楼")}[level]
    chosen = data.draw(st.permutations(sorted(present.filter(level=level), key=_told)))
    name = data.draw(st.sampled_from(new))
    changes: list[Callable[[], object]] = [
        lambda: rename_place(place=chosen[0], to=name, on=on, source="t"),
        lambda: retire_place(place=chosen[0], on=on),
        lambda: merge_places(places=chosen[:2], into=name, on=on, source="t"),
        lambda: split_place(place=chosen[0], into=[Part(new[0]), Part(new[-1])], on=on, source="t"),
        lambda: PlaceName.objects.create(
            place=chosen[0],
            text=name,
            key=new[0].removesuffix("号楼"),
            kind="alias",
            source="t",
            since=on,
            until=on + timedelta(10),
        ),
    ]
    change = data.draw(st.sampled_from(changes))
    with suppress(Refused, IndexError):
        change()


def _told(place: Place) -> tuple[str, int]:
    return (place.name, len(place.lineage))


def test_a_point_lies_in_the_place_of_its_day(xiaodian: District) -> None:
    old = place(xiaodian, "云水苑小区")
    new = place(xiaodian, "和平里小区")
    never = place(xiaodian, "双塔小区")
    ground = square(112.55, 37.75, 0.001)
    Place.objects.update(outline=ground, outline_quality="surveyed", outline_source="test")
    retire_place(place=old, on=D)
    new.names.update(since=D)
    never.names.update(since=LATEST)
    point = Point(112.5505, 37.7505, Crs.WGS84)
    outlines = [Drawn(one.id, bytes(ground.wkb)) for one in (old, new, never)]
    borders = [(d.code, bytes(d.outline.wkb)) for d in xiaodian.city.districts.all()]
    memory = IndexOutlines(from_database(xiaodian.city), borders, outlines)
    for known in (DatabaseOutlines(xiaodian.city), memory):
        found = [at_point(point, known, on).place for on in (BEFORE, D, AFTER)]
        assert [one and one.id for one in found] == [old.id, new.id, new.id]
