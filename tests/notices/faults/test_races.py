"""Two publishers at once, as two processes, which are let go at the same moment."""

import fcntl
import random
from collections.abc import Sequence

from tests.notices.faults.aftermath import NUMBERS, settle
from tests.notices.faults.conftest import Rounds
from tests.notices.faults.machine import Journal, Machine
from tests.notices.faults.words import write_text

PAIRS = 3
CLERKS = ("clerk", "colleague")
"""Publishing looks at the author, so drafts of one hand might wait for each other by accident."""


def race(machine: Machine, *heats: list[str]) -> tuple[list[Journal], list[dict[str, str]]]:
    """One publisher for each list of drafts; what each wrote down, and was refused."""
    journals = [machine.journal() for _ in heats]
    gate = machine.outbox / "gate"
    with gate.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        tasks = [
            machine.begin("publish_drafts", journal=str(j.path), drafts=d, gate=str(gate))
            for j, d in zip(journals, heats, strict=True)
        ]
        for journal, task in zip(journals, tasks, strict=True):
            journal.wait_for("ready", task)
    return journals, [task.result() for task in tasks]


def submitted(
    machine: Machine, texts: Sequence[str], *, minutes: int, author: str = CLERKS[0]
) -> list[str]:
    return list(machine.ask("submit_texts", texts=list(texts), minutes=minutes, author=author))


def units(chance: random.Random, how_many: int) -> list[str]:
    """Places that no notice has named yet, in one order for both publishers or the other."""
    name = f"和平{next(NUMBERS)}号院"
    found = [f"{name}{n}号楼{u}单元" for n in range(1, how_many + 1) for u in (1, 2)]
    return chance.sample(found, len(found))


def test_the_same_draft_is_published_once(machine: Machine, rounds: Rounds) -> None:
    for chance in rounds.of(short=1):
        first = next(NUMBERS)
        texts = [write_text(first + n, units(chance, 2), []) for n in range(PAIRS)]
        drafts = submitted(machine, texts, minutes=first)
        (left, right), (no_left, no_right) = race(machine, drafts, drafts)
        assert left.acknowledged().keys().isdisjoint(right.acknowledged())
        assert left.acknowledged().keys() | right.acknowledged().keys() == set(drafts)
        assert all("不能发布" in words for words in [*no_left.values(), *no_right.values()])
        settle(machine, left, right)


def test_the_same_notice_entered_twice_is_one_notice(machine: Machine, rounds: Rounds) -> None:
    for chance in rounds.of(short=1):
        first = next(NUMBERS)
        texts = [write_text(first + n, units(chance, 2), []) for n in range(PAIRS)]
        ours, theirs = (submitted(machine, texts, minutes=first, author=a) for a in CLERKS)
        (left, right), (no_left, no_right) = race(machine, ours, theirs)
        for one, other in zip(ours, theirs, strict=True):
            assert (one in left.acknowledged()) != (other in right.acknowledged())
        assert all("已经入账" in words for words in [*no_left.values(), *no_right.values()])
        settle(machine, left, right)


def test_two_notices_may_name_the_same_new_places(machine: Machine, rounds: Rounds) -> None:
    """In another order, so that neither can wait for the other in the middle."""
    for chance in rounds.of(short=1):
        first = next(NUMBERS)
        heats: list[list[str]] = [[], []]
        for n in range(PAIRS):
            named = units(chance, 3)
            heats[0].append(write_text(first + 2 * n, named, []))
            heats[1].append(write_text(first + 2 * n + 1, named[::-1], []))
        drafts = [
            submitted(machine, texts, minutes=first, author=author)
            for texts, author in zip(heats, CLERKS, strict=True)
        ]
        journals, refused = race(machine, *drafts)
        assert refused == [{}, {}]
        for journal, mine in zip(journals, drafts, strict=True):
            assert list(journal.acknowledged()) == mine
        settle(machine, *journals)


def test_a_zone_that_was_just_released_is_not_released_again_unseen(
    machine: Machine, rounds: Rounds
) -> None:
    """Of two releases the later is told, if the earlier was recorded first; typed in the other
    order both stand, since the earlier is the one that ended the zone.
    """
    for chance in rounds.of(short=1):
        first = next(NUMBERS)
        zones = units(chance, PAIRS)
        opening = machine.journal()
        drafts = submitted(machine, [write_text(first, zones, [])], minutes=first)
        assert machine.ask("publish_drafts", journal=str(opening.path), drafts=drafts) == {}
        heats = []
        for lane, author in enumerate(CLERKS, start=1):
            texts = [write_text(first + lane + 2 * n, [], [z]) for n, z in enumerate(zones)]
            heats.append(submitted(machine, texts, minutes=first + lane, author=author))
        journals, (no_earlier, no_later) = race(machine, *heats)
        acts = {d: int(act[1]) for j in journals for d, act in j.acknowledged().items()}
        for earlier, later in zip(*heats, strict=True):
            assert (later in no_later) == (later not in acts or acts[earlier] < acts[later])
        assert no_earlier == {}
        assert all("没有确认" in words for words in no_later.values())
        settle(machine, opening, *journals)
