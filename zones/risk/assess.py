"""The risk of one place at one instant, from the zones in force and the coverage.

Pure. The rule above all others: low and routine are concluded only for a place that
was resolved, in a district whose ledger is vouched for, when no zone in force can
possibly contain or touch the place. Everything else that is not high or medium is
unknown, with a reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from zones.risk.extent import Extent
from zones.risk.relation import Located, Relation, relate


class Risk(StrEnum):
    """The risk of a place (风险等级), and the honest answer where it is not known."""

    HIGH = "high"
    MEDIUM = "medium"
    PARTLY_HIGH = "partly_high"
    PARTLY_MEDIUM = "partly_medium"
    LOW = "low"
    ROUTINE = "routine"
    UNKNOWN = "unknown"


class Doubt(StrEnum):
    """Why a risk is unknown."""

    NO_COVERAGE = "no_coverage"
    NOT_VOUCHED = "not_vouched"
    MAY_LIE_IN_ZONE = "may_lie_in_zone"


@dataclass(frozen=True, slots=True)
class Zone:
    """A designation in force at the instant asked about.

    ``covered`` are the places that its extent marks as inside.
    """

    designation: str
    level: str
    extent: Extent
    covered: tuple[Located, ...]


@dataclass(frozen=True, slots=True)
class Unvouched:
    """A place for which the ledger does not vouch, and why."""

    place: Located
    reason: str


@dataclass(frozen=True, slots=True)
class Remainder:
    """What is known of a district outside its zones.

    ``vouched`` says whether the ledger is complete there; ``unvouched`` are the places
    that the declaration leaves out.
    """

    vouched: bool
    unvouched: tuple[Unvouched, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """The risk, the zones that decided it, the zones inside the place, and the doubt.

    ``doubtful`` names the places behind the doubt, ``explanations`` says why, if known.
    """

    risk: Risk
    because: tuple[Zone, ...] = ()
    parts: tuple[Zone, ...] = ()
    doubt: Doubt | None = None
    doubtful: tuple[str, ...] = ()
    explanations: tuple[str, ...] = ()


def assess(
    place: Located,
    zones: Sequence[Zone],
    remainder: Remainder,
    *,
    any_zone: bool | None = None,
) -> Assessment:
    """The risk of ``place``, given every zone in force in its district.

    A risk below high carries a doubt when the place may moreover lie in a zone of
    which the tree does not tell. Zones that are certainly apart from the place may be
    left out; then ``any_zone`` says whether the district has one at all.
    """
    covering = tuple(z for z in zones if z.extent.covers(place.lineage))
    touching = tuple(z for z in zones if z not in covering and z.extent.touches(place.lineage))
    if high := tuple(z for z in covering if z.level == "high"):
        return Assessment(Risk.HIGH, high, touching)
    near = _uncertain(place, zones)
    doubt = Doubt.MAY_LIE_IN_ZONE if near else None
    if parts := tuple(z for z in touching if z.level == "high"):
        return Assessment(Risk.PARTLY_HIGH, covering, parts, doubt, near)
    if covering:
        return Assessment(Risk.MEDIUM, covering, touching, doubt, near)
    if touching:
        return Assessment(Risk.PARTLY_MEDIUM, (), touching, doubt, near)
    in_force = bool(zones) if any_zone is None else any_zone
    return _assess_remainder(place, remainder, near, any_zone=in_force)


def _assess_remainder(
    place: Located, remainder: Remainder, near: tuple[str, ...], *, any_zone: bool
) -> Assessment:
    """Low, routine or unknown, for a place that no zone is known to touch."""
    if not remainder.vouched:
        return Assessment(Risk.UNKNOWN, doubt=Doubt.NO_COVERAGE)
    left_out = [u for u in remainder.unvouched if relate(place, u.place) is not Relation.APART]
    if left_out:
        return Assessment(
            Risk.UNKNOWN,
            doubt=Doubt.NOT_VOUCHED,
            doubtful=tuple(u.place.name for u in left_out),
            explanations=tuple(u.reason for u in left_out),
        )
    if near:
        return Assessment(Risk.UNKNOWN, doubt=Doubt.MAY_LIE_IN_ZONE, doubtful=near)
    return Assessment(Risk.LOW if any_zone else Risk.ROUTINE)


def _uncertain(place: Located, zones: Iterable[Zone]) -> tuple[str, ...]:
    """The designated places of which the tree cannot tell whether they hold ``place``.

    Places that lie in one another by the tree were judged by the extents already.
    """
    return tuple(
        located.name
        for zone in zones
        for located in zone.covered
        if relate(place, located) is Relation.UNCERTAIN
    )
