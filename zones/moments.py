"""The instant that a page shows: now, or a past one written in its address."""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from zones.api import parameters
from zones.api.problems import BadParameter
from zones.risk.regimes import SHANGHAI


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
        asked["as_of"] = given
        try:
            return cls(parameters.instant(asked, "as_of", now), now, given)
        except BadParameter:
            return cls(now, now, refused=given)

    @property
    def is_now(self) -> bool:
        """Whether the page follows the ledger rather than showing a moment of its own."""
        return not self.given

    @property
    def day(self) -> str:
        """The date for the date field, empty for now."""
        return "" if self.is_now else f"{self.as_of.astimezone(SHANGHAI):%Y-%m-%d}"

    @property
    def query(self) -> dict[str, str]:
        """What must stand in an address to ask for the same moment."""
        return {"as_of": self.given} if self.given else {}
