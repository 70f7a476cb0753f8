"""The database guards the place tree: lineages, dates, outlines, and what becomes of places."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.ground import place, small_city, square
from zones.models import District, Place, PlaceName
from zones.models.ground import AliasProposal, PlaceOutline, PlaceReference, Succession

DAY = date(2022, 11, 1)


@pytest.fixture
def district(db: None) -> District:
    return small_city().districts.get(name="小店区")


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        act()
    return str(caught.value)


def grown(district: District, level: str, key: str, parent: Place | None = None) -> Place:
    made = Place.objects.create(
        district=district,
        parent=parent,
        level=level,
        key=key,
        value=key,
        name=key,
        source="test",
    )
    made.refresh_from_db()
    return made


# --- Lineage --------------------------------------------------------------------------------------

LEVELS = ("subdistrict", "community", "complex", "building", "unit")
moves = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=8)


class Lineages(TestCase):
    """However places are hung below each other, each lineage is the chain of its parents."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(moves)
    def test_a_lineage_is_the_chain_of_parents_after_any_move(
        self, drawn: list[tuple[int, int]]
    ) -> None:
        here = small_city().districts.get(name="小店区")
        places = [grown(here, LEVELS[i // 2], f"k{i}") for i in range(10)]
        for child, parent in drawn:
            before = {p.id: set(p.lineage) for p in Place.objects.all()}
            try:
                with transaction.atomic():
                    Place.objects.filter(id=places[child].id).update(parent=places[parent].id)
            except IntegrityError:
                continue
            for one in Place.objects.all():
                assert before[one.id] <= set(one.lineage), "a place never leaves what it lay in"
        for one in Place.objects.select_related("parent"):
            above = one.parent.lineage if one.parent else []
            assert one.lineage == [*above, one.id]


def test_descendants_follow_a_place_that_is_hung_elsewhere(district: District) -> None:
    unit = place(district, "晋阳紫城4号楼10单元")
    community = place(district, "亲贤社区")
    Place.objects.filter(level="complex").update(parent=community)
    unit.refresh_from_db()
    assert unit.lineage[0] == community.id
    assert len(unit.lineage) == 4


def test_a_place_keeps_its_level_and_its_district_for_life(district: District) -> None:
    one = place(district, "晋阳紫城")
    other = district.city.districts.get(name="晋源区")
    every = Place.objects.filter(id=one.id)
    assert "for life" in refused(lambda: every.update(level="building"))
    assert "for life" in refused(lambda: every.update(district=other))


def test_a_place_never_leaves_what_it_lay_in(district: District) -> None:
    building = place(district, "晋阳紫城4号楼")
    other = place(district, "滨东花园")
    every = Place.objects.filter(id=building.id)
    assert "never leaves" in refused(lambda: every.update(parent=other))
    assert "never leaves" in refused(lambda: every.update(parent=None))


@pytest.mark.parametrize(("above", "below"), [("complex", "complex"), ("unit", "building")])
def test_a_place_lies_below_a_coarser_one_unless_it_took_over(
    district: District, above: str, below: str
) -> None:
    outer = grown(district, above, "甲")
    assert "cannot lie below" in refused(lambda: grown(district, below, "乙", outer))


def test_a_part_of_a_split_lies_below_a_place_of_its_own_level(district: District) -> None:
    outer, inner = grown(district, "complex", "甲"), grown(district, "complex", "乙")
    Succession.objects.create(predecessor=outer, successor=inner, kind="split", on=DAY)
    Place.objects.filter(id=inner.id).update(parent=outer)
    inner.refresh_from_db()
    assert inner.lineage == [outer.id, inner.id]
    assert "cannot lie below" in refused(
        lambda: Place.objects.filter(id=outer.id).update(parent=inner)
    )


def test_a_section_may_lie_in_a_section(district: District) -> None:
    phase = grown(district, "section", "2期")
    assert grown(district, "section", "南区", phase).lineage[0] == phase.id


# --- Succession -----------------------------------------------------------------------------------


def test_a_succession_retires_the_predecessor(district: District) -> None:
    outer, inner = grown(district, "complex", "甲"), grown(district, "complex", "乙")
    Succession.objects.create(predecessor=outer, successor=inner, kind="split", on=DAY)
    outer.refresh_from_db()
    assert outer.retired_on == DAY


def test_places_merge_into_a_new_place_only(district: District) -> None:
    old, new = grown(district, "complex", "甲"), grown(district, "complex", "乙")
    assert "is a new place" in refused(
        lambda: Succession.objects.create(predecessor=old, successor=new, kind="merged", on=DAY)
    )


def test_a_place_is_succeeded_once(district: District) -> None:
    old, one, two = (grown(district, "complex", key) for key in "甲乙丙")
    Succession.objects.create(predecessor=old, successor=one, kind="split", on=DAY)
    later = date(2022, 12, 1)
    assert "succeeded once" in refused(
        lambda: Succession.objects.create(predecessor=old, successor=two, kind="split", on=later)
    )


def test_a_succession_is_never_rewritten(district: District) -> None:
    old, one = grown(district, "complex", "甲"), grown(district, "complex", "乙")
    step = Succession.objects.create(predecessor=old, successor=one, kind="split", on=DAY)
    assert "Cannot update" in refused(lambda: step.save())
    assert "update or delete" in refused(lambda: step.delete())


def test_a_retired_place_gives_its_name_free(district: District) -> None:
    grown(district, "complex", "甲")
    assert "place_once_under_its_parent" in refused(lambda: grown(district, "complex", "甲"))
    Place.objects.update(retired_on=DAY)
    grown(district, "complex", "甲")


# --- Outlines -------------------------------------------------------------------------------------


def draw(one: Place, west: float, quality: str, source: str) -> None:
    one.outline, one.outline_quality, one.outline_source = square(west, 37.7, 0.01), quality, source
    one.save()


def test_a_former_outline_is_kept_with_its_source_and_times(district: District) -> None:
    one = place(district, "晋阳紫城")
    for west, source in ((112.51, "first"), (112.52, "second"), (112.53, "third")):
        draw(one, west, "surveyed", source)
    one.refresh_from_db()
    former = list(PlaceOutline.objects.all())
    assert [f.source for f in former] == ["first", "second"]
    assert former[0].redrawn_at == former[1].drawn_at or former[0].redrawn_at < former[1].drawn_at
    assert former[1].drawn_at < former[1].redrawn_at <= one.drawn_at
    assert former[0].outline.extent[0] == pytest.approx(112.51)


def test_drawing_the_same_again_keeps_nothing(district: District) -> None:
    one = place(district, "晋阳紫城")
    draw(one, 112.51, "surveyed", "first")
    draw(one, 112.51, "surveyed", "first")
    assert not PlaceOutline.objects.exists()


def test_an_outline_that_was_made_up_is_not_kept(district: District) -> None:
    one = place(district, "晋阳紫城")
    draw(one, 112.51, "illustrative", "town")
    draw(one, 112.52, "surveyed", "survey")
    assert not PlaceOutline.objects.exists()


def test_an_outline_without_a_source_has_that_of_its_place(district: District) -> None:
    one = grown(district, "complex", "甲")
    one.outline, one.outline_quality = square(112.5, 37.7, 0.01), "surveyed"
    one.save()
    one.refresh_from_db()
    assert one.outline_source == "test"
    one.outline = one.outline_quality = None
    one.save()
    one.refresh_from_db()
    assert (one.outline_source, one.drawn_at) == (None, None)


def test_a_former_outline_is_never_rewritten(district: District) -> None:
    one = place(district, "晋阳紫城")
    draw(one, 112.51, "surveyed", "first")
    draw(one, 112.52, "surveyed", "second")
    assert "Cannot update" in refused(lambda: PlaceOutline.objects.update(source="x"))
    assert "update or delete" in refused(lambda: PlaceOutline.objects.all().delete())


# --- Names, ids, proposals ------------------------------------------------------------------------


def test_a_place_has_one_official_name_at_a_time(district: District) -> None:
    one = place(district, "晋阳紫城")
    common = {"place": one, "key": "k", "kind": "official", "source": "test"}
    PlaceName.objects.create(text="甲", until=DAY, **common)
    PlaceName.objects.create(text="乙", since=DAY, **common)
    assert "placename_one_official_now" in refused(
        lambda: PlaceName.objects.create(text="丙", since=DAY, **common)
    )


def test_a_name_begins_before_it_ends(district: District) -> None:
    one = place(district, "晋阳紫城")
    assert "placename_since_before_until" in refused(
        lambda: PlaceName.objects.create(
            place=one, text="甲", key="k", kind="alias", source="t", since=DAY, until=DAY
        )
    )


def test_a_file_names_a_place_by_one_id(district: District) -> None:
    one, other = place(district, "晋阳紫城"), place(district, "滨东花园")
    PlaceReference.objects.create(place=one, source="file", external_id="1")
    PlaceReference.objects.create(place=one, source="other", external_id="1")
    assert "reference_once" in refused(
        lambda: PlaceReference.objects.create(place=other, source="file", external_id="1")
    )
    assert "reference_one_a_source" in refused(
        lambda: PlaceReference.objects.create(place=one, source="file", external_id="2")
    )


def test_a_decision_on_an_alias_has_a_person_and_a_time(district: District) -> None:
    one = place(district, "晋阳紫城")
    assert "alias_decided_by_someone" in refused(
        lambda: AliasProposal.objects.create(
            place=one, text="紫城", key="紫城", why="test", decision="approved"
        )
    )


def test_names_that_lead_to_a_place_on_a_date(district: District) -> None:
    one = place(district, "晋阳紫城")
    common = {"place": one, "key": "k", "source": "test"}
    PlaceName.objects.create(text="旧名", kind="official", until=DAY, **common)
    PlaceName.objects.create(text="别名", kind="alias", until=DAY, **common)
    PlaceName.objects.create(text="新名", kind="official", since=date(2023, 1, 1), **common)
    texts = set(PlaceName.objects.answering(DAY).values_list("text", flat=True))
    assert texts == {"晋阳紫城", "旧名"}
