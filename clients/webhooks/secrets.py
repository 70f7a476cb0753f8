"""Secrets that webhooks are signed with.

Unlike a key a secret has to be read again, to sign; so it is kept encrypted, with a key
that is not in the database. Whoever copies the database alone can sign nothing.
"""

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken

from clients.access import pepper

PREFIX = "whsec_"


class Unreadable(Exception):
    """The secret was encrypted with another CLIENT_KEY_PEPPER than there is now."""


def make() -> str:
    """A new secret as its holder is told it: 256 random bits."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def seal(secret: str) -> str:
    """The secret as it is kept."""
    return _box().encrypt(secret.encode()).decode()


def unseal(kept: str) -> str:
    """The secret as it was. Raises ``Unreadable``."""
    try:
        return _box().decrypt(kept.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"webhooks:" + pepper()).digest()))
