"""What resolution asks of a gazetteer, whichever way its places are kept.

Two keep them: the database (``database``), always current, and a snapshot in memory
(``index``). Resolution is one algorithm over this protocol, so both answer alike.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from zones.address.values import Level

FOUND_BY_NAME = (
    Level.SUBDISTRICT,
    Level.COMMUNITY,
    Level.STREET,
    Level.AREA,
    Level.COMPLEX,
)
"""Levels whose places are known by name; others by their number within these."""
MOST_NEAR = 8
"""As many near names are offered at the most."""
MOST_CANDIDATES = 20
"""No person reads more; the law is that none is picked, not that all are listed."""


class KnownCity(Protocol):
    """The city that is answered for."""

    @property
    def name(self) -> str: ...
    @property
    def province(self) -> str: ...


class KnownDistrict(Protocol):
    """A district of it."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


class KnownPlace(Protocol):
    """A place as resolution sees it: a row of the database, or a spot of the index."""

    @property
    def id(self) -> UUID: ...
    @property
    def level(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def street(self) -> str: ...
    @property
    def district(self) -> KnownDistrict: ...


class Likeness(StrEnum):
    """In what way a known name is near to one that is not known."""

    SHAPE = "looks_alike"
    SOUND = "sounds_alike"
    SPELLING = "spelt_alike"
    CONTAINING = "name_contains"
    """The known name holds all that was written."""
    WITHIN = "name_within"
    """What was written holds the known name."""
    WORDS = "same_characters"
    """One is made of characters of the other, in another order or with some left out."""
    INEXACT = "part_alike"
    """One holds the other but for a character of the same sound or shape."""
    SHARING = "shares_words"


class Nearness(NamedTuple):
    """How a known name is near to one that is not known, and the words that both have."""

    likeness: Likeness
    words: str = ""


P = TypeVar("P", bound=KnownPlace)
PlaceT = TypeVar("PlaceT", bound=KnownPlace, covariant=True)


class Gazetteer(Protocol[P]):
    """The known places. Every list is ordered by name, then id."""

    def named(self, level: Level, key: str, districts: Collection[str]) -> Sequence[P]:
        """Places of ``level`` in these districts (codes) one of whose names has ``key``.

        Names and places count as of the date that is asked about (``dates``).
        Retired places only where no present one bears the name.
        """
        ...

    def above(self, place: P) -> Mapping[str, str]:
        """The keys of the places that ``place`` lies in, by level."""
        ...

    def child(self, place: P, level: Level, key: str) -> P | None:
        """The one place right below ``place`` with this level and key; rather a present one.

        None if there are several.
        """
        ...

    def deeper(self, place: P, level: Level, key: str) -> Sequence[P]:
        """Places anywhere below ``place`` with this level and key, retired ones too.

        At most ``MOST_CANDIDATES``.
        """
        ...

    def near(
        self, level: Level, key: str, districts: Collection[str]
    ) -> Sequence[tuple[P, Nearness]]:
        """Places that may be meant by a name that is not known, the nearest first.

        Those of ``level`` of whose name ``key`` may be a misprint, and those of any level that
        is found by name which share a part with it (``likely``). At most ``MOST_NEAR``.
        """
        ...
