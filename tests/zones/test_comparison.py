"""What changed between two instants, on ledgers where each fate occurs."""

import pytest
from django.utils import timezone

from notices.ledger.values import Action
from tests.ground import DAY, T0, entry, publish, small_city
from zones.comparison import Change, compare
from zones.models import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    """One zone narrowed, one released, one that only passed, one added, one that stayed."""
    made = small_city()
    district = made.districts.get(name="小店区")
    wide, gone, _ = publish(
        1,
        entry(district, "晋阳紫城"),
        entry(district, "水木云天小区"),
        entry(district, "书林苑小区"),
    ).entries.order_by("ordinal")
    passing = publish(2, entry(district, "和平小区", at=T0 + DAY)).entries.get()
    publish(
        3,
        entry(district, "晋阳紫城4号楼", action=Action.RELEASE, at=T0 + 2 * DAY, binds=(wide,)),
        entry(district, "水木云天小区", action=Action.RELEASE, at=T0 + 2 * DAY, binds=(gone,)),
        entry(district, "和平小区", action=Action.RELEASE, at=T0 + 2 * DAY, binds=(passing,)),
        entry(district, "富士苑小区3号楼", at=T0 + 2 * DAY),
    )
    return made


def test_every_fate_is_told_and_what_only_passed_is_counted(city: City) -> None:
    found = compare(city, T0, T0 + 3 * DAY, timezone.now())
    fates = {z.zone.standing.text: z.change for d in found.districts for z in d.zones}
    assert fates == {
        "富士苑小区3号楼": Change.ADDED,
        "水木云天小区": Change.RELEASED,
        "晋阳紫城": Change.CHANGED,
        "书林苑小区": Change.STILL,
    }
    assert found.counts == {"added": 1, "released": 1, "changed": 1, "still": 1}
    assert found.passing == 1


def test_a_released_zone_names_when_and_by_which_act(city: City) -> None:
    found = compare(city, T0, T0 + 3 * DAY, timezone.now())
    [released] = [z for d in found.districts for z in d.of(Change.RELEASED)]
    assert released.ended_at == T0 + 2 * DAY
    assert released.ended_by is not None
    assert released.ended_by["number"] == 3


def test_an_instant_compared_with_itself_has_no_change(city: City) -> None:
    found = compare(city, T0 + DAY, T0 + DAY, timezone.now())
    assert found.counts == {"added": 0, "released": 0, "changed": 0, "still": 4}
    assert found.passing == 0
