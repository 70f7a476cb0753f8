"""Which responses are compressed on their way out."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

ANSWERED_WHILE_ASKED = "application/x-ndjson"


class Compression(GZipMiddleware):
    """Django's, less streams of lines: a compressor would keep the first answers to itself
    until it had enough of them, and the client waits for them."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith(ANSWERED_WHILE_ASKED):
            return response
        return super().process_response(request, response)
