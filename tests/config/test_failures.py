"""What is answered when something fails: 503 where the database was lost, else 500."""

import json

import psycopg
import pytest
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import override

from config.failures import server_error


def answered(path: str, error: Exception) -> HttpResponse:
    try:
        raise error
    except Exception:
        return server_error(RequestFactory().get(path))


@pytest.mark.parametrize("lost", [OperationalError, InterfaceError, psycopg.OperationalError])
def test_a_lost_database_is_no_fault_of_the_question(lost: type[Exception]) -> None:
    problem = answered("/api/v1/zones", lost("the server closed the connection"))
    assert (problem.status_code, problem["Retry-After"]) == (503, "2")
    assert problem["Content-Type"] == "application/problem+json"
    assert json.loads(problem.content)["type"].endswith("#database-unavailable")
    with override("zh-hans"):
        page = answered("/", lost("the server closed the connection"))
    assert (page.status_code, page["Cache-Control"]) == (503, "no-store")
    assert "不能作答不等于没有风险" in page.content.decode()


@pytest.mark.parametrize("fault", [ValueError, IntegrityError])
def test_what_we_did_wrong_is_called_so(fault: type[Exception]) -> None:
    found = answered("/", fault("a fault"))
    assert found.status_code == 500
    assert not hasattr(found, "database_lost")
