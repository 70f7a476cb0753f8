"""The list beside the map: every district with its zones, drawn or not.

It is made from the same rows as the map's features, so the two cannot differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from zones.features import DistrictState, Drawn, district_states, draw
from zones.models import City, District, OutlineQuality, Standing
from zones.risk.assess import Risk
from zones.standings import ZoneRow, coverage_at


@dataclass(frozen=True, slots=True)
class ListedZone:
    """A zone in force with what the map can show of it."""

    standing: Standing
    drawn: Drawn

    @classmethod
    def of(cls, row: ZoneRow) -> "ListedZone":
        """The zone of a row, drawn once."""
        return cls(row.standing, draw(row))

    @property
    def on_map(self) -> bool:
        """Whether anything of it is on the map."""
        return self.drawn.outline is not None


@dataclass(frozen=True, slots=True)
class Batch:
    """The zones of a district that one act put into force at one instant and level."""

    level: str
    since: datetime | None
    opened_by: dict[str, Any]
    zones: tuple[ListedZone, ...]


@dataclass(frozen=True, slots=True)
class ListedDistrict:
    """A district with its zones and the state of its remainder."""

    state: DistrictState
    zones: tuple[ListedZone, ...]

    @property
    def district(self) -> District:
        """The district itself."""
        return self.state.district

    @property
    def batches(self) -> list[Batch]:
        """Its zones by what put them into force, so that a page says that once for all of them."""
        grouped = groupby(self.zones, key=_origin)
        found = [tuple(zones) for _, zones in grouped]
        return [
            Batch(s.level, s.since, s.opened_by, zones)
            for zones in found
            for s in (zones[0].standing,)
        ]

    @property
    def undrawn(self) -> int:
        """How many of its zones are not on the map."""
        return sum(not z.on_map for z in self.zones)

    @property
    def tone(self) -> str:
        """How the district is drawn: by its worst zone, else by its remainder."""
        return "high" if self.state.high else "medium" if self.state.medium else self.rest

    @property
    def rest(self) -> str:
        """The remainder: low, routine or unknown."""
        return self.state.remainder.value


@dataclass(frozen=True, slots=True)
class Listing:
    """All districts of a city at an instant, and the declarations that vouch for them."""

    districts: tuple[ListedDistrict, ...]
    notes: tuple[str, ...]

    @classmethod
    def at(cls, city: City, as_of: datetime, known_at: datetime) -> "Listing":
        """The state of a city, those districts first that have most zones in force."""
        states = district_states(city, as_of, known_at)
        listed = [ListedDistrict(s, _newest_first(map(ListedZone.of, s.rows))) for s in states]
        listed.sort(key=lambda d: (-d.state.high, -d.state.medium, d.district.code))
        notes = coverage_at(as_of, known_at).values_list("note", flat=True)
        return cls(tuple(listed), tuple(sorted({n for n in notes if n})))

    def only(self, within: District | None) -> "Listing":
        """The same with one district; whole without one."""
        if within is None:
            return self
        return Listing(tuple(d for d in self.districts if d.district == within), self.notes)

    @property
    def zones(self) -> Iterable[ListedZone]:
        """Every zone in force."""
        return (z for d in self.districts for z in d.zones)

    @property
    def total(self) -> int:
        """Zones in force."""
        return self.high + self.medium

    @property
    def high(self) -> int:
        """High-risk zones in force."""
        return sum(d.state.high for d in self.districts)

    @property
    def medium(self) -> int:
        """Medium-risk zones in force."""
        return sum(d.state.medium for d in self.districts)

    @property
    def touched(self) -> int:
        """Districts with a zone in force."""
        return sum(bool(d.zones) for d in self.districts)

    @property
    def unknown(self) -> int:
        """Districts of whose remainder the ledger cannot tell."""
        return sum(d.state.remainder is Risk.UNKNOWN for d in self.districts)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is listed although something may be: a nought would promise too much."""
        return not self.total and self.unknown > 0

    @property
    def routine(self) -> int:
        """Districts without a zone, certainly."""
        return sum(d.state.remainder is Risk.ROUTINE for d in self.districts)

    @property
    def rests(self) -> set[str]:
        """What the remainders of its districts are, for a legend."""
        return {d.rest for d in self.districts}

    @property
    def undrawn(self) -> int:
        """Zones that are not on the map."""
        return sum(d.undrawn for d in self.districts)

    @property
    def illustrative(self) -> bool:
        """Whether some outline on the map is invented."""
        return any(z.drawn.quality == OutlineQuality.ILLUSTRATIVE for z in self.zones)


def _newest_first(zones: Iterable[ListedZone]) -> tuple[ListedZone, ...]:
    """By the instant and the act, the newest first; what began nobody knows when comes last."""
    return tuple(sorted(zones, key=_origin, reverse=True))


def _origin(zone: ListedZone) -> tuple[bool, float, int, str]:
    standing = zone.standing
    since, act = standing.since, standing.opened_by["sequence"]
    return since is not None, since.timestamp() if since else 0.0, act, standing.level
