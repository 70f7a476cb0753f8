"""API keys as text: how one is made, recognised, and kept (密钥).

A key is ``rz_live_`` or ``rz_test_``, eight characters by which people recognise it (its
prefix is all of that), and 43 random characters: 256 bits. Only an HMAC of it is kept.
A fast keyed hash is right here, where it would be wrong for a password: there is nothing
to guess among 2**256, so a slow hash would protect nothing and would cost every request
what it costs an attacker; the key of the HMAC, which is not in the database, sees to it
that a copied database alone cannot even confirm a guess.
"""

import enum
import hmac
import re
import secrets
import string
from dataclasses import dataclass

MARK_ALPHABET = string.digits + string.ascii_lowercase
SECRET_ALPHABET = string.digits + string.ascii_letters
_FORM = re.compile(r"(rz_(?:live|test)_[0-9a-z]{8})_[0-9A-Za-z]{43}")


class KeyKind(enum.StrEnum):
    """What a key opens."""

    LIVE = "live"
    """正式：the ledger."""
    SANDBOX = "sandbox"
    """沙箱：documented answers only; nothing real is read."""


class Scope(enum.StrEnum):
    """What a key may ask for."""

    LOOKUP = "lookup"
    """查询：one address, place or coordinate at a time."""
    BATCH = "batch"
    """批量查询：many in one request."""
    CHANGES = "changes"
    """变更：the feeds of changes and corrections."""


@dataclass(frozen=True, slots=True)
class FreshKey:
    """A key just made. ``text`` is shown once and kept nowhere."""

    text: str
    prefix: str


def make(kind: KeyKind) -> FreshKey:
    """A new random key."""
    mark = "".join(secrets.choice(MARK_ALPHABET) for _ in range(8))
    secret = "".join(secrets.choice(SECRET_ALPHABET) for _ in range(43))
    prefix = f"rz_{'live' if kind is KeyKind.LIVE else 'test'}_{mark}"
    return FreshKey(f"{prefix}_{secret}", prefix)


def prefix_of(text: str) -> str | None:
    """The prefix of what looks like a key; ``None`` for anything else."""
    found = _FORM.fullmatch(text)
    return found[1] if found else None


def digest(text: str, pepper: bytes) -> str:
    """What is kept of a key."""
    return hmac.digest(pepper, text.encode(), "sha256").hex()


def same(one: str, other: str) -> bool:
    """Whether two digests are equal, in a time that does not tell how far they are."""
    return hmac.compare_digest(one, other)
