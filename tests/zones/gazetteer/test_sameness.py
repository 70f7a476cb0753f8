"""Two ids that turn out to be one place are one, at all times, wherever places are compared."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from tests.ground import DAY, T0, entry, place, publish, small_city
from zones.answers import Question
from zones.gazetteer.indexing import from_database
from zones.gazetteer.located import locate
from zones.gazetteer.plant import successors
from zones.gazetteer.resolve import Area, resolve
from zones.gazetteer.sameness import replant_place, unite_places
from zones.gazetteer.succession import Part, Refused, split_place
from zones.models import District, Place
from zones.models.ground import PlaceReference
from zones.risk.assess import Risk
from zones.risk.relation import Located, Relation, relate
from zones.serving.database import answer_from_database

ON = date(2022, 12, 1)


@pytest.fixture
def district(db: None) -> District:
    return small_city().districts.get(name="小店区")


def unite(misprint: Place, right: Place) -> Place:
    return unite_places(place=misprint, into=right, on=ON, note="误写")


def fresh(*places: Place) -> dict[UUID, Located]:
    """The places as they lie now."""
    return locate(Place.objects.filter(id__in=[one.id for one in places]))


def found(district: District, text: str, on: date = ON) -> Place | None:
    """What both gazetteers find."""
    one = resolve(text, Area.of(district.city, on=on))
    other = resolve(text, from_database(district.city).area(on=on))
    assert (one.place and one.place.id) == (other.place and other.place.id)
    return one.place


def test_every_name_leads_to_the_one_id_before_and_after(district: District) -> None:
    misprint, right = place(district, "旱西门小区"), place(district, "早西门小区")
    unite(misprint, right)
    for on in (ON - timedelta(30), ON, ON + timedelta(30)):
        assert found(district, "旱西门小区", on) == found(district, "早西门", on) == right
    assert successors(Place.objects.get(pk=misprint.pk)) == (right,)


def test_what_lies_in_either_is_found_by_either_name(district: District) -> None:
    theirs = place(district, "旱西门小区3号楼2单元")
    ours = place(district, "早西门小区4号楼1单元")
    both = place(district, "旱西门小区4号楼1单元")
    misprint = Place.objects.get(name="旱西门小区")
    unite(misprint, Place.objects.get(name="早西门小区"))
    for name in ("旱西门", "早西门小区"):
        three = found(district, f"{name}3号楼2单元")
        assert three is not None
        assert three.name == "早西门小区3号楼2单元"
        assert found(district, f"{name}4号楼1单元") == ours
    located = fresh(theirs, ours, both, three)
    assert relate(located[theirs.id], located[three.id]) is Relation.SAME
    assert relate(located[both.id], located[ours.id]) is Relation.SAME
    assert relate(located[both.id], located[three.id]) is Relation.APART


def test_both_gazetteers_locate_alike(district: District) -> None:
    for text in ("旱西门小区3号楼2单元", "早西门小区3号楼", "旱西门小区5号楼"):
        place(district, text)
    unite(Place.objects.get(name="旱西门小区"), Place.objects.get(name="早西门小区"))
    snapshot = from_database(district.city)
    places = list(Place.objects.all())
    located = locate(places)
    for one in places:
        assert snapshot.located(snapshot.number_of(one.id)) == located[one.id]


@pytest.mark.parametrize("designated", ["旱西门小区", "早西门小区"])
def test_a_zone_on_either_is_a_zone_on_both(district: District, designated: str) -> None:
    place(district, "旱西门小区3号楼")
    place(district, "早西门小区3号楼")
    publish(1, entry(district, f"{designated}3号楼"))
    unite(Place.objects.get(name="旱西门小区"), Place.objects.get(name="早西门小区"))
    for each in Place.objects.filter(level="building"):
        asked = Question(as_of=T0 + DAY, known_at=timezone.now(), place=each.id)
        assert answer_from_database(asked, district.city).risk is Risk.HIGH


def test_references_and_the_outline_go_over(district: District) -> None:
    misprint, right = place(district, "旱西门小区"), place(district, "早西门小区")
    PlaceReference.objects.create(place=misprint, source="普查", external_id="7")
    unite(misprint, right)
    assert PlaceReference.objects.get(external_id="7").place == right


def test_a_place_under_a_wrong_parent_is_made_anew_under_the_right_one(district: District) -> None:
    building = place(district, "早西门小区3号楼1单元").parent
    right = place(district, "水木云天小区")
    assert building is not None
    new = replant_place(place=building, under=right, on=ON, note="编错了院")
    assert new.name == "水木云天小区3号楼"
    unit = found(district, "水木云天3号楼1单元")
    assert unit is not None
    assert unit.lineage == [right.id, new.id, unit.id]
    whole = found(district, "早西门小区3号楼")
    assert whole is not None
    assert whole.name == "早西门小区"
    located = fresh(building, new, right)
    assert relate(located[building.id], located[new.id]) is Relation.SAME
    assert relate(located[building.id], located[right.id]) is Relation.WITHIN


def test_what_cannot_be_one_is_refused(district: District) -> None:
    one, other = place(district, "旱西门小区3号楼"), place(district, "早西门小区")
    with pytest.raises(Refused, match="同区同级"):
        unite(one, other)
    assert one.parent is not None
    far = place(district.city.districts.get(name="晋源区"), "早西门小区")
    with pytest.raises(Refused, match="同区同级"):
        unite(one.parent, far)
    outer, inner = place(district, "平阳小区二期1号楼"), place(district, "平阳小区二期南区1号楼")
    assert outer.parent is not None
    assert inner.parent is not None
    with pytest.raises(Refused, match="之内"):
        unite(inner.parent, outer.parent)
    cut = place(district, "双塔小区")
    split_place(place=cut, into=[Part("云水苑"), Part("和平里")], on=ON, source="test")
    with pytest.raises(Refused, match="注销"):
        unite(cut, other)
    twin = place(district, "早西门小区3号楼")
    with pytest.raises(Refused, match="那里已有"):
        replant_place(place=twin, under=one.parent, on=ON, note="")
