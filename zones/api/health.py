"""Whether the process lives, and whether it can answer."""

from dataclasses import asdict
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse

from zones import standings
from zones.api.problems import safe_only
from zones.models import City
from zones.replica import reading, watch
from zones.serving import current


@safe_only
def healthz(request: HttpRequest) -> JsonResponse:
    """The process lives; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@safe_only
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers, is migrated, and holds the city.

    A process without a fresh snapshot is ready all the same: the database answers for it,
    more slowly. It says so, for whoever watches.
    """
    try:
        reading.connection().ensure_connection()
        ready = City.objects.exists()
        sequence = standings.head().sequence
    except DatabaseError as error:
        return JsonResponse({"status": "unready", "reason": type(error).__name__}, status=503)
    if not ready:
        return JsonResponse({"status": "unready", "reason": "no city is loaded"}, status=503)
    told: dict[str, Any] = {"status": "ready", "sequence": sequence, "lookups": "database"}
    if current.follower() is not None:
        snapshot = current.fresh()
        told["lookups"] = "memory" if snapshot else "database, as no snapshot is known to be fresh"
        told["snapshot"] = snapshot.sequence if snapshot else None
    if (watching := watch.watching()) is not None:
        told["read_from"] = reading.alias()
        told["replica"] = asdict(watching.state)
    return JsonResponse(told)
