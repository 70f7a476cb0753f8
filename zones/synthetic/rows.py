"""A synthetic city as rows of a gazetteer, with the keys that loading would give them."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from uuid import UUID

from zones.address import complex_key, value_key
from zones.address.values import Level, Segment
from zones.gazetteer.index import CityName, DistrictName
from zones.gazetteer.indexing import NameRow, Row, Source
from zones.gazetteer.known import KnownCity
from zones.synthetic.town import Built, Rows

TAIYUAN = CityName("太原市", "山西省")
BELOW_A_NAME = ("section", "building", "unit")
_key = cache(value_key)


def uuid_of(id: str) -> UUID:
    """An id of the database's kind for an external id; always the same one."""
    return UUID(bytes=hashlib.blake2b(id.encode(), digest_size=16).digest())


def source(districts: Sequence[Built], city: KnownCity = TAIYUAN) -> Source:
    """What an index of the synthetic city is made of."""
    return Source(
        city,
        tuple(DistrictName(built.county.code, built.county.name) for built in districts),
        (row for built in districts for row in rows(built)),
        (name for built in districts for name in names(built)),
    )


def rows(built: Built) -> Iterator[Row]:
    """The places of one district, parents first."""
    shown: dict[str, str] = {"": ""}
    values: dict[str, str] = {}
    for table in (built.places, built.units):
        for id, parent, level, name, street, key in _keyed(table, values):
            above = shown[parent] if level in BELOW_A_NAME else ""
            at = street_alone(street) if key.startswith(f"{street_alone(street)}/") else ""
            shown[id] = above + at + name
            yield Row(
                uuid_of(id),
                uuid_of(parent) if parent else None,
                level,
                key,
                shown[id],
                _key(Level.STREET, street) if street else "",
                built.county.code,
            )


def names(built: Built) -> Iterator[NameRow]:
    """The names by which places are found: (place, key)."""
    values: dict[str, str] = {}
    for id, _, level, *_, key in _keyed(built.places, values):
        if level not in BELOW_A_NAME:
            yield NameRow(uuid_of(id), key)


def street_alone(street: str) -> str:
    """A street without its door number."""
    return street.rstrip("0123456789号")


def _keyed(table: Rows, values: dict[str, str]) -> Iterable[tuple[str, str, str, str, str, str]]:
    """The columns, district left out, with the key of each; ``values`` grows by id."""
    for id, parent, level, value, name, street in zip(
        table.id, table.parent, table.level, table.value, table.name, table.street, strict=True
    ):
        values[id] = value
        if level == "complex":
            key = complex_key(_path(value, street, values[parent]))
        else:
            key = _key(Level(level), value)
        yield id, parent, level, name, street, key


def _path(value: str, street: str, community: str) -> list[Segment]:
    words = (
        (Level.COMMUNITY, community),
        (Level.STREET, street),
        (Level.COMPLEX, value),
    )
    return [Segment(level, word, word, 0, len(word)) for level, word in words if word]
