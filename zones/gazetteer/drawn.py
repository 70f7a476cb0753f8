"""On which days an outline tells where its place is (轮廓的有效日).

The database notes when an outline was drawn and when it was redrawn; a question is asked as
of a date. So an outline holds from the day on which it was drawn until the day on which
another was, and the first that may be trusted holds for all the time before: nothing else is
known of that. One that was redrawn on the day of its drawing was a mistake, and never held.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import QuerySet

from zones.gazetteer.dates import ALWAYS, Lead
from zones.models import City, OutlineQuality, Place, PlaceOutline
from zones.risk.regimes import SHANGHAI

TRUSTED = (OutlineQuality.SURVEYED, OutlineQuality.DIGITISED)
"""Only these decide where a point lies."""
PRESENT = None
"""Stands for the id of a former outline where the present one is meant."""

Days = Mapping[int | None, Lead]
"""The days of each outline of a place that ever holds, by the id of the former one."""


class Drawn(NamedTuple):
    """A trusted outline of a place as WKB, and the days on which it holds."""

    place: UUID
    outline: bytes
    days: Lead = ALWAYS


def days_of(versions: Iterable[tuple[int | None, datetime, datetime | None]]) -> Days:
    """The days of the trusted outlines of one place, in the order in which they were drawn.

    Each comes with its id, when it was drawn, and when it was redrawn.
    """
    days: dict[int | None, Lead] = {}
    for id, drawn_at, redrawn_at in versions:
        drawn = drawn_at.astimezone(SHANGHAI).date()
        redrawn = redrawn_at.astimezone(SHANGHAI).date() if redrawn_at else None
        if redrawn != drawn:
            days[id] = Lead(drawn if days else None, redrawn)
    return days


def redrawn_places(places: Iterable[UUID] | QuerySet[PlaceOutline]) -> Mapping[UUID, Days]:
    """The days of the outlines of those of these places that had a trusted one before."""
    former = PlaceOutline.objects.filter(place__in=places, quality__in=TRUSTED)
    versions: dict[UUID, list[tuple[int | None, datetime, datetime | None]]] = defaultdict(list)
    rows = former.order_by("drawn_at", "id").values_list("place", "id", "drawn_at", "redrawn_at")
    for place, id, drawn_at, redrawn_at in rows:
        versions[place].append((id, drawn_at, redrawn_at))
    present = Place.objects.filter(id__in=versions, outline_quality__in=TRUSTED)
    for place, drawn_on in present.values_list("id", "drawn_at"):
        assert drawn_on is not None  # A constraint holds it: an outline has its time.
        versions[place].append((PRESENT, drawn_on, None))
    return {place: days_of(each) for place, each in versions.items()}


def trusted_outlines(city: City, places: Collection[UUID] | None = None) -> Iterator[Drawn]:
    """Every outline by which a point was or is judged, of the city's places or some of them."""
    former = PlaceOutline.objects.filter(place__district__city=city, quality__in=TRUSTED)
    present = Place.objects.filter(district__city=city, outline_quality__in=TRUSTED)
    if places is not None:
        former, present = former.filter(place__in=places), present.filter(id__in=places)
    redrawn = redrawn_places(former.values("place"))
    for place, id, wkb in former.annotate(wkb=AsWKB("outline")).values_list("place", "id", "wkb"):
        if days := redrawn[place].get(id):
            yield Drawn(place, bytes(wkb), days)
    rows = present.annotate(wkb=AsWKB("outline")).values_list("id", "wkb")
    for place, wkb in rows.iterator(chunk_size=10_000) if places is None else rows:
        yield Drawn(place, bytes(wkb), redrawn[place][PRESENT] if place in redrawn else ALWAYS)
