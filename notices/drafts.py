"""The life of a draft: written by one person, submitted, returned or published by another."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from notices import language
from notices.amended import Origin
from notices.amendments import Amendments, Malformed
from notices.doubts import finding_key
from notices.models import Draft, Notice, lock_ledger
from notices.outlines import give_outlines
from notices.permissions import Deed, require
from notices.placing import ReadTarget
from notices.reading import Reading, read
from notices.recording import head_of, new_entry, planted_marks
from notices.services import Refused, publish_notice
from notices.together import require_all_settled
from zones.address.values import Finding
from zones.gazetteer.aliases import propose_alias
from zones.gazetteer.plant import anchor_words
from zones.gazetteer.succession import Refused as AliasRefused
from zones.models import City
from zones.risk.regimes import SHANGHAI

__all__ = [
    "Stale",
    "Work",
    "choose_places",
    "discard_draft",
    "finding_key",
    "matching_instant",
    "planted_marks",
    "publish_draft",
    "read_draft",
    "return_draft",
    "save_work",
    "start_draft",
    "submit_draft",
]


class Stale(Exception):
    """A draft that was saved by another window or person since it was read."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("the draft was saved meanwhile")
        self.draft = draft


@dataclass(frozen=True, slots=True)
class Work:
    """All that a person decides about a draft while its text stays as it is."""

    amendments: Amendments
    chosen: Mapping[int, Sequence[UUID]]
    accepted: Collection[str]
    effective_from: datetime | None
    effective_decision: str


def start_draft(*, author: User, text: str, origin: str = "") -> Draft:
    """Lay a pasted text on the desk. Raises ``Refused``."""
    require(author, Deed.START)
    if not text.strip():
        raise Refused("文本是空的，请粘贴通告全文。")
    if "\0" in text:
        raise Refused("文本含有空字符（NUL），请重新复制。")
    return Draft.objects.create(author=author, text=text, origin=origin)


def read_draft(draft: Draft, city: City, *, at: datetime | None) -> Reading:
    """The reading of a draft with all that people changed in it. Raises ``Malformed``."""
    return read(draft.text, city, effective_from=at, chosen=draft.choices, amendments=draft.amended)


def matching_instant(draft: Draft) -> datetime | None:
    """The instant at which releases are matched.

    That is the chosen one; until one is chosen, what the text itself says, else the
    midnight of its day, for a trial.
    """
    if draft.effective_from is not None:
        return draft.effective_from
    said = language.parse(draft.text)
    if said.effective and said.effective.at:
        return said.effective.at
    issued_on = draft.amended.head.issued_on or said.issued_on
    return datetime.combine(issued_on, datetime.min.time(), SHANGHAI) if issued_on else None


@transaction.atomic
def save_work(*, draft_id: UUID, by: User, city: City, version: int, work: Work) -> Reading:
    """Keep what a person decided, unless another saved since. Raises ``Refused``, ``Stale``."""
    draft = _locked(draft_id, by, Deed.EDIT)
    if draft.version != version:
        raise Stale(draft)
    draft.amendments = work.amendments.as_json()
    draft.chosen = {str(at): [str(i) for i in ids] for at, ids in work.chosen.items()}
    draft.effective_from = work.effective_from
    draft.effective_decision = work.effective_decision[:300]
    try:
        reading = read_draft(draft, city, at=matching_instant(draft))
    except Malformed as error:
        raise Refused(str(error)) from error
    draft.accepted = _accepted(reading, work.accepted, by, draft.accepted)
    _keep(draft, by)
    return reading


def choose_places(*, draft_id: UUID, by: User, chosen: Mapping[int, Sequence[UUID]]) -> Draft:
    """Keep which of several places of one name a person means. Raises ``Refused``."""
    with transaction.atomic():
        draft = _locked(draft_id, by, Deed.EDIT)
        draft.chosen |= {str(at): [str(i) for i in ids] for at, ids in chosen.items()}
        _keep(draft, by)
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
    version: int | None = None,
) -> Draft:
    """Hand a draft over for publication, with every doubt accepted.

    Raises ``Refused``, and ``Stale`` where ``version`` is not the one that is kept.
    """
    draft = _locked(draft_id, by, Deed.SUBMIT)
    if version is not None and draft.version != version:
        raise Stale(draft)
    reading = read_draft(draft, city, at=effective_from)
    draft.effective_from = effective_from
    draft.effective_decision = effective_decision
    draft.accepted = _accepted(reading, accepted, by, draft.accepted)
    _require_settled(reading, draft.accepted)
    require_all_settled(draft, reading)
    _propose_aliases(reading)
    draft.status = Draft.Status.SUBMITTED
    _keep(draft, by)
    return draft


def _propose_aliases(reading: Reading) -> None:
    """Note that a new name may be another name of a known place, for a person to decide."""
    head = f"{reading.notice.year}年第{reading.notice.number}号通告用名，与规范名相近"
    for target in (t for e in reading.entries for t in e.targets):
        for place in target.near:
            _propose_alias(place, anchor_words(target.target.path), head)
    head = f"{reading.notice.year}年第{reading.notice.number}号通告用名，录入人读作规范名"
    for entry in reading.entries:
        if entry.worded.origin is Origin.EDITED and entry.worded.before and entry.worded.place:
            targets = zip(entry.worded.before.targets, entry.targets, strict=False)
            for written, read_as in targets:
                _alias_of_reading(written, read_as, head)


def _alias_of_reading(written: Any, read_as: ReadTarget, head: str) -> None:
    """That a clerk read one name for another says that the one may be an alias of the other."""
    try:
        words, name = anchor_words(written.path), anchor_words(read_as.target.path)
    except IndexError:
        return
    place = read_as.known.place if read_as.known else None
    if place is None or words == name:
        return
    for above in type(place).objects.filter(id__in=place.lineage, names__text=name).distinct():
        _propose_alias(above, words, head)


def _propose_alias(place: Any, words: str, why: str) -> None:
    try:
        propose_alias(place=place, text=words, why=why)
    except AliasRefused:
        return


@transaction.atomic
def discard_draft(*, draft_id: UUID, by: User) -> None:
    """Throw a draft away that was not submitted. Raises ``Refused``."""
    _locked(draft_id, by, Deed.EDIT).delete()


@transaction.atomic
def return_draft(*, draft_id: UUID, by: User, remarks: str) -> Draft:
    """Send a submitted draft back to its author, with remarks. Raises ``Refused``."""
    draft = Draft.objects.select_for_update().get(id=draft_id)
    require(by, Deed.RETURN, draft=draft)
    draft.status, draft.remarks = Draft.Status.RETURNED, remarks
    draft.version += 1
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
    try:
        reading = read_draft(draft, city, at=draft.effective_from)
    except Malformed as error:
        raise Refused(str(error)) from error
    _require_settled(reading, draft.accepted)
    head = head_of(draft, reading)
    source = f"{head.year}年第{head.number}号通告"
    entries = [new_entry(e, draft.effective_from, source) for e in reading.entries]
    give_outlines(reading, draft.amended.outlines, source=f"{source}录入")
    notice = publish_notice(head=head, entries=entries, entered_by=draft.author, published_by=by)
    draft.status, draft.notice = Draft.Status.PUBLISHED, notice
    draft.save()
    return notice


def _locked(draft_id: UUID, by: User, deed: Deed) -> Draft:
    """A draft locked for a change that ``by`` may make. Raises ``Refused``."""
    draft = Draft.objects.select_for_update(of=("self",)).select_related("author").get(id=draft_id)
    require(by, deed, draft=draft)
    return draft


def _keep(draft: Draft, by: User) -> None:
    draft.version += 1
    draft.saved_by = by.get_username()
    draft.save()


def _accepted(
    reading: Reading,
    keys: Collection[str],
    by: User,
    before: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """The doubts accepted by these keys; who accepted one earlier stays named."""
    who = {(a["finding"], a["message"]): a["by"] for a in before}
    accepted = []
    for doubt in reading.doubts:
        key = finding_key(doubt)
        if key in keys:
            name = who.get((key, doubt.message), by.get_username())
            accepted.append({"finding": key, "message": doubt.message, "by": name})
    return accepted


def open_doubts(reading: Reading, accepted: Collection[Mapping[str, Any]]) -> list[Finding]:
    """Doubts that nobody accepted in these very words."""
    answered = {(a["finding"], a["message"]) for a in accepted}
    return [f for f in reading.doubts if (finding_key(f), f.message) not in answered]


def _require_settled(reading: Reading, accepted: Collection[Mapping[str, Any]]) -> None:
    """Nothing blocks, and every doubt was accepted by name."""
    if reading.blocking:
        raise Refused(reading.blocking[0].message)
    left = open_doubts(reading, accepted)
    if left:
        raise Refused(f"还有{len(left)}条提示没有确认：{left[0].message}")
