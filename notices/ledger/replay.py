"""Replay: from a designation and what is bound to it to what stood when, as known when.

At an instant a designation covers its own extent, or that of the latest rescoping
effective by then, less every release effective since. Nothing else ends it, nothing
expires; so neither the order of entries in an act nor the order in which acts were
recorded can matter for an instant.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from notices.ledger.values import Action, Belief, Change, Designation, Stretch, Void
from zones.risk.extent import Extent


def stretches(designation: Designation, changes: Iterable[Change]) -> tuple[Stretch, ...]:
    """What ``designation`` covers, over effective time, in order.

    Changes effective before the designation take effect at its start. Of changes at
    one instant releases come first: what a rescoping names is designated by it, after
    all releases were judged.
    """
    found: list[Stretch] = []
    extent, start, words = designation.extent, designation.effective_from, designation.id
    for at, together in _by_instant(designation, changes):
        after, scoped_by = _apply(extent, words, together)
        if (after, scoped_by) == (extent, words):
            continue
        if extent and start < at:
            found.append(Stretch(extent, start, at, words, together[-1].id))
        extent, start, words = after, at, scoped_by
    if extent:
        found.append(Stretch(extent, start, None, words, None))
    return tuple(found)


def _by_instant(
    designation: Designation, changes: Iterable[Change]
) -> Iterable[tuple[datetime, list[Change]]]:
    """Changes grouped by the instant at which they act, releases before rescopings."""

    def instant(change: Change) -> datetime:
        return max(change.effective_from, designation.effective_from)

    ordered = sorted(changes, key=lambda c: (instant(c), c.action is Action.RESCOPE, c.id))
    for at, together in groupby(ordered, key=instant):
        yield at, list(together)


def _apply(extent: Extent, words: str, together: Sequence[Change]) -> tuple[Extent, str]:
    """The extent after all changes of one instant, and whose words describe it.

    Two rescopings at one instant are both meant: their extents are joined.
    """
    for change in together:
        if change.action is Action.RELEASE:
            extent = extent - change.extent
    rescopings = [c for c in together if c.action is Action.RESCOPE]
    if rescopings:
        extent = rescopings[0].extent
        for other in rescopings[1:]:
            extent = extent | other.extent
        words = rescopings[0].id
    return extent, words


def standing_entries(ids: Iterable[str], voids: Iterable[Void], at: int) -> frozenset[str]:
    """Which of the entries ``ids`` are not voided as of the sequence ``at``.

    A void counts from its own act on, unless it is itself voided by then.
    """
    recorded = [v for v in voids if v.recorded <= at]

    def voided(entry: str) -> bool:
        return any(not voided(v.id) for v in recorded if v.voids == entry)

    return frozenset(i for i in ids if not voided(i))


def beliefs(
    designation: Designation, changes: Sequence[Change], voids: Sequence[Void] = ()
) -> tuple[Belief, ...]:
    """Every stretch that was ever believed, with the sequences between which it was.

    At each sequence the beliefs held are the ``stretches`` of what was recorded and
    not voided by then; a stretch that a later act leaves alone is one belief, not two.
    """
    moments = {designation.recorded, *(c.recorded for c in changes), *(v.recorded for v in voids)}
    open_since: dict[Stretch, int] = {}
    found: list[Belief] = []
    for moment in sorted(m for m in moments if m >= designation.recorded):
        now = set(believed(designation, changes, voids, moment))
        for stretch in open_since.keys() - now:
            found.append(Belief(stretch, open_since.pop(stretch), moment))
        for stretch in now - open_since.keys():
            open_since[stretch] = moment
    found += [Belief(stretch, since, None) for stretch, since in open_since.items()]
    return tuple(sorted(found, key=lambda b: (b.known_from, b.stretch.start, b.known_to or 0)))


def believed(
    designation: Designation, changes: Sequence[Change], voids: Sequence[Void], at: int
) -> tuple[Stretch, ...]:
    """The stretches held as of a sequence."""
    standing = standing_entries((designation.id, *(c.id for c in changes)), voids, at)
    if designation.id not in standing or designation.recorded > at:
        return ()
    return stretches(designation, [c for c in changes if c.recorded <= at and c.id in standing])
