"""The life of a draft: written by one person, submitted, returned or published by another."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from notices.acceptance import accepted_by, require_answered
from notices.amendments import Malformed
from notices.doubts import finding_key
from notices.models import Draft, Notice, lock_ledger
from notices.naming import propose_aliases
from notices.outlines import give_outlines
from notices.permissions import Deed, require
from notices.reading import Reading, read
from notices.recording import head_of, new_entry, planted_marks
from notices.said import said
from notices.services import Refused, publish_notice
from notices.shares import Change, share_of
from notices.together import require_all_settled, reviewers_of
from notices.work import Work, kept_in, lay_in
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
    "read_kept",
    "return_draft",
    "save_work",
    "start_draft",
    "submit_draft",
]


class Stale(Exception):
    """A draft that was saved by another window or person since it was read."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(f"{draft.saved_by}刚刚改过这份草稿，请核对后再做一次。")
        self.draft = draft


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


def read_kept(draft: Draft, city: City, at: datetime | None) -> Reading:
    """The reading with its amendments; without them where they fit the text no more."""
    try:
        return read_draft(draft, city, at=at)
    except Malformed:
        return read(draft.text, city, effective_from=at, chosen=draft.choices)


def matching_instant(draft: Draft) -> datetime | None:
    """The instant at which releases are matched.

    That is the chosen one; until one is chosen, what the text itself says, else the
    midnight of its day, for a trial.
    """
    if draft.effective_from is not None:
        return draft.effective_from
    told = said(draft.text)
    if told.effective and told.effective.at:
        return told.effective.at
    issued_on = draft.amended.head.issued_on or told.issued_on
    return datetime.combine(issued_on, datetime.min.time(), SHANGHAI) if issued_on else None


@transaction.atomic
def save_work(*, draft_id: UUID, by: User, city: City, version: int, work: Work) -> Reading:
    """Keep what a person decided, unless another saved since. Raises ``Refused``, ``Stale``."""
    draft = _locked(draft_id, by, Deed.EDIT)
    if draft.version != version:
        raise Stale(draft)
    share, was = share_of(by, draft), kept_in(draft)
    before = None if share.is_whole else read_kept(draft, city, matching_instant(draft))
    lay_in(draft, work)
    try:
        reading = read_draft(draft, city, at=matching_instant(draft))
    except Malformed as error:
        raise Refused(str(error)) from error
    if before is not None:
        codes = {d.name: d.code for d in city.districts.defer("outline")}
        Change(before, reading, was, work, codes).require_own(by, draft)
    draft.accepted = accepted_by(reading, work.accepted, by, draft)
    _keep(draft, by)
    return reading


def choose_places(
    *, draft_id: UUID, by: User, city: City, chosen: Mapping[int, Sequence[UUID]]
) -> Reading:
    """Keep which of several places of one name a person means. Raises ``Refused``."""
    draft = Draft.objects.get(id=draft_id)
    was = kept_in(draft)
    work = replace(was, chosen={**was.chosen, **chosen})
    return save_work(draft_id=draft_id, by=by, city=city, version=draft.version, work=work)


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
    draft.accepted = accepted_by(reading, accepted, by, draft)
    require_answered(reading, draft.accepted)
    require_all_settled(draft, reading)
    propose_aliases(reading)
    draft.status = Draft.Status.SUBMITTED
    _keep(draft, by)
    return draft


@transaction.atomic
def discard_draft(*, draft_id: UUID, by: User) -> None:
    """Throw a draft away that was not submitted. Raises ``Refused``."""
    _locked(draft_id, by, Deed.LEAD).delete()


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
    require_answered(reading, draft.accepted)
    reviewers = reviewers_of(draft, reading)
    head = head_of(draft, reading, reviewers)
    source = f"{head.year}年第{head.number}号通告"
    entries = [new_entry(e, draft.effective_from, source, reviewers) for e in reading.entries]
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
    draft.hands.add(by)
