"""What a page of this site may load: its own files and nothing else.

No third party is ever contacted, and a name that a notice brings along can never become a script,
whatever a template forgets to escape.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from config.inline_style import source
from zones.base_map import base_map_origin

HEADER = "Content-Security-Policy"

POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "style-src": "'self'",
    "script-src": "'self'",
    "worker-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

# The pages whose markup is not ours, by the beginning of their path. Swagger UI writes styles
# into its page; its scripts come from files, like ours.
# The embedded map may stand in other sites' pages: it shows what is public, and asks for nothing.
EXCEPTIONS = {
    "/api/v1/docs": {"style-src": "'self' 'unsafe-inline'"},
    "/embed/": {"frame-ancestors": "*"},
}


def policy_for(path: str) -> str:
    directives = dict(POLICY)
    if host := base_map_origin():
        directives["img-src"] += f" {host}"
    for beginning, exception in EXCEPTIONS.items():
        if path.startswith(beginning):
            directives.update(exception)
    directives["style-src"] += source(path)
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


class ContentSecurityMiddleware:
    """Sets the policy on every response that brings none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, policy_for(request.path))
        return response
