"""On which days an outline holds."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.contrib.gis.geos import MultiPolygon
from hypothesis import given
from hypothesis import strategies as st

from tests.ground import place, small_city, square
from zones.crs import Crs
from zones.gazetteer.dates import LATEST, Lead
from zones.gazetteer.drawn import PRESENT, days_of, trusted_outlines
from zones.gazetteer.indexing import from_database
from zones.gazetteer.points import DatabaseOutlines, Point, at_point
from zones.models import City, Place, PlaceOutline
from zones.risk.regimes import SHANGHAI
from zones.serving.outlines import IndexOutlines

BEGAN = datetime(2022, 10, 1, tzinfo=SHANGHAI)
HERE, THERE = Point(112.5505, 37.7505, Crs.WGS84), Point(112.5605, 37.7505, Crs.WGS84)
pauses = st.lists(st.integers(0, 100).map(lambda hours: timedelta(hours=hours)), min_size=1)


@given(pauses)
def test_on_each_day_exactly_one_outline_of_a_place_holds(pauses: list[timedelta]) -> None:
    times = [BEGAN]
    for pause in pauses:
        times.append(times[-1] + pause)
    versions = [(n, at, then) for n, (at, then) in enumerate(pairwise(times))]
    days = days_of([*versions, (PRESENT, times[-1], None)])
    for ahead in range(-3, (times[-1] - BEGAN).days + 4):
        on = BEGAN.date() + timedelta(ahead)
        assert len([1 for each in days.values() if each.holds(on)]) == 1, on
    assert days[PRESENT].holds(LATEST)


@given(pauses)
def test_an_outline_that_is_not_to_be_trusted_leaves_its_days_undecided(
    pauses: list[timedelta],
) -> None:
    end = BEGAN + sum(pauses, timedelta(1))
    days = days_of([(1, BEGAN, BEGAN + timedelta(1)), (PRESENT, end + timedelta(1), None)])
    assert days[1] == Lead(None, date(2022, 10, 2))
    assert days[PRESENT] == Lead((end + timedelta(1)).date(), None)


def test_a_mistake_mended_on_its_day_never_held() -> None:
    days = days_of([(1, BEGAN, BEGAN + timedelta(hours=2)), (PRESENT, BEGAN, None)])
    assert days == {PRESENT: Lead()}


@pytest.fixture
def moved(db: None) -> Place:
    """A complex that lay elsewhere until November."""
    moved = place(small_city().districts.get(name="小店区"), "云水苑小区")
    draw(moved, square(112.56, 37.75, 0.001), datetime(2022, 11, 20, 9, tzinfo=SHANGHAI))
    PlaceOutline.objects.create(
        place=moved,
        outline=square(112.55, 37.75, 0.001),
        quality="surveyed",
        source="test",
        drawn_at=BEGAN,
        redrawn_at=datetime(2022, 11, 20, 9, tzinfo=SHANGHAI),
    )
    return moved


def draw(place: Place, outline: MultiPolygon, at: datetime) -> None:
    one = Place.objects.filter(id=place.id)
    one.update(outline=outline, outline_quality="surveyed", outline_source="test")
    one.update(drawn_at=at)


def asked(city: City) -> tuple[DatabaseOutlines, IndexOutlines]:
    borders = [(d.code, bytes(d.outline.wkb)) for d in city.districts.all()]
    return DatabaseOutlines(city), IndexOutlines(
        from_database(city), borders, trusted_outlines(city)
    )


def test_a_point_is_judged_by_the_outlines_of_its_day(moved: Place) -> None:
    days = [date(2022, 9, 1), date(2022, 11, 19), date(2022, 11, 20), LATEST]
    for known in asked(moved.district.city):
        here = [at_point(HERE, known, on).place is not None for on in days]
        there = [at_point(THERE, known, on).place is not None for on in days]
        assert here == [True, True, False, False]
        assert there == [False, False, True, True]


def test_an_outline_taken_away_goes_on_telling_of_the_days_before(moved: Place) -> None:
    one = Place.objects.filter(id=moved.id)
    one.update(outline=None, outline_quality=None, outline_source=None)
    for known in asked(moved.district.city):
        assert at_point(HERE, known, date(2022, 11, 19)).place is not None
        assert at_point(THERE, known, LATEST).place is None


def test_a_drawing_that_was_not_trusted_tells_nothing_of_any_day(moved: Place) -> None:
    PlaceOutline.objects.create(
        place=moved,
        outline=square(112.57, 37.75, 0.001),
        quality="approximate",
        source="test",
        drawn_at=BEGAN - timedelta(30),
        redrawn_at=BEGAN,
    )
    for known in asked(moved.district.city):
        found = at_point(Point(112.5705, 37.7505, Crs.WGS84), known, date(2022, 9, 15))
        assert found.place is None
