"""A loaded place is the place that a notice names, or another; never perhaps."""

from datetime import date
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ground import place, small_city
from tests.zones.gazetteer.test_load_files import COLUMNS, load, order, town
from zones.address.values import Level
from zones.gazetteer.load import load_places
from zones.gazetteer.loading.claims import Claim, settle
from zones.gazetteer.loading.findings import RowRefused
from zones.gazetteer.loading.tree import Node, Tree, new_node
from zones.gazetteer.succession import retire_place
from zones.models import City, Place
from zones.models.ground import PlaceReference


@pytest.fixture
def city(db: None) -> City:
    return small_city()


@pytest.mark.parametrize(
    "text",
    [
        "晋阳紫城1号楼1单元",
        "晋阳紫城小区1#1单元",
        "平阳路街道晋阳紫城一号楼1门",
        "平阳路65号晋阳紫城1栋1单元",
    ],
)
def test_a_place_that_a_notice_named_gets_its_outline_and_id(
    city: City, tmp_path: Path, text: str
) -> None:
    planted = place(city.districts.get(name="小店区"), text)
    report = load(city, town(), tmp_path)
    assert len(report.new) == 7
    planted.refresh_from_db()
    assert planted.outline_quality == "surveyed"
    assert planted.references.get().external_id == "b9"
    assert len(planted.lineage) == Place.objects.get(id=planted.id).lineage.index(planted.id) + 1


def test_a_known_place_learns_what_it_lies_in(city: City, tmp_path: Path) -> None:
    planted = place(city.districts.get(name="小店区"), "晋阳紫城1号楼1单元")
    frame = town().assign(jd="平阳路街道")
    frame.to_file(tmp_path / "a.gpkg")
    load_places(order(tmp_path / "a.gpkg", *COLUMNS, "jd=subdistrict"), city)
    planted.refresh_from_db()
    assert Place.objects.get(id=planted.lineage[0]).name == "平阳路街道"
    assert len(planted.lineage) == 4


def test_a_known_place_that_may_be_either_is_neither(city: City, tmp_path: Path) -> None:
    place(city.districts.get(name="小店区"), "晋阳紫城")
    frame = town().iloc[[0, 4]].assign(xq="晋阳紫城", jd=["平阳路街道", "北营街道"])
    frame.to_file(tmp_path / "a.gpkg")
    report = load_places(order(tmp_path / "a.gpkg", *COLUMNS, "jd=subdistrict"), city)
    assert {r.line for r in report.refused} == {1, 2}
    assert "may be this 晋阳紫城 or another" in report.refused[0].reason


def test_a_name_that_may_be_either_of_two_known_is_refused(city: City, tmp_path: Path) -> None:
    district = city.districts.get(name="小店区")
    for text in ("平阳路街道晋阳紫城", "北营街道晋阳紫城"):
        place(district, text)
    report = load(city, town().iloc[[0]], tmp_path)
    assert "may be any of the known" in report.refused[0].reason


def test_namesakes_with_other_holders_stay_apart(city: City, tmp_path: Path) -> None:
    place(city.districts.get(name="小店区"), "平阳路街道晋阳紫城")
    frame = town().iloc[[0]].assign(jd="北营街道")
    frame.to_file(tmp_path / "a.gpkg")
    load_places(order(tmp_path / "a.gpkg", *COLUMNS, "jd=subdistrict"), city)
    assert Place.objects.filter(key="晋阳紫城").count() == 2


def test_a_misprint_is_another_place(city: City, tmp_path: Path) -> None:
    place(city.districts.get(name="小店区"), "晋阳柴城")
    assert len(load(city, town(), tmp_path).new) == 10


def test_a_building_with_a_section_is_not_taken_for_the_one_without(
    city: City, tmp_path: Path
) -> None:
    place(city.districts.get(name="小店区"), "晋阳紫城1号楼")
    frame = town().iloc[[1]].assign(qu="北区")
    frame.to_file(tmp_path / "a.gpkg")
    report = load_places(order(tmp_path / "a.gpkg", *COLUMNS, "qu=section"), city)
    assert len(report.new) == 1
    assert "may be the known 晋阳紫城1号楼" in report.doubts[0].reason


def test_a_retired_place_is_not_loaded_again(city: City, tmp_path: Path) -> None:
    load(city, town(), tmp_path)
    retire_place(place=Place.objects.get(name="滨东花园"), on=date(2023, 1, 1))
    report = load(city, town(), tmp_path)
    assert {r.line for r in report.refused} == {5, 6, 7, 8}
    assert "retired on 2023-01-01" in report.refused[0].reason


def test_a_second_file_may_call_a_place_by_an_id_of_its_own(city: City, tmp_path: Path) -> None:
    load(city, town(), tmp_path)
    report = load(city, town(), tmp_path, source="police")
    assert {tuple(c.fields) for c in report.changed} == {("id",)}
    assert PlaceReference.objects.count() == 20


def test_a_source_keeps_its_ids(city: City, tmp_path: Path) -> None:
    load(city, town(), tmp_path)
    frame = town()
    frame["no"] = frame["no"].replace({"b1": "b99"})
    assert "calls 晋阳紫城 b1, not b99" in load(city, frame, tmp_path).refused[0].reason
    frame = town()
    frame["no"] = frame["no"].replace({"b2": "b3", "b3": "b2"})
    assert "this id is" in load(city, frame, tmp_path).refused[0].reason


# --- Claims, all at once --------------------------------------------------------------------------

TOWNS = [new_node(None, "d", Level.SUBDISTRICT, key=k, value=k, name=k) for k in "甲乙"]
VILLAGES = [new_node(None, "d", Level.COMMUNITY, key=k, value=k, name=k) for k in "丙丁"]
STREETS = ("", "平阳路", "平阳路65号", "平阳路66号", "长风街")
CLAIMS = [
    Claim("d", Level.COMPLEX, "紫城", tuple(h for h in (t, v) if h), s, "紫城", "紫城")
    for t, v, s in product((None, *TOWNS), (None, *VILLAGES), STREETS)
]


def bare(street: str, parent: Node | None) -> Node:
    node = new_node(parent, "d", Level.COMPLEX, key="紫城", value="紫城", name="紫城")
    node.street, node.is_new = street, False
    return node


known = st.lists(
    st.builds(bare, st.sampled_from(STREETS), st.sampled_from([None, *TOWNS])), max_size=3
)
claims = st.lists(st.sampled_from(CLAIMS), unique=True, min_size=1, max_size=6)


@given(claims, known, st.randoms())
def test_verdicts_do_not_depend_on_the_order(
    said: list[Claim], there: list[Node], random: Random
) -> None:
    def verdicts(order: list[Claim]) -> dict[Claim, object]:
        before = [(n.parent, n.street) for n in there]
        tree = Tree()
        for node in there:
            tree.name(node, node.key)
        found = settle(order, {}, tree)
        learnt = {n.id: (n.parent, n.street) for n in there}
        for node, (parent, street) in zip(there, before, strict=True):
            node.parent, node.street = parent, street
            node.changed.clear()
        return {c: _what(v, found, learnt) for c, v in found.items()}

    shuffled = list(said)
    random.shuffle(shuffled)
    assert verdicts(said) == verdicts(shuffled)


def _what(verdict: Node | RowRefused, found: dict[Claim, object], learnt: object) -> object:
    """A verdict by its meaning: a new place is who shares it, and what is known of it."""
    if isinstance(verdict, RowRefused):
        return verdict.reason
    if not verdict.is_new:
        return verdict.id, learnt
    return frozenset(c for c, v in found.items() if v is verdict), verdict.parent, verdict.street


@given(claims, known)
def test_what_contradicts_is_never_one_place(said: list[Claim], there: list[Node]) -> None:
    around = {n: (n.parent, n.street) for n in there}
    tree = Tree()
    for node in there:
        tree.name(node, node.key)
    found = settle(said, {}, tree)
    for one, other in product(said, said):
        if isinstance(found[one], Node) and found[one] is found[other]:
            assert one.agrees(other)
    for node, (parent, street) in around.items():
        node.parent, node.street = parent, street
        assert all(c.fits(node) for c in said if found[c] is node)
