"""A block of items, answered from one state of the ledger."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from django.utils import translation

from zones.answers import Question, Source, UnknownPlace, answer
from zones.api.problems import TITLES, problem
from zones.api.rendering import Json, render_answer, stamp
from zones.api.values import NO_SUCH_PLACE
from zones.batch.addresses import Addresses
from zones.batch.items import Asked, Districts, Refused
from zones.batch.unsuggesting import Unsuggesting
from zones.risk.assess import Risk
from zones.risk.regimes import SHANGHAI
from zones.serving.snapshot import Snapshot

REFUSED = "refused"
"""Stands for the outcome of an item that is no question; its problem says why."""
MOST_TEXTS = 20_000
"""Answers to different questions that are kept for when one comes again."""


@dataclass(frozen=True, slots=True)
class Common:
    """What holds for every item of a batch, and the language of its sentences."""

    as_of: datetime
    known_at: datetime
    window: timedelta | None
    language: str


class Answerer:
    """Answers items, all from the state of the ledger that was current when it was made."""

    def __init__(self, common: Common, source: Source) -> None:
        self.common, self.source, self.sequence = common, source, source.sequence
        districts = source.districts
        self.districts: Districts = {d.code: d for d in districts} | {d.name: d for d in districts}
        self._known: dict[tuple[object, ...], bytes] = {}
        asked = Question(common.as_of, common.known_at, window=common.window)
        held = source.source if isinstance(source, Unsuggesting) else source
        self._addresses: Addresses | None = None
        if isinstance(held, Snapshot):
            area = source.area(None, common.as_of.astimezone(SHANGHAI).date())
            self._addresses = Addresses(held, asked, area)

    @property
    def ledger(self) -> Json:
        """At what all items were answered."""
        return {
            "sequence": self.sequence,
            "as_of": stamp(self.common.as_of),
            "known_at": stamp(self.common.known_at),
        }

    def answers(
        self, items: Iterable[Asked | Refused], *, first: int, position: str
    ) -> Iterator[bytes]:
        """One JSON object an item, in order; ``position`` names what ``first`` counts."""
        with translation.override(self.common.language):
            for place, item in enumerate(items, first):
                if isinstance(item, Asked):
                    yield b'{"id":' + item.tag + b"," + self._answer(item)
                else:
                    yield _refusal(item, {position: place})

    def last_line(self, status: int, code: str, detail: str, *, line: int) -> bytes:
        """Why nothing more is answered, from this line on."""
        told = problem(status, code, TITLES[status], detail, line=line)
        return _refused(b"null", told) + b"\n"

    def _answer(self, item: Asked) -> bytes:
        """The answer as JSON, less the brace at its beginning."""
        if self._addresses and item.address is not None and item.district is None:
            quickly = self._addresses.ordinarily(item.address)
            if quickly is not None:
                return quickly.body[1:]
        key = item[1:]
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MOST_TEXTS:
                self._known.clear()
            found = self._known[key] = self._judged(item)
        return found

    def _judged(self, item: Asked) -> bytes:
        common = self.common
        if self._addresses and item.address is not None and item.district is None:
            return self._addresses.anyway(item.address).body[1:]
        question = Question(
            as_of=common.as_of,
            known_at=common.known_at,
            address=item.address,
            place=item.place,
            point=item.point,
            district=item.district.code if item.district else None,
            window=common.window,
        )
        try:
            found = answer(question, self.source)
        except UnknownPlace:
            return _unknown_place()
        return orjson.dumps(render_answer(found))[1:]


def _unknown_place() -> bytes:
    told = problem(404, "not-found", TITLES[404], NO_SUCH_PLACE, parameter="place")
    return _refused(b"null", told).removeprefix(b'{"id":null,')


def _refusal(item: Refused, where: Json) -> bytes:
    """What became of an item that is no question: a problem, and a risk that is no guess."""
    more = where | ({} if item.parameter is None else {"parameter": item.parameter})
    return _refused(item.tag, problem(400, "bad-item", TITLES[400], item.detail, **more))


def _refused(tag: bytes, told: Json) -> bytes:
    body = orjson.dumps({"outcome": REFUSED, "risk": Risk.UNKNOWN.value, "problem": told})
    return b'{"id":' + tag + b"," + body[1:]
