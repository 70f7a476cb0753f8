"""The instant that a page shows: now, or a past one written in its address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import QueryDict

from zones.api import parameters
from zones.api.problems import BadParameter
from zones.risk.regimes import SHANGHAI

_DAY = re.compile(
    r"(?P<y>\d{4})(?:(?P<m>\d\d)(?P<d>\d\d)|[-/.年](?P<mm>\d{1,2})[-/.月](?P<dd>\d{1,2})日?)"
)
"""A date as people write it: 2022-11-30, 2022/11/30, 20221130, 2022年11月30日."""


@dataclass(frozen=True, slots=True)
class Moment:
    """``as_of`` as asked for, known as of now.

    ``given`` is the text of the address, empty for now. A text that is no instant is
    ``refused``: the page then shows now and says so, because a page is read by people,
    who are better served by an explained page than by a bare refusal.
    """

    as_of: datetime
    known_at: datetime
    given: str = ""
    refused: str = ""

    @classmethod
    def read(cls, query: QueryDict, now: datetime) -> "Moment":
        """The moment asked for by ``?as_of=``; an empty one is now."""
        given = query.get("as_of", "").strip()
        if not given:
            return cls(now, now)
        asked = QueryDict(mutable=True)
        asked["as_of"] = given = _as_iso(given)
        try:
            return cls(parameters.instant(asked, "as_of", now), now, given)
        except BadParameter:
            return cls(now, now, refused=given)

    @property
    def is_now(self) -> bool:
        """Whether the page follows the ledger rather than showing a moment of its own."""
        return not self.given

    @property
    def is_ahead(self) -> bool:
        """Whether the moment lies in the future: what is announced, not what is."""
        return self.as_of > self.known_at

    @property
    def day(self) -> str:
        """The date for the date field, empty for now."""
        return "" if self.is_now else f"{self.as_of.astimezone(SHANGHAI):%Y-%m-%d}"

    @property
    def query(self) -> dict[str, str]:
        """What must stand in an address to ask for the same moment."""
        return {"as_of": self.given} if self.given else {}


@dataclass(frozen=True, slots=True)
class Period:
    """Two instants to be compared, the earlier first. A text that is no instant is ``refused``."""

    start: datetime
    end: datetime
    given: tuple[str, str] = ("", "")
    refused: str = ""

    @classmethod
    def read(cls, query: QueryDict, now: datetime, known: Sequence[datetime]) -> "Period":
        """``?from=`` and ``?to=``: without an end until now, without a start since a week before.

        Where nothing changed in that week, since just before the last change that is known.
        """
        given = (query.get("from", "").strip(), query.get("to", "").strip())
        read = [Moment.read(_as_of(text), now) for text in given]
        refused = next((m.refused for m in read if m.refused), "")
        end = read[1].as_of
        start = read[0].as_of if given[0] and not read[0].refused else _usual_start(end, known)
        return cls(min(start, end), max(start, end), given, refused)

    @property
    def days(self) -> tuple[str, str]:
        """Both dates for their fields."""
        first, last = (f"{t.astimezone(SHANGHAI):%Y-%m-%d}" for t in (self.start, self.end))
        return first, last

    @property
    def last_day(self) -> str:
        """The later date for its field, empty where the period lasts until now."""
        return self.days[1] if self.given[1] else ""

    @property
    def query(self) -> dict[str, str]:
        """What must stand in an address to ask for the same period."""
        return {"from": self.start.isoformat(), "to": self.end.isoformat()}


def _usual_start(end: datetime, known: Sequence[datetime]) -> datetime:
    before = [t for t in known if t <= end]
    week = end - timedelta(days=7)
    return min(week, before[-1] - timedelta(seconds=1)) if before else week


def _as_of(text: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query["as_of"] = text
    return query


def _as_iso(text: str) -> str:
    """A written date in the form of ISO 8601; any other text as it is."""
    found = _DAY.fullmatch(text)
    if found is None:
        return text
    month, day = found["m"] or found["mm"], found["d"] or found["dd"]
    return f"{int(found['y']):04}-{int(month):02}-{int(day):02}"
