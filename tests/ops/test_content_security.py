"""The policy that every page is sent with."""

from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from config.content_security import HEADER, ContentSecurityMiddleware, policy_for


def answer(path: str, **headers: str) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("", headers=headers)

    return ContentSecurityMiddleware(view)(RequestFactory().get(path))


def test_a_page_loads_from_its_own_site_only_and_runs_no_script_written_into_it() -> None:
    policy = answer("/").headers[HEADER]
    assert "default-src 'self'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_only_the_interfaces_own_pages_may_write_styles_and_none_may_write_scripts() -> None:
    policy = policy_for("/api/v1/docs")
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy_for("/api/v1/lookup")


def test_a_response_that_brings_its_own_policy_keeps_it() -> None:
    assert answer("/", **{HEADER: "default-src 'none'"}).headers[HEADER] == "default-src 'none'"


def test_an_address_that_does_not_exist_is_answered_under_the_policy_too(
    client: Client, db: None
) -> None:
    assert HEADER in client.get("/no/such/page").headers
