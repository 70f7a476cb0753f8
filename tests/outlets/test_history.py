"""The page of a place tells what held when, and what a correction changed."""

import pytest
from django.test import Client
from django.utils import timezone

from notices.ledger.values import Action
from notices.models import Entry
from notices.services import NewVoid, correct
from outlets.asking import ask
from outlets.history import revisions, spells
from tests.ground import DAY, T0, entry, people, publish
from tests.pages.conftest import read
from zones.models import City, Place
from zones.risk.assess import Risk

UNIT = "晋阳紫城4号楼10单元"


def release(city: City) -> Entry:
    opened = Entry.objects.get(text=UNIT, action="designate")
    district = city.districts.get(name="小店区")
    act = publish(
        196, entry(district, UNIT, action=Action.RELEASE, at=T0 + 3 * DAY, binds=(opened,))
    )
    return act.entries.get()


def test_every_spell_says_what_an_answer_says_of_each_of_its_instants(city: City) -> None:
    release(city)
    now = timezone.now()
    for name in (UNIT, "晋阳紫城", "碧桂园玖玺台", "德恒世府苑2号楼"):
        place = Place.objects.select_related("district").get(name=name)
        told = spells(place, now)
        assert told
        for spell in told:
            assert spell.start is not None
            for instant in (spell.start, spell.start + DAY / 2):
                if spell.end is None or instant < spell.end:
                    assert ask(place, instant, now).risk is spell.risk
        assert told[-1].end is None


def test_a_place_that_was_released_says_so_and_by_which_notice(city: City, client: Client) -> None:
    release(city)
    place = Place.objects.get(name=UNIT)
    was, became = spells(place, timezone.now())[-2:]
    assert (was.risk, [n["number"] for n in was.ended_by]) == (Risk.HIGH, [196])
    assert not became.ended_by
    assert "已解除 依据 2022年第196号通告" in read(client, f"/places/{place.id}/").text


def test_a_release_beside_which_another_zone_holds_releases_nobody(city: City) -> None:
    district = city.districts.get(name="小店区")
    publish(196, entry(district, "晋阳紫城小区", at=T0 + DAY))
    opened = Entry.objects.get(text=UNIT, action="designate")
    publish(197, entry(district, UNIT, action=Action.RELEASE, at=T0 + 3 * DAY, binds=(opened,)))
    told = spells(Place.objects.get(name=UNIT), timezone.now())
    assert told[-1].risk is Risk.HIGH
    assert not any(s.ended_by for s in told)


@pytest.mark.usefixtures("city")
def test_a_correction_is_told_with_what_was_said_before(city: City, client: Client) -> None:
    wrong = release(city)
    place = Place.objects.get(name=UNIT)
    assert [s.risk for s in spells(place, timezone.now())][-2:] == [Risk.HIGH, Risk.LOW]
    assert not revisions(place, timezone.now())
    clerk, publisher = people()
    correct(
        title="更正",
        voids=[NewVoid(wrong.id, "楼号有误")],
        entered_by=clerk,
        published_by=publisher,
    )
    (one,) = revisions(place, timezone.now())
    assert (one.start, one.end) == (T0 + 3 * DAY, None)
    assert (one.before, one.after) == (Risk.LOW, Risk.HIGH)
    page = read(client, f"/places/{place.id}/")
    assert "此前说“低风险”，更正为“高风险”" in page.text
    assert "至今" in page.text
