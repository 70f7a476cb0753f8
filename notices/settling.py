"""Puts what a person decided of new places (``siting``) into the entries of a notice.

A decision is about a place that does not exist yet. Where the gazetteer has come to know one of
that name meanwhile, or knows what the place should lie in as part of something else, it is not
followed, and a person is told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from notices.amended import Worded
from notices.doubts import siting_contradicted, siting_moot
from notices.placing import PlaceReader
from notices.siting import Siting, sited, siting_ref
from zones.address.values import Finding, Level, Segment
from zones.gazetteer.anchors import anchors_of, key_of
from zones.gazetteer.survey import NoPlaceNamed, SeveralPlaces
from zones.models import District, Place

DistrictOf = Callable[[Worded], District | None]


def settle(
    worded: Sequence[Worded],
    district_of: DistrictOf,
    sitings: Sequence[Siting],
    places: PlaceReader,
) -> tuple[tuple[Worded, ...], list[Finding]]:
    """The entries as decided, and what of that was not followed. Raises ``Malformed``."""
    settler = _Settler({s.place: s for s in sitings}, places)
    found = [settler.settled(w, district) for w in worded if (district := district_of(w))]
    by_start = {w.entry.start: w for w in found}
    return tuple(by_start.get(w.entry.start, w) for w in worded), settler.findings


@dataclass(slots=True)
class _Settler:
    sitings: dict[str, Siting]
    places: PlaceReader
    findings: list[Finding] = field(default_factory=list)

    def settled(self, worded: Worded, district: District) -> Worded:
        """An entry with each of its places as decided."""
        now = tuple(
            replace(
                target,
                path=self._settled(worded, district, target.path),
                exceptions=tuple(self._settled(worded, district, p) for p in target.exceptions),
            )
            for target in worded.written
        )
        return replace(worded, sited=now) if now != worded.written else worded

    def _settled(
        self, worded: Worded, district: District, path: tuple[Segment, ...]
    ) -> tuple[Segment, ...]:
        if not anchors_of(path):
            return path
        by = self.sitings.get(siting_ref(district.code, path))
        if by is None:
            return path
        if self._is_known(district, path):
            self.findings.append(siting_moot(worded.entry, by.told))
            return path
        found = sited(path, by, district.name)
        if lies_in := _elsewhere(district, found):
            self.findings.append(siting_contradicted(worded.entry, by.within, lies_in))
            return path
        return found

    def _is_known(self, district: District, path: tuple[Segment, ...]) -> bool:
        try:
            return self.places.known(district, path, ()).place is not None
        except SeveralPlaces:
            return True
        except NoPlaceNamed:
            return False


def _elsewhere(district: District, path: Sequence[Segment]) -> str:
    """The known place that a community of the path lies in, where the path says another."""
    by_level = {s.level: s for s in path}
    town, village = by_level.get(Level.SUBDISTRICT), by_level.get(Level.COMMUNITY)
    if town is None or village is None:
        return ""
    same = Place.objects.filter(
        district=district, level=Level.COMMUNITY, key=key_of(village), retired_on=None
    ).select_related("parent")
    for place in same.defer("outline", "parent__outline"):
        above = place.parent
        if above and above.level == Level.SUBDISTRICT and above.key != key_of(town):
            return f"{place.name}属于{above.name}"
    return ""
