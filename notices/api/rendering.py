"""From acts of the ledger to JSON. Names of staff stay in the ledger."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from notices.feeds.corrections import Correction
from notices.models import Entry, EntryPlace, Notice
from notices.withholding import PublicText, entry_words, mark_part, remark
from zones.address.households import coarse_part
from zones.api.rendering import render_district, render_place, stamp

Json = dict[str, Any]


def render_head(notice: Notice) -> Json:
    """A notice as it stands in a list."""
    assert notice.issuer
    assert notice.issued_on
    return {
        "sequence": notice.sequence,
        "issuer": notice.issuer.name,
        "year": notice.year,
        "number": notice.number,
        "title": notice.title,
        "issued_on": notice.issued_on.isoformat(),
        "recorded_at": stamp(notice.recorded_at),
        "listed": {"designate": notice.designated, "release": notice.released},
        "declared": notice.declared,
        "url": notice.get_absolute_url(),
        "api_url": reverse("notices:api-notice", args=[notice.year, notice.number]),
    }


def render_notice(notice: Notice) -> Json:
    """A notice with its text and all its entries."""
    entries = list(notice.entries.all())
    shown = PublicText.of(notice, entries, timezone.now())
    return {
        **render_head(notice),
        "effective": {"phrase": notice.effective_phrase, "decision": notice.effective_decision},
        "text": shown.text,
        "withheld": not shown.is_whole,
        "seal": {"digest": notice.seal.digest, "previous": notice.seal.previous},
        "origin": notice.origin,
        "accepted": [remark(a.get("message", "")) for a in notice.accepted],
        "entries": [_entry(e, shown) for e in entries],
    }


def _entry(entry: Entry, shown: PublicText) -> Json:
    return {
        "id": str(entry.id),
        "ordinal": entry.ordinal,
        "action": entry.action,
        "level": entry.level,
        "to_level": entry.to_level,
        "district": render_district(entry.district),
        "text": entry_words(entry),
        "start": shown.at(entry.start),
        "end": shown.at(entry.end),
        "effective_from": stamp(entry.effective_from),
        "places": [_mark(m, entry) for m in entry.marks.all()],
        "binds": [_bound(b.designation) for b in entry.bindings.all()],
    }


def _mark(mark: EntryPlace, entry: Entry) -> Json:
    return {
        "place": render_place(mark.place, entry.district),
        "part": mark_part(mark, entry) or None,
        "covered": mark.covered,
    }


def _bound(designation: Entry) -> Json:
    """The designation that a release ends, and the act that made it."""
    act = designation.notice
    return {
        "entry": str(designation.id),
        "text": entry_words(designation),
        "notice": {
            "kind": act.kind,
            "sequence": act.sequence,
            "year": act.year,
            "number": act.number,
            "url": act.get_absolute_url(),
        },
    }


def render_correction(correction: Correction) -> Json:
    """An answer that an act changed."""
    act, subject = correction.act, correction.subject
    return {
        "by": {
            "sequence": act.sequence,
            "recorded_at": stamp(act.recorded_at),
            "kind": act.kind,
            "year": act.year,
            "number": act.number,
            "url": act.get_absolute_url(),
        },
        "district": render_district(correction.district),
        "place": render_place(subject.place, correction.district) if subject.place else None,
        "part": coarse_part(subject.part) or None,
        "entries": [str(d) for d in subject.designations],
        "from": stamp(correction.span.start),
        "to": stamp(correction.span.end),
        "before": correction.before.value,
        "after": correction.after.value,
    }
