"""Where Django's queries go (``DATABASE_ROUTERS``)."""

from typing import Any

from django.db.models import Model

from zones.replica import reading
from zones.replica.names import PRIMARY, REPLICA

COPIED = frozenset({"zones", "notices"})
"""The apps of the ground and the ledger. What the ledger says may come from a copy; who may do
what (people, keys, sessions) never does: a revocation holds at once.
"""


class ReplicaRouter:
    """Writes to the primary; reads of ledger and ground from what the request reads from."""

    def db_for_read(self, model: type[Model], **_: Any) -> str:
        """Where a query goes that changes nothing."""
        return reading.alias() if model._meta.app_label in COPIED else PRIMARY

    def db_for_write(self, model: type[Model], **_: Any) -> str:
        """The primary; and whoever has written there reads there what was written."""
        present = reading.present()
        if present is not None and model._meta.app_label in COPIED:
            present.leave()
        return PRIMARY

    def allow_relation(self, one: Model, other: Model, **_: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool | None:
        """The replica gets its tables from the primary."""
        return False if db == REPLICA else None
