"""What is answered when something fails: that the database cannot answer, or that we did."""

import logging
import sys

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.views import defaults

from zones.api.problems import MEDIA_TYPE, TITLES, problem

LOST = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""The connection ended, or PostgreSQL broke the query off: not a fault of the question."""
AGAIN_IN = "2"
"""Seconds."""

log = logging.getLogger("config.failures")


def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``: 503 where the database could not be asked, else Django's own answer."""
    error = sys.exc_info()[1]
    if not isinstance(error, LOST):
        return defaults.server_error(request)
    response = _as_problem() if request.path.startswith("/api/") else _as_page()
    response.headers["Retry-After"] = AGAIN_IN
    response.headers["Cache-Control"] = "no-store"
    response.database_lost = True  # type: ignore[attr-defined]
    # One line for each; Django would add the way to it, which is the same for all.
    response._has_been_logged = True  # type: ignore[attr-defined]
    log.warning("the database cannot be asked: %s", " ".join(str(error).split()))
    return response


def _as_problem() -> HttpResponse:
    detail = "The ledger cannot be read at the moment. Nothing is known: ask again."
    told = problem(503, "database-unavailable", TITLES[503], detail)
    return JsonResponse(told, status=503, content_type=MEDIA_TYPE)


def _as_page() -> HttpResponse:
    return HttpResponse(loader.get_template("503.html").render(), status=503)
