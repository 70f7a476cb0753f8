"""The check: who is admitted, who is refused, and how soon a change is in force."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from clients import access
from clients.access import Admitted, Refused, check
from clients.keys import KeyKind, Scope
from clients.models import Client, ClientAct, Key
from clients.registry import CHECK_EVERY, LOOK_AGAIN, TRUST, Registry, Unverified
from clients.services import (
    Refused as NotPossible,
)
from clients.services import (
    change_client,
    issue_key,
    make_client,
    resume_client,
    revoke_key,
    rotate_key,
    suspend_client,
)
from tests.clients.askers import a_client, a_key

pytestmark = pytest.mark.django_db


def status(authorization: str | None, scope: Scope | None = Scope.LOOKUP) -> int:
    found = check(authorization, scope=scope, addresses=1)
    return found.status if isinstance(found, Refused) else 200


def test_a_key_opens_its_scopes_and_no_other() -> None:
    key, bearer = a_key(scopes=[Scope.LOOKUP])
    found = check(bearer, scope=Scope.LOOKUP, addresses=1)
    assert isinstance(found, Admitted)
    assert (found.who, found.kind, found.headers) == (key.prefix, KeyKind.LIVE, ())
    assert status(bearer, None) == 200
    refused = check(bearer, scope=Scope.BATCH)
    assert isinstance(refused, Refused)
    assert refused.status == 403
    assert "lookup" in refused.detail


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer x", "Basic dXNlcjpwYXNz", "rz_live_00000000_" + "0" * 43, "Bearer \0"],
)
def test_what_is_not_a_key_is_refused_and_never_taken_for_nobody(authorization: str) -> None:
    assert status(authorization) == 401
    assert status(authorization, None) == 401


def test_another_secret_behind_a_known_prefix_is_refused() -> None:
    _, bearer = a_key()
    assert status(bearer[:-1] + ("0" if bearer[-1] != "0" else "1")) == 401


def test_the_text_of_a_key_is_nowhere_in_the_database() -> None:
    _, bearer = a_key()
    secret = bearer.rpartition("_")[2]
    with connection.cursor() as cursor:
        for model in (Client, Key, ClientAct):
            cursor.execute(f"SELECT t::text FROM {model._meta.db_table} t")
            assert secret not in str(cursor.fetchall())


def test_revoking_suspending_and_expiring_stop_a_key_with_a_reason_for_its_bearer() -> None:
    key, bearer = a_key()
    suspend_client(client_id=key.client_id, at=timezone.now(), by=None)
    access.forget()
    assert status(bearer) == 403
    resume_client(client_id=key.client_id, by=None)
    access.forget()
    assert status(bearer) == 200
    revoke_key(key_id=key.id, reason="泄露", at=timezone.now(), by=None)
    access.forget()
    refused = check(bearer, scope=Scope.LOOKUP)
    assert isinstance(refused, Refused)
    assert "revoked" in refused.detail
    issued = issue_key(
        client_id=key.client_id,
        kind=KeyKind.LIVE,
        scopes=[Scope.LOOKUP],
        expires_at=timezone.now() - timedelta(seconds=1),
        by=None,
    )
    assert status(f"Bearer {issued.text}") == 401


def test_a_rotated_key_works_beside_its_successor_until_the_overlap_ends() -> None:
    old, old_bearer = a_key(scopes=[Scope.BATCH])
    now = timezone.now()
    new = rotate_key(key_id=old.id, overlap=timedelta(days=7), at=now, by=None)
    assert new.key.scopes == ["batch"]
    assert status(old_bearer, Scope.BATCH) == status(f"Bearer {new.text}", Scope.BATCH) == 200
    old.refresh_from_db()
    assert old.expires_at == now + timedelta(days=7)
    with pytest.raises(NotPossible, match="已经轮换"):
        rotate_key(key_id=old.id, overlap=timedelta(0), at=now, by=None)
    again = rotate_key(key_id=new.key.id, overlap=timedelta(0), at=now, by=None)
    access.forget()
    assert status(f"Bearer {new.text}", Scope.BATCH) == 401
    assert status(f"Bearer {again.text}", Scope.BATCH) == 200


def test_every_administrative_act_is_kept_with_who_did_it() -> None:
    client = make_client(name="某服务", quotas={"requests_per_day": 5}, by=None)
    change_client(client_id=client.id, contact="值班", quotas={"requests_per_day": 9}, by=None)
    key = issue_key(client_id=client.id, kind=KeyKind.LIVE, scopes=[Scope.LOOKUP], by=None).key
    revoke_key(key_id=key.id, reason="试用结束", at=timezone.now(), by=None)
    acts = list(client.acts.order_by("id").values_list("kind", "detail"))
    assert [kind for kind, _ in acts] == [
        "client_made",
        "client_changed",
        "key_made",
        "key_revoked",
    ]
    assert acts[1][1]["requests_per_day"] == [5, 9]
    assert acts[3][1] == {"reason": "试用结束"}


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_revocation_is_in_force_in_every_process_within_seconds() -> None:
    key, _ = a_key()
    clock = Clock()
    processes = [Registry(clock), Registry(clock)]
    for registry in processes:
        found = registry.find(key.prefix)
        assert found
        assert not found.revoked
    # By SQL, as an administrator in a hurry might: the stamp notices that too.
    Key.objects.filter(id=key.id).update(revoked_at=timezone.now())
    clock.now += CHECK_EVERY
    for registry in processes:
        found = registry.find(key.prefix)
        assert found
        assert found.revoked


def test_a_header_that_was_let_in_before_falls_with_its_key() -> None:
    key, bearer = a_key()
    clock = Clock()
    registry = Registry(clock)
    registry.remember(bearer, registry.find(key.prefix))
    assert registry.bearer(bearer) is registry.find(key.prefix)
    assert registry.bearer(bearer + "x") is None
    Key.objects.filter(id=key.id).update(revoked_at=timezone.now())
    clock.now += CHECK_EVERY
    assert registry.bearer(bearer) is None


def test_between_two_looks_nothing_is_asked_of_the_database(
    django_assert_num_queries: object,
) -> None:
    key, bearer = a_key()
    assert status(bearer) == 200
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert status(bearer) == 200
    clock = Clock()
    registry = Registry(clock)
    registry.find(key.prefix)
    clock.now += CHECK_EVERY
    with django_assert_num_queries(1):  # type: ignore[operator]
        registry.find(key.prefix)


def test_a_fresh_key_works_at_once_and_a_made_up_one_does_not_ask_each_time(
    django_assert_max_num_queries: object,
) -> None:
    clock = Clock()
    registry = Registry(clock)
    assert registry.find("rz_live_00000000") is None
    key, _ = a_key()
    clock.now += LOOK_AGAIN
    assert registry.find(key.prefix)
    with django_assert_max_num_queries(0):  # type: ignore[operator]
        for _ in range(100):
            registry.find("rz_live_00000000")


def test_without_a_database_keys_are_trusted_for_a_while_and_then_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, _ = a_key()
    clock = Clock()
    registry = Registry(clock)
    registry.find(key.prefix)

    def gone(*_: object, **__: object) -> None:
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", gone)
    clock.now += TRUST
    assert registry.find(key.prefix)
    clock.now += 1
    with pytest.raises(Unverified):
        registry.find(key.prefix)


def test_a_quota_is_the_clients_whatever_key_is_used_and_says_when_to_come_again() -> None:
    client = a_client(requests_per_day=10, addresses_per_day=1000)
    bearers = [a_key(client)[1], a_key(client)[1]]
    answers = [check(bearers[n % 2], scope=Scope.LOOKUP, addresses=1) for n in range(11)]
    assert [isinstance(a, Admitted) for a in answers] == [True] * 10 + [False]
    refused = answers[-1]
    assert isinstance(refused, Refused)
    headers = dict(refused.headers)
    assert 1 <= int(headers["Retry-After"]) <= 86_400
    assert headers["RateLimit"].startswith('"requests-per-day";r=0;')
    assert headers["RateLimit-Policy"].startswith('"requests-per-day";q=10;w=86400')


def test_addresses_are_charged_as_they_come() -> None:
    _, bearer = a_key(a_client(addresses_per_day=100))
    admitted = check(bearer, scope=Scope.BATCH)
    assert isinstance(admitted, Admitted)
    assert access.charge(admitted, addresses=60) is None
    refused = access.charge(admitted, addresses=60)
    assert refused
    assert refused.status == 429
    assert access.charge(admitted, addresses=40) is None
    too_large = access.charge(admitted, addresses=101)
    assert too_large
    assert "One request may not" in too_large.detail


def test_without_a_key_there_is_a_quota_of_the_process_or_no_entrance(settings: object) -> None:
    settings.ANONYMOUS_REQUESTS_PER_MINUTE = 3  # type: ignore[attr-defined]
    assert [status(None) for _ in range(4)] == [200, 200, 200, 429]
    assert status(None, None) == 200
    settings.ANONYMOUS_LOOKUPS = False  # type: ignore[attr-defined]
    assert status(None) == 401
    assert status(None, None) == 200
