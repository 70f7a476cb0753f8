"""Whether the process lives, and whether it can answer."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from zones import standings
from zones.models import City


def healthz(request: HttpRequest) -> JsonResponse:
    """The process lives; nothing else is asked."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers, is migrated, and holds the city."""
    try:
        connection.ensure_connection()
        ready = City.objects.exists()
        sequence = standings.head().sequence
    except DatabaseError as error:
        return JsonResponse({"status": "unready", "reason": type(error).__name__}, status=503)
    if not ready:
        return JsonResponse({"status": "unready", "reason": "no city is loaded"}, status=503)
    return JsonResponse({"status": "ready", "sequence": sequence})
