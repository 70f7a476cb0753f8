"""What waits for somebody, counted, with the first few of each and a way there."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from notices.worklist import rows
from notices.worklist.kinds import TITLES, URGENT, Kind, kinds_for
from notices.worklist.rows import Item
from people.duties import Duties

FIRST_FEW = 5
Rows = tuple[Any, Callable[[Any], Item]]
_elsewhere: dict[Kind, Callable[[datetime], Rows]] = {}


@dataclass(frozen=True, slots=True)
class Task:
    """Everything of one kind that waits for somebody; ``since`` is when the oldest began to."""

    kind: Kind
    count: int
    items: tuple[Item, ...]

    @property
    def title(self) -> str:
        """The kind in words."""
        return str(TITLES[self.kind])

    @property
    def is_urgent(self) -> bool:
        """Whether somebody else waits for it."""
        return self.kind in URGENT

    @property
    def more(self) -> int:
        """How many are not among the items."""
        return self.count - len(self.items)

    @property
    def since(self) -> datetime | None:
        """Since when the oldest waits, where that is known; the oldest are among the items."""
        return min((item.since for item in self.items if item.since), default=None)


def told_by(kind: Kind, found: Callable[[datetime], Rows]) -> None:
    """Have an app that the ledger knows nothing of tell what of one kind waits."""
    _elsewhere[kind] = found


def tasks(user: User, duties: Duties, now: datetime) -> list[Task]:
    """What waits for somebody by their roles, what others wait for first."""
    found = _found(list(kinds_for(duties)), user, duties, now, FIRST_FEW)
    return [t for t in found if t.count]


def task(kind: Kind, user: User, duties: Duties, now: datetime, most: int) -> Task:
    """One kind, with up to so many of its items."""
    return next(iter(_found([kind], user, duties, now, most)))


def _found(
    kinds: Sequence[Kind], user: User, duties: Duties, now: datetime, most: int
) -> Iterable[Task]:
    """Drafts and proposals of all kinds are one query each, everything else one a kind."""
    of_two: dict[str, list[tuple[int, Item]]] = {}
    if wanted := [k for k in kinds if k in rows.OF_TWO]:
        for found, told in (rows.drafts(user, wanted), rows.proposals(user, wanted)):
            for row in _first_of_each(found, most):
                of_two.setdefault(row.wait, []).append((row.whole, told(row)))
    for kind in kinds:
        if kind in rows.OF_TWO:
            yield _together(kind, of_two.get(kind.value, []), most)
        elif kind is Kind.MISSING:
            odd = list(rows.odd_numbers())
            yield Task(kind, len(odd), tuple(odd[:most]))
        else:
            found, told = (
                _elsewhere[kind](now) if kind in _elsewhere else rows.of(kind, user, duties, now)
            )
            held = list(found.annotate(whole=Window(Count("*")))[:most])
            yield Task(kind, held[0].whole if held else 0, tuple(map(told, held)))


def _first_of_each(found: Any, most: int) -> Any:
    """The oldest few of each ``wait``, with the number of all of it."""
    mine = [F("wait")]
    numbered = found.annotate(
        whole=Window(Count("*"), partition_by=mine),
        place=Window(RowNumber(), partition_by=mine, order_by=["updated_at", "id"]),
    )
    return numbered.filter(place__lte=most).order_by("wait", "place")


def _together(kind: Kind, found: list[tuple[int, Item]], most: int) -> Task:
    """Drafts and proposals in one list, the oldest first; each tells how many of it there are."""
    counts = {item.sort: whole for whole, item in found}
    items = sorted((item for _, item in found), key=lambda item: str(item.since))
    return Task(kind, sum(counts.values()), tuple(items[:most]))
