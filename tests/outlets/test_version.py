"""Where the ledger and the ground stand: every commit shows."""

import pytest
from django.utils import timezone

from outlets.version import Version
from tests.ground import place
from zones.models import City, GroundChange


@pytest.mark.django_db(transaction=True)
def test_every_commit_that_changes_the_ground_has_a_version_of_its_own(live_city: City) -> None:
    before = Version.current()
    place(live_city.districts.get(name="小店区"), "新来的小区")
    after = Version.current()
    assert (after.sequence, after.ground) == (before.sequence, before.ground + GAINED)
    now = timezone.now()
    assert after.name(now) != before.name(now)
    assert GroundChange.objects.count() == after.ground


GAINED = 2
"""A place and its name: two statements, and outside a transaction each is one."""
