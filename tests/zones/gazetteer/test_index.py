"""The index: the same places as the database, in flat arrays."""

import gc
from random import Random
from uuid import uuid4

import pytest

from tests.ground import place, small_city
from tests.zones.gazetteer.towns import CODES, districts, index, stored
from zones.address import value_key
from zones.address.values import Level
from zones.gazetteer.columns import NOWHERE
from zones.gazetteer.index import CityName, DistrictName
from zones.gazetteer.indexing import ParentComesLater, Row, Source, from_database, make
from zones.gazetteer.known import FOUND_BY_NAME
from zones.gazetteer.located import locate
from zones.gazetteer.outcome import Outcome
from zones.gazetteer.resolve import Area, resolve
from zones.models import Place
from zones.synthetic.rows import rows

TINY = 0.012


def test_a_snapshot_holds_what_the_rows_say(db: None) -> None:
    snapshot = from_database(stored(districts(TINY)))
    places = list(Place.objects.select_related("district"))
    located = locate(places)
    assert len(snapshot) == len(places)
    for one in places:
        number = snapshot.number_of(one.id)
        spot = snapshot.spot(number)
        assert (spot.id, spot.name, spot.key, spot.street) == (
            one.id,
            one.name,
            one.key,
            one.street,
        )
        assert (spot.level, spot.district.code) == (one.level, one.district_id)
        assert [snapshot.id_of(n) for n in snapshot.lineage(number)] == one.lineage
        assert snapshot.located(number) == located[one.id]


def test_both_gazetteers_offer_the_same_for_pieces_of_names(db: None) -> None:
    built = districts(TINY)
    city = stored(built)
    area, snapshot = Area.of(city), from_database(city).area()
    chance = Random(4)
    names = sorted({row.name for one in built for row in rows(one) if row.level in FOUND_BY_NAME})
    for name in chance.sample(names, min(40, len(names))):
        at = chance.randrange(len(name))
        cut = sorted(chance.sample(range(len(name) + 1), 2))
        for written in (name[slice(*cut)], name[at:] + name[:at], "新" + name[:-1] + "东"):
            for scope in (CODES, CODES[:1]):
                for level in (Level.COMPLEX, Level.COMMUNITY):
                    key = value_key(level, written)
                    one = area.gazetteer.near(level, key, scope)
                    other = snapshot.gazetteer.near(level, key, scope)
                    assert [(p.id, n) for p, n in one] == [(p.id, n) for p, n in other]


def test_every_place_is_found_below_its_parent() -> None:
    made = index()
    asked = made.area().gazetteer
    for number in range(len(made)):
        spot = made.spot(number)
        children = [made.spot(child) for child in made.children_of(number)]
        assert all(made.lineage(child.number)[-2] == number for child in children)
        for child in children:
            assert asked.child(spot, child.level, child.key) == child


def test_an_unknown_id_is_nowhere() -> None:
    assert index().number_of(uuid4()) == NOWHERE


def test_the_large_tables_hold_nothing_that_the_garbage_collector_would_visit() -> None:
    made = index()
    gc.collect()
    assert not gc.is_tracked(made.under)
    assert not gc.is_tracked(made.key_ids)


def test_a_row_before_its_parent_is_refused() -> None:
    row = Row(uuid4(), uuid4(), "building", "1", "1号楼", "", "140105")
    city = CityName("太原市", "山西省")
    with pytest.raises(ParentComesLater):
        make(Source(city, (DistrictName("140105", "小店区"),), [row], []))


def test_a_retired_place_gives_way_to_a_present_one_of_its_name(db: None) -> None:
    city = small_city()
    xiaodian = city.districts.get(name="小店区")
    old = place(xiaodian, "西贾社区水木云天小区3号楼")
    old.refresh_from_db()
    Place.objects.filter(id__in=old.lineage[1:]).update(retired_on="2022-01-01")
    for area in (Area.of(city), from_database(city).area()):
        found = resolve("水木云天3号楼", area)
        assert (found.outcome, found.place and found.place.id) == (Outcome.FOUND, old.id)
    new = Place.objects.create(
        district=xiaodian,
        parent_id=old.lineage[0],
        level=Level.COMPLEX,
        key="水木云天",
        value="水木云天",
        name="水木云天",
        source="test",
    )
    new.names.create(text="水木云天", key="水木云天", kind="printed", source="test")
    for area in (Area.of(city), from_database(city).area()):
        found = resolve("水木云天3号楼", area)
        assert (found.outcome, found.place and found.place.id) == (Outcome.FOUND, new.id)
