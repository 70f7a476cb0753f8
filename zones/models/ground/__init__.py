"""The ground: cities, districts, and the tree of known places (地名地址库).

Places are versioned in time. A place keeps its id for life; its names have dates, its former
outlines are kept, and a split or a merger makes new places beside the old (``Succession``).
Above all a place never leaves an ancestor: whatever was said of a place stays said of all that
lay in it, so no change of the ground rewrites what an entry of the ledger meant.
"""

from zones.models.ground.changes import GroundChange
from zones.models.ground.divisions import City, District
from zones.models.ground.history import PlaceOutline, Succession
from zones.models.ground.names import AliasProposal, PlaceName, PlaceReference
from zones.models.ground.places import Place
from zones.models.ground.rungs import WGS84, OutlineQuality, PlaceLevel

__all__ = [
    "WGS84",
    "AliasProposal",
    "City",
    "District",
    "GroundChange",
    "OutlineQuality",
    "Place",
    "PlaceLevel",
    "PlaceName",
    "PlaceOutline",
    "PlaceReference",
    "Succession",
]
