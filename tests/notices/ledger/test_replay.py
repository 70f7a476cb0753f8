"""The laws of the ledger, on random ledgers, against a model that marks households."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notices.ledger.replay import beliefs, believed, standing_entries, stretches
from notices.ledger.values import Action, Change, Designation, Stretch, Void
from tests.strategies import LEAVES, extents, households, some_extents
from zones.risk.extent import NOWHERE, Extent, Lineage
from zones.risk.regimes import SHANGHAI

T0 = datetime(2022, 11, 1, tzinfo=SHANGHAI)
HOURS = [T0 + timedelta(hours=h) for h in range(13)]
LAST = 9
instants = st.sampled_from(HOURS)
sequences = st.integers(1, LAST)


@dataclass(frozen=True)
class Ledger:
    """A designation with all that is bound to it, and the voids of any of these."""

    designation: Designation
    changes: tuple[Change, ...]
    voids: tuple[Void, ...]


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    designation = Designation("D", draw(some_extents), draw(instants), draw(st.integers(1, 3)))
    changes = tuple(
        Change(
            f"C{i}",
            draw(st.sampled_from([Action.RELEASE, Action.RELEASE, Action.RESCOPE])),
            draw(extents),
            draw(instants),
            draw(sequences),
        )
        for i in range(draw(st.integers(0, 4)))
    )
    names = ["D", *(c.id for c in changes)]
    voids: list[Void] = []
    for i in range(draw(st.integers(0, 4))):
        voids.append(Void(f"V{i}", draw(st.sampled_from(names)), draw(sequences)))
        names.append(f"V{i}")
    return Ledger(designation, changes, tuple(voids))


def model(ledger: Ledger, instant: datetime, sequence: int) -> frozenset[Lineage]:
    """The households under the designation: each asks its own way through the entries.

    Written without extents, stretches or order: an entry counts if no counting void
    names it; a household is inside by the newest rescoping (or the designation) and
    outside if a release came after that, or with it.
    """

    def counts(name: str) -> bool:
        return not any(
            v.voids == name and v.recorded <= sequence and counts(v.id) for v in ledger.voids
        )

    d = ledger.designation
    if d.recorded > sequence or not counts("D") or d.effective_from > instant:
        return frozenset()
    live = [
        (max(c.effective_from, d.effective_from), c)
        for c in ledger.changes
        if c.recorded <= sequence and counts(c.id) and c.effective_from <= instant
    ]
    rescopes = [(at, c) for at, c in live if c.action is Action.RESCOPE]
    newest = max((at for at, _ in rescopes), default=None)
    inside = set()
    for leaf in LEAVES:
        if newest is None:
            held = leaf in households(d.extent)
        else:
            held = any(leaf in households(c.extent) for at, c in rescopes if at == newest)
        freed = any(
            leaf in households(c.extent)
            for at, c in live
            if c.action is Action.RELEASE and (newest is None or at > newest)
        )
        if held and not freed:
            inside.add(leaf)
    return frozenset(inside)


def at(found: tuple[Stretch, ...], instant: datetime) -> Extent:
    held = [s for s in found if s.start <= instant and (s.end is None or instant < s.end)]
    assert len(held) <= 1, "two stretches of one designation hold at once"
    return held[0].extent if held else NOWHERE


@settings(max_examples=2000)
@given(ledgers(), instants, sequences)
def test_replay_says_what_the_households_say(
    ledger: Ledger, instant: datetime, sequence: int
) -> None:
    found = believed(ledger.designation, ledger.changes, ledger.voids, sequence)
    assert households(at(found, instant)) == model(ledger, instant, sequence)


@given(ledgers(), st.randoms(use_true_random=False), instants)
def test_the_order_of_entries_and_of_recording_changes_nothing(
    ledger: Ledger, random: Random, instant: datetime
) -> None:
    shuffled = list(ledger.changes)
    random.shuffle(shuffled)
    later = [replace(c, recorded=random.randint(1, LAST)) for c in shuffled]
    one = believed(ledger.designation, ledger.changes, ledger.voids, LAST)
    other = believed(ledger.designation, later, ledger.voids, LAST)
    assert at(one, instant) == at(other, instant)


@given(ledgers())
def test_stretches_follow_each_other_without_a_word_too_much(ledger: Ledger) -> None:
    found = stretches(ledger.designation, ledger.changes)
    for earlier, later in pairwise(found):
        assert earlier.end is not None
        assert earlier.end <= later.start
        if earlier.end == later.start:
            assert (earlier.extent, earlier.scoped_by) != (later.extent, later.scoped_by)
    assert all(s.extent for s in found)
    assert all(s.end is None or s.start < s.end for s in found)
    assert all((s.ended_by is None) == (s.end is None) for s in found)


@given(ledgers(), sequences)
def test_what_is_believed_at_a_sequence_is_the_replay_of_what_was_recorded(
    ledger: Ledger, sequence: int
) -> None:
    held = {
        b.stretch
        for b in beliefs(ledger.designation, ledger.changes, ledger.voids)
        if b.known_from <= sequence and (b.known_to is None or sequence < b.known_to)
    }
    assert held == set(believed(ledger.designation, ledger.changes, ledger.voids, sequence))


@given(ledgers(), st.integers(0, 3))
def test_to_void_an_entry_is_to_have_a_ledger_without_it(ledger: Ledger, which: int) -> None:
    if which >= len(ledger.changes):
        return
    target = ledger.changes[which]
    untouched = [v for v in ledger.voids if v.voids != target.id]
    void = Void("VX", target.id, LAST)
    without = [c for c in ledger.changes if c is not target]
    assert believed(ledger.designation, ledger.changes, [*untouched, void], LAST) == believed(
        ledger.designation, without, untouched, LAST
    )


@given(ledgers(), st.sampled_from(["D", "C0", "C1"]))
def test_a_voided_void_is_no_void(ledger: Ledger, target: str) -> None:
    void, back = Void("VX", target, LAST), Void("VY", "VX", LAST)
    assert believed(
        ledger.designation, ledger.changes, [*ledger.voids, void, back], LAST
    ) == believed(ledger.designation, ledger.changes, ledger.voids, LAST)


@given(some_extents, instants, instants, instants)
def test_releasing_every_part_is_releasing_the_whole(
    extent: Extent, opened: datetime, when: datetime, instant: datetime
) -> None:
    designation = Designation("D", extent, opened, 1)
    whole = Change("R", Action.RELEASE, extent, when, 2)
    parts = [
        Change(f"R{leaf}", Action.RELEASE, Extent.of({leaf: True}), when, 2) for leaf in LEAVES
    ]
    one, other = stretches(designation, [whole]), stretches(designation, parts)
    assert households(at(one, instant)) == households(at(other, instant))


def test_voiding_a_release_reopens_the_designation_from_its_original_time() -> None:
    everything = Extent.of({("d1",): True})
    designation = Designation("D", everything, T0, 1)
    release = Change("R", Action.RELEASE, everything, HOURS[5], 2)
    reopened = believed(designation, [release], [Void("V", "R", 3)], 3)
    assert reopened == (Stretch(everything, T0, None, "D", None),)


def test_a_rescoping_changes_the_extent_and_the_words_in_one_step() -> None:
    before, after = Extent.of({("d1", "A"): True}), Extent.of({("d1", "A", "1"): True})
    designation = Designation("D", before, T0, 1)
    rescope = Change("S", Action.RESCOPE, after, HOURS[5], 2)
    assert stretches(designation, [rescope]) == (
        Stretch(before, T0, HOURS[5], "D", "S"),
        Stretch(after, HOURS[5], None, "S", None),
    )


def test_standing_entries_follow_chains_of_voids() -> None:
    voids = [Void("V1", "A", 2), Void("V2", "V1", 3), Void("V3", "V2", 4)]
    assert [bool(standing_entries(["A"], voids, n)) for n in (1, 2, 3, 4)] == [
        True,
        False,
        True,
        False,
    ]


def test_only_a_release_or_a_rescoping_is_a_change() -> None:
    with pytest.raises(ValueError, match="does not change"):
        Change("X", Action.DESIGNATE, NOWHERE, T0, 1)
