"""Acts as the public is shown them: whole, or with 某户 for the households that they name.

An act is shown coarsely as a whole from the day on which the first of its entries is
(see ``zones.withholding``), so that its text never tells what an entry no longer does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from notices.models import Entry, EntryPlace, Notice
from zones.address.households import (
    coarse_part,
    household_spans,
    joined,
    loose_spans,
    moved,
    without,
)
from zones.withholding import is_withheld, public_words


@dataclass(frozen=True, slots=True)
class PublicText:
    """The text of an act without the words that are withheld, and where its entries stand."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, notice: Notice, entries: Iterable[Entry], now: datetime) -> "PublicText":
        """The text as it is shown at ``now``."""
        listed = list(entries)
        first = min((e.effective_from for e in listed), default=notice.recorded_at)
        if not is_withheld(first, now):
            return cls(notice.text)
        found = set(loose_spans(notice.text))
        for entry in listed:
            if entry.start is None or entry.end is None:
                continue
            words = notice.text[entry.start : entry.end]
            found |= {(entry.start + a, entry.start + b) for a, b in household_spans(words)}
        spans = joined(found)
        return cls(without(notice.text, spans), tuple(spans))

    @property
    def is_whole(self) -> bool:
        """Whether nothing is withheld."""
        return not self.spans

    def at(self, position: int | None) -> int | None:
        """Where a position of the official text stands in the public one."""
        return None if position is None else moved(position, list(self.spans))


def entry_words(entry: Entry, now: datetime | None = None) -> str:
    """The words of an entry as the public is shown them."""
    return public_words(entry.text, entry.effective_from, now)


def mark_part(mark: EntryPlace, entry: Entry, now: datetime | None = None) -> str:
    """The part (floors, a household) that a mark means, as the public is shown it."""
    if mark.part and is_withheld(entry.effective_from, now or timezone.now()):
        return coarse_part(mark.part)
    return mark.part


def remark(text: str) -> str:
    """Free words of staff or of a finding: what is certainly a household never shows."""
    return without(text, loose_spans(text))
