"""The life of a draft: written by one person, submitted, returned or published by another."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from notices.ledger.values import Action
from notices.models import Draft, Notice, lock_ledger
from notices.permissions import Deed, require
from notices.reading import ReadEntry, Reading, read
from notices.services import Mark, NewEntry, NoticeHead, Refused, publish_notice
from notices.together import require_all_settled
from zones.address.values import Finding
from zones.gazetteer.aliases import propose_alias
from zones.gazetteer.plant import anchor_words, find_or_plant
from zones.gazetteer.succession import Refused as AliasRefused
from zones.models import City

ENTER = "notices.add_draft"
PUBLISH = "notices.add_notice"


def finding_key(finding: Finding) -> str:
    """How an accepted finding is named: its code and where it stands."""
    return f"{finding.code}@{finding.start}-{finding.end}"


def start_draft(*, author: User, text: str, origin: str = "") -> Draft:
    """Lay a pasted text on the desk. Raises ``Refused``."""
    require(author, Deed.START)
    if not text.strip():
        raise Refused("文本是空的，请粘贴通告全文。")
    if "\0" in text:
        raise Refused("文本含有空字符（NUL），请重新复制。")
    return Draft.objects.create(author=author, text=text, origin=origin)


def choose_places(*, draft_id: UUID, by: User, chosen: Mapping[int, Sequence[UUID]]) -> Draft:
    """Keep which of several places of one name a person means. Raises ``Refused``."""
    draft = Draft.objects.get(id=draft_id)
    require(by, Deed.EDIT, draft=draft)
    draft.chosen |= {str(at): [str(i) for i in ids] for at, ids in chosen.items()}
    draft.save()
    return draft


@transaction.atomic
def submit_draft(
    *,
    draft_id: UUID,
    by: User,
    city: City,
    effective_from: datetime,
    effective_decision: str,
    accepted: Collection[str],
) -> Draft:
    """Hand a draft over for publication, with every doubt accepted. Raises ``Refused``."""
    draft = Draft.objects.select_for_update().get(id=draft_id)
    require(by, Deed.SUBMIT, draft=draft)
    reading = read(draft.text, city, effective_from=effective_from, chosen=draft.choices)
    draft.effective_from = effective_from
    draft.effective_decision = effective_decision
    draft.accepted = _accepted(reading, accepted, by)
    _require_settled(reading, draft.accepted)
    require_all_settled(draft, reading)
    _propose_aliases(reading)
    draft.status = Draft.Status.SUBMITTED
    draft.save()
    return draft


def _propose_aliases(reading: Reading) -> None:
    """Note that a new name may be another name of a known place, for a person to decide."""
    head = f"{reading.notice.year}年第{reading.notice.number}号通告用名，与规范名相近"
    for target in (t for e in reading.entries for t in e.targets):
        for place in target.near:
            try:
                propose_alias(place=place, text=anchor_words(target.target.path), why=head)
            except AliasRefused:
                continue


@transaction.atomic
def return_draft(*, draft_id: UUID, by: User, remarks: str) -> Draft:
    """Send a submitted draft back to its author, with remarks. Raises ``Refused``."""
    draft = Draft.objects.select_for_update().get(id=draft_id)
    require(by, Deed.RETURN, draft=draft)
    draft.status, draft.remarks = Draft.Status.RETURNED, remarks
    draft.save()
    return draft


@transaction.atomic
def publish_draft(*, draft_id: UUID, by: User, city: City) -> Notice:
    """Record a submitted draft in the ledger, once. Raises ``Refused``.

    The text is read again against the ledger as it is now; a doubt that was not there
    when the draft was submitted sends it back to the desk. Others wait meanwhile: two
    notices read side by side could both end one zone, or plant one place twice.
    """
    lock_ledger()
    # Of the draft alone: its author may log in meanwhile.
    drafts = Draft.objects.select_for_update(of=("self",)).select_related("author")
    draft = drafts.get(id=draft_id)
    require(by, Deed.PUBLISH, draft=draft)
    assert draft.effective_from is not None
    reading = read(draft.text, city, effective_from=draft.effective_from, chosen=draft.choices)
    _require_settled(reading, draft.accepted)
    head = _head(draft, reading)
    source = f"{head.year}年第{head.number}号通告"
    entries = [_new_entry(e, draft.effective_from, source) for e in reading.entries]
    notice = publish_notice(head=head, entries=entries, entered_by=draft.author, published_by=by)
    draft.status, draft.notice = Draft.Status.PUBLISHED, notice
    draft.save()
    return notice


def _accepted(reading: Reading, keys: Collection[str], by: User) -> list[dict[str, Any]]:
    return [
        {"finding": finding_key(f), "message": f.message, "by": by.get_username()}
        for f in reading.doubts
        if finding_key(f) in keys
    ]


def _require_settled(reading: Reading, accepted: Collection[dict[str, Any]]) -> None:
    """Nothing blocks, and every doubt was accepted by name."""
    if reading.blocking:
        raise Refused(reading.blocking[0].message)
    keys = {a["finding"] for a in accepted}
    open_doubts = [f for f in reading.doubts if finding_key(f) not in keys]
    if open_doubts:
        raise Refused(f"还有{len(open_doubts)}条提示没有确认：{open_doubts[0].message}")


def _head(draft: Draft, reading: Reading) -> NoticeHead:
    notice = reading.notice
    assert notice.issuer
    assert notice.year
    assert notice.number
    assert notice.issued_on
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
        accepted=tuple(draft.accepted),
    )


def _new_entry(read_entry: ReadEntry, effective_from: datetime, source: str) -> NewEntry:
    entry, district = read_entry.entry, read_entry.district
    assert district is not None
    assert entry.level is not None
    at = entry.effective.at if entry.effective and entry.effective.at else effective_from
    return NewEntry(
        action=Action(entry.action.value),
        level=entry.level.value,
        to_level=entry.to_level.value if entry.to_level else None,
        district=district,
        text=entry.text,
        start=entry.start,
        end=entry.end,
        effective_from=at,
        marks=planted_marks(read_entry, source),
        binds=read_entry.binds,
        ended_by=read_entry.ended_by,
    )


def planted_marks(read_entry: ReadEntry, source: str) -> tuple[Mark, ...]:
    """The places that an entry means and excepts, made where they are missing."""
    assert read_entry.district is not None
    marks: dict[tuple[UUID, str], Mark] = {}
    for target in (t.target for t in read_entry.targets):
        place = find_or_plant(
            read_entry.district, target.path, source=source, chosen=read_entry.chosen
        )
        part = target.part.text if target.part else ""
        marks[(place.id, part)] = Mark(place, True, part)
        for path in target.exceptions:
            excepted = find_or_plant(
                read_entry.district, path, source=source, chosen=read_entry.chosen
            )
            marks[(excepted.id, "")] = Mark(excepted, covered=False)
    return tuple(marks.values())
