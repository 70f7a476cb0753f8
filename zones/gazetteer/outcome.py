"""The named outcomes of a resolution: an answer is one of these, never ``None``."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic

from zones.address.values import Segment
from zones.gazetteer.known import KnownDistrict, Likeness, Nearness, P


class Outcome(StrEnum):
    """What became of a question about a place."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not_found"
    OUT_OF_AREA = "out_of_area"
    UNPARSED = "unparsed"


class Reason(StrEnum):
    """Why an outcome is what it is, or what a person should know of a match."""

    NO_PLACE_NAMED = "no_place_named"
    ONLY_THE_CITY = "only_the_city"
    OTHER_CITY = "other_city"
    DISTRICT_CONTRADICTED = "district_contradicted"
    SEVERAL_PLACES_ASKED = "several_places_asked"
    SEVERAL_PLACES_MATCH = "several_places_match"
    LOCATION_CONTRADICTED = "location_contradicted"
    BESIDE_A_PLACE = "beside_a_place"
    RUNG_LEFT_OUT = "rung_left_out"
    NOT_IN_GAZETTEER = "not_in_gazetteer"
    NEAR_A_BOUNDARY = "near_a_boundary"
    OUTSIDE_EVERY_DISTRICT = "outside_every_district"
    OUTLINES_DO_NOT_DECIDE = "outlines_do_not_decide"


@dataclass(frozen=True, slots=True)
class Candidate(Generic[P]):
    """A place (or a whole district) that may be meant, and why it was not simply taken."""

    district: KnownDistrict
    place: P | None
    reason: Reason | Likeness
    words: str = ""
    """The words that its name and the written one share, where they are the reason."""

    @classmethod
    def of(cls, place: P, reason: Reason | Likeness) -> "Candidate[P]":
        """A place as a candidate."""
        return cls(place.district, place, reason)

    @classmethod
    def near(cls, place: P, nearness: Nearness) -> "Candidate[P]":
        """A place whose name is near to one that is not known."""
        return cls(place.district, place, nearness.likeness, nearness.words)


@dataclass(frozen=True, slots=True)
class Resolution(Generic[P]):
    """What a text was resolved to.

    ``place`` is ``None`` for a whole district. ``used`` are the segments that decided,
    ``ignored`` the words that did not. A place that was found may come with candidates:
    places whose name is near to finer words that are not known.
    """

    outcome: Outcome
    district: KnownDistrict | None = None
    place: P | None = None
    used: tuple[Segment, ...] = ()
    ignored: tuple[str, ...] = ()
    candidates: tuple[Candidate[P], ...] = ()
    reason: Reason | None = None
