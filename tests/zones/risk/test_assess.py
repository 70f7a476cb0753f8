"""The risk of a place: what is high is said, what is not certain is unknown."""

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import FANOUT, LEAVES, extents, households, places
from zones.address.values import Level
from zones.risk.assess import Doubt, Remainder, Risk, Unvouched, Zone, assess
from zones.risk.extent import Extent, Lineage
from zones.risk.relation import Located

RUNGS = (Level.DISTRICT, Level.COMPLEX, Level.BUILDING, Level.UNIT)
VOUCHED = Remainder(vouched=True)


def located(lineage: Lineage) -> Located:
    rungs = tuple(zip(RUNGS, lineage, strict=False))
    return Located(lineage, rungs, "".join(lineage))


def zone(extent: Extent, level: str = "high", name: str = "z") -> Zone:
    covered = tuple(located(lineage) for lineage, inside in extent.marks if inside)
    return Zone(name, level, extent, covered)


zones = st.lists(
    st.tuples(extents, st.sampled_from(["high", "medium"])).map(lambda z: zone(*z)), max_size=4
)


@given(zones, places)
def test_the_risk_is_what_the_households_say(zs: list[Zone], place: Lineage) -> None:
    """In a full tree nothing is uncertain, so the households decide every answer."""
    found = assess(located(place), zs, VOUCHED).risk
    below = {leaf for leaf in LEAVES if leaf[: len(place)] == place}
    high = {leaf for z in zs if z.level == "high" for leaf in households(z.extent)}
    medium = {leaf for z in zs if z.level == "medium" for leaf in households(z.extent)}
    if found is Risk.HIGH:
        assert below <= high
    elif found is Risk.PARTLY_HIGH:
        # Marks below a place may leave nothing of it out; never the other way round.
        assert any(z.extent.touches(place) for z in zs if z.level == "high")
    elif found is Risk.MEDIUM:
        assert below <= medium
        assert not below & high
    elif found is Risk.PARTLY_MEDIUM:
        assert not below & high
    else:
        assert found is (Risk.LOW if zs else Risk.ROUTINE)
        assert not below & (high | medium)


@given(zones, extents.filter(bool), places)
def test_an_entry_changes_only_what_it_names_and_the_remainder_of_its_district(
    zs: list[Zone], extent: Extent, place: Lineage
) -> None:
    before = assess(located(place), zs, VOUCHED).risk
    after = assess(located(place), [*zs, zone(extent)], VOUCHED).risk
    if not extent.touches(place):
        assert after is (Risk.LOW if before is Risk.ROUTINE else before)


@given(zones, st.sampled_from(LEAVES))
def test_refining_a_covered_place_keeps_it_high(zs: list[Zone], leaf: Lineage) -> None:
    answers = [assess(located(leaf[:d]), zs, VOUCHED).risk for d in range(2, len(FANOUT) + 1)]
    if Risk.HIGH in answers:
        assert set(answers[answers.index(Risk.HIGH) :]) == {Risk.HIGH}


@given(zones, places)
def test_without_coverage_nothing_is_low(zs: list[Zone], place: Lineage) -> None:
    found = assess(located(place), zs, Remainder(vouched=False))
    assert found.risk not in (Risk.LOW, Risk.ROUTINE)
    if found.risk is Risk.UNKNOWN:
        assert found.doubt is Doubt.NO_COVERAGE


@given(zones, places, places)
def test_a_place_not_vouched_for_is_never_low(
    zs: list[Zone], place: Lineage, left_out: Lineage
) -> None:
    remainder = Remainder(vouched=True, unvouched=(Unvouched(located(left_out), "未收录"),))
    found = assess(located(place), zs, remainder)
    shorter = min(len(place), len(left_out))
    if place[:shorter] == left_out[:shorter]:
        assert found.risk not in (Risk.LOW, Risk.ROUTINE)


def test_a_place_that_may_lie_in_a_zone_is_unknown_with_the_zone_named() -> None:
    north = Located(
        ("d", "浦东雅典", "北区"),
        ((Level.DISTRICT, "d"), (Level.COMPLEX, "浦东雅典"), (Level.SECTION, "北区")),
        "浦东雅典北区",
    )
    building = Located(
        ("d", "浦东雅典", "16"),
        ((Level.DISTRICT, "d"), (Level.COMPLEX, "浦东雅典"), (Level.BUILDING, "16")),
        "浦东雅典16号楼",
    )
    found = assess(
        building, [Zone("z", "high", Extent.of({north.lineage: True}), (north,))], VOUCHED
    )
    assert found.risk is Risk.UNKNOWN
    assert found.doubt is Doubt.MAY_LIE_IN_ZONE
    assert found.doubtful == ("浦东雅典北区",)


def test_a_released_part_is_judged_by_the_district_not_by_its_exception() -> None:
    extent = Extent.of({("d1", "A"): True, ("d1", "A", "1"): False})
    assert assess(located(("d1", "A", "1")), [zone(extent)], VOUCHED).risk is Risk.LOW
    assert assess(located(("d1", "A", "2")), [zone(extent)], VOUCHED).risk is Risk.HIGH
    assert assess(located(("d1", "A")), [zone(extent)], VOUCHED).risk is Risk.PARTLY_HIGH


def test_stacked_designations_hold_each_other_up() -> None:
    complex_, unit = zone(Extent.of({("d1", "A"): True})), zone(Extent.of({("d1", "A", "1"): True}))
    both = assess(located(("d1", "A", "1")), [complex_, unit], VOUCHED)
    assert both.because == (complex_, unit)
    assert assess(located(("d1", "A", "1")), [unit], VOUCHED).risk is Risk.HIGH
    assert assess(located(("d1", "A", "1")), [complex_], VOUCHED).risk is Risk.HIGH
