"""Matching proposes only what the words say."""

from notices.ledger.matching import (
    Match,
    Near,
    OpenZone,
    Proposal,
    near_zones,
    propose,
    propose_rescoped,
)

X, X1, X2, Y = ("x", ""), ("x1", ""), ("x2", ""), ("y", "")


def zone(name: str, **marks: bool) -> OpenZone:
    return OpenZone(name, "high", tuple(((k, ""), v) for k, v in marks.items()))


def test_the_zone_of_the_same_place_is_ended() -> None:
    assert propose({X: True}, "high", [zone("a", x=True), zone("b", y=True)]) == Proposal(
        Match.SAME, ("a",)
    )


def test_the_same_place_designated_twice_is_ended_twice() -> None:
    assert propose({X: True}, "high", [zone("a", x=True), zone("b", x=True)]).ends == ("a", "b")


def test_a_unit_designated_on_its_own_is_left_alone_when_its_complex_is_released() -> None:
    assert propose({X: True}, "high", [zone("a", x=True), zone("b", x1=True)]).ends == ("a",)


def test_a_complex_is_left_alone_when_a_unit_of_it_is_released() -> None:
    assert propose({X1: True}, "high", [zone("a", x=True)]) == Proposal(Match.NONE)


def test_an_exclusion_that_the_designation_carries_too_ends_it_wholly() -> None:
    zones = [zone("a", x=True, x1=False), zone("b", x=True)]
    assert propose({X: True, X1: False}, "high", zones) == Proposal(Match.SAME, ("a",))


def test_an_exclusion_that_no_designation_carries_ends_all_but_the_part() -> None:
    assert propose({X: True, X1: False}, "high", [zone("b", x=True)]) == Proposal(
        Match.EXCEPTS_PART, ("b",)
    )


def test_another_exclusion_is_another_zone() -> None:
    assert propose({X: True, X1: False}, "high", [zone("a", x=True, x2=False)]).match is Match.NONE


def test_parts_of_one_building_are_different_zones() -> None:
    half = OpenZone("a", "high", ((("x", "半边户"), True),))
    assert propose({("x", "半边户"): True}, "high", [half]).ends == ("a",)
    assert propose({X: True}, "high", [half]).match is Match.NONE


def test_what_has_no_place_matches_nothing() -> None:
    assert propose({}, "high", [OpenZone("a", "high", ())]).match is Match.NONE


def test_a_zone_of_another_level_is_another_zone() -> None:
    assert propose({X: True}, "medium", [zone("a", x=True)]).match is Match.NONE


def test_a_rescoping_finds_the_zone_as_it_was_or_the_zones_that_made_it_up() -> None:
    before = {X1: True, X2: True}
    whole = zone("a", x1=True, x2=True)
    parts = [zone("b", x1=True), zone("c", x2=True), zone("d", y=True)]
    assert propose_rescoped(before, "high", [whole, *parts]).ends == ("a",)
    assert propose_rescoped(before, "high", parts).ends == ("b", "c")
    assert propose_rescoped(before, "high", parts[:1]).match is Match.NONE


def test_zones_that_hold_or_lie_in_a_release_are_shown_before_words_that_are_alike() -> None:
    wide = OpenZone("a", "high", ((X, True),), "紫藤公馆")
    fine = OpenZone("b", "high", ((X1, True),), "紫藤公馆1号楼")
    alike = OpenZone("c", "high", ((Y, True),), "旱西门小区8号楼")
    zones = [wide, fine, alike]
    assert near_zones("紫藤公馆2号楼", {"x2"}, {"x", "x2"}, zones) == [(Near.WITHIN, wide)]
    assert near_zones("紫藤公馆1、2号楼", {"x1", "x2"}, {"x1", "x2"}, zones) == [
        (Near.AROUND, fine)
    ]
    both = OpenZone("d", "high", ((X1, True), (Y, True)), "1号楼、8号楼")
    assert near_zones("8号楼", {"y"}, {"y"}, [both]) == [(Near.WITHIN, both)]
    inside = OpenZone("e", "high", ((X1, True),), "1号楼", around=frozenset({"x"}))
    assert near_zones("紫藤公馆", {"x"}, {"x"}, [inside]) == [(Near.AROUND, inside)]
    assert near_zones("早西门小区8号楼", set(), set(), zones) == [(Near.ALIKE, alike)]
    assert near_zones("和平小区", set(), set(), zones) == []
