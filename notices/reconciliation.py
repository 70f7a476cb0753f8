"""Reconciliation (对账): the zones in force against an outside list, each difference explained.

Pure. Nothing is ever changed by it: the official text is never "fixed", and a
difference is a question for a person, with the most likely answers beside it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum

from zones.address import parse, path_key

LEAST_ALIKE = 0.75
LAG = timedelta(days=2)
"""The national list lags the notices by nought to two days."""


class Explanation(StrEnum):
    """Why an item stands on one side only."""

    SPELLING = "spelling"
    """The same place in other words: the address language gives one key."""
    LAG = "lag"
    """Designated or released so lately that the other side need not have it yet."""
    MISPRINT = "misprint"
    """Something much alike stands on the other side; a person must say."""
    UNMATCHED = "unmatched"
    """Nothing explains it."""


@dataclass(frozen=True, slots=True)
class Item:
    """A zone as one side names it. ``changed`` is when our side designated or released it."""

    district: str
    level: str
    text: str
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """An item of one side without its like on the other, and the likeliest reason."""

    item: Item
    ours: bool
    explanation: Explanation
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """How many agree word for word, and every difference."""

    agreeing: int
    differences: tuple[Difference, ...]


def reconcile(
    ours: Sequence[Item],
    theirs: Sequence[Item],
    at: datetime,
    *,
    released: Sequence[Item] = (),
) -> Account:
    """Compare the zones in force at ``at`` with an outside list.

    ``released`` are zones of ours that ended lately, with when.
    """
    left, right = _unlike(ours, theirs), _unlike(theirs, ours)
    agreeing = len(ours) - len(left)
    pairs = _pair_by_key(left, right)
    found = [Difference(o, True, Explanation.SPELLING, t.text) for o, t in pairs]
    left = [i for i in left if i not in {o for o, _ in pairs}]
    right = [i for i in right if i not in {t for _, t in pairs}]
    lately = {(_key(i), i.level): i for i in released if i.changed and at - i.changed <= LAG}
    found += [_explain(i, right, at, lately, ours=True) for i in left]
    found += [_explain(i, left, at, lately, ours=False) for i in right]
    return Account(agreeing, tuple(found))


def _unlike(some: Sequence[Item], others: Sequence[Item]) -> list[Item]:
    """Items that the other side does not name word for word, as often."""
    spare = Counter((i.district, i.level, i.text) for i in others)
    found: list[Item] = []
    for item in some:
        named = (item.district, item.level, item.text)
        if spare[named]:
            spare[named] -= 1
        else:
            found.append(item)
    return found


def _key(item: Item) -> tuple[str, frozenset[str]]:
    """The district and the keys of all places that a text means, less its exceptions."""
    address = parse(item.text)
    keys = {path_key(t.path) + (t.part.text if t.part else "") for t in address.targets}
    keys |= {f"-{path_key(e)}" for t in address.targets for e in t.exceptions}
    return item.district, frozenset(keys or {item.text})


def _pair_by_key(left: Iterable[Item], right: Iterable[Item]) -> list[tuple[Item, Item]]:
    waiting: dict[object, list[Item]] = defaultdict(list)
    for item in right:
        waiting[(_key(item), item.level)].append(item)
    pairs: list[tuple[Item, Item]] = []
    for item in left:
        same = waiting[(_key(item), item.level)]
        if same:
            pairs.append((item, same.pop(0)))
    return pairs


def _explain(
    item: Item,
    others: Sequence[Item],
    at: datetime,
    lately: dict[tuple[object, str], Item],
    *,
    ours: bool,
) -> Difference:
    if ours and item.changed and at - item.changed <= LAG:
        return Difference(item, ours, Explanation.LAG)
    if not ours and (_key(item), item.level) in lately:
        return Difference(item, ours, Explanation.LAG)
    alike = max(
        (o for o in others if o.district == item.district),
        key=lambda o: SequenceMatcher(None, o.text, item.text, autojunk=False).ratio(),
        default=None,
    )
    if (
        alike
        and SequenceMatcher(None, alike.text, item.text, autojunk=False).ratio() >= LEAST_ALIKE
    ):
        return Difference(item, ours, Explanation.MISPRINT, alike.text)
    return Difference(item, ours, Explanation.UNMATCHED)
