"""A tiny synthetic city of two districts, in memory and in the database."""

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from tests.ground import small_city
from zones.gazetteer.columns import LEVELS
from zones.gazetteer.index import Index
from zones.gazetteer.indexing import make
from zones.models import City, Place, PlaceName
from zones.synthetic.citizens import Citizens, Question
from zones.synthetic.files import read_counties
from zones.synthetic.rows import names, rows, source
from zones.synthetic.town import Built, build

CODES = ("140105", "140110")


@cache
def districts(scale: float = 0.03) -> tuple[Built, ...]:
    """The districts that ``small_city`` has, built from a seed."""
    given = read_counties(Path("seed/taiyuan/districts.geojson"))
    return tuple(build([c for c in given if c.code in CODES], seed=11, scale=scale))


@cache
def index(scale: float = 0.03) -> Index:
    """The same as an index."""
    return make(source(districts(scale)))


@cache
def questions(count: int, scale: float = 0.03, seed: int = 3) -> tuple[Question, ...]:
    """What citizens ask about it."""
    return tuple(Citizens(districts(scale), seed).questions(count))


def stored(built: Sequence[Built]) -> City:
    """The districts as rows of the database, with the ids that the index gives them."""
    city = small_city()
    for one in built:
        places = [
            Place(
                id=row.id,
                district_id=row.district,
                parent_id=row.parent,
                level=row.level,
                key=row.key,
                value=row.key,
                name=row.name,
                street=row.street,
                source="test",
            )
            for row in rows(one)
        ]
        places.sort(key=lambda place: LEVELS.index(place.level))
        for _, level in groupby(places, key=lambda place: place.level):
            Place.objects.bulk_create(level)
        shown = {place.id: place.name for place in places}
        PlaceName.objects.bulk_create(
            PlaceName(
                place_id=row.place, text=shown[row.place], key=row.key, kind="official", source="t"
            )
            for row in names(one)
        )
    return city
