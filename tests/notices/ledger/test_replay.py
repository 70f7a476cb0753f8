"""The laws of the ledger, on random ledgers, against a model that marks households."""

import itertools
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from notices.ledger.replay import beliefs, stretches
from notices.ledger.values import Designation, Release, Stretch
from tests.strategies import LEAVES, extents, households, some_extents
from zones.risk.extent import NOWHERE, Extent, Lineage
from zones.risk.regimes import SHANGHAI

T0 = datetime(2022, 11, 1, tzinfo=SHANGHAI)
instants = st.integers(0, 12).map(lambda h: T0 + timedelta(hours=h))

designations = st.builds(
    Designation, id=st.just("D"), extent=some_extents, effective_from=instants, recorded=st.just(1)
)


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[Designation, list[Release]]:
    """A designation with up to five releases, some of them bound to another."""
    count = draw(st.integers(0, 5))
    releases = [
        Release(
            id=f"R{i}",
            extent=draw(extents),
            effective_from=draw(instants),
            recorded=draw(st.integers(1, 6)),
            binds=draw(
                st.sampled_from([frozenset({"D"}), frozenset({"D", "E"}), frozenset({"E"})])
            ),
        )
        for i in range(count)
    ]
    return draw(designations), releases


def model(designation: Designation, releases: list[Release], at: datetime) -> frozenset[Lineage]:
    """The households under a designation at an instant, one by one."""
    inside = set()
    if designation.effective_from > at:
        return frozenset()
    for leaf in LEAVES:
        freed = any(
            leaf in households(r.extent)
            for r in releases
            if "D" in r.binds and r.effective_from <= at
        )
        if leaf in households(designation.extent) and not freed:
            inside.add(leaf)
    return frozenset(inside)


def at(found: tuple[Stretch, ...], instant: datetime) -> Extent:
    held = [s for s in found if s.start <= instant and (s.end is None or instant < s.end)]
    assert len(held) <= 1, "two stretches of one designation hold at once"
    return held[0].extent if held else NOWHERE


@given(ledgers(), instants)
def test_replay_says_what_the_households_say(
    ledger: tuple[Designation, list[Release]], instant: datetime
) -> None:
    designation, releases = ledger
    extent = at(stretches(designation, releases), instant)
    assert households(extent) == model(designation, releases, instant)


@given(ledgers(), st.randoms(use_true_random=False))
def test_the_order_of_recording_changes_nothing(
    ledger: tuple[Designation, list[Release]], random: object
) -> None:
    designation, releases = ledger
    shuffled = list(releases)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    later = [Release(r.id, r.extent, r.effective_from, 7 - r.recorded, r.binds) for r in shuffled]
    found = stretches(designation, releases)
    for hour in range(13):
        instant = T0 + timedelta(hours=hour)
        assert at(found, instant) == at(stretches(designation, later), instant)


@given(ledgers())
def test_stretches_follow_each_other_and_only_shrink(
    ledger: tuple[Designation, list[Release]],
) -> None:
    found = stretches(*ledger)
    for earlier, later in itertools.pairwise(found):
        assert earlier.end == later.start
        assert households(later.extent) < households(earlier.extent) or (
            later.extent != earlier.extent
        )
        assert not households(later.extent) - households(earlier.extent)
    assert all(s.end is None or s.start < s.end for s in found)
    assert all(s.ended_by is not None for s in found if s.end is not None)


@given(ledgers())
def test_what_is_believed_at_each_sequence_is_the_replay_of_what_was_recorded(
    ledger: tuple[Designation, list[Release]],
) -> None:
    designation, releases = ledger
    found = beliefs(designation, releases)
    for sequence in range(1, 8):
        held = {
            b.stretch
            for b in found
            if b.known_from <= sequence and (b.known_to is None or sequence < b.known_to)
        }
        recorded = [r for r in releases if r.recorded <= sequence]
        assert held == set(stretches(designation, recorded))


@given(designations, instants, instants)
def test_releasing_every_part_is_releasing_the_whole(
    designation: Designation, when: datetime, instant: datetime
) -> None:
    whole = Release("R", designation.extent, when, 2, frozenset({"D"}))
    parts = [
        Release(f"R{leaf}", Extent.of({leaf: True}), when, 2, frozenset({"D"})) for leaf in LEAVES
    ]
    one, other = stretches(designation, [whole]), stretches(designation, parts)
    assert households(at(one, instant)) == households(at(other, instant))


def test_a_designation_of_another_entry_is_left_alone() -> None:
    everything = Extent.of({("d1",): True})
    designation = Designation("D", everything, T0, 1)
    release = Release("R", everything, T0 + timedelta(days=1), 2, frozenset({"E"}))
    assert stretches(designation, [release]) == (Stretch("D", everything, T0, None, None),)
