"""The content of acts as it is sealed and exported: the ledger in a form that outlives us."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from notices.ledger.chain import Link
from notices.models import Binding, CoverageDeclaration, Entry, Notice
from zones.address.households import coarse_part, coarsened, loose_spans, without
from zones.risk.regimes import SHANGHAI
from zones.withholding import is_withheld

Json = dict[str, Any]


def content(notice: Notice) -> Json:
    """Everything that an act says, with people by the name they had."""
    return {
        "sequence": notice.sequence,
        "id": str(notice.id),
        "recorded_at": stamp(notice.recorded_at),
        "kind": notice.kind,
        "issuer": notice.issuer.name if notice.issuer else None,
        "year": notice.year,
        "number": notice.number,
        "issued_on": notice.issued_on.isoformat() if notice.issued_on else None,
        "title": notice.title,
        "text": notice.text,
        "origin": notice.origin,
        "effective_phrase": notice.effective_phrase,
        "effective_decision": notice.effective_decision,
        "declared": notice.declared,
        "accepted": notice.accepted,
        "entered_by": notice.entered_by_name,
        "published_by": notice.published_by_name,
        "entries": [_entry(e) for e in notice.entries.all()],
        "bindings": sorted(
            [str(b.release_id), str(b.designation_id)] for b in notice.bindings.all()
        ),
        "coverages": [_coverage(c) for c in notice.coverages.all()],
        "orders": sorted(
            [o.district_id, o.state, stamp(o.effective_from), o.text] for o in notice.orders.all()
        ),
    }


def _entry(entry: Entry) -> Json:
    return {
        "id": str(entry.id),
        "ordinal": entry.ordinal,
        "action": entry.action,
        "level": entry.level,
        "to_level": entry.to_level,
        "district": entry.district_id,
        "text": entry.text,
        "start": entry.start,
        "end": entry.end,
        "effective_from": stamp(entry.effective_from),
        "voids": str(entry.voids_id) if entry.voids_id else None,
        "replaces": str(entry.replaces_id) if entry.replaces_id else None,
        "reason": entry.reason,
        "places": sorted([str(m.place_id), m.part, m.covered] for m in entry.marks.all()),
        # Not there where nobody is named: acts sealed before it was kept read as they did.
        **({"reviewed_by": entry.reviewed_by} if entry.reviewed_by else {}),
    }


def _coverage(declaration: CoverageDeclaration) -> Json:
    return {
        "district": declaration.district_id,
        "effective_from": stamp(declaration.effective_from),
        "note": declaration.note,
        "unvouched": sorted([str(u.place_id), u.reason] for u in declaration.unvouched.all()),
    }


def stamp(instant: datetime | None) -> str | None:
    """Microseconds and the offset of Shanghai, always."""
    return instant.astimezone(SHANGHAI).isoformat(timespec="microseconds") if instant else None


def whole(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Acts with everything that their content needs, in order."""
    return (
        notices.select_related("issuer", "seal")
        .prefetch_related(
            Prefetch(
                "entries", queryset=Entry.objects.order_by("ordinal").prefetch_related("marks")
            ),
            Prefetch("bindings", queryset=Binding.objects.all()),
            "orders",
            Prefetch(
                "coverages",
                queryset=CoverageDeclaration.objects.order_by("district").prefetch_related(
                    "unvouched"
                ),
            ),
        )
        .order_by("sequence")
    )


def links() -> Iterator[Link]:
    """The whole chain as the database holds it, in bounded memory."""
    for notice in whole(Notice.objects.all()).iterator(chunk_size=200):
        seal = getattr(notice, "seal", None)
        found = (seal.previous, seal.digest) if seal else ("", "")
        yield Link(content(notice), *found)


def whole_line(link: Link) -> Json:
    """An act as a line of the export."""
    return {"content": link.content, "previous": link.previous, "digest": link.digest}


def public_line(link: Link, now: datetime) -> Json:
    """The same for the public: without households after their time, and saying so."""
    content = dict(link.content)
    times = [e["effective_from"] for e in content["entries"]] or [content["recorded_at"]]
    if not is_withheld(min(map(datetime.fromisoformat, times)), now):
        return whole_line(link)
    shown = _coarse(content)
    words = {"withheld": True} if shown != content else {}
    return {**whole_line(link), "content": shown, **words}


def _coarse(content: Json) -> Json:
    """An act's content in which no household is named; it is the same one if none was."""
    entries = [_coarse_entry(e) for e in content["entries"]]
    text = content["text"]
    for each in sorted((e["text"] for e in content["entries"]), key=len, reverse=True):
        text = text.replace(each, coarsened(each))
    text = without(text, loose_spans(text))
    if text == content["text"] and entries == content["entries"]:
        return content
    # Positions in the text, and what findings said of it, are of the whole words.
    loose = [e | {"start": None, "end": None} for e in entries]
    return {**content, "text": text, "accepted": [], "entries": loose}


def _coarse_entry(entry: Json) -> Json:
    return {
        **entry,
        "text": coarsened(entry["text"]),
        "reason": without(entry["reason"], loose_spans(entry["reason"])),
        "places": sorted([i, coarse_part(part), covered] for i, part, covered in entry["places"]),
    }
