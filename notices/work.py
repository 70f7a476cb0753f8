"""All that people decide about a draft while its text stays as it is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from notices.amendments import Amendments
from notices.models import Draft


@dataclass(frozen=True, slots=True)
class Work:
    """What is decided: the reading's amendments, places chosen, doubts accepted, the instant."""

    amendments: Amendments
    chosen: Mapping[int, Sequence[UUID]]
    accepted: Collection[str]
    effective_from: datetime | None
    effective_decision: str


def kept_in(draft: Draft) -> Work:
    """The work as it is kept with a draft."""
    return Work(
        amendments=draft.amended,
        chosen=draft.choices,
        accepted=frozenset(a["finding"] for a in draft.accepted),
        effective_from=draft.effective_from,
        effective_decision=draft.effective_decision,
    )


def lay_in(draft: Draft, work: Work) -> None:
    """Put a work into a draft, but for what it accepts, which depends on the reading."""
    draft.amendments = work.amendments.as_json()
    draft.chosen = {str(at): [str(i) for i in ids] for at, ids in work.chosen.items()}
    draft.effective_from = work.effective_from
    draft.effective_decision = work.effective_decision[:300]
