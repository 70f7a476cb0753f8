"""A notice typed late costs by what it names, not by what was recorded since."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notices.ledger.values import Action
from notices.models import Entry
from notices.selectors import later_releases
from tests.ground import DAY, T0, entry, place, publish, small_city
from zones.models import District


def release(number: int, district: District, name: str) -> Entry:
    notice = publish(number, entry(district, name, action=Action.RELEASE, at=T0 + DAY))
    return notice.entries.get()


@pytest.mark.django_db
def test_only_releases_of_the_places_asked_about_are_read() -> None:
    district = small_city().districts.get(name="小店区")
    ours = release(1, district, "水木云天小区")
    asked = {place(district, "水木云天小区").id}
    with CaptureQueriesContext(connection) as few:
        (found,) = later_releases(T0, [district.code], places=asked)[district.code]
    assert found.designation == str(ours.id)
    for number in range(2, 7):
        release(number, district, f"书林苑小区{number}号楼")
    with CaptureQueriesContext(connection) as many:
        assert later_releases(T0, [district.code], places=asked) == {district.code: [found]}
    assert len(many) == len(few)
    assert len(later_releases(T0, [district.code])[district.code]) == 6
