"""Resolution: two gazetteers, one algorithm, and laws that hold for both."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.ground import place, small_city
from tests.zones.gazetteer.towns import districts, index, questions, stored
from zones.address import fold
from zones.gazetteer.indexing import from_database
from zones.gazetteer.known import Likeness
from zones.gazetteer.outcome import Outcome, Reason, Resolution
from zones.gazetteer.resolve import Area, resolve
from zones.models import City, District
from zones.synthetic.citizens import Absent, Truth
from zones.synthetic.rows import uuid_of

TINY = 0.012
ASKED = [question.text for question in questions(400, TINY)]


def told(found: Resolution) -> tuple[object, ...]:  # type: ignore[type-arg]
    """A resolution as plain data, whichever gazetteer it is from."""
    return (
        found.outcome,
        found.reason,
        found.district and found.district.code,
        found.place and (found.place.id, found.place.name, str(found.place.level)),
        [(s.level, s.value) for s in found.used],
        found.ignored,
        [(c.district.code, c.place and c.place.id, c.reason) for c in found.candidates],
    )


class TwoGazetteers(TestCase):
    """The database and its snapshot answer every question alike."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.city = stored(districts(TINY))
        cls.snapshot = from_database(cls.city)

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(st.sampled_from(ASKED), st.integers(0, 40), st.text("一3号楼小区晋社区路", max_size=2))
    def test_any_question(self, text: str, at: int, more: str) -> None:
        changed = text[:at] + more + text[at:]
        hint = None if len(more) != 1 else self.city.districts.get(code="140105")
        one = resolve(changed, Area.of(self.city, hint))
        other = resolve(changed, self.snapshot.area(hint))
        assert told(one) == told(other)

    def test_whole_snapshots_are_equal_whatever_they_are_made_from(self) -> None:
        made = index(TINY)
        assert len(made) == len(self.snapshot)
        for text in ASKED:
            assert told(resolve(text, made.area())) == told(resolve(text, self.snapshot.area()))


@pytest.mark.parametrize("question", questions(300), ids=lambda question: question.text)
def test_citizens_are_understood_and_the_absent_is_never_found(question) -> None:  # type: ignore[no-untyped-def]
    found = resolve(question.text, index().area())
    assert found.outcome.value == question.truth.value
    if question.truth is Truth.FOUND:
        assert found.place is not None
        assert found.place.id == uuid_of(question.place)
        assert (found.reason is None) or question.absent is not Absent.NOTHING or found.ignored


GOING_ON = [q for q in questions(300) if not fold(q.text).text[-1].isdigit()]
"""6-3-1603 and 3号楼 would make other numbers."""


@given(st.sampled_from(GOING_ON), st.sampled_from(["3号楼", "2单元", "1203室", "，5号楼"]))
def test_refining_an_address_never_leaves_the_coarser_place(question, more: str) -> None:  # type: ignore[no-untyped-def]
    area = index().area()
    coarse, fine = resolve(question.text, area), resolve(question.text + more, area)
    assume(coarse.place is not None and fine.place is not None)
    assert coarse.place is not None
    assert fine.place is not None
    assert coarse.place.number in index().lineage(fine.place.number)


@given(
    st.text(
        st.sampled_from("小店区晋源太原市一二12号楼栋单元室社区村路街院A#-，园花苑"), max_size=16
    )
)
def test_whatever_is_found_was_named(text: str) -> None:
    found = resolve(text, index().area())
    if found.outcome is not Outcome.FOUND:
        assert found.place is None
        return
    assert found.district is not None
    folded = fold(text).text
    names = [index().name_of(n) for n in index().lineage(found.place.number)] if found.place else []
    stems = {name.removesuffix("小区")[:2] for name in (*names, found.district.name)}
    assert any(stem in folded for stem in stems)


@pytest.fixture
def city(db: None) -> City:
    return small_city()


@pytest.fixture
def xiaodian(city: City) -> District:
    return city.districts.get(name="小店区")


def test_a_misprint_is_suggested_with_its_kind_and_never_taken(xiaodian: District) -> None:
    place(xiaodian, "早西门小区3号楼")
    found = resolve("小店区旱西门小区3号楼", Area.of(xiaodian.city))
    assert found.outcome is Outcome.NOT_FOUND
    assert [(c.place.name, c.reason) for c in found.candidates] == [("早西门小区", Likeness.SHAPE)]


@pytest.mark.parametrize(
    ("written", "likeness", "words"),
    [
        ("紫藤公馆3号楼", Likeness.CONTAINING, "紫藤公馆"),
        ("小店区紫藤公馆小区3号楼", Likeness.CONTAINING, "紫藤公馆"),
        ("晋源区紫藤公馆", Likeness.CONTAINING, "紫藤公馆"),
        ("紫藤公馆社区", Likeness.SHARING, "紫藤公馆"),
        ("紫藤公馆太原实地", Likeness.WORDS, ""),
        ("子藤公馆", Likeness.INEXACT, ""),
        ("恒大实地太原紫藤公馆", Likeness.WITHIN, "实地太原紫藤公馆"),
    ],
)
def test_a_piece_of_a_name_is_no_name_and_offers_it(
    written: str, likeness: Likeness, words: str, xiaodian: District
) -> None:
    place(xiaodian, "实地太原紫藤公馆3号楼")
    for area in (Area.of(xiaodian.city), from_database(xiaodian.city).area()):
        found = resolve(written, area)
        assert (found.outcome, found.place) == (Outcome.NOT_FOUND, None)
        assert [(c.place and c.place.name, c.reason, c.words) for c in found.candidates] == [
            ("实地太原紫藤公馆", likeness, words)
        ]


def test_another_door_of_a_street_is_not_offered_but_a_village_written_in_part_is(
    xiaodian: District,
) -> None:
    place(xiaodian, "康乐巷18号院")
    place(xiaodian, "袁家庄村3号院")
    city = xiaodian.city
    for area in (Area.of(city), from_database(city).area()):
        assert resolve("康乐巷19号院", area).candidates == ()
        offered = resolve("袁家庄社区晋阳门市", area).candidates
        assert {c.place and c.place.name for c in offered} == {"袁家庄村", "3号院"}


def test_the_place_that_is_found_is_not_offered_beside_itself(xiaodian: District) -> None:
    place(xiaodian, "平阳路")
    found = resolve("平阳路晋阳门市", Area.of(xiaodian.city))
    assert (found.outcome, found.place and found.place.name) == (Outcome.FOUND, "平阳路")
    assert found.candidates == ()


def test_a_coarser_place_that_is_found_comes_with_suggestions(xiaodian: District) -> None:
    place(xiaodian, "西贾社区水木云天小区")
    found = resolve("西贾社区水木云添小区5号楼", Area.of(xiaodian.city))
    assert found.place is not None
    assert (found.outcome, found.place.name) == (Outcome.FOUND, "西贾社区")
    assert found.reason is Reason.NOT_IN_GAZETTEER
    assert [(c.place.name, c.reason) for c in found.candidates] == [
        ("水木云天小区", Likeness.SOUND)
    ]


def test_the_same_name_elsewhere_is_told_but_not_taken(city: City) -> None:
    place(city.districts.get(name="晋源区"), "和平小区")
    found = resolve("小店区和平小区", Area.of(city))
    assert found.outcome is Outcome.NOT_FOUND
    assert [c.reason for c in found.candidates] == [Reason.DISTRICT_CONTRADICTED]


def test_a_contradicted_street_or_community_gives_candidates(xiaodian: District) -> None:
    place(xiaodian, "西贾社区平阳路398号水木云天小区")
    for text in ("东贾社区水木云天", "平阳路39号水木云天", "长风街水木云天"):
        place(xiaodian, "东贾社区")
        found = resolve(text, Area.of(xiaodian.city))
        assert (found.outcome, found.reason) == (Outcome.AMBIGUOUS, Reason.LOCATION_CONTRADICTED)
    assert resolve("平阳路水木云天", Area.of(xiaodian.city)).outcome is Outcome.FOUND


def test_candidates_of_one_name_are_as_fine_as_the_words(city: City) -> None:
    for district in city.districts.all():
        place(district, "和平小区3号楼")
    found = resolve("和平小区3号楼2单元", Area.of(city))
    assert found.outcome is Outcome.AMBIGUOUS
    assert [c.place.name for c in found.candidates] == ["和平小区3号楼"] * 2


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("小店区，水木云天，4号楼", Outcome.FOUND),
        ("水木云天/4号楼", Outcome.FOUND),
        ("水木云天、4号楼", Outcome.AMBIGUOUS),
        ("水木云天4号楼、5号楼", Outcome.AMBIGUOUS),
        ("水木云天4-5号楼", Outcome.AMBIGUOUS),
        ("水木云天1-3号楼", Outcome.AMBIGUOUS),
    ],
)
def test_commas_between_rungs_are_harmless_and_lists_are_several(
    xiaodian: District, text: str, outcome: Outcome
) -> None:
    place(xiaodian, "水木云天4号楼")
    place(xiaodian, "水木云天5号楼")
    assert resolve(text, Area.of(xiaodian.city)).outcome is outcome


def test_a_short_district_may_be_the_beginning_of_a_name(xiaodian: District) -> None:
    place(xiaodian, "晋源世纪城3号楼")
    found = resolve("太原市晋源世纪城3号楼", Area.of(xiaodian.city))
    assert found.place is not None
    assert found.place.name == "晋源世纪城3号楼"
    place(xiaodian.city.districts.get(name="晋源区"), "世纪城小区3号楼")
    found = resolve("太原市晋源世纪城3号楼", Area.of(xiaodian.city))
    assert (found.outcome, len(found.candidates)) == (Outcome.AMBIGUOUS, 2)
