"""From the words of an address to a known place, or to an honest "no".

Nothing is ever picked: where more than one place may be meant, all are candidates;
where a rung is missing between the words and the tree, the walk stops and says so. A
name that is merely near is suggested and never taken.
"""

from collections.abc import Sequence
from dataclasses import replace

from zones.address import expand, name, parse
from zones.address.values import Address, Level, Segment, Target
from zones.gazetteer.anchors import DIVISIONS, HOLDERS, Anchor, anchors_of, find_anchor, key_of
from zones.gazetteer.another import another, both
from zones.gazetteer.area import Area
from zones.gazetteer.asked import (
    RUNGS_BELOW_ANCHOR,
    excepted,
    is_one,
    left_over,
    with_the_district_in_its_name,
    words,
)
from zones.gazetteer.beside import beside, leads_away, stem, unused, with_place_beside
from zones.gazetteer.known import MOST_CANDIDATES, Gazetteer, KnownDistrict, P
from zones.gazetteer.outcome import Candidate, Outcome, Reason, Resolution

__all__ = ["Area", "resolve", "resolve_fully", "resolve_target"]


def resolve(text: str, area: Area[P]) -> Resolution[P]:
    """Resolve an address as a citizen or a service writes it."""
    quickly = area.quick(text, area.hint) if area.quick else None
    return resolve_fully(text, area) if quickly is None else quickly


def resolve_fully(text: str, area: Area[P]) -> Resolution[P]:
    """The general path: read by the grammar, whatever the text."""
    address = parse(text)
    if not address.targets:
        return Resolution(Outcome.UNPARSED, ignored=(text,), reason=Reason.NO_PLACE_NAMED)
    if len(address.targets) > 1 and not is_one(address):
        return _several(address, address.targets, area)
    target = address.targets[-1]
    found = _resolve_readings(target, area)
    if any(s.range and s not in found.used for s in target.path):
        each = expand(Address(text, (target,)), limit=MOST_CANDIDATES)
        if len(each) > 1:
            return _several(address, each, area)
    if found.outcome is Outcome.FOUND:
        left = list(unused(address, target, found.used))
        if leads_away(left, target):
            return beside(address, found)
        if other := another(left, found, area, _resolve_readings):
            return both(address, found, other)
    if found.outcome is Outcome.NOT_FOUND and (before := stem(text)):
        found = with_place_beside(found, resolve(before, area))
    return replace(found, ignored=(*found.ignored, *left_over(address)))


def _resolve_readings(target: Target, area: Area[P]) -> Resolution[P]:
    """Resolve a target, also with a short district as the beginning of a name.

    太原市迎泽世纪城 may be 世纪城 in 迎泽区 or 迎泽世纪城: where both are known, neither is
    picked; where one is, it was meant.
    """
    found = resolve_target(target, area)
    other = with_the_district_in_its_name(target)
    if other is None:
        return found
    second = resolve_target(other, area)
    known = (Outcome.FOUND, Outcome.AMBIGUOUS)
    if found.outcome in known and second.outcome in known:
        both = (found, second)
        named = [Candidate.of(f.place, Reason.SEVERAL_PLACES_MATCH) for f in both if f.place]
        return Resolution(
            Outcome.AMBIGUOUS,
            candidates=(*named, *found.candidates, *second.candidates),
            reason=Reason.SEVERAL_PLACES_MATCH,
            ignored=words(target),
        )
    first_is_elsewhere = found.outcome is Outcome.OUT_OF_AREA
    return second if second.outcome in known or first_is_elsewhere else found


def resolve_target(target: Target, area: Area[P]) -> Resolution[P]:
    """Resolve one typed target: its administrative prefix, its anchor, then downwards."""
    elsewhere = _out_of_area(target, area)
    if elsewhere is not None:
        return elsewhere
    named = target.at(Level.DISTRICT)
    district = area.named(named.value) if named else area.hint
    if district and area.hint and district.code != area.hint.code:
        return _refused(target, Outcome.NOT_FOUND, Reason.DISTRICT_CONTRADICTED)
    anchors = anchors_of(target.path)
    if not anchors:
        return _without_anchor(target, district)
    scope = (district,) if district else area.districts
    for anchor in anchors:
        found = _from_anchor(target, anchor, scope, area)
        if found.outcome is not Outcome.NOT_FOUND:
            return found if anchor is anchors[0] else _with_near(found, anchors[0], scope, area)
    return Resolution(
        Outcome.NOT_FOUND,
        district=district,
        candidates=_instead(anchors, district, area),
        reason=Reason.NOT_IN_GAZETTEER,
        ignored=words(target),
    )


def _refused(target: Target, outcome: Outcome, reason: Reason) -> Resolution[P]:
    return Resolution(outcome, reason=reason, ignored=words(target))


def _out_of_area(target: Target, area: Area[P]) -> Resolution[P] | None:
    """Whether the text itself names another province, city or district."""
    province, city, district = (target.at(level) for level in DIVISIONS)
    if (
        (province and province.value != area.city.province)
        or (city and city.value != area.city.name)
        or (district and area.named(district.value) is None)
    ):
        return _refused(target, Outcome.OUT_OF_AREA, Reason.OTHER_CITY)
    return None


def _without_anchor(target: Target, district: KnownDistrict | None) -> Resolution[P]:
    """A text with no complex, street or community in it."""
    finer = [s for s in target.path if s.level in RUNGS_BELOW_ANCHOR]
    if finer or target.part:
        return _refused(target, Outcome.NOT_FOUND, Reason.NO_PLACE_NAMED)
    if district is None:
        return Resolution(Outcome.AMBIGUOUS, reason=Reason.ONLY_THE_CITY)
    return Resolution(Outcome.FOUND, district=district, used=target.path)


def _from_anchor(
    target: Target, anchor: Anchor, scope: Sequence[KnownDistrict], area: Area[P]
) -> Resolution[P]:
    """Resolve from one anchor downwards; NOT_FOUND when no place bears its name."""
    agreeing, contradicted = find_anchor(anchor, area.gazetteer, [d.code for d in scope])
    if len(agreeing) == 1:
        return _descend(target, anchor, agreeing[0], area)
    reason = Reason.SEVERAL_PLACES_MATCH if agreeing else Reason.LOCATION_CONTRADICTED
    finer = [] if anchor.cuts_short else _below_anchor(target)
    candidates = tuple(
        Candidate.of(_walk(place, finer, area.gazetteer)[0], reason)
        for place in (agreeing or contradicted)[:MOST_CANDIDATES]
    )
    outcome = Outcome.AMBIGUOUS if candidates else Outcome.NOT_FOUND
    return Resolution(outcome, candidates=candidates, reason=reason, ignored=words(target))


def _below_anchor(target: Target) -> list[Segment]:
    return [s for s in target.path if s.level in RUNGS_BELOW_ANCHOR]


def _walk(place: P, finer: Sequence[Segment], gazetteer: Gazetteer[P]) -> tuple[P, int]:
    """The finest place below ``place`` that the words lead to, and how many they were."""
    for number, segment in enumerate(finer):
        child = gazetteer.child(place, segment.level, key_of(segment))
        if child is None:
            return place, number
        place = child
    return place, len(finer)


def _descend(target: Target, anchor: Anchor, place: P, area: Area[P]) -> Resolution[P]:
    """Walk from the anchor's place to the finest rung that is known.

    What lies deeper than the words say is a candidate, unless these very words are its full
    name: a building keeps that when its complex is split, and lies in a part since.
    """
    finer = [] if anchor.cuts_short else _below_anchor(target)
    held = place
    place, steps = _walk(place, finer, area.gazetteer)
    missing = finer[steps:]
    if missing:
        skipped = area.gazetteer.deeper(place, missing[0].level, key_of(missing[0]))
        if len(skipped) == 1 and skipped[0].name == place.name + name(missing[0]):
            place, more = _walk(skipped[0], missing[1:], area.gazetteer)
            steps += 1 + more
            missing = finer[steps:]
        elif skipped:
            return Resolution(
                Outcome.AMBIGUOUS,
                candidates=tuple(Candidate.of(p, Reason.RUNG_LEFT_OUT) for p in skipped),
                reason=Reason.RUNG_LEFT_OUT,
                ignored=words(target),
            )
    used = (*_confirmed(target, anchor, held, area.gazetteer), *finer[:steps])
    part = (target.part.text,) if target.part else ()
    return Resolution(
        Outcome.FOUND,
        district=place.district,
        place=place,
        used=used,
        ignored=(*(s.text for s in target.path if s not in used), *part, *excepted(target)),
        reason=Reason.NOT_IN_GAZETTEER if missing or anchor.cuts_short else None,
    )


def _confirmed(
    target: Target, anchor: Anchor, place: P, gazetteer: Gazetteer[P]
) -> tuple[Segment, ...]:
    """The segments down to the anchor that the gazetteer knows to be so."""
    above = gazetteer.above(place) if anchor.around else {}
    unknown = {s for s in anchor.around if s.level not in above}
    on_street = anchor.level is Level.COMPLEX and (place.street or "/" in anchor.key)
    street = target.at(Level.STREET) if on_street else None
    known = [s for s in anchor.used if s not in unknown]
    return (*known[:-1], *((street,) if street else ()), known[-1])


def _instead(
    anchors: Sequence[Anchor], district: KnownDistrict | None, area: Area[P]
) -> tuple[Candidate[P], ...]:
    """What may be meant where no place bears any of the names.

    Near names are looked for in other districts only where the one that is written has none.
    """
    scope = (district,) if district else area.districts
    elsewhere = _in_other_districts(anchors[0], district, area)
    near = _nearest(anchors, scope, area)
    if district and not elsewhere and not near:
        near = _nearest(anchors, [d for d in area.districts if d.code != district.code], area)
    return (*elsewhere, *near)


def _nearest(
    anchors: Sequence[Anchor], scope: Sequence[KnownDistrict], area: Area[P]
) -> tuple[Candidate[P], ...]:
    """The near names of the finest anchor; if it has none, of the communities around it.

    Other doors of a street are not near to one that is not known.
    """
    around = [anchor for anchor in anchors[1:] if anchor.level in HOLDERS]
    return next(filter(None, (_near(a, scope, area) for a in (anchors[0], *around))), ())


def _near(
    anchor: Anchor, scope: Sequence[KnownDistrict], area: Area[P]
) -> tuple[Candidate[P], ...]:
    """Places that may have been meant: by a misprint, or by a piece of their name."""
    codes = [d.code for d in scope]
    near = area.gazetteer.near(anchor.level, anchor.key, codes)
    return tuple(Candidate.near(place, nearness) for place, nearness in near)


def _with_near(
    found: Resolution[P], anchor: Anchor, scope: Sequence[KnownDistrict], area: Area[P]
) -> Resolution[P]:
    """A coarser place that was found, with what its finer words may have meant."""
    if found.outcome is not Outcome.FOUND:
        return found
    near = _near(anchor, scope, area)
    return replace(found, candidates=tuple(c for c in near if c.place != found.place))


def _in_other_districts(
    anchor: Anchor, district: KnownDistrict | None, area: Area[P]
) -> tuple[Candidate[P], ...]:
    """Places of this very name in districts other than the one that the question names."""
    if district is None:
        return ()
    others = [d.code for d in area.districts if d.code != district.code]
    agreeing, _ = find_anchor(anchor, area.gazetteer, others)
    return tuple(
        Candidate.of(place, Reason.DISTRICT_CONTRADICTED) for place in agreeing[:MOST_CANDIDATES]
    )


def _several(address: Address, targets: Sequence[Target], area: Area[P]) -> Resolution[P]:
    """A question about several places at once: each is a candidate, none is picked."""
    places: dict[object, P] = {}
    for target in targets[:MOST_CANDIDATES]:
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
