"""Clients and keys for tests."""

from collections.abc import Collection

from clients.keys import KeyKind, Scope
from clients.models import Client, Key
from clients.services import issue_key, make_client


def a_client(name: str = "健康码", **quotas: int) -> Client:
    """A client with these quotas and no others."""
    return make_client(name=name, quotas=quotas, by=None)


def a_key(
    client: Client | None = None,
    *,
    kind: KeyKind = KeyKind.LIVE,
    scopes: Collection[Scope] = tuple(Scope),
) -> tuple[Key, str]:
    """A key that was just issued, and the header that bears it."""
    client = client or Client.objects.first() or a_client()
    issued = issue_key(client_id=client.id, kind=kind, scopes=scopes, by=None)
    return issued.key, f"Bearer {issued.text}"
