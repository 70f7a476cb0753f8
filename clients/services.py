"""The only writer of clients and keys. Each act is one transaction, and is recorded."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from clients import keys
from clients.access import pepper
from clients.keys import KeyKind, Scope
from clients.models import Client, ClientAct, Key

MANAGE = "clients.manage"
QUOTAS = (
    "requests_per_minute",
    "requests_per_day",
    "addresses_per_minute",
    "addresses_per_day",
)
LONGEST_OVERLAP = timedelta(days=90)


class Refused(Exception):
    """The act is not possible; the message is for the user."""


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A key that was just issued. ``text`` can be shown now, and never again."""

    key: Key
    text: str


def make_client(
    *, name: str, contact: str = "", quotas: Mapping[str, int | None] | None = None, by: User | None
) -> Client:
    """A client with its quotas. Raises ``Refused``."""
    fields = {"contact": contact, **_quotas(quotas or {})}
    try:
        with transaction.atomic():
            client = Client.objects.create(name=name, **fields)
            record(client, ClientAct.Kind.CLIENT_MADE, name, by, **fields)
    except IntegrityError as error:
        raise Refused(f"已有名为“{name}”的接入方，或名称为空。") from error
    return client


@transaction.atomic
def change_client(
    *, client_id: UUID, contact: str, quotas: Mapping[str, int | None], by: User | None
) -> Client:
    """Another contact or other quotas; they hold in every process within seconds."""
    client = _locked(client_id)
    before = {name: getattr(client, name) for name in ("contact", *QUOTAS)}
    after = {"contact": contact, **_quotas(quotas)}
    changed = {n: [before[n], v] for n, v in after.items() if before[n] != v}
    if changed:
        for name, value in after.items():
            setattr(client, name, value)
        client.save()
        record(client, ClientAct.Kind.CLIENT_CHANGED, client.name, by, **changed)
    return client


@transaction.atomic
def suspend_client(*, client_id: UUID, at: datetime, by: User | None) -> Client:
    """Refuse every key of a client until it is resumed."""
    client = _locked(client_id)
    if client.suspended_at is None:
        client.suspended_at = at
        client.save()
        record(client, ClientAct.Kind.CLIENT_SUSPENDED, client.name, by)
    return client


@transaction.atomic
def resume_client(*, client_id: UUID, by: User | None) -> Client:
    """Let the keys of a suspended client work again."""
    client = _locked(client_id)
    if client.suspended_at is not None:
        client.suspended_at = None
        client.save()
        record(client, ClientAct.Kind.CLIENT_RESUMED, client.name, by)
    return client


@transaction.atomic
def issue_key(
    *,
    client_id: UUID,
    kind: KeyKind,
    scopes: Collection[Scope],
    expires_at: datetime | None = None,
    note: str = "",
    by: User | None,
) -> IssuedKey:
    """A new key of a client. Raises ``Refused``."""
    if not scopes:
        raise Refused("请至少选择一项权限范围。")
    client = _locked(client_id)
    fresh = keys.make(kind)
    key = Key.objects.create(
        client=client,
        prefix=fresh.prefix,
        digest=keys.digest(fresh.text, pepper()),
        kind=kind,
        scopes=sorted(scopes),
        note=note,
        expires_at=expires_at,
    )
    detail = {"kind": kind, "scopes": sorted(scopes), "expires_at": _text(expires_at)}
    record(client, ClientAct.Kind.KEY_MADE, key.prefix, by, **detail)
    return IssuedKey(key, fresh.text)


@transaction.atomic
def rotate_key(*, key_id: UUID, overlap: timedelta, at: datetime, by: User | None) -> IssuedKey:
    """A successor with the same rights; the old key works beside it for ``overlap``."""
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise Refused(f"新旧密钥并行时间须在 0 至 {LONGEST_OVERLAP.days} 天之间。")
    old = _working(key_id, at)
    if old.successor_id is not None:
        raise Refused(f"{old.prefix} 已经轮换过，请轮换它的继任密钥。")
    lasting = old.expires_at - old.created_at if old.expires_at else None
    fresh = keys.make(KeyKind(old.kind))
    new = Key.objects.create(
        client=old.client,
        prefix=fresh.prefix,
        digest=keys.digest(fresh.text, pepper()),
        kind=old.kind,
        scopes=old.scopes,
        note=old.note,
        expires_at=at + lasting if lasting else None,
    )
    old.successor = new
    old.expires_at = min(filter(None, (old.expires_at, at + overlap)))
    old.save()
    detail = {"successor": new.prefix, "old_until": _text(old.expires_at)}
    record(old.client, ClientAct.Kind.KEY_ROTATED, old.prefix, by, **detail)
    return IssuedKey(new, fresh.text)


@transaction.atomic
def revoke_key(*, key_id: UUID, reason: str, at: datetime, by: User | None) -> Key:
    """The key stops working, in every process within seconds. Raises ``Refused``."""
    if not reason.strip():
        raise Refused("吊销密钥需要写明理由。")
    key = _working(key_id, at)
    key.revoked_at = at
    key.save()
    record(key.client, ClientAct.Kind.KEY_REVOKED, key.prefix, by, reason=reason)
    return key


def record(
    client: Client, act: ClientAct.Kind, subject: str, by: User | None, /, **detail: Any
) -> ClientAct:
    """Keep an administrative act; ``by`` is nobody where a command did it."""
    return ClientAct.objects.create(
        client=client,
        kind=act,
        subject=subject,
        detail=detail,
        by=by,
        by_name=by.get_username() if by else "manage.py",
    )


def _quotas(given: Mapping[str, int | None]) -> dict[str, int | None]:
    if unknown := set(given) - set(QUOTAS):
        raise ValueError(f"no such quota: {', '.join(sorted(unknown))}")
    return {name: given.get(name) for name in QUOTAS}


def _locked(client_id: UUID) -> Client:
    return Client.objects.select_for_update().get(id=client_id)


def _working(key_id: UUID, at: datetime) -> Key:
    key = Key.objects.select_for_update(of=("self",)).select_related("client").get(id=key_id)
    if key.revoked_at is not None:
        raise Refused(f"{key.prefix} 已于此前吊销。")
    if key.expires_at is not None and key.expires_at <= at:
        raise Refused(f"{key.prefix} 已经过期。")
    return key


def _text(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
