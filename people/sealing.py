"""The keys of phones are kept sealed, by keys that are not in the database.

A key has to be read again to check a code, so it is encrypted and not digested. Whoever copies
the database, or a backup of it, can make no code.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class Unreadable(Exception):
    """It was sealed with none of the keys that there are now."""


def seal(secret: bytes) -> str:
    """The secret as it is kept."""
    return _box().encrypt(secret).decode()


def unseal(kept: str) -> bytes:
    """The secret as it was. Raises ``Unreadable``."""
    try:
        return _box().decrypt(kept.encode())
    except InvalidToken as error:
        raise Unreadable from error


def reseal(kept: str) -> str:
    """The same secret, sealed with the key that is now the first. Raises ``Unreadable``."""
    try:
        return _box().rotate(kept.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _box() -> MultiFernet:
    """The first key seals, all of them open."""
    try:
        keys = [Fernet(key) for key in settings.SECOND_STEP_KEYS]
    except ValueError as error:
        raise ImproperlyConfigured(
            "SECOND_STEP_KEYS: each is 32 random bytes in base64, as docs/settings.md says"
        ) from error
    return MultiFernet(keys or [Fernet(_of_the_site())])


def _of_the_site() -> bytes:
    digest = hashlib.sha256(b"second step:" + settings.SECRET_KEY.encode()).digest()
    return base64.urlsafe_b64encode(digest)
