"""Renaming, splitting and merging never rewrite what an entry meant; old ids still answer."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.utils import timezone

from notices.projection import rebuild
from tests.ground import DAY, T0, entry, place, publish, small_city, vouch
from zones.answers import Question
from zones.gazetteer.located import locate
from zones.gazetteer.plant import SeveralPlaces
from zones.gazetteer.succession import (
    Part,
    Refused,
    merge_places,
    rename_place,
    retire_place,
    split_place,
    successors,
)
from zones.installation import city
from zones.models import District, Place, Standing
from zones.models.ground import Succession
from zones.risk.assess import Risk
from zones.risk.relation import Relation, relate
from zones.serving.database import answer_from_database

ON = date(2022, 11, 20)
SOURCE = {"on": ON, "source": "沿革"}


@pytest.fixture
def district(db: None) -> District:
    return small_city().districts.get(name="小店区")


def risk(one: Place | str, at: datetime = T0 + DAY) -> Risk:
    """The risk of a place by its id, or of an address by its words."""
    asked = {"address": one} if isinstance(one, str) else {"place": one.id}
    return answer_from_database(Question(as_of=at, known_at=timezone.now(), **asked), city()).risk


def named(text: str) -> Place:
    return Place.objects.get(name=text, retired_on__isnull=True)


def zone(district: District, text: str, number: int = 1) -> None:
    publish(number, entry(district, text))
    vouch(district)


def relation(one: Place, other: Place) -> Relation:
    found = locate(Place.objects.filter(id__in=[one.id, other.id]))
    return relate(found[one.id], found[other.id])


# --- Renamed --------------------------------------------------------------------------------------


def test_a_renamed_place_is_found_by_either_name(district: District) -> None:
    zone(district, "晋阳紫城4号楼")
    before = named("晋阳紫城")
    rename_place(place=before, to="晋阳花园", **SOURCE)
    assert risk("小店区晋阳紫城4号楼") is risk("小店区晋阳花园4号楼") is Risk.HIGH
    assert risk(before) is Risk.PARTLY_HIGH
    assert named("晋阳花园").id == before.id
    assert successors(before) == ()


def test_what_is_named_after_a_place_is_renamed_with_it(district: District) -> None:
    unit = place(district, "晋阳紫城4号楼10单元")
    rename_place(place=named("晋阳紫城"), to="晋阳花园", **SOURCE)
    unit.refresh_from_db()
    assert unit.name == "晋阳花园4号楼10单元"


def test_a_former_name_keeps_its_dates(district: District) -> None:
    one = place(district, "晋阳紫城")
    rename_place(place=one, to="晋阳花园", **SOURCE)
    rename_place(place=one, to="晋阳紫城", on=date(2023, 1, 1), source="沿革")
    dates = {(n.text, n.since, n.until) for n in one.names.all()}
    assert dates == {
        ("晋阳紫城", None, ON),
        ("晋阳花园", ON, date(2023, 1, 1)),
        ("晋阳紫城", date(2023, 1, 1), None),
    }


def test_a_renumbered_building_leaves_its_number_free(district: District) -> None:
    four, five = (place(district, f"晋阳紫城{n}号楼") for n in (4, 5))
    with pytest.raises(Refused, match="已有5号楼"):
        rename_place(place=four, to="5号楼", **SOURCE)
    rename_place(place=four, to="6号楼", **SOURCE)
    rename_place(place=five, to="4号楼", **SOURCE)
    assert place(district, "晋阳紫城4号楼").id == five.id
    assert named("晋阳紫城6号楼").id == four.id


@pytest.mark.parametrize("text", ["晋阳花园4号楼", "晋阳花园、滨东花园", "平阳路", ""])
def test_a_name_of_another_level_is_refused(district: District, text: str) -> None:
    with pytest.raises(Refused):
        rename_place(place=place(district, "晋阳紫城"), to=text, **SOURCE)


# --- Split ----------------------------------------------------------------------------------------


def split(district: District) -> tuple[Place, Place, Place]:
    """晋阳紫城, of which 4号楼 goes to 紫城家园 and 5号楼 to 龙城家园."""
    old = place(district, "晋阳紫城")
    four, five = (place(district, f"晋阳紫城{n}号楼") for n in (4, 5))
    east, west = split_place(
        place=old, into=[Part("紫城家园", (four,)), Part("龙城家园", (five,))], **SOURCE
    )
    return old, east, west


def test_a_zone_on_the_old_covers_the_new(district: District) -> None:
    zone(district, "晋阳紫城")
    old, east, west = split(district)
    assert risk(old) is risk(east) is risk(west) is Risk.HIGH
    assert risk("小店区紫城家园") is risk("小店区紫城家园4号楼") is Risk.HIGH


def test_a_zone_on_a_new_one_touches_the_old_and_not_its_sister(district: District) -> None:
    old, east, west = split(district)
    zone(district, "紫城家园")
    assert risk(east) is Risk.HIGH
    assert risk(old) is Risk.PARTLY_HIGH
    assert risk(west) is Risk.LOW
    assert risk("小店区紫城家园4号楼") is Risk.HIGH
    assert risk("小店区龙城家园5号楼") is Risk.LOW


def test_an_exclusion_holds_after_the_split(district: District) -> None:
    zone(district, "晋阳紫城（除4号楼外）")
    four = named("晋阳紫城4号楼")
    old, east, _ = split(district)
    assert risk(old) is Risk.PARTLY_HIGH
    assert risk(four) is Risk.LOW
    assert risk(east) is Risk.PARTLY_HIGH
    assert risk("小店区龙城家园5号楼") is Risk.HIGH


def test_what_is_not_said_to_lie_in_a_part_may_lie_in_either(district: District) -> None:
    six = place(district, "晋阳紫城6号楼")
    _, east, west = split(district)
    assert relation(six, east) is Relation.UNCERTAIN
    assert relation(east, west) is Relation.APART
    zone(district, "紫城家园")
    assert risk(six) is Risk.UNKNOWN


def test_an_old_id_answers_with_its_living_successors(district: District) -> None:
    old, east, west = split(district)
    assert set(successors(old)) == {east, west}
    north, south = split_place(place=east, into=[Part("朝阳花园"), Part("夕阳花园")], **SOURCE)
    assert set(successors(old)) == {north, south, west}
    old.refresh_from_db()
    assert old.retired_on == ON


def test_a_notice_in_old_words_finds_what_went_to_a_part(district: District) -> None:
    four = place(district, "晋阳紫城4号楼")
    split(district)
    assert place(district, "晋阳紫城4号楼").id == four.id
    with pytest.raises(SeveralPlaces):
        place(district, "晋阳紫城9号楼")


def test_a_part_that_a_notice_named_first_is_that_place(district: District) -> None:
    zone(district, "紫城家园")
    known = named("紫城家园")
    old, east, _ = split(district)
    assert east.id == known.id
    assert risk(old) is Risk.PARTLY_HIGH


def test_a_child_goes_to_one_part_of_its_own_parent(district: District) -> None:
    old, stranger = place(district, "晋阳紫城"), place(district, "滨东花园1号楼")
    four = place(district, "晋阳紫城4号楼")
    with pytest.raises(Refused, match="直接下级"):
        split_place(place=old, into=[Part("甲秀花园", (stranger,)), Part("乙秀花园")], **SOURCE)
    with pytest.raises(Refused, match="两个新地点"):
        split_place(
            place=old, into=[Part("甲秀花园", (four,)), Part("乙秀花园", (four,))], **SOURCE
        )
    assert not Succession.objects.exists()
    assert not Place.objects.filter(key="甲秀花园").exists()


# --- Merged ---------------------------------------------------------------------------------------


def merged(district: District, into: str = "城东花园") -> tuple[Place, Place, Place]:
    one, two = place(district, "晋阳紫城"), place(district, "滨东花园")
    return one, two, merge_places(places=[one, two], into=into, **SOURCE)


def test_a_zone_on_an_old_one_covers_its_part_of_the_new(district: District) -> None:
    zone(district, "晋阳紫城")
    other = place(district, "滨东花园1号楼")
    one, two, new = merged(district)
    assert risk(one) is Risk.HIGH
    assert risk(two) is risk(other) is Risk.LOW
    assert risk(new) is risk("小店区城东花园") is Risk.PARTLY_HIGH
    assert successors(one) == successors(two) == (new,)


def test_a_zone_on_the_new_covers_the_old(district: District) -> None:
    one, _, _ = merged(district)
    zone(district, "城东花园")
    assert risk(one) is risk("小店区滨东花园") is Risk.HIGH


def test_a_place_that_takes_others_in_leaves_its_old_entries_as_they_were(
    district: District,
) -> None:
    """The name goes over to a new place: what was said of the smaller one stays smaller."""
    zone(district, "滨东花园")
    one, two, new = merged(district, into="滨东花园")
    assert new.id not in (one.id, two.id)
    assert risk(two) is Risk.HIGH
    assert risk(one) is Risk.LOW
    assert risk(new) is Risk.PARTLY_HIGH
    assert place(district, "滨东花园").id == new.id


def test_a_number_within_the_new_may_be_of_either_old_one(district: District) -> None:
    of_one, of_two = place(district, "晋阳紫城1号楼"), place(district, "滨东花园1号楼")
    merged(district)
    new = place(district, "城东花园1号楼")
    assert relation(new, of_one) is relation(new, of_two) is Relation.UNCERTAIN
    assert relation(of_one, of_two) is Relation.APART


def test_only_places_under_one_parent_merge(district: District) -> None:
    one = place(district, "亲贤社区晋阳紫城")
    two = place(district, "滨东花园")
    with pytest.raises(Refused, match="同一上级"):
        merge_places(places=[one, two], into="城东花园", **SOURCE)
    with pytest.raises(Refused, match="至少两个"):
        merge_places(places=[one, one], into="城东花园", **SOURCE)


# --- For all of them ------------------------------------------------------------------------------

CHANGES: dict[str, Callable[[District], object]] = {
    "rename": lambda d: rename_place(place=place(d, "晋阳紫城"), to="晋阳花园", **SOURCE),
    "split": split,
    "merge": merged,
    "retire": lambda d: retire_place(place=place(d, "晋阳紫城"), on=ON),
}


@pytest.mark.parametrize("change", CHANGES)
def test_no_change_of_the_ground_changes_an_answer_about_an_old_place(
    district: District, change: str
) -> None:
    texts = ["晋阳紫城", "晋阳紫城4号楼", "晋阳紫城5号楼", "滨东花园", "滨东花园1号楼"]
    for number, text in enumerate(("晋阳紫城4号楼", "滨东花园（除1号楼外）"), start=1):
        publish(number, entry(district, text))
    vouch(district)
    places = [place(district, text) for text in texts]
    before = [risk(p) for p in places]
    CHANGES[change](district)
    assert [risk(p) for p in places] == before


@pytest.mark.parametrize("change", CHANGES)
def test_the_projection_needs_no_change_and_rebuilds_the_same(
    district: District, change: str
) -> None:
    publish(1, entry(district, "晋阳紫城（除4号楼外）"))
    vouch(district)
    CHANGES[change](district)
    before = marks()
    rebuild()
    assert marks() == before


def marks() -> list[tuple[object, ...]]:
    found = Standing.objects.values_list(
        "designation", "effective", "marks__place", "marks__part", "marks__covered"
    )
    return sorted(found, key=str)


def test_a_retired_place_changes_no_more(district: District) -> None:
    one = retire_place(place=place(district, "晋阳紫城"), on=ON)
    with pytest.raises(Refused, match="已于"):
        rename_place(place=one, to="晋阳花园", **SOURCE)
    assert successors(one) == ()
