"""Every act in the order of the ledger, with what it replaced in the state."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from notices.export import content, public_line, whole
from notices.feeds.state import effects, state
from notices.feeds.view import one_view
from notices.ledger.chain import Link
from notices.models import Notice
from zones import standings

Json = dict[str, Any]

STAFF = ("entered_by", "published_by", "accepted", "reviewed_by")
"""Members of an act, or of its entries, that name staff: they stay in the ledger."""


@dataclass(frozen=True, slots=True)
class Page:
    """Changes after a sequence, in order and without a gap; ``head`` is the ledger's."""

    after: int
    head: int
    changes: list[Json]

    @property
    def next(self) -> int:
        """What to ask for next."""
        return self.changes[-1]["sequence"] if self.changes else self.after


def page(after: int, limit: int, now: datetime) -> Page:
    """The acts recorded after a sequence.

    Sequences are allotted under a lock that is held until the act is committed, so
    whoever sees one sees every one before it: there is no gap to wait for.
    """
    with one_view():
        head = standings.head().sequence
        acts = list(whole(Notice.objects.filter(sequence__gt=after, sequence__lte=head))[:limit])
        replaced = effects([(act.sequence, act.recorded_at) for act in acts])
        return Page(after, head, [_change(act, replaced[act.sequence], now) for act in acts])


def snapshot(sequence: int | None) -> Json | None:
    """The state at a sequence, the newest by default; ``None`` if there is no such act."""
    with one_view():
        if sequence is None:
            sequence = standings.head().sequence
        if sequence == 0:
            return state(0, None)
        act = Notice.objects.filter(sequence=sequence).only("recorded_at").first()
        return state(sequence, act.recorded_at) if act else None


def _change(act: Notice, replaced: Json, now: datetime) -> Json:
    shown = public_line(Link(content(act), act.seal.previous, act.seal.digest), now)
    said = _without_staff(shown["content"])
    said["entries"] = [_without_staff(e) for e in said["entries"]]
    return {
        "sequence": act.sequence,
        "recorded_at": said["recorded_at"],
        "kind": act.kind,
        "url": act.get_absolute_url(),
        "act": said,
        "withheld": shown.get("withheld", False),
        "effects": replaced,
        "previous": shown["previous"],
        "digest": shown["digest"],
    }


def _without_staff(said: Json) -> Json:
    return {name: value for name, value in said.items() if name not in STAFF}
