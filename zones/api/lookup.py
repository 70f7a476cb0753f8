"""One look-up from its query string to the bytes of its answer, whoever serves it.

The documented endpoint (``views.LookupView``) and the short cut in front of Django
(``front``) both come here, so that they cannot differ.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from hashlib import blake2b
from typing import NamedTuple

import orjson
from django.http import QueryDict

from zones.answers import Answer, Question, Source
from zones.api import parameters
from zones.api.rendering import render_answer, stamp
from zones.batch.addresses import Addresses
from zones.risk.regimes import REGIMES, SHANGHAI
from zones.serving import current
from zones.serving.snapshot import Snapshot

CACHE_CONTROL = "private, no-cache"
"""An address says where somebody lives: no shared cache may keep the answer. The asker's own
may, and has to ask each time whether it still holds, since a correction may come at any time.
"""


class Rendered(NamedTuple):
    """An answer as bytes, but for the instants that it was asked for.

    ``as_of`` and ``known_at`` are those that were given; ``None`` stands for now. Before
    ``until`` the same question has the same answer at this sequence, as of a later now
    too; ``None`` where it moves with the clock, as a window up to now does.
    """

    head: bytes
    etag: str
    outcome: str
    sequence: int
    recorded_at: datetime | None
    as_of: datetime | None
    known_at: datetime | None
    until: datetime | None

    def body(self, now: datetime) -> bytes:
        """The whole answer, as of now where no instant was given."""
        as_of = self.as_of or now
        known_at = self.known_at or known_now(now, self.recorded_at)
        asked = _text(as_of)
        known = asked if known_at is as_of else _text(known_at)
        tail = self.sequence, asked, known
        return b'%s,"ledger":{"sequence":%d,"as_of":"%s","known_at":"%s"}}' % (self.head, *tail)


def known_now(now: datetime, recorded_at: datetime | None) -> datetime:
    """By when to know if the question does not say: whatever is recorded is known.

    The clock of the database may be ahead of ours.
    """
    return now if recorded_at is None else max(now, recorded_at)


def look_up(query: QueryDict, now: datetime, source: Source | None = None) -> Rendered:
    """The answer. Raises ``BadParameter``, ``UnknownPlace`` and ``NotThere``."""
    wanted = parameters.min_sequence(query)
    if source is None:
        source = current.source(wanted)
    elif source.sequence < wanted:
        raise current.NotThere(wanted)
    known_at = known_now(now, source.recorded_at)
    question = parameters.question(query, source.districts, now, known_at)
    return _render(current.answer_from(source, question), source, query, now)


class Plainly:
    """Answers ``address=…`` with nothing else, as of now, from one snapshot: what is asked most.

    It is the way of a batch (``zones.batch.addresses``) and holds from ``now`` until the next
    change that is known of, in any district.
    """

    def __init__(self, snapshot: Snapshot, now: datetime) -> None:
        known_at = known_now(now, snapshot.recorded_at)
        self._sequence, self._recorded_at = snapshot.sequence, _here(snapshot.recorded_at)
        area = snapshot.area(None, now.astimezone(SHANGHAI).date())
        self._addresses = Addresses(snapshot, Question(now, known_at), area)
        changes = [snapshot.next_change(d.code, known_at, now) for d in snapshot.districts]
        until = min((*_turns(now), *(change for change in changes if change)))
        self.until = until.astimezone(SHANGHAI)
        tail = b',"ledger":{"sequence":%d,"as_of":"%s","known_at":"%s"}}'
        self._tail = len(tail % (snapshot.sequence, _text(now), _text(known_at)))

    def answer(self, address: str) -> Rendered:
        """The answer to an address that is within bounds."""
        outcome, whole = self._addresses.answer(address)
        head, sequence = whole[: -self._tail], self._sequence
        tag = _tag(head, sequence, ())
        return Rendered(
            head, tag, str(outcome), sequence, self._recorded_at, None, None, self.until
        )


def _render(answer: Answer, source: Source, query: QueryDict, now: datetime) -> Rendered:
    """An answer as bytes, with the tag of its contents.

    The tag is weak: two answers of one tag may differ in the instant that "now" stood for.
    """
    question = answer.question
    members = render_answer(answer)
    ledger = members.pop("ledger")
    head = orjson.dumps(members)[:-1]
    given = [ledger[name] for name in ("as_of", "known_at") if name in query]
    return Rendered(
        head=head,
        etag=_tag(head, answer.sequence, given),
        outcome=answer.outcome.value,
        sequence=answer.sequence,
        recorded_at=_here(source.recorded_at),
        as_of=question.as_of if "as_of" in query else None,
        known_at=question.known_at if "known_at" in query else None,
        until=None if question.window and "as_of" not in query else _until(answer, query, now),
    )


def _until(answer: Answer, query: QueryDict, now: datetime) -> datetime:
    """Until when the answer stays what it is: names and households turn at midnight."""
    midnight, *regimes = _turns(now)
    if "as_of" in query:
        return midnight
    changes = [answer.valid_until] if answer.valid_until else []
    return min([midnight, *regimes, *changes])


def _turns(now: datetime) -> list[datetime]:
    """The next midnight, and when the rules change after that."""
    here = now.astimezone(SHANGHAI)
    midnight = datetime.combine(here.date() + timedelta(days=1), time.min, SHANGHAI)
    return [midnight, *(regime.starts for regime in REGIMES if regime.starts > here)]


def _here(instant: datetime | None) -> datetime | None:
    """The same instant on the clock of ``now``, with which it is compared at every answer."""
    return instant and instant.astimezone(SHANGHAI)


def _tag(head: bytes, sequence: int, given: Sequence[str]) -> str:
    digest = blake2b(head, digest_size=10, person=b"%d" % sequence)
    for instant in given:
        digest.update(instant.encode())
    return f'W/"{sequence}-{digest.hexdigest()}"'


def _text(instant: datetime) -> bytes:
    return (stamp(instant) or "").encode()


def matches(if_none_match: str | None, etag: str) -> bool:
    """Whether the asker has an answer of this tag (weak comparison, RFC 9110)."""
    if if_none_match is None:
        return False
    return if_none_match == "*" or etag in [tag.strip() for tag in if_none_match.split(",")]
