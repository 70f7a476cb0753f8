"""What of a household the public is shown (户室), and until when.

A room number says who was ill. It is public while its neighbours need it, for
``HOUSEHOLD_PUBLIC_DAYS`` whole days from the day on which the entry took effect, and from
then on it is shown as 某户 in every public channel, whatever instant is asked about. The
ledger, the desk and the judging of answers keep the whole words.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from zones.address.households import coarsened
from zones.models import Standing
from zones.risk.regimes import SHANGHAI


def is_withheld(effective: datetime | None, now: datetime) -> bool:
    """Whether households named by an entry of that time are no longer shown.

    It turns at midnight; what has no known time was public long enough.
    """
    if effective is None:
        return True
    day = effective.astimezone(SHANGHAI).date()
    return now.astimezone(SHANGHAI).date() >= day + timedelta(settings.HOUSEHOLD_PUBLIC_DAYS)


def public_words(text: str, effective: datetime | None, now: datetime | None = None) -> str:
    """The words of an entry, or of a part, as the public is shown them now."""
    return coarsened(text) if is_withheld(effective, now or timezone.now()) else text


def standing_words(standing: Standing, now: datetime | None = None) -> str:
    """The same for a stretch of a zone."""
    return public_words(standing.text, standing.since or standing.effective.lower, now)
