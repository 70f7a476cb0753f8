"""How far the ledger can be believed: up to its latest notice, and for so long after it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zones.risk.regimes import SHANGHAI


@dataclass(frozen=True, slots=True)
class Freshness:
    """Until when the ledger tells, and from when on its pages are stale (过期).

    ``told_until`` is ``None`` where there is no notice at all: then everything is stale.
    """

    told_until: datetime | None
    stale_at: datetime | None

    def is_stale(self, now: datetime) -> bool:
        """Whether what the ledger says may have been overtaken."""
        return self.stale_at is None or now >= self.stale_at


def freshness(
    issued_on: date | None, recorded_at: datetime | None, patience: timedelta
) -> Freshness:
    """The freshness that the latest notice gives.

    A notice tells of its day and no more: an old one that is typed today makes nothing fresh,
    and one of today tells only up to its recording.
    """
    if issued_on is None or recorded_at is None:
        return Freshness(None, None)
    end_of_day = datetime.combine(issued_on + timedelta(days=1), time.min, SHANGHAI)
    told_until = min(end_of_day, recorded_at)
    return Freshness(told_until, told_until + patience)
