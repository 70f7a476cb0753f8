"""Near names: what a person may have meant. Suggested, never taken."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from zones.gazetteer.anchors import Anchor
from zones.gazetteer.outcome import Candidate, Reason
from zones.models import District, Place, PlaceName

MOST = 5
LEAST_ALIKE = 0.6


def near_names(anchor: Anchor, districts: Iterable[District]) -> tuple[Candidate, ...]:
    """Up to five places of the anchor's level whose key looks like the anchor's."""
    names = PlaceName.objects.filter(
        place__level=anchor.level, place__district__in=list(districts)
    ).values_list("key", "place_id")
    matcher = SequenceMatcher(b=anchor.key, autojunk=False)
    scored: dict[object, float] = {}
    for key, place_id in names:
        matcher.set_seq1(key)
        if matcher.quick_ratio() < LEAST_ALIKE:
            continue
        alike = matcher.ratio()
        if alike >= LEAST_ALIKE:
            scored[place_id] = max(alike, scored.get(place_id, 0.0))
    best = sorted(scored, key=lambda i: (-scored[i], str(i)))[:MOST]
    places = Place.objects.select_related("district").in_bulk(best)
    return tuple(Candidate.of(places[i], Reason.NOT_IN_GAZETTEER) for i in best)
