"""What a public page depends on, told by one cheap query before anything is rendered."""

import hashlib
import threading
from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import chain
from pathlib import Path

from django.conf import settings

from notices.selectors import ledger_freshness
from zones.models import Coverage, DistrictOrdered, Standing
from zones.replica import reading
from zones.risk.regimes import SHANGHAI

STAMPED_FOR = timedelta(minutes=5)
"""For how long a page that says "now" may be handed out: it shows when it was made."""

_HEAD = """
    SELECT coalesce(max(sequence), 0), max(recorded_at),
           (SELECT count(*) FROM zones_groundchange)
    FROM zones_ledgerhead
"""
_SOURCES = ("zones", "notices", "outlets", "config", "templates", "locale", "static")
_SUFFIXES = {".py", ".html", ".mo", ".css", ".js"}


@dataclass(frozen=True, slots=True)
class Version:
    """Where the ledger and the ground stand.

    A ledger restored from a copy may reach a sequence a second time; the instant of
    recording tells the two apart.
    """

    sequence: int
    recorded_at: datetime | None
    ground: int

    @classmethod
    def current(cls) -> "Version":
        """The version that a query made next would see, or an older one."""
        with reading.connection().cursor() as cursor:
            cursor.execute(_HEAD)
            return cls(*cursor.fetchone())

    def name(self, now: datetime) -> str:
        """For an address: what stands under a name never changes.

        Something else is in force from the next known change on, under another name.
        """
        depends = (self, code(), self.next_change(now))
        digest = hashlib.sha256(repr(depends).encode()).hexdigest()[:10]
        return f"{self.sequence}-{self.ground}-{digest}"

    def tag(self, now: datetime, *parts: str, follows_now: bool) -> str:
        """A weak ETag for contents that depend on this version, on ``parts`` and on time.

        Without a new sequence a page changes when something takes effect or ends; at
        midnight, when households are withheld; and, where it says "now", by its stamp.
        """
        depends: list[object] = [self, code(), now.astimezone(SHANGHAI).date(), *parts]
        if follows_now:
            depends += [self.next_change(now), now.timestamp() // STAMPED_FOR.total_seconds()]
        digest = hashlib.sha256(repr(depends).encode()).hexdigest()[:20]
        return f'W/"{self.sequence}-{digest}"'

    def next_change(self, now: datetime) -> datetime | None:
        """The first instant after ``now`` at which something known takes effect or ends, or from
        which on the ledger is out of date."""
        return _FORESEEN.next(self, now)


class _Foreseen:
    """The instants to come of one version, kept: they change with the ledger only."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.kept: tuple[Version, datetime, list[datetime]] | None = None

    def next(self, version: Version, now: datetime) -> datetime | None:
        kept = self.kept
        if kept is None or kept[0] != version or now < kept[1]:
            with self.lock:
                kept = self.kept = (version, now, _instants_after(now))
        following = bisect_right(kept[2], now)
        return kept[2][following] if following < len(kept[2]) else None


_FORESEEN = _Foreseen()


def _instants_after(now: datetime) -> list[datetime]:
    ends = ("effective__startswith", "effective__endswith")
    found = chain.from_iterable(
        model.objects.filter(**{f"{end}__gt": now}).values_list(end, flat=True)
        for model in (Standing, Coverage, DistrictOrdered)
        for end in ends
    )
    stale_at = ledger_freshness().stale_at
    return sorted({*found, *([stale_at] if stale_at and stale_at > now else [])})


def _shown() -> tuple[object, ...]:
    """The settings that pages show something of."""
    return settings.DEMO, settings.CITY, settings.BASE_MAP, bool(settings.LEDGER_SIGNING_KEY)


@cache
def code() -> str:
    """A digest of what renders the pages: another release makes other pages."""
    digest = hashlib.sha256(repr(_shown()).encode())
    for folder in _SOURCES:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.suffix in _SUFFIXES:
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
