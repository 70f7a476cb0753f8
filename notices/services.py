"""The only writer of the ledger.

Each service is one transaction: either an act is recorded with all its entries,
bindings and projection, or nothing is.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from notices.export import content, whole
from notices.ledger.chain import digest
from notices.ledger.values import CHANGES, OPENS, Action
from notices.models import (
    Binding,
    CoverageDeclaration,
    DistrictOrder,
    Entry,
    EntryPlace,
    Issuer,
    Notice,
    Seal,
    UnvouchedPlace,
    lock_ledger,
)
from notices.projection import is_standing, project
from notices.proposed import (
    Mark,
    NewCoverage,
    NewEntry,
    NewOrder,
    NewVoid,
    NoticeHead,
    Refused,
)

__all__ = [
    "Mark",
    "NewCoverage",
    "NewEntry",
    "NewOrder",
    "NewVoid",
    "NoticeHead",
    "Refused",
    "correct",
    "declare_coverage",
    "open_ledger",
    "order_districts",
    "publish_notice",
]


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
    _require_two(entered_by, published_by)
    try:
        with transaction.atomic():
            lock_ledger()
            issuer, _ = Issuer.objects.get_or_create(name=head.issuer)
            fields = {k: getattr(head, k) for k in head.__slots__ if k != "issuer"}
            fields["accepted"] = list(head.accepted)
            notice = _record(Notice.Kind.NOTICE, entered_by, published_by, issuer=issuer, **fields)
            _write_entries(notice, entries)
            _finish(notice)
    except IntegrityError as error:
        raise Refused(_sentence(error, head)) from error
    return notice


@transaction.atomic
def open_ledger(
    *, title: str, entries: Sequence[NewEntry], entered_by: User, published_by: User
) -> Notice:
    """Record zones known to be in force before the first notice held (期初登记)."""
    lock_ledger()
    notice = _record(Notice.Kind.OPENING, entered_by, published_by, title=title)
    _write_entries(notice, entries)
    _finish(notice)
    return notice


@transaction.atomic
def declare_coverage(
    *, title: str, coverages: Sequence[NewCoverage], entered_by: User, published_by: User
) -> Notice:
    """Say from when the ledger is complete in districts (覆盖声明)."""
    lock_ledger()
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
    _finish(notice)
    return notice


@transaction.atomic
def order_districts(
    *, title: str, orders: Sequence[NewOrder], entered_by: User, published_by: User
) -> Notice:
    """Record orders about whole districts (全域管控). Raises ``Refused``."""
    _require_two(entered_by, published_by)
    lock_ledger()
    notice = _record(Notice.Kind.ORDER, entered_by, published_by, title=title)
    DistrictOrder.objects.bulk_create(
        DistrictOrder(
            notice=notice,
            district=o.district,
            state=o.state,
            effective_from=o.effective_from,
            text=o.text,
        )
        for o in orders
    )
    _finish(notice)
    return notice


@transaction.atomic
def correct(
    *,
    title: str,
    voids: Sequence[NewVoid],
    replacements: Sequence[NewEntry] = (),
    additions: Sequence[NewEntry] = (),
    entered_by: User,
    published_by: User,
) -> Notice:
    """Void entries and, where they are amended, replace them (更正). Raises ``Refused``.

    What was bound to a voided designation is bound to its replacement as well.
    ``additions`` are entries of an earlier notice that were forgotten.
    """
    _require_two(entered_by, published_by)
    lock_ledger()
    notice = _record(Notice.Kind.CORRECTION, entered_by, published_by, title=title)
    for ordinal, new in enumerate(voids, start=1):
        _write_void(notice, ordinal, new)
    voided = {v.entry for v in voids}
    if any(r.replaces not in voided for r in replacements):
        raise Refused("替换条目必须替换本次撤销的条目。")
    written = _write_entries(notice, replacements, first=len(voids) + 1)
    for entry, new in zip(written, replacements, strict=True):
        _inherit_bindings(notice, entry, new)
    _write_entries(notice, additions, first=len(voids) + len(replacements) + 1)
    _finish(notice)
    return notice


def _require_two(entered_by: User, published_by: User) -> None:
    if entered_by.pk == published_by.pk:
        raise Refused("录入人不能审核发布自己的通告，请由另一人发布。")


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


def _finish(notice: Notice) -> None:
    """Seal the act as the database now holds it, and bring the projection up to it."""
    last = Seal.objects.filter(notice__sequence=notice.sequence - 1).first()
    previous = last.digest if last else settings.LEDGER_GENESIS
    held = whole(Notice.objects.filter(pk=notice.pk)).get()
    Seal.objects.create(notice=notice, previous=previous, digest=digest(content(held), previous))
    project(notice)


def _write_entries(notice: Notice, entries: Sequence[NewEntry], *, first: int = 1) -> list[Entry]:
    bindings: list[Binding] = []
    marks: list[EntryPlace] = []
    written: list[Entry] = []
    for ordinal, new in enumerate(entries, start=first):
        entry = _entry(notice, ordinal, new)
        written.append(entry)
        marks += [
            EntryPlace(entry=entry, place=m.place, covered=m.covered, part=m.part)
            for m in new.marks
        ]
        pairs = [(entry.id, d) for d in new.binds] + [(r, entry.id) for r in new.ended_by]
        bindings += [Binding(notice=notice, release_id=r, designation_id=d) for r, d in pairs]
    Entry.objects.bulk_create(written)
    EntryPlace.objects.bulk_create(marks)
    _check_bindings(bindings)
    Binding.objects.bulk_create(bindings)
    return written


def _entry(notice: Notice, ordinal: int, new: NewEntry) -> Entry:
    if not new.marks:
        raise Refused(f"“{new.text}”没有对应的地点，请先指定地点。")
    return Entry(
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
        replaces_id=new.replaces,
        reviewed_by=new.reviewed_by,
    )


def _write_void(notice: Notice, ordinal: int, new: NewVoid) -> None:
    target = Entry.objects.get(id=new.entry)
    if not is_standing(target):
        raise Refused(f"“{target.text}”已经撤销，不能再次撤销。")
    if not new.reason.strip():
        raise Refused(f"撤销“{target.text}”需要写明理由。")
    Entry.objects.create(
        notice=notice,
        ordinal=ordinal,
        action=Action.VOID,
        level=target.level,
        district=target.district,
        text=target.text,
        effective_from=target.effective_from,
        voids=target,
        reason=new.reason,
    )


def _inherit_bindings(notice: Notice, entry: Entry, new: NewEntry) -> None:
    """Bind a replacement to what the replaced entry was bound to, unless told otherwise."""
    assert new.replaces is not None
    if not new.inherits:
        return
    if entry.action in OPENS:
        pairs = [
            (b.release_id, entry.id)
            for b in Binding.objects.filter(designation=new.replaces)
            if b.release_id not in new.ended_by
        ]
    elif new.binds:
        pairs = []
    else:
        pairs = [(entry.id, b.designation_id) for b in Binding.objects.filter(release=new.replaces)]
    Binding.objects.bulk_create(
        Binding(notice=notice, release_id=r, designation_id=d) for r, d in pairs
    )


def _check_bindings(bindings: Sequence[Binding]) -> None:
    """A binding joins a change to a designation of another act."""
    ids = {i for b in bindings for i in (b.release_id, b.designation_id)}
    entries = Entry.objects.in_bulk(ids)
    for binding in bindings:
        release, designation = entries[binding.release_id], entries[binding.designation_id]
        if release.action not in CHANGES or designation.action not in OPENS:
            raise Refused("解除条目只能对应划定条目。")
        if release.notice_id == designation.notice_id:
            raise Refused("解除条目不能对应同一通告中新增的风险区。")


def _sentence(error: IntegrityError, head: NoticeHead) -> str:
    """One sentence for a violated constraint."""
    if "notice_number_once" in str(error):
        return f"{head.issuer}{head.year}年第{head.number}号通告已经入账，不能重复发布。"
    return f"数据库拒绝了这份通告：{error}"
