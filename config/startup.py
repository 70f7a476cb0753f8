"""What a server process makes sure of before it takes its first request."""

import os
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def prepare() -> None:
    """Names the settings; a server without a key for its signatures does not start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        _ = settings.SECRET_KEY
    except ImproperlyConfigured as missing:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. See docs/settings.md and docs/deployment.md."
        ) from missing


def count_usage() -> None:
    """Starts the thread that counts and logs what the programming interface answers."""
    from clients import usage

    usage.start()


def follow_ledger() -> None:
    """Loads the snapshot from which look-ups are answered, and keeps it fresh from now on."""
    from zones.serving import current

    if settings.FOLLOW_LEDGER and not settings.TRAINING:
        current.follow()


def in_front_of(application: Any) -> Any:
    """The short cut for look-ups in front of Django's handler; practice answers none."""
    if settings.TRAINING:
        return application
    from clients.door import LookupDoor
    from zones.api.front import Front

    return Front(application, LookupDoor())


def load_addresses() -> None:
    """Reads every view now: the first visitor does not wait for it, and a fault shows at once."""
    import_module(settings.ROOT_URLCONF)
