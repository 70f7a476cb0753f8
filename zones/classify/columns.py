"""What comes out for each row (see docs/classify.md)."""

from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa

from zones.answers import Answer
from zones.api.rendering import stamp
from zones.batch.answers import REFUSED
from zones.gazetteer.outcome import Outcome
from zones.risk.assess import Risk
from zones.risk.stretch import Stretch

ID = "id"


class Verdict(NamedTuple):
    """The columns of one row, after its id, in their order. ``None`` is an empty field."""

    outcome: str
    risk: str = Risk.UNKNOWN.value
    since: str | None = None
    valid_until: str | None = None
    place_id: str | None = None
    place: str | None = None
    place_level: str | None = None
    district: str | None = None
    notice_year: int | None = None
    notice_number: int | None = None
    acts: str | None = None
    entries: str | None = None
    was_high: bool | None = None
    reason: str | None = None
    sequence: int | None = None


TYPES = {"notice_year": pa.int32(), "notice_number": pa.int32(), "sequence": pa.int64()} | {
    "was_high": pa.bool_()
}
FIELDS = tuple(pa.field(name, TYPES.get(name, pa.string())) for name in Verdict._fields)


def schema_of(id_type: pa.DataType, kept: Sequence[pa.Field]) -> pa.Schema:
    """The columns of the output: the id, the verdict, and what is kept of the input."""
    return pa.schema([pa.field(ID, id_type), *FIELDS, *kept])


def refused(name: str, sequence: int) -> Verdict:
    """A row that is no question; ``name`` is the column that is wrong."""
    return Verdict(REFUSED, reason=f"malformed_{name}", sequence=sequence)


def verdict_of(answer: Answer) -> Verdict:
    """An answer as columns."""
    first = next((g.opened_by for g in answer.because if g.opened_by["year"]), None)
    place, district = answer.place, answer.district
    is_found = answer.outcome is Outcome.FOUND and district is not None
    return Verdict(
        outcome=answer.outcome.value,
        risk=answer.risk.value,
        since=stamp(answer.since),
        valid_until=stamp(answer.valid_until),
        place_id=(str(place.id) if place else district.code) if is_found and district else None,
        place=(place.name if place else district.name) if is_found and district else None,
        place_level=(str(place.level) if place else "district") if is_found else None,
        district=district.code if district and is_found else None,
        notice_year=first["year"] if first else None,
        notice_number=first["number"] if first else None,
        acts=_joined(_act(g) for g in answer.because),
        entries=_joined(str(g.designation) for g in answer.because),
        was_high=answer.window.was_high if answer.window else None,
        reason=answer.reason.value if answer.reason else None,
        sequence=answer.sequence,
    )


def _act(ground: Stretch) -> str:
    """``2022/195`` for a notice, ``opening:1`` (kind and sequence) for an act without number."""
    by = ground.opened_by
    return f"{by['year']}/{by['number']}" if by["year"] else f"{by['kind']}:{by['sequence']}"


def _joined(words: "Sequence[str] | object") -> str | None:
    return ";".join(dict.fromkeys(words)) or None  # type: ignore[call-overload]
