"""Problem details for HTTP APIs (RFC 9457): every refusal says what, where and how to mend it."""

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"


class BadParameter(exceptions.APIException):
    """A malformed question. ``parameter`` names what is wrong, ``detail`` how to mend it."""

    status_code = 400
    default_code = "bad-parameter"

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(detail)
        self.parameter = parameter


class QuotaSpent(exceptions.APIException):
    """More than the asker's quota allows. ``headers`` say when to come again."""

    status_code = 429
    default_code = "quota-spent"

    def __init__(self, detail: str, headers: dict[str, str]) -> None:
        super().__init__(detail)
        self.headers = headers


class BehindSequence(exceptions.APIException):
    """The ledger, or this copy of it, has not reached the sequence that was asked for."""

    status_code = 503
    default_code = "behind-sequence"

    def __init__(self, sequence: int) -> None:
        super().__init__(f"The ledger has not reached sequence {sequence} here. Ask again.")
        self.headers = {"Retry-After": "1"}


def problem(status: int, code: str, title: str, detail: str, **more: Any) -> dict[str, Any]:
    """The members of a problem; ``type`` is a relative reference to the docs."""
    return {
        "type": f"/api/v1/docs#{code}",
        "title": title,
        "status": status,
        "detail": detail,
        **more,
    }


TITLES = {
    400: "The question is malformed",
    401: "Who asks?",
    403: "Not allowed",
    404: "No such thing",
    405: "Method not allowed",
    406: "No such representation",
    413: "Too large",
    415: "No such media type",
    429: "Too many requests",
    500: "The server failed",
    503: "Not ready to answer this",
}


def problem_details(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler."""
    response = exception_handler(exc, context)
    if response is None:
        return None
    detail = str(getattr(exc, "detail", "")) or TITLES.get(response.status_code, "")
    more = {"parameter": exc.parameter} if isinstance(exc, BadParameter) else {}
    code = getattr(exc, "default_code", "not_found" if isinstance(exc, Http404) else "error")
    response.data = problem(
        response.status_code,
        str(code).replace("_", "-"),
        TITLES.get(response.status_code, "Refused"),
        detail,
        **more,
    )
    response.content_type = MEDIA_TYPE
    for name, value in getattr(exc, "headers", {}).items():
        response[name] = value
    return response


def no_such_address(request: HttpRequest) -> JsonResponse:
    """The answer to an unknown path below /api/."""
    return JsonResponse(
        problem(404, "not-found", TITLES[404], f"There is nothing at {request.path}."),
        status=404,
        content_type=MEDIA_TYPE,
    )
