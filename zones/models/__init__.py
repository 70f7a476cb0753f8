"""The ground and the projection: what the database holds for every answer."""

from zones.models.ground import (
    City,
    District,
    GroundChange,
    OutlineQuality,
    Place,
    PlaceLevel,
    PlaceName,
    PlaceOutline,
)
from zones.models.standing import (
    Coverage,
    CoverageException,
    DistrictOrdered,
    LedgerHead,
    RiskLevel,
    Standing,
    StandingPlace,
)

__all__ = [
    "City",
    "Coverage",
    "CoverageException",
    "District",
    "DistrictOrdered",
    "GroundChange",
    "LedgerHead",
    "OutlineQuality",
    "Place",
    "PlaceLevel",
    "PlaceName",
    "PlaceOutline",
    "RiskLevel",
    "Standing",
    "StandingPlace",
]
