"""A point lies where the database says that it lies, on seams and near borders too."""

from datetime import date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.ground import place, small_city, square
from tests.zones.serving.ledgers import plain
from zones.crs import Crs
from zones.gazetteer.dates import LATEST
from zones.gazetteer.points import DatabaseOutlines, Point, at_point
from zones.models import District, OutlineQuality, Place, PlaceOutline
from zones.risk.regimes import SHANGHAI
from zones.serving.loading import load_ground

SIDES = (112.4, 112.5, 112.6, 112.55, 112.5625, 112.57, 112.53, 112.51)
HEIGHTS = (37.7, 37.8, 37.75, 37.7578125, 37.77, 37.71)
SURVEYED = OutlineQuality.SURVEYED
DRAWN, REDRAWN = (datetime(2022, 11, day, tzinfo=SHANGHAI) for day in (1, 20))
DAYS = (date(2022, 10, 1), date(2022, 11, 19), date(2022, 11, 20), LATEST)
TINY = (-0.0035, -1e-9, 0.0, 1e-9, 0.0035)
lons = st.one_of(
    st.floats(112.38, 112.62),
    st.tuples(st.sampled_from(SIDES), st.sampled_from(TINY)).map(sum),
)
lats = st.one_of(
    st.floats(37.68, 37.82),
    st.tuples(st.sampled_from(HEIGHTS), st.sampled_from(TINY)).map(sum),
)


class Points(TestCase):
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(lons, lats), min_size=3, max_size=8), st.sampled_from(DAYS))
    def test_memory_and_database_agree_on_every_point_of_every_day(
        self, points: list[tuple[float, float]], on: date
    ) -> None:
        if not District.objects.exists():
            city = small_city()
            xiaodian = city.districts.get(name="小店区")
            for name, west, south, size in (
                ("水木云天小区", 112.55, 37.75, 0.02),
                ("水木云天小区1号楼", 112.5625, 37.7578125, 0.005),
                ("书林苑小区", 112.53, 37.71, 0.03),
                ("龙城花园", 112.55, 37.71, 0.02),
            ):
                drawn = place(xiaodian, name)
                one = Place.objects.filter(id=drawn.id)
                one.update(outline=square(west, south, size), outline_quality=SURVEYED)
                one.update(drawn_at=REDRAWN)
                PlaceOutline.objects.create(
                    place=drawn,
                    outline=square(west + 0.01, south, size),
                    quality=SURVEYED,
                    source="test",
                    drawn_at=DRAWN,
                    redrawn_at=REDRAWN,
                )
        city = District.objects.first().city  # type: ignore[union-attr]
        ours, theirs = load_ground(city).outlines, DatabaseOutlines(city)
        for lon, lat in points:
            point = Point(lon, lat, Crs.WGS84)
            here, there = at_point(point, ours, on), at_point(point, theirs, on)
            assert plain(here) == plain(there), (lon, lat)
