"""What is answered when something fails: that the database cannot answer, or that we did."""

import logging
import sys

import psycopg
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults

from zones.api.problems import TITLES, problem, problem_response

LOST = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""The connection ended, or PostgreSQL broke the query off: not a fault of the question."""
AGAIN_IN = "2"
"""Seconds."""

log = logging.getLogger("config.failures")


def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``: 503 where the database could not be asked, else Django's own answer."""
    error = sys.exc_info()[1]
    is_interface = request.path.startswith("/api/")
    if not isinstance(error, LOST):
        return _our_fault() if is_interface else defaults.server_error(request)
    response = _as_problem() if is_interface else _as_page()
    response.headers["Retry-After"] = AGAIN_IN
    response.headers["Cache-Control"] = "no-store"
    response.database_lost = True  # type: ignore[attr-defined]
    # One line for each; Django would add the way to it, which is the same for all.
    response._has_been_logged = True  # type: ignore[attr-defined]
    log.warning("the database cannot be asked: %s", " ".join(str(error).split()))
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``handler400``: what Django refuses before any view is asked."""
    if not request.path.startswith("/api/"):
        return defaults.bad_request(request, exception)
    about = {
        TooManyFieldsSent: "more parameters than anything here knows",
        RequestDataTooBig: "the body is larger than anything here takes",
        DisallowedHost: "the Host header names no host of this site",
    }
    detail = next((text for kind, text in about.items() if isinstance(exception, kind)), "refused")
    return problem_response(problem(400, "bad-request", TITLES[400], detail))


def _our_fault() -> HttpResponse:
    detail = "A fault of the server, which has been noted. Nothing is known: an error is no answer."
    return problem_response(problem(500, "server-error", TITLES[500], detail))


def _as_problem() -> HttpResponse:
    detail = "The ledger cannot be read at the moment. Nothing is known: ask again."
    return problem_response(problem(503, "database-unavailable", TITLES[503], detail))


def _as_page() -> HttpResponse:
    return HttpResponse(loader.get_template("503.html").render(), status=503)
