"""From where a request came, as far as it can be believed."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address of the caller; behind a trusted proxy, the last that it added."""
    said = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_FORWARDED_FOR:
        said = request.headers.get("x-forwarded-for", said).rsplit(",", 1)[-1]
    try:
        return str(ip_address(said.strip()))
    except ValueError:
        return None
