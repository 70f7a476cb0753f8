"""From a checked reading to what the services record (入账): the head, the entries, the places."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from notices.changes import changes
from notices.ledger.values import Action
from notices.models import Draft
from notices.proposed import Mark, NewEntry, NoticeHead
from notices.reading import ReadEntry, Reading
from notices.shares import whose
from zones.address.values import Segment
from zones.gazetteer.plant import find_or_plant
from zones.models import Place


def head_of(draft: Draft, reading: Reading, reviewers: Mapping[str, str]) -> NoticeHead:
    """What the notice says of itself, and what people accepted and changed in reading it."""
    notice = reading.notice
    assert notice.issuer
    assert notice.year
    assert notice.number
    assert notice.issued_on
    author, of = draft.author.get_username(), whose(reading)
    changed = [
        {
            "finding": f"{c.kind}@{c.start}-{c.end}",
            "message": c.sentence,
            "by": reviewers.get(of(c.start, c.end) or "", author),
        }
        for c in changes(reading, draft.amended)
    ]
    return NoticeHead(
        issuer=notice.issuer,
        year=notice.year,
        number=notice.number,
        issued_on=notice.issued_on,
        title=notice.title or f"{notice.year}年第{notice.number}号通告",
        text=draft.text,
        origin=draft.origin,
        effective_phrase=notice.effective.phrase if notice.effective else "",
        effective_decision=draft.effective_decision,
        declared=asdict(notice.declared),
        accepted=(*draft.accepted, *changed),
    )


def new_entry(
    read_entry: ReadEntry, effective_from: datetime, source: str, reviewers: Mapping[str, str]
) -> NewEntry:
    """An entry as the services record it, its places made where they are missing.

    ``reviewers`` are those who answered for each district (code) of a notice entered together.
    """
    entry, district = read_entry.entry, read_entry.district
    assert district is not None
    assert entry.level is not None
    return NewEntry(
        action=Action(entry.action.value),
        level=entry.level.value,
        to_level=entry.to_level.value if entry.to_level else None,
        district=district,
        text=entry.text,
        start=entry.start,
        end=entry.end,
        effective_from=instant_of(read_entry, effective_from),
        marks=planted_marks(read_entry, source),
        binds=read_entry.binds,
        ended_by=read_entry.ended_by,
        reviewed_by=reviewers.get(district.code, ""),
    )


def instant_of(read_entry: ReadEntry, effective_from: datetime) -> datetime:
    """From when an entry holds: its own instant where the text gives it one."""
    own = read_entry.entry.effective
    return own.at if own and own.at else effective_from


def planted_marks(read_entry: ReadEntry, source: str) -> tuple[Mark, ...]:
    """The places that an entry means and excepts, made where they are missing."""
    assert read_entry.district is not None
    marks: dict[tuple[UUID, str], Mark] = {}
    for target, written in zip(read_entry.meant, read_entry.worded.written, strict=True):
        place = _planted(read_entry, target.path, written.path, source)
        part = target.part.text if target.part else ""
        marks[(place.id, part)] = Mark(place, True, part)
        for path, as_written in zip(target.exceptions, written.exceptions, strict=False):
            excepted = _planted(read_entry, path, as_written, source)
            marks[(excepted.id, "")] = Mark(excepted, covered=False)
    return tuple(marks.values())


def _planted(
    read_entry: ReadEntry, path: tuple[Segment, ...], written: tuple[Segment, ...], source: str
) -> Place:
    assert read_entry.district is not None
    return find_or_plant(
        read_entry.district, path, source=source, chosen=read_entry.chosen, written=written
    )
