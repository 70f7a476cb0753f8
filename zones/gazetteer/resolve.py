"""From the words of an address to a known place, or to an honest "no".

Nothing is ever picked: where more than one place may be meant, all are candidates;
where a rung is missing between the words and the tree, the walk stops and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from zones.address import fold, parse, segment_key
from zones.address.values import Address, Level, Segment, Target
from zones.gazetteer.anchors import Anchor, anchors_of, find_anchor
from zones.gazetteer.near import near_names
from zones.gazetteer.outcome import Candidate, Outcome, Reason, Resolution
from zones.models import City, District, Place

RUNGS_BELOW_ANCHOR = (Level.SECTION, Level.BUILDING, Level.UNIT)


@dataclass(frozen=True, slots=True)
class Area:
    """The city answered for and the districts to which a question is narrowed."""

    city: City
    districts: tuple[District, ...]
    hint: District | None = None

    @classmethod
    def of(cls, city: City, hint: District | None = None) -> "Area":
        """The whole city, or one district of it when ``hint`` is given."""
        return cls(city, tuple(city.districts.defer("outline")), hint)

    def named(self, name: str) -> District | None:
        """The district with this full name or its code."""
        return next((d for d in self.districts if name in (d.name, d.code)), None)


def resolve(text: str, area: Area) -> Resolution:
    """Resolve an address as a citizen or a service writes it."""
    address = parse(text)
    if not address.targets:
        return Resolution(Outcome.UNPARSED, ignored=(text,), reason=Reason.NO_PLACE_NAMED)
    if len(address.targets) > 1:
        return _several(address, area)
    found = resolve_target(address.targets[0], area)
    return replace(found, ignored=(*found.ignored, *_left_over(address)))


def resolve_target(target: Target, area: Area) -> Resolution:
    """Resolve one typed target: its administrative prefix, its anchor, then downwards."""
    elsewhere = _out_of_area(target, area)
    if elsewhere is not None:
        return elsewhere
    named = target.at(Level.DISTRICT)
    district = area.named(named.value) if named else area.hint
    if district and area.hint and district != area.hint:
        return Resolution(
            Outcome.NOT_FOUND, reason=Reason.DISTRICT_CONTRADICTED, ignored=_words(target)
        )
    anchors = anchors_of(target.path)
    if not anchors:
        return _without_anchor(target, district)
    scope = (district,) if district else area.districts
    for anchor in anchors:
        found = _from_anchor(target, anchor, scope)
        if found.outcome is not Outcome.NOT_FOUND:
            return found
    return Resolution(
        Outcome.NOT_FOUND,
        district=district,
        candidates=near_names(anchors[0], scope),
        reason=Reason.NOT_IN_GAZETTEER,
        ignored=_words(target),
    )


def _out_of_area(target: Target, area: Area) -> Resolution | None:
    """Whether the text itself names another province, city or district."""
    province, city, district = (
        target.at(level) for level in (Level.PROVINCE, Level.CITY, Level.DISTRICT)
    )
    if (
        (province and province.value != area.city.province)
        or (city and city.value != area.city.name)
        or (district and area.named(district.value) is None)
    ):
        return Resolution(Outcome.OUT_OF_AREA, reason=Reason.OTHER_CITY, ignored=_words(target))
    return None


def _without_anchor(target: Target, district: District | None) -> Resolution:
    """A text with no complex, street or community in it."""
    finer = [s for s in target.path if s.level in RUNGS_BELOW_ANCHOR]
    if finer or target.part:
        return Resolution(Outcome.NOT_FOUND, reason=Reason.NO_PLACE_NAMED, ignored=_words(target))
    if district is None:
        return Resolution(Outcome.AMBIGUOUS, reason=Reason.ONLY_THE_CITY)
    return Resolution(Outcome.FOUND, district=district, used=target.path)


def _from_anchor(target: Target, anchor: Anchor, scope: Sequence[District]) -> Resolution:
    """Resolve from one anchor downwards; NOT_FOUND when no place bears its name."""
    agreeing, contradicted = find_anchor(anchor, scope)
    if len(agreeing) == 1:
        return _descend(target, anchor, agreeing[0])
    reason = Reason.SEVERAL_PLACES_MATCH if agreeing else Reason.LOCATION_CONTRADICTED
    candidates = tuple(Candidate.of(p, reason) for p in agreeing or contradicted)
    outcome = Outcome.AMBIGUOUS if candidates else Outcome.NOT_FOUND
    return Resolution(outcome, candidates=candidates, reason=reason, ignored=_words(target))


def _descend(target: Target, anchor: Anchor, place: Place) -> Resolution:
    """Walk from the anchor's place to the finest rung that is known."""
    used = list(anchor.used)
    finer = [] if anchor.cuts_short else [s for s in target.path if s.level in RUNGS_BELOW_ANCHOR]
    while finer:
        child = place.children.filter(level=finer[0].level, key=segment_key(finer[0])).first()
        if child is None:
            break
        place, used = child, [*used, finer.pop(0)]
    skipped = _behind_a_missing_rung(place, finer)
    if skipped:
        return Resolution(
            Outcome.AMBIGUOUS,
            candidates=tuple(Candidate.of(p, Reason.RUNG_LEFT_OUT) for p in skipped),
            reason=Reason.RUNG_LEFT_OUT,
            ignored=_words(target),
        )
    ignored = tuple(s.text for s in target.path if s not in used)
    part = (target.part.text,) if target.part else ()
    return Resolution(
        Outcome.FOUND,
        district=place.district,
        place=place,
        used=tuple(used),
        ignored=(*ignored, *part),
        reason=Reason.NOT_IN_GAZETTEER if ignored or part else None,
    )


def _behind_a_missing_rung(place: Place, finer: list[Segment]) -> list[Place]:
    """Places below ``place`` that bear the next words, but behind a rung not written."""
    if not finer:
        return []
    return list(
        Place.objects.select_related("district")
        .filter(lineage__contains=[place.id], level=finer[0].level, key=segment_key(finer[0]))
        .exclude(parent=place)
    )


def _several(address: Address, area: Area) -> Resolution:
    """A question about several places at once: each is a candidate, none is picked."""
    places: dict[object, Place] = {}
    for target in address.targets[:20]:
        found = resolve_target(target, area)
        if found.outcome is Outcome.OUT_OF_AREA:
            return found
        if found.place:
            places[found.place.id] = found.place
    candidates = tuple(Candidate.of(p, Reason.SEVERAL_PLACES_ASKED) for p in places.values())
    return Resolution(
        Outcome.AMBIGUOUS if candidates else Outcome.NOT_FOUND,
        candidates=candidates,
        reason=Reason.SEVERAL_PLACES_ASKED if candidates else Reason.NOT_IN_GAZETTEER,
        ignored=(address.text,),
    )


def _words(target: Target) -> tuple[str, ...]:
    return tuple(s.text for s in target.path)


def _left_over(address: Address) -> tuple[str, ...]:
    """Words that no segment used, without mere punctuation."""
    return tuple(s.text for s in address.unused if fold(s.text).text.strip(" ,.;:()"))
