"""Whether the process lives, and whether it can answer."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from zones import standings
from zones.models import City
from zones.serving import current


def healthz(request: HttpRequest) -> JsonResponse:
    """The process lives; nothing else is asked."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers, is migrated, and holds the city.

    A process without a fresh snapshot is ready all the same: the database answers for it,
    more slowly. It says so, for whoever watches.
    """
    try:
        connection.ensure_connection()
        ready = City.objects.exists()
        sequence = standings.head().sequence
    except DatabaseError as error:
        return JsonResponse({"status": "unready", "reason": type(error).__name__}, status=503)
    if not ready:
        return JsonResponse({"status": "unready", "reason": "no city is loaded"}, status=503)
    told = {"status": "ready", "sequence": sequence, "lookups": "database"}
    if current.follower() is not None:
        snapshot = current.fresh()
        told["lookups"] = "memory" if snapshot else "database, as no snapshot is known to be fresh"
        told["snapshot"] = snapshot.sequence if snapshot else None
    return JsonResponse(told)
