"""What a server process makes sure of before it takes its first request."""

import os
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections


def prepare() -> None:
    """Names the settings; a server without a key for its signatures does not start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        _ = settings.SECRET_KEY
    except ImproperlyConfigured as missing:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. See docs/settings.md and docs/deployment.md."
        ) from missing


def keep_practice_apart() -> None:
    """A server for practice does not start as a role that could connect to the real database."""
    if not settings.TRAINING:
        return
    from django.db import connection

    from config import training

    told = connection.settings_dict
    with connection.cursor() as cursor:
        if training.reached(cursor.connection, str(told["NAME"])):
            raise training.WithinReach(
                f"{told['USER'] or 'This role'} may connect to the real database, so practice does "
                "not start. Give it a role of its own (docs/deployment.md), then run "
                "`TRAINING=1 manage.py make_training_database`."
            )


def count_usage() -> None:
    """Starts the thread that counts and logs what the programming interface answers."""
    from clients import usage

    usage.start()


def load_before_forking() -> None:
    """Loads the snapshot for all workers, and leaves none of them a connection to share."""
    from zones.serving import current

    if _follows():
        current.load_ahead()
    for connection in connections.all(initialized_only=True):
        connection.close()
        # Its threads would not live on in a worker.
        connection.close_pool()


def follow_ledger() -> None:
    """Loads the snapshot from which look-ups are answered, and keeps it fresh from now on."""
    from zones.serving import current

    if _follows():
        current.follow()


def read_from_the_replica() -> None:
    """Watches the replica, where there is one, so that what the public asks is read from it."""
    from zones.replica import watch
    from zones.replica.names import PRIMARY, REPLICA

    if REPLICA in settings.DATABASES:
        ends = (connections[name].get_connection_params() for name in (PRIMARY, REPLICA))
        watch.begin(watch.Watch(*ends, trust=settings.REPLICA_TRUST_SECONDS))


def _follows() -> bool:
    return settings.FOLLOW_LEDGER and not settings.TRAINING


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


def load_templates() -> None:
    """Reads every page's template now, for all workers: the engine keeps them."""
    from django.template.loader import get_template

    for folder in settings.TEMPLATES[0]["DIRS"]:
        for file in sorted(Path(folder).rglob("*.html")):
            get_template(file.relative_to(folder).as_posix())
