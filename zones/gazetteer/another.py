"""Another address behind the first: 书林苑小区 或 晋源区华城小区 asks about two places.

What the first address leaves over may be a remark (底商, 快递柜), or name a place of its own.
Whoever writes two addresses must not be told of the first as if it were the whole question.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from zones.address import parse
from zones.address.values import Address, Level, Target
from zones.gazetteer.anchors import DIVISIONS, HOLDERS
from zones.gazetteer.area import Area
from zones.gazetteer.known import P
from zones.gazetteer.outcome import Candidate, Outcome, Reason, Resolution
from zones.gazetteer.unsuggesting import Unsuggesting

_JOINED = re.compile(r"(?:[^\w]|或者?|还是|以及|[和与及])+")
_GOES_ON = re.compile(r"(?:[^\w]|或者?|还是|以及|[和与及])$")
"""What parts two addresses; a name right behind the first is rather that of a place inside."""
_NAMED = re.compile("(?:[\u4e00-\u9fff].*){3}")
"""Shorter words name no place that anybody would be sent to."""
_AROUND = (*HOLDERS, Level.STREET)

Reader = Callable[[Target, Area[P]], Resolution[P]]


class _Stretch(NamedTuple):
    words: str
    is_parted: bool
    """Whether something parts them from the address before."""


def another(
    left: Iterable[str], found: Resolution[P], area: Area[P], read: Reader[P]
) -> Resolution[P] | None:
    """What else the words that were left over ask about, if it is another place."""
    quiet = replace(area, gazetteer=Unsuggesting(area.gazetteer), quick=None)
    for words in left:
        for stretch in _stretches(words, area):
            for target in parse(stretch.words).targets:
                if not (stretch.is_parted or any(target.at(level) for level in DIVISIONS)):
                    continue
                one = read(target, quiet)
                if _is_elsewhere(target, one, found, area) or _is_another(one, found, quiet):
                    return one
    return None


def both(address: Address, found: Resolution[P], other: Resolution[P]) -> Resolution[P]:
    """A question about a place, and about another that its words lead to or fail to."""
    places = [p for p in (found.place, other.place) if p is not None]
    asked = (Candidate.of(place, Reason.SEVERAL_PLACES_ASKED) for place in places)
    return Resolution(
        Outcome.AMBIGUOUS,
        candidates=(*asked, *other.candidates),
        reason=Reason.SEVERAL_PLACES_ASKED,
        ignored=(address.text,),
    )


def _stretches(left: str, area: Area[P]) -> Iterator[_Stretch]:
    """Where in words that were not used another address may begin."""
    joined = _JOINED.match(left)
    words = left[joined.end() :] if joined else left
    if _NAMED.match(words):
        yield _Stretch(words, joined is not None or _GOES_ON.search(words) is not None)
    for district in area.districts:
        at = words.find(district.name, 1)
        if at > 0:
            yield _Stretch(words[at:], is_parted=True)


def _is_elsewhere(target: Target, one: Resolution[P], found: Resolution[P], area: Area[P]) -> bool:
    """Whether a target names another city, another district, or an unknown place in a district."""
    if one.outcome is Outcome.OUT_OF_AREA:
        return target.at(Level.PROVINCE) is not None or target.at(Level.CITY) is not None
    district = target.at(Level.DISTRICT)
    named = area.named(district.value) if district else None
    if named is None or found.district is None:
        return False
    return named.code != found.district.code or one.outcome is Outcome.NOT_FOUND


def _is_another(one: Resolution[P], found: Resolution[P], area: Area[P]) -> bool:
    """Whether a reading leads to another place than the one that was found."""
    if one.outcome not in (Outcome.FOUND, Outcome.AMBIGUOUS) or found.place is None:
        return False
    places = [one.place] if one.place else [c.place for c in one.candidates if c.place]
    return any(_is_apart(place, found.place, area) for place in places)


def _is_apart(one: P, held: P, area: Area[P]) -> bool:
    """Whether a place is not the one that is held, nor around it, nor inside."""
    is_near = one.district.code == held.district.code
    if one == held or (is_near and one.level in _AROUND):
        return False
    return not is_near or not any(
        area.gazetteer.above(inner).get(outer.level) == outer.key
        for inner, outer in ((one, held), (held, one))
    )
