"""What a question is asked of: the city, its districts, and who knows their places."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic

from zones.gazetteer.database import DatabaseGazetteer
from zones.gazetteer.dates import LATEST
from zones.gazetteer.known import Gazetteer, KnownCity, KnownDistrict, P
from zones.gazetteer.outcome import Resolution
from zones.models import City, District, Place


@dataclass(frozen=True, slots=True)
class Area(Generic[P]):
    """The city answered for, the districts to which a question is narrowed, and the
    gazetteer that knows its places.
    """

    city: KnownCity
    districts: tuple[KnownDistrict, ...]
    gazetteer: Gazetteer[P]
    hint: KnownDistrict | None = None
    quick: Callable[[str, KnownDistrict | None], Resolution[P] | None] | None = None
    """What resolves an ordinary text without the grammar, to the same, or to nothing."""

    @staticmethod
    def of(city: City, hint: District | None = None, on: date = LATEST) -> "Area[Place]":
        """The whole city as the database knows it, or one district when there is a hint.

        Names and places answer as of the date ``on``.
        """
        districts = tuple(city.districts.defer("outline"))
        return Area(city, districts, DatabaseGazetteer(on), hint)

    def named(self, name: str) -> KnownDistrict | None:
        """The district with this full name or its code."""
        return next((d for d in self.districts if name in (d.name, d.code)), None)
