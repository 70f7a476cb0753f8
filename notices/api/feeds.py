"""The edges of the feeds: what was recorded since, the state it makes, what it corrected."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from notices.api import feed_schema as schema
from notices.api.rendering import render_correction
from notices.feeds import changes as feed
from notices.feeds.corrections import corrections
from notices.feeds.state import canonical, digest
from notices.feeds.view import one_view
from notices.feeds.waiting import wait_for
from notices.models import Notice
from zones import standings
from zones.api.parameters import refuse_unknown
from zones.api.problems import AheadOfLedger, BadParameter, Unknown
from zones.api.schema import PROBLEM
from zones.api.values import read_instant
from zones.replica import reading

LONGEST_WAIT = 30
MOST_CHANGES = 1000
MOST_ACTS = 100
ENOUGH = 500
"""A page of corrections ends with the act that brings it to so many."""
LARGEST_SEQUENCE = 2**53 - 1


class ChangesView(APIView):
    """The acts of the ledger after a sequence: in order, and never with a gap."""

    @extend_schema(
        operation_id="changes",
        parameters=schema.CHANGES,
        responses={200: schema.ChangesSerializer, 400: PROBLEM, 409: PROBLEM},
        examples=[schema.CHANGES_EXAMPLE],
    )
    def get(self, request: Request) -> HttpResponse:
        query = request.query_params
        refuse_unknown(query, {"after", "limit", "wait"})
        after = _number(query, "after", 0, LARGEST_SEQUENCE)
        limit = _number(query, "limit", 100, MOST_CHANGES, least=1)
        wait = _number(query, "wait", 0, LONGEST_WAIT)
        reading.need(after)
        page = feed.page(after, limit, timezone.now())
        _require_reached(after, page.head, "after")
        waited = False
        if wait and page.head <= after:
            # Only the primary tells of what comes, and has it by then.
            reading.need(after + 1)
            waited = wait_for(after, lambda: standings.head().sequence, wait)
            page = feed.page(after, limit, timezone.now())
        return _fresh(
            {
                "after": after,
                "next": page.next,
                "head": page.head,
                "more": page.next < page.head,
                "waited": waited,
                "changes": page.changes,
            }
        )


class SnapshotView(APIView):
    """The state at a sequence with its digest: to start over from, or to compare with."""

    @extend_schema(
        operation_id="changes_snapshot",
        parameters=schema.SNAPSHOT,
        responses={200: schema.SnapshotSerializer, 400: PROBLEM, 404: PROBLEM},
    )
    def get(self, request: Request) -> HttpResponse:
        query = request.query_params
        refuse_unknown(query, {"sequence"})
        asked = "sequence" in query
        wanted = _number(query, "sequence", 0, LARGEST_SEQUENCE) if asked else None
        reading.need(wanted or 0)
        state = feed.snapshot(wanted)
        if state is None:
            raise Unknown("sequence", "no act of that sequence is in the ledger")
        text = canonical(state)
        sealed = digest(text)
        tag = f'"{state["sequence"]}-{sealed[:20]}"'
        if tag in request.headers.get("If-None-Match", ""):
            response = HttpResponse(status=304)
        else:
            body = b'{"digest":"%s","state":%s}' % (sealed.encode(), text)
            response = HttpResponse(body, content_type="application/json")
        response["ETag"] = tag
        response["Cache-Control"] = "no-cache"
        return response


class CorrectionsView(APIView):
    """Answers about the past that later acts changed: what to ask again."""

    @extend_schema(
        operation_id="corrections",
        parameters=schema.CORRECTIONS,
        responses={200: schema.CorrectionsSerializer, 400: PROBLEM, 409: PROBLEM},
        examples=[schema.CORRECTIONS_EXAMPLE],
    )
    def get(self, request: Request) -> HttpResponse:
        query = request.query_params
        refuse_unknown(query, {"since", "limit"})
        limit = _number(query, "limit", 20, MOST_ACTS, least=1)
        since = _since(query)
        reading.need(since)
        with one_view():
            head = standings.head().sequence
            _require_reached(since, head, "since")
            later = Notice.objects.filter(sequence__gt=since, sequence__lte=head)
            found, reached = _corrections(later.order_by("sequence")[:limit], since)
        return _fresh(
            {
                "since": since,
                "next": reached,
                "head": head,
                "more": reached < head,
                "corrections": found,
            }
        )


def _corrections(acts: Iterable[Notice], since: int) -> tuple[list[dict[str, Any]], int]:
    """What these acts corrected, and which of them was the last that was looked at."""
    found: list[dict[str, Any]] = []
    reached = since
    for act in acts:
        found += map(render_correction, corrections(act))
        reached = act.sequence
        if len(found) >= ENOUGH:
            break
    return found, reached


def _fresh(data: dict[str, Any]) -> HttpResponse:
    """JSON that no cache keeps: the same question is asked to hear something new."""
    response = HttpResponse(orjson.dumps(data), content_type="application/json")
    response["Cache-Control"] = "no-store"
    return response


def _require_reached(sequence: int, head: int, parameter: str) -> None:
    """Whoever has followed further than this ledger goes has followed another.

    It may have been restored from a backup, or from a replica that was behind. "Nothing new"
    would be heard for ever.
    """
    if sequence > head:
        raise AheadOfLedger(parameter, sequence, head)


def _number(query: QueryDict, name: str, default: int, most: int, *, least: int = 0) -> int:
    text = query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most):
        raise BadParameter(name, f"not a whole number from {least} to {most}")
    return int(text)


def _since(query: QueryDict) -> int:
    """A sequence, or the last one that was recorded by an instant."""
    text = query.get("since")
    if text is None:
        raise BadParameter("since", "give the sequence or the instant after which to look")
    if text.isascii() and text.isdigit():
        return _number(query, "since", 0, LARGEST_SEQUENCE)
    by: datetime = read_instant(text, "since")
    last = Notice.objects.filter(recorded_at__lte=by).order_by("-sequence").first()
    return last.sequence if last else 0
