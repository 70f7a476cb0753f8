"""Who answers for what in a draft (分工): its districts by their clerks, the rest by its author."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from notices.amendments import Amendments
from notices.doubts import finding_key
from notices.models import Draft
from notices.permissions import Deed, require
from notices.reading import Reading
from notices.work import Work
from people.duties import Duties
from people.selectors import Somebody, duties_of

Whose = str | None
"""The code of a district, or None for what concerns the notice as a whole."""


@dataclass(frozen=True, slots=True)
class Share:
    """What of one draft somebody answers for. Who ``leads`` it is its author."""

    duties: Duties
    leads: bool

    def holds(self, whose: Whose) -> bool:
        """Whether a district's entries, or the notice as a whole, are theirs to decide."""
        return self.leads if whose is None else self.duties.enters(whose)

    @property
    def is_whole(self) -> bool:
        """Whether everything in the draft is theirs."""
        return self.leads and self.duties.whole_city


def share_of(user: Somebody, draft: Draft) -> Share:
    """What of a draft somebody answers for."""
    return Share(duties_of(user), draft.author_id == user.pk)


def whose(reading: Reading) -> Callable[[int, int], Whose]:
    """Whose words are: of the district of the entry they stand in; else the whole notice's."""
    spans = [
        (e.entry.start, e.entry.end, e.district.code if e.district else None)
        for e in reading.entries
    ]
    return lambda start, end: next(
        (code for first, last, code in spans if first <= start and end <= last), None
    )


@dataclass(frozen=True, slots=True)
class Change:
    """A work and its reading, before and after somebody changed it. ``codes`` by district name."""

    before: Reading
    after: Reading
    was: Work
    now: Work
    codes: Mapping[str, str]

    def require_own(self, by: Somebody, draft: Draft) -> None:
        """Raises ``Refused`` where it decides something that is not theirs."""
        share = share_of(by, draft)
        for about in self._whose():
            if not share.holds(about):
                deed = Deed.LEAD if about is None else Deed.EDIT
                require(by, deed, draft=draft, district=about)

    def _whose(self) -> Iterator[Whose]:
        """Whose each changed decision is, before the change and after it."""
        was, now = self.was, self.now
        if _of_the_whole(was) != _of_the_whole(now):
            yield None
        held, holds = _decisions(was), _decisions(now)
        starts = {at for at in held.keys() | holds.keys() if held.get(at) != holds.get(at)}
        for reading in (self.before, self.after):
            yield from self._at(reading, starts)
        had, has = _of_places(was.amendments), _of_places(now.amendments)
        for what in had.keys() | has.keys():
            if had.get(what) != has.get(what):
                yield what[1].partition("|")[0]
        accepted, of = set(was.accepted) ^ set(now.accepted), whose(self.after)
        yield from (of(d.start, d.end) for d in self.after.doubts if finding_key(d) in accepted)

    def _at(self, reading: Reading, starts: set[int]) -> Iterator[Whose]:
        for entry in reading.entries:
            if entry.entry.start in starts:
                yield entry.district.code if entry.district else None
        for struck in reading.struck:
            if struck.entry.start in starts:
                yield self.codes.get(struck.entry.district or "")


def _of_the_whole(work: Work) -> tuple[object, ...]:
    return work.amendments.head, work.effective_from, work.effective_decision


def _decisions(work: Work) -> dict[int, set[Hashable]]:
    """What was decided about the words at each place of the text."""
    found: dict[int, set[Hashable]] = {}
    given = work.amendments
    for kind in ("edits", "added", "struck", "ties"):
        for one in getattr(given, kind):
            found.setdefault(one.start, set()).add((kind, one))
    for at, ids in work.chosen.items():
        found.setdefault(at, set()).add(("chosen", tuple(ids)))
    return found


def _of_places(amendments: Amendments) -> dict[tuple[str, str], Any]:
    """What was decided of each new place: its outline, and its level with what it lies in."""
    found: dict[tuple[str, str], Any] = {("outline", o.place): o for o in amendments.outlines}
    return found | {("siting", s.place): s for s in amendments.sitings}
