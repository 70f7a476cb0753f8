"""Every role at every address of the desk by every method; and no draft on any public page.

The addresses come from the URLconf. One without a line in the table below fails, so that nobody
adds a page without saying for whom it is.
"""

import itertools
import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from clients.webhooks.administration import add_webhook
from notices.corrections import Correction, Fault
from notices.drafts import start_draft
from notices.ledger.orders import DistrictState
from notices.ledger.values import Action
from notices.models import Draft
from notices.proposals import propose_correction
from notices.services import NewOrder, order_districts
from people.duties import Role
from people.reading_room import Reading
from tests.clients.askers import a_client, a_key
from tests.ground import T0, entry, people, person, place, publish, small_city
from zones.models import City, District

BACKEND = "django.contrib.auth.backends.ModelBackend"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CLERK, PUBLISHER, AUDITOR, ADMINISTRATOR = Role
DESK = {CLERK, PUBLISHER, AUDITOR}
EVERYBODY = {*Role, "stranger"}
ANYONE = {*EVERYBODY, "nobody"}


@dataclass(frozen=True)
class Rule:
    """Who may use an address by which methods. Who may not is refused, or sees nothing."""

    who: set[Any]
    methods: str


WORDS = "青禾雅苑专用词"
NUMBERED = {"notices:desk:decide": {"proposal_id": 1}}
"""Where an address wants a number by the name that elsewhere is of another kind."""
RULES = {
    "login": Rule(ANYONE, "GET POST PUT"),
    "logout": Rule(ANYONE, "POST"),
    "people:code": Rule(ANYONE, "GET POST"),
    "people:stay": Rule(EVERYBODY, "POST"),
    "people:password": Rule(EVERYBODY, "GET POST PUT"),
    "people:second-step": Rule(EVERYBODY, "GET POST"),
    "people:picture": Rule(EVERYBODY, "GET"),
    "people:people": Rule({ADMINISTRATOR, AUDITOR}, "GET"),
    "people:person": Rule({ADMINISTRATOR, AUDITOR}, "GET"),
    "people:happenings": Rule({ADMINISTRATOR, AUDITOR}, "GET"),
    "people:add": Rule({ADMINISTRATOR}, "POST"),
    "people:grant": Rule({ADMINISTRATOR}, "POST"),
    "people:reset": Rule({ADMINISTRATOR}, "POST"),
    "people:unlock": Rule({ADMINISTRATOR}, "POST"),
    "people:forget": Rule({ADMINISTRATOR}, "POST"),
    "people:close": Rule({ADMINISTRATOR}, "POST"),
    "people:end": Rule({ADMINISTRATOR}, "POST"),
    "notices:desk:home": Rule(set(Role), "GET"),
    "notices:desk:todo": Rule(DESK, "GET"),
    "notices:desk:aliases": Rule(set(Role), "GET"),
    "notices:desk:decide": Rule({PUBLISHER, ADMINISTRATOR}, "POST"),
    "notices:desk:ground": Rule(set(Role), "GET"),
    "notices:desk:place": Rule(set(Role), "GET"),
    "notices:desk:change-place": Rule({ADMINISTRATOR}, "POST"),
    "clients:clients": Rule({ADMINISTRATOR, AUDITOR}, "GET"),
    "clients:client": Rule({ADMINISTRATOR, AUDITOR}, "GET"),
    "clients:add": Rule({ADMINISTRATOR}, "POST"),
    "clients:change": Rule({ADMINISTRATOR}, "POST"),
    "clients:suspend": Rule({ADMINISTRATOR}, "POST"),
    "clients:resume": Rule({ADMINISTRATOR}, "POST"),
    "clients:issue": Rule({ADMINISTRATOR}, "POST"),
    "clients:rotate": Rule({ADMINISTRATOR}, "POST"),
    "clients:revoke": Rule({ADMINISTRATOR}, "POST"),
    "clients:add-webhook": Rule({ADMINISTRATOR}, "POST"),
    "clients:rotate-webhook": Rule({ADMINISTRATOR}, "POST"),
    "clients:disable-webhook": Rule({ADMINISTRATOR}, "POST"),
    "clients:enable-webhook": Rule({ADMINISTRATOR}, "POST"),
    "clients:test-webhook": Rule({ADMINISTRATOR}, "POST"),
    "notices:desk:paste": Rule(DESK, "POST"),
    "notices:desk:draft": Rule(DESK, "GET"),
    "notices:desk:submit": Rule(DESK, "POST"),
    "notices:desk:publish": Rule(DESK, "POST"),
    "notices:desk:return": Rule(DESK, "POST"),
    "notices:desk:save": Rule(DESK, "POST"),
    "notices:desk:state": Rule(DESK, "GET"),
    "notices:desk:places": Rule(DESK, "GET"),
    "notices:desk:buildings": Rule(DESK, "GET"),
    "notices:desk:comparison": Rule(DESK, "GET"),
    "notices:desk:discard": Rule(DESK, "POST"),
    "notices:desk:ask": Rule(DESK, "POST"),
    "notices:desk:answer": Rule(DESK, "POST"),
    "notices:desk:take": Rule(DESK, "POST"),
    "notices:desk:notice-print": Rule(DESK, "GET"),
    "notices:desk:notice-pdf": Rule(DESK, "GET"),
    "notices:desk:draft-print": Rule(DESK, "GET"),
    "notices:desk:draft-pdf": Rule(DESK, "GET"),
    "notices:desk:corrections": Rule(DESK, "GET"),
    "notices:desk:correct": Rule({CLERK}, "GET POST"),
    "notices:desk:forgotten": Rule({CLERK}, "GET POST"),
    "notices:desk:order": Rule({CLERK}, "GET POST"),
    "notices:desk:proposal": Rule(DESK, "GET"),
    "notices:desk:record": Rule(DESK, "POST"),
    "notices:desk:return-proposal": Rule(DESK, "POST"),
    "notices:desk:withdraw": Rule(DESK, "POST"),
}


def addresses(
    patterns: list[Any] | None = None, before: str = "", namespace: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Every address of the site: its name, its route, its pattern."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from addresses(one.url_patterns, route, inner)
        else:
            yield f"{namespace}{one.name}", route, one


def staff_addresses() -> list[str]:
    return [name for name, route, _ in addresses() if route.startswith("staff/")]


@pytest.fixture(autouse=True)
def _without_a_log_of_refusals(caplog: pytest.LogCaptureFixture) -> None:
    """Hundreds of refusals are what is wanted here; logging each takes longer than making it."""
    caplog.set_level(logging.ERROR, "django.request")


@pytest.fixture
def city(db: None) -> City:
    return small_city()


@pytest.fixture
def draft(city: City) -> Draft:
    text = f"小店区（1个）：{WORDS}小区。"
    return start_draft(author=person("clerk", CLERK), text=text)


def cast(who: Any) -> User | None:
    if who == "nobody":
        return None
    return (
        User.objects.get_or_create(username="stranger")[0]
        if who == "stranger"
        else person(str(who), who)
    )


def paths(draft: Draft) -> dict[str, str]:
    """The address of every line of the table, about one draft and a bystander."""
    bystander = person("bystander", CLERK)
    zone = publish(1, entry(District.objects.get(code="140105"), "德恒世府苑2号楼")).entries.get()
    proposed = propose_correction(by=bystander, correction=Correction(Fault.LISTED, "误", zone.id))
    key, _ = a_key(a_client())
    webhook = add_webhook(client_id=key.client_id, url="https://example.org/", by=None).webhook
    known = {
        "client_id": key.client_id,
        "key_id": key.id,
        "webhook_id": webhook.id,
        "entry_id": zone.id,
        "notice_id": zone.notice_id,
        "proposal_id": proposed.id,
        "draft_id": draft.id,
        "code": "140105",
        "kind": "missing",
        "deed": "retire",
        "place_id": zone.marks.get().place_id,
        "person_id": bystander.pk,
        "assignment_id": bystander.assignments.get().pk,
    }
    patterns = {name: pattern.pattern for name, _, pattern in addresses()}
    return {
        name: reverse(
            name, kwargs={k: known[k] for k in patterns[name].converters} | NUMBERED.get(name, {})
        )
        for name in RULES
    }


def test_every_address_of_the_desk_says_for_whom_it_is() -> None:
    assert set(staff_addresses()) == set(RULES)


def test_each_role_gets_to_what_is_its_own_and_no_further(draft: Draft) -> None:
    clients = {who: signed_in(who) for who in ANYONE}
    before = Draft.objects.values_list("status", "text").get()
    wrong, path_of = [], paths(draft)
    for (name, rule), who, method in itertools.product(RULES.items(), ANYONE, METHODS):
        client = clients[who] if name != "logout" else signed_in(who)
        status, where = asked(client, method, path_of[name])
        if not sound(rule, who, method, status, where, leaves=name in ("logout", "people:code")):
            wrong.append((str(who), method, name, status, where))
    assert wrong == []
    assert Draft.objects.values_list("status", "text").get() == before


def sound(rule: Rule, who: Any, method: str, status: int, where: str, *, leaves: bool) -> bool:
    """Whether an address answered somebody as its rule says."""
    to_the_door = where.startswith("/staff/login/")
    if who == "nobody" and "nobody" not in rule.who:
        return to_the_door or status in (401, 403, 405)
    if who not in rule.who:
        return status in (403, 404, 405)
    if method not in rule.methods.split():
        return status == 405
    return status in (200, 302, 404, 422) and (leaves or not to_the_door)


def signed_in(who: Any) -> Client:
    client = Client()
    if user := cast(who):
        client.force_login(user, backend=BACKEND)
    return client


def asked(client: Client, method: str, path: str) -> tuple[int, str]:
    """Status and target of a reply, which no browser and no cache may keep."""
    reply = client.generic(method, path)
    assert "no-store" in reply.headers.get("Cache-Control", ""), path
    return reply.status_code, reply.headers.get("Location", "")


# --- Nothing of a draft is public -----------------------------------------------------------------


def test_no_public_address_tells_anything_of_a_draft(city: City, draft: Draft) -> None:
    district = city.districts.get(name="小店区")
    notice = publish(194, entry(district, "水木云天小区"))
    known = {
        "year": 2022,
        "number": 194,
        "sequence": notice.sequence,
        "code": "140105",
        "place_id": place(district, "水木云天小区").id,
    }
    for name, route, pattern in addresses():
        if route.startswith(("staff/", "admin/")) or not all(
            k in known for k in pattern.pattern.converters
        ):
            continue
        if not hasattr(pattern.pattern, "_route"):
            continue
        path = reverse(name, kwargs={k: known[k] for k in pattern.pattern.converters})
        for who in ("nobody", CLERK):
            reply = signed_in(who).get(path)
            body = b"".join(reply) if reply.streaming else reply.content
            assert str(draft.id).encode() not in body, path
            assert WORDS.encode() not in body, path
    asked_for = Client().get("/api/v1/lookup", {"address": f"小店区{WORDS}小区"}).json()
    assert (asked_for["outcome"], asked_for["risk"]) == ("not_found", "unknown")


@pytest.mark.parametrize("template", ["/notices/{}/", "/ledger/{}/", "/places/{}/", "/drafts/{}/"])
def test_the_id_of_a_draft_opens_nothing(client: Client, draft: Draft, template: str) -> None:
    assert client.get(template.format(draft.id)).status_code == 404
    assert client.get(template.format(uuid.uuid4())).status_code == 404


# --- Django's admin -------------------------------------------------------------------------------


def test_nobody_writes_anything_in_the_admin(city: City) -> None:
    district = city.districts.get(name="小店区")
    zone = publish(194, entry(district, "水木云天小区")).entries.get()
    publish(195, entry(district, "水木云天小区", action=Action.RELEASE, binds=(zone,)))
    clerk, publisher = people()
    order = NewOrder(district, DistrictState.STATIC, T0, "全域静态管理")
    order_districts(title="令", orders=[order], entered_by=clerk, published_by=publisher)
    User.objects.create_superuser("root")
    readers = [signed_in(who) for who in (AUDITOR, ADMINISTRATOR)]
    root = Client()
    root.force_login(User.objects.get(username="root"), backend=BACKEND)
    others = [signed_in(who) for who in (CLERK, PUBLISHER, "stranger", "nobody")]
    for model in admin.site._registry:
        label = model._meta.label_lower.replace(".", "_")
        row = model._default_manager.first()
        assert row is not None, label
        for what, looks in LOOKS.items():
            args = [] if what in ("changelist", "add") else [row.pk]
            path = reverse(f"admin:{label}_{what}", args=args)
            assert root.get(path).status_code == (200 if looks else 403), path
            if what in ("add", "change", "delete"):
                assert root.post(path, {"_save": "1", "post": "yes"}).status_code == 403, path
            for client in others:
                assert "/login/" in asked(client, "GET", path)[1], path
        for client in readers:
            path = reverse(f"admin:{label}_changelist")
            assert client.get(path, {"q": "x"}).status_code == 200, path


def test_the_admin_shows_no_accounts_and_no_keys() -> None:
    shown = {model._meta.label for model in admin.site._registry}
    assert not shown & {"auth.User", "auth.Group", "people.Phone", "people.RecoveryCode"}
    assert all(isinstance(one, Reading) for one in admin.site._registry.values())


LOOKS = {"changelist": True, "add": False, "change": True, "delete": False, "history": True}
