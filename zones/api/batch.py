"""Many look-ups in one request: a JSON document, or lines streamed both ways."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from zones.answers import Source
from zones.api import batch_schema, bodies, parameters, values
from zones.api.documents import JSON, document, media_type
from zones.api.lookup import known_now
from zones.api.problems import AllStreamsTaken, BadParameter, BehindSequence, QuotaSpent
from zones.api.seats import Seated, Seats
from zones.batch.answers import Answerer, Common
from zones.batch.items import Members, read_item, read_line
from zones.batch.lines import Lines
from zones.batch.unsuggesting import Unsuggesting
from zones.installation import city
from zones.serving import current
from zones.serving.database import DatabaseSource
from zones.serving.loading import one_state

MOST_ITEMS = 1_000
MOST_BYTES = 8 * 1024 * 1024
NDJSON = "application/x-ndjson"
LINES = (NDJSON, "application/ndjson", "application/jsonl")
"""Names that are in use for lines of JSON; there is no registered one."""
TEXTS = frozenset({"as_of", "known_at", "window"})
COMMON = TEXTS | {"min_sequence"}


_seats = Seats()


class NdjsonRenderer(BaseRenderer):
    """Says that lines can be had; the view writes them itself."""

    media_type = NDJSON
    format = "ndjson"
    charset = None


class BatchView(APIView):
    """What is, or was, the risk of these places? An outcome for each, in order."""

    renderer_classes = [JSONRenderer, NdjsonRenderer]

    @extend_schema(**batch_schema.BATCH)
    def post(self, request: Request) -> HttpResponseBase:
        kind = media_type(request._request, offered=(JSON, *LINES))
        response = _document(request._request) if kind == JSON else _stream(request)
        patch_cache_control(response, private=True, no_store=True)
        return response


def _document(request: HttpRequest) -> HttpResponse:
    """Up to a thousand items at once."""
    parameters.refuse_unknown(request.GET, ())
    body = document(request, known=COMMON | {"items"}, most=MOST_BYTES)
    items = _items(body)
    _charge(request, len(items))
    with _one_state(_min_sequence(body)) as source:
        answerer = _answerer(body, source)
        asked = [read_item(item, answerer.districts) for item in items]
        answers = b",\n".join(answerer.answers(asked, first=0, position="index"))
    ledger = orjson.dumps(answerer.ledger)
    return HttpResponse(
        b'{"items":[' + answers + b'],"ledger":' + ledger + b"}", content_type="application/json"
    )


@contextmanager
def _one_state(min_sequence: int) -> Iterator[Source]:
    """A source that does not move while a document is answered from it."""
    found = _source(min_sequence)
    if isinstance(found, DatabaseSource):
        with one_state():
            yield DatabaseSource(city())
    else:
        yield found


def _source(min_sequence: int) -> Source:
    try:
        return current.source(min_sequence)
    except current.NotThere as behind:
        raise BehindSequence(*behind.args) from None


def _items(body: Members) -> list[Any]:
    items = body.get("items")
    if not isinstance(items, list):
        raise BadParameter("items", "not a list of items")
    if len(items) > MOST_ITEMS:
        raise BadParameter(
            "items",
            f"{len(items)} items; at most {MOST_ITEMS} go in one document, any number as {NDJSON}",
        )
    return items


def _stream(request: Request) -> StreamingHttpResponse:
    """Any number of lines; the answers to the first leave before the last has come."""
    query = request.query_params
    parameters.refuse_unknown(query, COMMON)
    source = _source(_min_sequence(query))
    # However long the stream is: it is answered from one state, which only a snapshot keeps.
    held = current.snapshot() if isinstance(source, DatabaseSource) else source
    answerer = _answerer(query.dict(), Unsuggesting(held))
    arriving = bodies.blocks(request._request)
    if not _seats.take(settings.BATCH_STREAMS):
        raise AllStreamsTaken
    answers = Seated(_lines(request._request, arriving, answerer), _seats.leave)
    response = StreamingHttpResponse(answers, content_type=NDJSON)
    response["Ledger-Sequence"] = str(answerer.sequence)
    response["X-Accel-Buffering"] = "no"  # Or nginx would hold the answers back.
    return response


def _lines(request: HttpRequest, arriving: Iterator[bytes], answerer: Answerer) -> Iterator[bytes]:
    """A line out for each line in, a block of them at a time.

    What ends a stream early, a spent quota or a body that cannot be unpacked, is told on a
    last line: nothing else could tell it, since the answer has begun.
    """
    lines = Lines()
    answered = 0
    try:
        for block in arriving:
            found = lines.feed(block)
            yield from _block(request, found, answered, answerer)
            answered += len(found)
        yield from _block(request, lines.finish(), answered, answerer)
    except (bodies.BadPacking, QuotaSpent) as error:
        yield answerer.last_line(*_told(error), line=answered + 1)


def _block(
    request: HttpRequest, found: list[bytes | None], before: int, answerer: Answerer
) -> Iterator[bytes]:
    """The answers to some lines; ``before`` is how many came before them."""
    if found:
        _charge(request, len(found))
        asked = [read_line(line, answerer.districts) for line in found]
        answers = answerer.answers(asked, first=before + 1, position="line")
        yield b"\n".join([*answers, b""])


def _told(error: Exception) -> tuple[int, str, str]:
    if isinstance(error, QuotaSpent):
        return 429, "quota-spent", str(error.detail)
    return 400, "bad-packing", str(error)


def _charge(request: HttpRequest, addresses: int) -> None:
    """Tell whoever keeps the quotas what is asked. Raises ``QuotaSpent``."""
    charge = getattr(request, "charge", None)
    if charge is not None:
        charge(addresses)


def _answerer(given: Mapping[str, Any], source: Source) -> Answerer:
    """What answers all items of this request, by what it says of all of them."""
    for name in TEXTS & given.keys():
        if not isinstance(given[name], str):
            raise BadParameter(name, "not a string")
        values.require_text(given[name], name)
    now = timezone.now()
    known = values.read_instant(given["known_at"], "known_at") if "known_at" in given else None
    common = Common(
        as_of=values.read_instant(given["as_of"], "as_of") if "as_of" in given else now,
        known_at=known or known_now(now, source.recorded_at),
        window=values.read_window(given["window"]) if "window" in given else None,
        language=get_language() or "zh-hans",
    )
    return Answerer(common, source)


def _min_sequence(given: Mapping[str, Any]) -> int:
    """The act that the answers have to know at least, as a number or in digits."""
    wanted = given.get("min_sequence", 0)
    return values.read_sequence(str(wanted) if type(wanted) in (int, str) else "")
