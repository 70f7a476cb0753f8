"""A point lies where the database says that it lies, on seams and near borders too."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.ground import place, small_city, square
from tests.zones.serving.ledgers import plain
from zones.crs import Crs
from zones.gazetteer.points import DatabaseOutlines, Point, at_point
from zones.models import District, OutlineQuality, Place
from zones.serving.loading import load_ground

SIDES = (112.4, 112.5, 112.6, 112.55, 112.5625, 112.57, 112.53, 112.51)
HEIGHTS = (37.7, 37.8, 37.75, 37.7578125, 37.77, 37.71)
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
    @given(st.lists(st.tuples(lons, lats), min_size=3, max_size=8))
    def test_memory_and_database_agree_on_every_point(
        self, points: list[tuple[float, float]]
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
                Place.objects.filter(id=place(xiaodian, name).id).update(
                    outline=square(west, south, size), outline_quality=OutlineQuality.SURVEYED
                )
        city = District.objects.first().city  # type: ignore[union-attr]
        ours, theirs = load_ground(city).outlines, DatabaseOutlines(city)
        for lon, lat in points:
            point = Point(lon, lat, Crs.WGS84)
            assert plain(at_point(point, ours)) == plain(at_point(point, theirs)), (lon, lat)
