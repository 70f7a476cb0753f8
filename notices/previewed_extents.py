"""The extents of entries that are not recorded yet, places included that are yet to be made.

A place that does not exist yet has a lineage of its own, below what is known of it.
"""

from dataclasses import dataclass, field

from notices.placing import PlaceReader
from notices.reading import ReadEntry
from zones.address import name, segment_key
from zones.address.values import Level, Segment
from zones.gazetteer.anchors import anchors_of
from zones.gazetteer.located import locate_district
from zones.gazetteer.plant import BELOW, NoPlaceNamed, SeveralPlaces
from zones.models import District, Place
from zones.risk.extent import Extent, Lineage


@dataclass(slots=True)
class Extents:
    """The extent of each entry as it would be recorded."""

    places: PlaceReader
    known: dict[int, Extent] = field(default_factory=dict)

    def of(self, entry: ReadEntry) -> Extent:
        """The region that an entry covers."""
        at = entry.entry.start
        if at not in self.known:
            marks: dict[Lineage, bool] = {}
            for target in entry.meant:
                lineage = self._lineage(entry, target.path)
                part = (f"§{target.part.text}",) if target.part else ()
                marks[(*lineage, *part)] = True
                for path in target.exceptions:
                    marks[self._lineage(entry, path)] = False
            self.known[at] = Extent.of(marks)
        return self.known[at]

    def _lineage(self, entry: ReadEntry, path: tuple[Segment, ...]) -> Lineage:
        assert entry.district is not None
        try:
            known = self.places.known(entry.district, path, entry.chosen)
        except (NoPlaceNamed, SeveralPlaces):
            return (*locate_district(entry.district).lineage, f"?{path}")
        if known.place is not None:
            return (*_of_place(known.place), *map(_rung, known.missing))
        below = [s for s in path if s.level in BELOW]
        above = self._holder(entry.district, path)
        anchor = anchors_of(path)[0]
        return (*above, f"{anchor.level}:{anchor.key}:{anchor.street}", *map(_rung, below))

    def _holder(self, district: District, path: tuple[Segment, ...]) -> Lineage:
        """The known subdistrict or community in which a new place would be planted."""
        own = anchors_of(path)[0].level
        for level in (Level.COMMUNITY, Level.SUBDISTRICT):
            segment = next((s for s in path if s.level is level), None)
            if segment is not None and level is not own:
                found = Place.objects.filter(
                    district=district, level=level, key=segment_key(segment), retired_on=None
                ).first()
                if found is not None:
                    return _of_place(found)
        return locate_district(district).lineage


def _of_place(place: Place) -> Lineage:
    return (place.district_id, *(str(i) for i in place.lineage))


def _rung(segment: Segment) -> str:
    return f"{segment.level}:{segment_key(segment)}:{name(segment)}"
