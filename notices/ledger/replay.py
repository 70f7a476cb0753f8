"""Replay: from designations and the releases bound to them to what stood when.

A designation's extent at an instant is its own less that of every bound release
already effective. Nothing else ends it, nothing expires; so neither the order of
entries nor the order of recording can matter for an instant.
"""

from collections.abc import Iterable

from notices.ledger.values import Belief, Designation, Release, Stretch


def stretches(designation: Designation, releases: Iterable[Release]) -> tuple[Stretch, ...]:
    """What ``designation`` covers, over effective time, in order.

    ``releases`` may hold releases of other designations; they are passed over. A
    release effective at or before the designation shrinks it from its start.
    """
    bound = sorted(
        (r for r in releases if designation.id in r.binds),
        key=lambda r: (r.effective_from, r.id),
    )
    found: list[Stretch] = []
    extent, start = designation.extent, designation.effective_from
    for release in bound:
        rest = extent - release.extent
        if rest == extent:
            continue
        at = max(release.effective_from, designation.effective_from)
        if extent and start < at:
            found.append(Stretch(designation.id, extent, start, at, release.id))
        extent, start = rest, at
    if extent:
        found.append(Stretch(designation.id, extent, start, None, None))
    return tuple(found)


def beliefs(designation: Designation, releases: Iterable[Release]) -> tuple[Belief, ...]:
    """Every stretch that was ever believed, with the sequences between which it was.

    At each sequence the beliefs held are the ``stretches`` of what was recorded by
    then; a stretch that a later act leaves alone is one belief, not two.
    """
    bound = [r for r in releases if designation.id in r.binds]
    moments = sorted({designation.recorded, *(r.recorded for r in bound)})
    moments = [m for m in moments if m >= designation.recorded]
    open_since: dict[Stretch, int] = {}
    found: list[Belief] = []
    for moment in moments:
        now = set(stretches(designation, [r for r in bound if r.recorded <= moment]))
        for stretch in open_since.keys() - now:
            found.append(Belief(stretch, open_since.pop(stretch), moment))
        for stretch in now - open_since.keys():
            open_since[stretch] = moment
    found += [Belief(stretch, since, None) for stretch, since in open_since.items()]
    return tuple(sorted(found, key=lambda b: (b.known_from, b.stretch.start, b.known_to or 0)))
