"""Problem details for HTTP APIs (RFC 9457): every refusal says what, where and how to mend it."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"
FROM_DRF = ("WWW-Authenticate", "Retry-After")


class BadParameter(exceptions.APIException):
    """A malformed question. ``parameter`` names what is wrong, ``detail`` how to mend it."""

    status_code = 400
    default_code = "bad-parameter"

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(detail)
        self.parameter = parameter


class Unknown(Http404):
    """Nothing bears the id that ``parameter`` gives."""

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


class AllStreamsTaken(exceptions.APIException):
    """As many streams are being answered here as may be beside everything else."""

    status_code = 503
    default_code = "all-streams-taken"
    default_detail = "As many streams as may be are being answered here. Ask again in a while."
    headers = {"Retry-After": "2"}


class AheadOfLedger(exceptions.APIException):
    """The asker knows of an act that this ledger does not have."""

    status_code = 409
    default_code = "ahead-of-ledger"

    def __init__(self, parameter: str, sequence: int, head: int) -> None:
        super().__init__(
            f"The ledger ends at {head} and holds no act {sequence}: it is not, or no longer, the "
            "one that was followed. Start over from changes/snapshot."
        )
        self.parameter = parameter


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
    409: "Another ledger was followed",
    413: "Too large",
    415: "No such media type",
    429: "Too many requests",
    500: "The server failed",
    503: "Not ready to answer this",
}


def problem_response(
    told: dict[str, Any], headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """A problem as it is sent: as JSON, whatever else the address may be had as."""
    return JsonResponse(
        told,
        status=told["status"],
        content_type=MEDIA_TYPE,
        headers=headers,
        json_dumps_params={"ensure_ascii": False},
    )


def problem_details(exc: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's exception handler."""
    response = exception_handler(exc, context)
    if response is None:
        return None
    status = response.status_code
    code = getattr(exc, "default_code", "not_found" if isinstance(exc, Http404) else "error")
    parameter = getattr(exc, "parameter", None)
    told = problem(
        status,
        str(code).replace("_", "-"),
        TITLES.get(status, "Refused"),
        _detail(exc, context) or TITLES.get(status, ""),
        **({} if parameter is None else {"parameter": parameter}),
    )
    headers = {name: response[name] for name in FROM_DRF if name in response}
    return problem_response(told, headers | getattr(exc, "headers", {}))


def _detail(exc: Exception, context: dict[str, Any]) -> str:
    """What is wrong and how to mend it: in one language, like everything that is for programs.

    DRF's own sentences are in the reader's, and do not say what would be right.
    """
    view = context["view"]
    match exc:
        case exceptions.MethodNotAllowed():
            return f"{context['request'].method} is not for this address: {view.headers['Allow']}."
        case exceptions.NotAcceptable():
            offered = ", ".join(dict.fromkeys(r.media_type for r in view.get_renderers()))
            return f"Accept leaves out all that this address has: {offered}."
        case exceptions.Throttled():
            return "Too many questions of this kind within a minute: ask again later."
        case Http404():
            return str(exc)
        case _:
            return str(getattr(exc, "detail", ""))


@csrf_exempt
def no_such_address(request: HttpRequest) -> HttpResponse:
    """The answer to an unknown path below /api/, by whatever method."""
    return problem_response(
        problem(404, "not-found", TITLES[404], f"There is nothing at {request.path}.")
    )


def safe_only(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A plain view that answers GET and HEAD, and refuses everything else with a problem."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return view(request)
        detail = f"{request.method} is not for this address: GET, HEAD."
        told = problem(405, "method-not-allowed", TITLES[405], detail)
        return problem_response(told, {"Allow": "GET, HEAD"})

    return guarded
