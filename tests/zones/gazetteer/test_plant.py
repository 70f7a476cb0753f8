"""A place named in a notice exists, once, however it is spelt."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.ground import place, small_city
from zones.address import parse
from zones.address.values import Level
from zones.gazetteer.plant import (
    NoPlaceNamed,
    SeveralPlaces,
    UnfitName,
    find_or_plant,
    how_far_known,
    read_naming,
)
from zones.gazetteer.survey import survey
from zones.models import District, Place


@pytest.fixture
def district(db: None) -> District:
    return small_city().districts.get(name="小店区")


def test_every_harmless_spelling_is_one_place(district: District) -> None:
    texts = (
        "晋阳紫城4号楼10单元",
        "晋阳紫城小区4#10单元",
        "平阳路晋阳紫城四号楼十单元",
        "晋阳紫城４栋10门",
    )
    assert len({place(district, text).id for text in texts}) == 1
    assert Place.objects.count() == 3


def test_what_is_alike_is_not_the_same(district: District) -> None:
    texts = ("下元小区", "下元二小区", "红沟小区", "红沟西小区", "早西门小区", "旱西门小区")
    assert len({place(district, text).id for text in texts}) == len(texts)


def test_a_path_says_how_far_it_is_known(district: District) -> None:
    place(district, "晋阳紫城4号楼")
    known = how_far_known(district, parse("晋阳紫城4号楼10单元").targets[0].path)
    assert known.place == place(district, "晋阳紫城4号楼")
    assert [s.value for s in known.missing] == ["10"]
    assert not known.is_complete


def test_a_name_that_two_known_places_bear_is_settled_by_a_person(district: District) -> None:
    for text in ("平阳路街道晋阳紫城", "北营街道晋阳紫城"):
        place(district, text)
    with pytest.raises(SeveralPlaces) as caught:
        place(district, "晋阳紫城")
    assert len(caught.value.candidates) == 2


def test_a_building_alone_is_no_place(district: District) -> None:
    with pytest.raises(NoPlaceNamed):
        place(district, "4号楼")


def test_a_naming_has_the_key_of_the_place_that_a_notice_would_name(district: District) -> None:
    one = place(district, "云路街8号院")
    naming = read_naming("云路街8号院", Level.COMPLEX)
    assert (naming.key, naming.name, naming.street) == (one.key, one.name, one.street)
    assert read_naming("4#楼", Level.BUILDING).key == "4"


@pytest.mark.parametrize("text", ["", "晋阳紫城1-3号楼", "晋阳紫城1203室", "晋阳紫城、滨东花园"])
def test_a_text_that_is_not_one_name_is_unfit(text: str) -> None:
    with pytest.raises(UnfitName):
        read_naming(text, Level.COMPLEX)


def test_many_paths_cost_no_more_queries_than_one(
    district: District, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    texts = [f"第{n}号院小区{n}号楼{n}单元" for n in range(1, 30)]
    for text in texts[::2]:
        find_or_plant(district, parse(text).targets[0].path, source="test")
    paths = [parse(text).targets[0].path for text in texts]
    with django_assert_max_num_queries(8):
        known = survey((district, path) for path in paths)
        found = [known.how_far_known(district, path) for path in paths]
    assert [one.is_complete for one in found] == [n % 2 == 0 for n in range(len(texts))]
    one_by_one = [how_far_known(district, path) for path in paths]
    assert [(k.place, k.missing) for k in found] == [(k.place, k.missing) for k in one_by_one]
