"""The sandbox (沙箱): a town that does not exist, for trying every answer.

What a sandbox key asks is answered by the same code as everything else, but of this
town alone: no row of the ledger or the gazetteer is read. Its addresses are documented,
one for each outcome and risk; their names begin with 沙箱 so that none is mistaken for
a place. Two more stand for what a client must be ready for: a spent quota, and a server
that cannot answer now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import NAMESPACE_URL, UUID, uuid5

from clients.access import Refused
from zones.address import complex_key, parse, segment_key
from zones.address.values import Level
from zones.answers import UnknownPlace
from zones.gazetteer.area import Area
from zones.gazetteer.columns import NOWHERE
from zones.gazetteer.index import CityName, DistrictName, Index, Spot
from zones.gazetteer.indexing import NameRow, Row, Source, make
from zones.gazetteer.outcome import Outcome as Resolved
from zones.gazetteer.outcome import Reason, Resolution
from zones.gazetteer.points import Point
from zones.risk.assess import Zone
from zones.risk.extent import Extent
from zones.risk.regimes import SHANGHAI
from zones.risk.relation import Located
from zones.risk.situation import Situation
from zones.risk.stretch import Span, Stretch, Vouching

BEGINNING = datetime(2020, 1, 1, tzinfo=SHANGHAI)
SINCE = datetime(2022, 11, 1, tzinfo=SHANGHAI)
WITH_ZONES = DistrictName("999901", "沙箱甲区")
WITHOUT_ZONES = DistrictName("999902", "沙箱乙区")
NOT_COVERED = DistrictName("999903", "沙箱丙区")
DISTRICTS = (WITH_ZONES, WITHOUT_ZONES, NOT_COVERED)


@dataclass(frozen=True, slots=True)
class Known:
    """A place of the town, with the level of the zone that it is, if it is one."""

    district: DistrictName
    address: str
    level: str | None = None

    @property
    def id(self) -> UUID:
        """The same on every machine."""
        return uuid5(NAMESPACE_URL, f"sandbox:{self.district.code}:{self.address}")


TOWN = (
    Known(WITH_ZONES, "沙箱红杉小区", "high"),
    Known(WITH_ZONES, "沙箱橙园小区", "medium"),
    Known(WITH_ZONES, "沙箱半山小区"),
    Known(WITH_ZONES, "沙箱半山小区1号楼", "high"),
    Known(WITH_ZONES, "沙箱半湖小区"),
    Known(WITH_ZONES, "沙箱半湖小区1号楼", "medium"),
    Known(WITH_ZONES, "沙箱青松小区"),
    Known(WITH_ZONES, "沙箱双子小区"),
    Known(WITHOUT_ZONES, "沙箱双子小区"),
    Known(WITHOUT_ZONES, "沙箱白桦小区"),
    Known(NOT_COVERED, "沙箱雾岭小区"),
)

MAGIC = {
    "沙箱红杉小区": ("found", "high"),
    "沙箱橙园小区": ("found", "medium"),
    "沙箱半山小区": ("found", "partly_high"),
    "沙箱半湖小区": ("found", "partly_medium"),
    "沙箱青松小区": ("found", "low"),
    "沙箱白桦小区": ("found", "routine"),
    "沙箱雾岭小区": ("found", "unknown"),
    "沙箱双子小区": ("ambiguous", "unknown"),
    "沙箱乌有小区": ("not_found", "unknown"),
    "北京市海淀区沙箱小区": ("out_of_area", "unknown"),
    "？？？": ("unparsed", "unknown"),
}
"""The documented addresses, with the outcome and the risk that each is answered with."""

REFUSED = {
    "沙箱超限小区": Refused(
        429,
        "quota-spent",
        "Too many requests",
        "The sandbox pretends that your quota is spent.",
        headers=(("Retry-After", "30"),),
    ),
    "沙箱停机小区": Refused(
        503,
        "unavailable",
        "Not available",
        "The sandbox pretends that the ledger cannot be asked now.",
        headers=(("Retry-After", "5"),),
    ),
}
"""Addresses that are refused, as the whole request would be."""

CLOSED = Refused(
    403,
    "sandbox-only",
    "Not allowed",
    "A sandbox key opens lookup and lookup/batch only. What else there is, is real.",
)


class Town:
    """``zones.answers.Source`` of the town."""

    sequence = 1
    recorded_at = SINCE
    districts = DISTRICTS

    def __init__(self) -> None:
        self._index = _index()
        self._situations = {d.code: self._situation(d) for d in DISTRICTS}

    def area(self, district: str | None, on: date) -> Area[Spot]:
        """The whole town, or a district of it."""
        return self._index.area(next((d for d in DISTRICTS if d.code == district), None), on)

    def place(self, id: UUID) -> Spot:
        """The place with this id. Raises ``UnknownPlace``."""
        number = self._index.number_of(id)
        if number == NOWHERE:
            raise UnknownPlace(id)
        return self._index.spot(number)

    def at_point(self, point: Point, on: date) -> Resolution[Spot]:
        """The town lies nowhere."""
        return Resolution(Resolved.OUT_OF_AREA, reason=Reason.OUTSIDE_EVERY_DISTRICT)

    def located(self, place: Spot) -> Located:
        """A place as the risk algebra compares it."""
        return self._index.located(place.number)

    def situation(self, district: str, known_at: datetime, start: datetime) -> Situation:
        """What holds in a district, always the same."""
        return self._situations[district]

    def situation_over(
        self, district: str, known_at: datetime, start: datetime, end: datetime
    ) -> Situation:
        """The same."""
        return self._situations[district]

    def next_change(self, district: str, known_at: datetime, after: datetime) -> datetime | None:
        """Nothing ever changes but once."""
        return SINCE if after < SINCE and district == WITH_ZONES.code else None

    def earlier(self, district: str, known_at: datetime, of: Stretch) -> Sequence[Stretch]:
        """Every zone has one stretch."""
        return ()

    def _situation(self, district: DistrictName) -> Situation:
        zones = [known for known in TOWN if known.district is district and known.level]
        covered = district is not NOT_COVERED
        vouchings = [Vouching(Span(BEGINNING, None), ())] if covered else []
        return Situation([self._stretch(known) for known in zones], vouchings, [])

    def _stretch(self, known: Known) -> Stretch:
        assert known.level
        located = self._index.located(self._index.number_of(known.id))
        extent = Extent.of({located.lineage: True})
        notice = {"kind": "notice", "sequence": 1, "year": 2022, "number": 1, "url": "/api/v1/docs"}
        return Stretch(
            designation=known.id,
            entry=known.id,
            implied=False,
            level=known.level,
            effective=Span(SINCE, None),
            since=SINCE,
            text=known.address,
            opened_by=notice,
            ended_by=None,
            zone=Zone(str(known.id), known.level, extent, (located,)),
        )


@cache
def town() -> Town:
    """The town, made at the first question."""
    return Town()


def _index() -> Index:
    rows, names = [], []
    ids = {(known.district, known.address): known.id for known in TOWN}
    for known in TOWN:
        path = parse(known.address).targets[0].path
        own = path[-1]
        whole = own.level is Level.COMPLEX
        key = complex_key(path) if whole else segment_key(own)
        above = None if whole else ids[known.district, known.address.removesuffix("1号楼")]
        level, district = own.level.value, known.district.code
        rows.append(Row(known.id, above, level, key, known.address, "", district))
        names.append(NameRow(known.id, key))
    return make(Source(CityName("沙箱市", "沙箱省"), DISTRICTS, rows, names))
