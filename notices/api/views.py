"""The edges of the ledger's API: published acts only, read only."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from notices.api import schema
from notices.api.rendering import render_head, render_notice
from notices.selectors import public_notices, with_entries
from zones.api.parameters import refuse_unknown
from zones.api.problems import BadParameter, problem, problem_response
from zones.api.schema import PROBLEM
from zones.api.views import tagged_json


class NoticesView(APIView):
    """The numbered notices, newest first."""

    @extend_schema(
        operation_id="notices",
        parameters=[schema.YEAR],
        responses={200: schema.NoticesSerializer, 400: PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        query = request.query_params
        refuse_unknown(query, {"year"})
        found = public_notices()
        if "year" in query:
            found = found.filter(year=_year(query["year"]))
        return tagged_json(request, {"notices": [render_head(n) for n in found]})


class NoticeView(APIView):
    """One notice with its words and entries."""

    @extend_schema(
        operation_id="notice",
        parameters=[schema.ISSUER],
        responses={200: schema.NoticeSerializer, 300: PROBLEM, 400: PROBLEM, 404: PROBLEM},
    )
    def get(self, request: Request, year: int, number: int) -> HttpResponse:
        refuse_unknown(request.query_params, {"issuer"})
        found = public_notices().filter(year=year, number=number)
        if "issuer" in request.query_params:
            found = found.filter(issuer__name=request.query_params["issuer"])
        notices = list(with_entries(found))
        if not notices:
            raise Http404("no such notice is in the ledger")
        if len(notices) > 1:
            return _several([n.issuer.name for n in notices if n.issuer])
        return tagged_json(request, render_notice(notices[0]))


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise BadParameter("year", "not a year such as 2022")
    return int(text)


def _several(issuers: list[str]) -> HttpResponse:
    """Numbers are unique only within an issuer: none is picked."""
    body: dict[str, Any] = problem(
        300,
        "several-issuers",
        "Several notices bear this number",
        "Say which issuer is meant with issuer=.",
        issuers=issuers,
    )
    return problem_response(body)
