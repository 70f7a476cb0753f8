"""When a name leads to its place, and when a place is a present one.

A question is asked as of a date. A name that came later leads nowhere yet. A former name
goes on leading to its place, as people go on using it; an alias ends when it ends. A place
that was retired later is still a present one.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple, TypeVar

LATEST: Final = date.max
"""As of no date in particular: everything that is recorded has happened."""

T = TypeVar("T")


class Lead(NamedTuple):
    """The days ``[since, until)`` on which a name leads to its place; ``None`` is no bound."""

    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the name leads to its place on a date."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


ALWAYS: Final = Lead()


def rather_present(
    places: Iterable[T], retired_on: Callable[[T], date | None], on: date
) -> Sequence[T]:
    """The places that are present on a date; all of them where none is."""
    every = list(places)
    present = [one for one in every if (gone := retired_on(one)) is None or on < gone]
    return present or every
