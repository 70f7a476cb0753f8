"""Webhooks: signed as the standard has it, delivered whatever breaks, to no forbidden place."""

import ipaddress
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook as Standard
from standardwebhooks import WebhookVerificationError

from clients.models import ClientAct, Delivery, Webhook
from clients.services import Refused
from clients.webhooks import messages, secrets
from clients.webhooks.administration import (
    add_webhook,
    disable_webhook,
    enable_webhook,
    rotate_secret,
    send_test,
)
from clients.webhooks.outbox import deliver_next, enqueue
from clients.webhooks.sending import Forbidden, check_form, is_public, resolved
from tests.clients.askers import a_client
from tests.clients.receivers import Receiver, receiving
from tests.conftest import ROOT
from tests.ground import entry, publish, small_city
from zones.models import District

NOW = datetime(2022, 12, 1, tzinfo=UTC)

# --- Signatures and times -----------------------------------------------------------------------


@given(st.integers(1, 2**53))
def test_what_is_signed_is_verified_by_the_standards_own_library(sequence: int) -> None:
    old, new = secrets.make(), secrets.make()
    now = datetime.now(UTC)
    content = messages.body(sequence, now)
    headers = messages.headers("msg_1", now, content, [new, old])
    for secret in (old, new):
        told = Standard(secret).verify(content, headers)
        assert told["type"] == "ledger.recorded"
        assert told["data"]["sequence"] == sequence
    with pytest.raises(WebhookVerificationError):
        Standard(secrets.make()).verify(content, headers)
    with pytest.raises(WebhookVerificationError):
        Standard(new).verify(content + b" ", headers)


@given(st.integers(1, 20), st.floats(0, 1))
def test_attempts_grow_apart_and_end(attempts: int, chance: float) -> None:
    again = messages.next_attempt(attempts, NOW, chance)
    if attempts >= len(messages.SCHEDULE):
        assert again is None
    else:
        wait = messages.SCHEDULE[attempts]
        assert again is not None
        assert wait <= again - NOW <= wait * 1.2
        assert wait > messages.SCHEDULE[attempts - 1]


# --- Where nothing is sent ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://user:secret@example.org/",
        "https:///path",
        "ftp://example.org/",
        "https://example.org:99999/",
        "https://example.org/a b",
        "https://[::1/",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_cannot_be_one_is_refused(url: str) -> None:
    with pytest.raises(Forbidden):
        check_form(url)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "10.1.2.3", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]"]
)
def test_nothing_is_sent_inside(host: str) -> None:
    with pytest.raises(Forbidden, match="内部网络"):
        resolved(f"https://{host}/")


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="172.16.0.0/12"))
def test_an_inner_address_is_inner_in_every_dress(inner: ipaddress.IPv4Address) -> None:
    assert not is_public(inner)
    assert not is_public(ipaddress.IPv6Address(f"::ffff:{inner}"))
    assert not is_public(ipaddress.IPv6Address(int(inner) << 80 | 0x2002 << 112))


# --- Delivering -----------------------------------------------------------------------------------


@pytest.fixture
def district(db: None, settings: Any) -> District:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    return small_city().districts.get(name="小店区")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


def deliver_all() -> list[Delivery]:
    enqueue(timezone.now())
    return list(iter(deliver_next, None))


def test_each_act_is_told_once_in_a_message_that_says_only_where_to_read_it(
    district: District, receiver: Receiver
) -> None:
    publish(1, entry(district, "晋阳紫城1号楼"))
    made = add_webhook(client_id=a_client().id, url=receiver.url, by=None)
    assert deliver_all() == []
    publish(2, entry(district, "晋阳紫城2号楼"))
    publish(3, entry(district, "晋阳紫城3号楼"))
    assert [d.status for d in deliver_all()] == ["delivered"] * 2
    assert deliver_all() == []
    told = [Standard(made.secret).verify(body, headers) for headers, body in receiver.received]
    assert sorted(t["data"]["sequence"] for t in told) == [2, 3]
    assert told[0]["data"].keys() == {"sequence", "url"}
    assert "晋阳" not in str(receiver.received)


def test_a_failed_message_is_tried_again_with_the_same_id_and_a_fresh_signature(
    district: District, receiver: Receiver
) -> None:
    made = add_webhook(client_id=a_client().id, url=receiver.url, by=None)
    publish(1, entry(district, "晋阳紫城1号楼"))
    receiver.answers = [500, 302, 204]
    for attempts, status in ((1, "pending"), (2, "pending"), (3, "delivered")):
        (delivery,) = deliver_all()
        assert (delivery.attempts, delivery.status) == (attempts, status)
        Delivery.objects.update(due_at=timezone.now())
    ids = {headers["webhook-id"] for headers, _ in receiver.received}
    assert len(receiver.received) == 3
    assert len(ids) == 1
    for headers, body in receiver.received:
        Standard(made.secret).verify(body, headers)
    assert Webhook.objects.get().failing_since is None


def test_an_address_that_takes_nothing_for_days_is_disabled_and_can_be_enabled(
    district: District, receiver: Receiver
) -> None:
    add_webhook(client_id=a_client().id, url=receiver.url, by=None)
    publish(1, entry(district, "晋阳紫城1号楼"))
    receiver.answers = [503, 503, 410]
    deliver_all()
    Webhook.objects.update(failing_since=timezone.now() - messages.PATIENCE)
    Delivery.objects.update(due_at=timezone.now())
    deliver_all()
    webhook = Webhook.objects.get()
    assert "HTTP 503" in webhook.disabled_because
    assert ClientAct.objects.filter(kind="webhook_disabled", by=None).exists()
    publish(2, entry(district, "晋阳紫城2号楼"))
    assert deliver_all() == []
    enable_webhook(webhook_id=webhook.id, by=None)
    # 410: the receiver wants no more.
    deliver_all()
    assert "410" in Webhook.objects.get().disabled_because
    enable_webhook(webhook_id=webhook.id, by=None)
    Delivery.objects.update(due_at=timezone.now())
    deliver_all()
    assert not Delivery.objects.exclude(status="delivered").exists()


def test_both_secrets_sign_for_a_day_after_a_rotation(
    district: District, receiver: Receiver
) -> None:
    old = add_webhook(client_id=a_client().id, url=receiver.url, by=None)
    now = timezone.now()
    new = rotate_secret(webhook_id=old.webhook.id, at=now, by=None)
    publish(1, entry(district, "晋阳紫城1号楼"))
    deliver_all()
    Webhook.objects.update(previous_until=now - timedelta(seconds=1))
    publish(2, entry(district, "晋阳紫城2号楼"))
    deliver_all()
    (first, body), (second, later) = receiver.received
    Standard(old.secret).verify(body, first)
    Standard(new.secret).verify(body, first)
    Standard(new.secret).verify(later, second)
    with pytest.raises(WebhookVerificationError):
        Standard(old.secret).verify(later, second)


def test_a_test_message_says_that_it_is_one_and_is_not_repeated(
    district: District, receiver: Receiver
) -> None:
    made = add_webhook(client_id=a_client().id, url=receiver.url, by=None)
    receiver.answers = [500]
    send_test(webhook_id=made.webhook.id, at=timezone.now(), by=None)
    (delivery,) = deliver_all()
    assert (delivery.status, delivery.last_answer) == ("given_up", "HTTP 500")
    assert json.loads(receiver.received[0][1])["type"] == "webhook.test"
    disable_webhook(webhook_id=made.webhook.id, at=timezone.now(), by=None)
    with pytest.raises(Refused, match="已停用"):
        send_test(webhook_id=made.webhook.id, at=timezone.now(), by=None)


def test_a_secret_is_not_in_the_database_as_it_is(district: District) -> None:
    made = add_webhook(client_id=a_client().id, url="https://example.org/hook", by=None)
    kept = Webhook.objects.get().secret
    assert made.secret.removeprefix("whsec_") not in kept
    assert secrets.unseal(kept) == made.secret
    with pytest.raises(Refused, match="同样"):
        add_webhook(client_id=made.webhook.client_id, url="https://example.org/hook", by=None)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_middle_loses_nothing(settings: Any) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    district = small_city().districts.get(name="小店区")
    with receiving(lambda r: r.hold.clear()) as receiver:
        made = add_webhook(client_id=a_client().id, url=receiver.url, by=None)
        worker = begin_worker()
        try:
            publish(1, entry(district, "晋阳紫城1号楼"))
            receiver.wait_for(1)
        finally:
            worker.kill()
            worker.wait()
        publish(2, entry(district, "晋阳紫城2号楼"))
        receiver.hold.set()
        worker = begin_worker("--senders=1")
        try:
            receiver.wait_for(3)
        finally:
            worker.terminate()
            worker.wait()
    told = [
        (headers["webhook-id"], Standard(made.secret).verify(body, headers)["data"]["sequence"])
        for headers, body in receiver.received
    ]
    assert [sequence for _, sequence in told] == [1, 1, 2]
    assert told[0] == told[1]


@pytest.mark.django_db(transaction=True)
def test_a_slow_receiver_holds_nobody_else(settings: Any) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    district = small_city().districts.get(name="小店区")
    with receiving(lambda r: r.hold.clear()) as slow, receiving() as quick:
        client = a_client()
        for receiver in (slow, quick):
            add_webhook(client_id=client.id, url=receiver.url, by=None)
        for number in (1, 2, 3):
            publish(number, entry(district, f"晋阳紫城{number}号楼"))
        enqueue(timezone.now())
        first = Webhook.objects.get(url=slow.url)
        Delivery.objects.filter(webhook=first).update(due_at=timezone.now() - timedelta(hours=1))
        held = threading.Thread(target=deliver_and_leave)
        held.start()
        slow.wait_for(1)
        assert [d.webhook.url for d in iter(deliver_next, None)] == [quick.url] * 3
        assert (len(slow.received), len(quick.received)) == (1, 3)
        slow.hold.set()
        held.join()
        assert len(list(iter(deliver_next, None))) == 2


def deliver_and_leave() -> None:
    """One message, in a thread with a connection of its own."""
    try:
        deliver_next()
    finally:
        connection.close()


def begin_worker(*arguments: str) -> subprocess.Popen[bytes]:
    """The command as the site runs it, on the database of the test."""
    found = connection.settings_dict
    url = f"postgresql://{found['USER']}:{found['PASSWORD']}@/{found['NAME']}?host={found['HOST']}"
    if found["PORT"]:
        url += f"&port={found['PORT']}"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings_for_tests",
        "DATABASE_OWNER_URL": url,
        "WEBHOOK_PRIVATE_ADDRESSES": "1",
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "manage.py", "deliver_webhooks", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=env)
