"""The only writer of the ledger.

Each service is one transaction: either an act is recorded with all its entries,
bindings and projection, or nothing is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from notices.ledger.values import Action
from notices.models import (
    Binding,
    CoverageDeclaration,
    Entry,
    EntryPlace,
    Issuer,
    Notice,
    UnvouchedPlace,
    lock_ledger,
)
from notices.projection import project
from zones.models import District, Place


class Refused(Exception):
    """An act that may not be recorded; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that an entry means, or excepts."""

    place: Place
    covered: bool = True
    part: str = ""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry about to be recorded. ``binds`` are ids of the designations it ends."""

    action: Action
    level: str
    district: District
    text: str
    effective_from: datetime
    marks: tuple[Mark, ...]
    to_level: str | None = None
    start: int | None = None
    end: int | None = None
    binds: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class NewCoverage:
    """A coverage declaration about to be recorded, with the places it leaves out."""

    district: District
    effective_from: datetime
    note: str
    unvouched: tuple[tuple[Place, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeHead:
    """What a numbered notice says of itself."""

    issuer: str
    year: int
    number: int
    issued_on: date
    title: str
    text: str
    origin: str = ""
    effective_phrase: str = ""
    effective_decision: str = ""
    declared: dict[str, Any] = field(default_factory=dict)
    accepted: tuple[dict[str, Any], ...] = ()


def publish_notice(
    *,
    head: NoticeHead,
    entries: Sequence[NewEntry],
    entered_by: User,
    published_by: User,
) -> Notice:
    """Record a numbered notice. Raises ``Refused``.

    Releases are judged against the state before the notice, so they may bind only to
    designations recorded already.
    """
    if entered_by.pk == published_by.pk:
        raise Refused("录入人不能审核发布自己的通告，请由另一人发布。")
    try:
        with transaction.atomic():
            lock_ledger()
            issuer, _ = Issuer.objects.get_or_create(name=head.issuer)
            fields = {k: getattr(head, k) for k in head.__slots__ if k != "issuer"}
            fields["accepted"] = list(head.accepted)
            notice = _record(Notice.Kind.NOTICE, entered_by, published_by, issuer=issuer, **fields)
            _write_entries(notice, entries)
            project(notice)
    except IntegrityError as error:
        raise Refused(_sentence(error, head)) from error
    return notice


@transaction.atomic
def open_ledger(
    *, title: str, entries: Sequence[NewEntry], entered_by: User, published_by: User
) -> Notice:
    """Record zones known to be in force before the first notice held (期初登记)."""
    notice = _record(Notice.Kind.OPENING, entered_by, published_by, title=title)
    _write_entries(notice, entries)
    project(notice)
    return notice


@transaction.atomic
def declare_coverage(
    *, title: str, coverages: Sequence[NewCoverage], entered_by: User, published_by: User
) -> Notice:
    """Say from when the ledger is complete in districts (覆盖声明)."""
    notice = _record(Notice.Kind.COVERAGE, entered_by, published_by, title=title)
    for coverage in coverages:
        declaration = CoverageDeclaration.objects.create(
            notice=notice,
            district=coverage.district,
            effective_from=coverage.effective_from,
            note=coverage.note,
        )
        UnvouchedPlace.objects.bulk_create(
            UnvouchedPlace(declaration=declaration, place=place, reason=reason)
            for place, reason in coverage.unvouched
        )
    project(notice)
    return notice


def _record(kind: Notice.Kind, entered_by: User, published_by: User, **fields: Any) -> Notice:
    """Insert the act; the database allots its sequence and time."""
    notice = Notice(
        kind=kind,
        entered_by=entered_by,
        entered_by_name=entered_by.get_username(),
        published_by=published_by,
        published_by_name=published_by.get_username(),
        **fields,
    )
    notice.save(force_insert=True)
    notice.refresh_from_db()
    return notice


def _write_entries(notice: Notice, entries: Sequence[NewEntry]) -> None:
    bindings: list[Binding] = []
    marks: list[EntryPlace] = []
    for ordinal, new in enumerate(entries, start=1):
        if not new.marks:
            raise Refused(f"“{new.text}”没有对应的地点，请先指定地点。")
        entry = Entry.objects.create(
            notice=notice,
            ordinal=ordinal,
            action=new.action,
            level=new.level,
            to_level=new.to_level,
            district=new.district,
            text=new.text,
            start=new.start,
            end=new.end,
            effective_from=new.effective_from,
        )
        marks += [
            EntryPlace(entry=entry, place=m.place, covered=m.covered, part=m.part)
            for m in new.marks
        ]
        bindings += [Binding(release=entry, designation_id=d) for d in new.binds]
    EntryPlace.objects.bulk_create(marks)
    _refuse_bindings_within(notice, bindings)
    Binding.objects.bulk_create(bindings)


def _refuse_bindings_within(notice: Notice, bindings: Sequence[Binding]) -> None:
    """Releases are judged against the state before their own notice."""
    bound = Entry.objects.filter(id__in=[b.designation_id for b in bindings])
    if bound.filter(notice=notice).exists():
        raise Refused("解除条目不能对应同一通告中新增的风险区。")
    if bound.exclude(action__in=[Action.DESIGNATE, Action.OPENING]).exists():
        raise Refused("解除条目只能对应划定条目。")


def _sentence(error: IntegrityError, head: NoticeHead) -> str:
    """One sentence for a violated constraint."""
    if "notice_number_once" in str(error):
        return f"{head.issuer}{head.year}年第{head.number}号通告已经入账，不能重复发布。"
    if "notice_seen_by_four_eyes" in str(error):
        return "录入人不能审核发布自己的通告，请由另一人发布。"
    return f"数据库拒绝了这份通告：{error}"
