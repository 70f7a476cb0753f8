"""From acts of the ledger to JSON. Names of staff stay in the ledger."""

from typing import Any

from django.urls import reverse

from notices.models import Entry, EntryPlace, Notice
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
    return {
        **render_head(notice),
        "effective": {"phrase": notice.effective_phrase, "decision": notice.effective_decision},
        "text": notice.text,
        "origin": notice.origin,
        "accepted": [a.get("message", "") for a in notice.accepted],
        "entries": [_entry(e) for e in notice.entries.all()],
    }


def _entry(entry: Entry) -> Json:
    return {
        "id": str(entry.id),
        "ordinal": entry.ordinal,
        "action": entry.action,
        "level": entry.level,
        "to_level": entry.to_level,
        "district": render_district(entry.district),
        "text": entry.text,
        "start": entry.start,
        "end": entry.end,
        "effective_from": stamp(entry.effective_from),
        "places": [_mark(m, entry) for m in entry.marks.all()],
        "binds": [_bound(b.designation) for b in entry.bindings.all()],
    }


def _mark(mark: EntryPlace, entry: Entry) -> Json:
    return {
        "place": render_place(mark.place, entry.district),
        "part": mark.part or None,
        "covered": mark.covered,
    }


def _bound(designation: Entry) -> Json:
    """The designation that a release ends, and the act that made it."""
    act = designation.notice
    return {
        "entry": str(designation.id),
        "text": designation.text,
        "notice": {
            "kind": act.kind,
            "sequence": act.sequence,
            "year": act.year,
            "number": act.number,
            "url": act.get_absolute_url(),
        },
    }
