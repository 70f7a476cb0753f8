"""The served interface keeps to its own description, whatever is sent to it.

Schemathesis reads the schema as a client does, and asks every address what it allows and
what it does not: against real PostGIS, through the real WSGI application. Whatever comes
back has to be documented, status, media type, headers and body; what breaks the description
has to be refused.
"""

import json
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import negative_data_rejection

from clients import access
from zones.models import City
from zones.serving import current

CONFIG = schemathesis.Config.from_dict(
    {
        "generation": {"deterministic": True, "max-examples": 12, "codec": "utf-8"},
        "checks": {
            # What a description of OpenAPI cannot say is refused with 400 all the same: that
            # exactly one of three ways to ask must be taken, which districts there are.
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", "300", "304", "400", "404", "409", "503"]
            },
            # Who asks for an act that is not there yet is told to come again.
            "not_a_server_error": {"expected-statuses": ["2xx", "3xx", "4xx", "503"]},
        },
    }
)


@schemathesis.serializer("application/x-ndjson")
def _lines(ctx: Any, value: Any) -> bytes:
    """An item on a line of its own; what is no item, as it is."""
    return value if isinstance(value, bytes) else json.dumps(value).encode() + b"\n"


interface = schemathesis.openapi.from_wsgi(
    "/api/v1/schema?format=json", WSGIHandler(), config=CONFIG
)


@pytest.fixture
def unlimited(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Quotas, and waiting for an act of the ledger, are other tests'."""
    monkeypatch.setattr(current, "PATIENCE", 0.0)
    settings.ALLOWED_HOSTS = ["*"]
    settings.ANONYMOUS_REQUESTS_PER_MINUTE = settings.ANONYMOUS_ADDRESSES_PER_MINUTE = 10**9
    # Nothing is published meanwhile: waiting for it would only take its time.
    settings.FEED_WAITERS = 0
    access.forget()
    # The city of the test lives in a transaction, which the end of a request must not end.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    access.forget()


@interface.parametrize()
@settings(
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_address_keeps_to_its_description(
    case: schemathesis.Case, city: City, unlimited: None
) -> None:
    # An item of a batch that breaks the description is refused in its own answer, which is 200.
    by_item = [negative_data_rejection] if case.path.endswith("/batch") else []
    case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=by_item)
