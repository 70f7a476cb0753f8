"""The work-list: each waits for whom it concerns, counted, and quick whatever there is."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clients.models import Key
from clients.webhooks.administration import add_webhook
from notices.corrections import Correction, Fault
from notices.drafts import start_draft
from notices.ledger.values import Action
from notices.models import Draft, DraftPart
from notices.proposals import propose_correction
from notices.worklist import Kind, tasks
from people.duties import Role
from people.selectors import duties_of
from tests.clients.askers import a_client, a_key
from tests.ground import entry, people, person, place, publish, small_city
from zones.gazetteer.aliases import propose_alias
from zones.models import City, District
from zones.models.ground import AliasProposal

NOW = timezone.now()
DAYS = timedelta(days=1)


@pytest.fixture
def city(db: None) -> City:
    return small_city()


@pytest.fixture
def district(city: City) -> District:
    return city.districts.get(name="小店区")


@pytest.fixture
def busy(district: District) -> District:
    """A ledger with something of everything that may wait."""
    old = publish(188, entry(district, "晋阳紫城小区", at=NOW - 5 * DAYS)).entries.get()
    publish(191, entry(district, "水木云天小区", at=NOW - 4 * DAYS))
    publish(192, entry(district, "无人划定小区", action=Action.RELEASE, at=NOW))
    clerk, _ = people()
    for status in (Draft.Status.OPEN, Draft.Status.SUBMITTED, Draft.Status.RETURNED):
        draft = start_draft(author=clerk, text=f"2022年第193号 {status}")
        Draft.objects.filter(id=draft.id).update(status=status)
    DraftPart.objects.create(draft=draft, district=district)
    propose_correction(by=clerk, correction=Correction(Fault.LISTED, "误", old.id))
    propose_alias(place=place(district, "早西门小区"), text="旱西门小区", why="字形相近")
    return district


def counts(user: User) -> dict[Kind, int]:
    return {t.kind: t.count for t in tasks(user, duties_of(user), timezone.now())}


def test_everybody_sees_what_waits_for_them(busy: District) -> None:
    clerk, publisher = people()
    local = person("local", Role.CLERK, districts=(busy,))
    far = person("far", Role.CLERK, districts=(District.objects.get(name="晋源区"),))
    ledger = {Kind.MISSING: 1, Kind.UNMATCHED: 1, Kind.DAY_FIVE: 1}
    assert counts(clerk) == ledger | {
        Kind.RETURNED: 1, Kind.DRAFTS: 1, Kind.SENT: 2, Kind.UNDRAWN: 2,
    }  # fmt: skip
    assert counts(publisher) == ledger | {Kind.AWAITING: 2, Kind.ALIASES: 1}
    assert counts(local) == ledger | {Kind.PARTS: 1, Kind.UNDRAWN: 2}
    assert counts(far) == ledger | {Kind.UNDRAWN: 2}
    auditor, chief = person("a", Role.AUDITOR), person("b", Role.ADMINISTRATOR)
    User.objects.create_user("newcomer")
    everybody = {Kind.WITHOUT_CODE: 6}
    assert counts(auditor) == ledger | {Kind.UNDRAWN: 2} | everybody
    assert counts(chief) == {Kind.UNDRAWN: 2, Kind.ALIASES: 1, Kind.WITHOUT_ROLE: 1} | everybody


@pytest.mark.parametrize("role", Role)
def test_the_home_asks_a_bounded_number_of_questions(
    busy: District, role: Role, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        publish(200 + 2 * number, entry(busy, f"第{number}新村", at=NOW - 6 * DAYS))
    client.force_login(person(role.value, role))
    client.get(reverse("notices:desk:home"))
    with django_assert_max_num_queries(20):
        page = client.get(reverse("notices:desk:home"))
    assert page.status_code == 200


@pytest.mark.parametrize("roles", [{Role.CLERK, Role.PUBLISHER}, {Role.ADMINISTRATOR}])
def test_the_work_list_is_twelve_queries_at_most(
    busy: District, roles: set[Role], django_assert_max_num_queries: Any
) -> None:
    user = person("busy", *roles)
    duties = duties_of(user)
    with django_assert_max_num_queries(12):
        assert len(tasks(user, duties, timezone.now())) >= 3


def test_the_oldest_come_first_and_tell_for_how_long_they_wait(busy: District) -> None:
    clerk, _ = people()
    old = Draft.objects.filter(author=clerk, status=Draft.Status.OPEN)
    for number in range(8):
        draft = start_draft(author=clerk, text=f"2022年第30{number}号")
        Draft.objects.filter(id=draft.id).update(updated_at=NOW - number * DAYS)
    drafts = next(t for t in tasks(clerk, duties_of(clerk), NOW) if t.kind is Kind.DRAFTS)
    assert (drafts.count, drafts.since, drafts.more) == (old.count(), NOW - 7 * DAYS, 4)
    assert drafts.items[0].words == "2022年第307号"


def test_failing_webhooks_and_ending_keys_wait_for_the_administrator(busy: District) -> None:
    client = a_client()
    key, _ = a_key(client)
    Key.objects.filter(id=key.id).update(expires_at=NOW + 3 * DAYS)
    url = "https://hook.example.org/x"
    webhook = add_webhook(client_id=client.id, url=url, by=None).webhook
    webhook.failing_since = NOW - 2 * DAYS
    webhook.save()
    chief = person("chief", Role.ADMINISTRATOR)
    found = {t.kind: t for t in tasks(chief, duties_of(chief), NOW)}
    assert url in found[Kind.WEBHOOKS].items[0].words
    assert found[Kind.WEBHOOKS].since == webhook.failing_since
    assert found[Kind.KEYS].count == 1


def test_each_task_leads_to_all_of_its_kind(busy: District, client: Client) -> None:
    user = person("publisher", Role.PUBLISHER)
    client.force_login(user)
    for task in tasks(user, duties_of(user), timezone.now()):
        page = client.get(reverse("notices:desk:todo", args=[task.kind])).content.decode()
        for item in task.items:
            assert item.words in page
            assert client.get(item.url).status_code in (200, 403), item.url
    assert client.get(reverse("notices:desk:todo", args=["drafts"])).status_code == 403
    assert client.get(reverse("notices:desk:todo", args=["nonsense"])).status_code == 404


def test_a_zone_of_five_days_is_advice_and_ends_by_no_timer(busy: District) -> None:
    clerk, _ = people()
    later = {t.kind: t for t in tasks(clerk, duties_of(clerk), NOW + 400 * DAYS)}
    assert later[Kind.DAY_FIVE].count == 2


def test_aliases_are_decided_on_the_desk(busy: District, client: Client) -> None:
    proposal = AliasProposal.objects.get()
    decide = reverse("notices:desk:decide", args=[proposal.pk])
    client.force_login(people()[0])
    assert client.post(decide, {"approve": ""}).status_code == 403
    client.force_login(people()[1])
    client.post(decide, {"approve": ""})
    proposal.refresh_from_db()
    assert (proposal.decision, proposal.decided_by) == ("approved", people()[1])
    assert "已有决定" in client.post(decide, {"reject": ""}, follow=True).content.decode()
