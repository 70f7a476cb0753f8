"""What a question is asked of: the city, its districts, and who knows their places."""

from dataclasses import dataclass
from typing import Generic

from zones.gazetteer.database import DATABASE
from zones.gazetteer.known import Gazetteer, KnownCity, KnownDistrict, P
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

    @staticmethod
    def of(city: City, hint: District | None = None) -> "Area[Place]":
        """The whole city as the database knows it, or one district when there is a hint."""
        return Area(city, tuple(city.districts.defer("outline")), DATABASE, hint)

    def named(self, name: str) -> KnownDistrict | None:
        """The district with this full name or its code."""
        return next((d for d in self.districts if name in (d.name, d.code)), None)
