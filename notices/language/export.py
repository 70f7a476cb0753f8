"""A notice as plain data, in the shape that ``parse_notice --json`` prints."""

from typing import Any

from notices.language.values import Action, Effective, Entry, Finding, Notice, Target


def as_json(notice: Notice) -> dict[str, Any]:
    """The notice as JSON-ready data; what the notice does not say is ``None``."""
    return {
        "issuer": notice.issuer,
        "title": notice.title,
        "year": notice.year,
        "number": notice.number,
        "batch": notice.batch,
        "issued_on": notice.issued_on.isoformat() if notice.issued_on else None,
        "effective": _effective(notice.effective),
        "entries": [_entry(entry) for entry in notice.entries],
        "declared": {
            "designate": notice.declared.designate,
            "release": notice.declared.release,
            "rescope": notice.declared.rescope,
        },
        "listed": {str(action): notice.listed(action) for action in Action},
        "residuals": [
            {"level": str(r.level), "text": r.text, "start": r.start, "end": r.end}
            for r in notice.residuals
        ],
        "findings": [_finding(f) for f in notice.findings],
        "flagged": notice.flagged,
    }


def _effective(effective: Effective | None) -> dict[str, Any] | None:
    if effective is None:
        return None
    at = effective.at.isoformat() if effective.at else None
    return {"phrase": effective.phrase, "at": at}


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "action": str(entry.action),
        "level": entry.level and str(entry.level),
        "to_level": entry.to_level and str(entry.to_level),
        "district": entry.district,
        "text": entry.text,
        "start": entry.start,
        "end": entry.end,
        "declared_group_count": entry.declared_group_count,
        "effective": _effective(entry.effective),
        "targets": [_target(target) for target in entry.targets],
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "path": [[str(s.level), s.value] for s in target.path],
        "except": [[[str(s.level), s.value] for s in path] for path in target.exceptions],
        "part": target.part.text if target.part else None,
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": str(found.severity),
        "message": found.message,
        "message_en": found.message_en,
        "start": found.start,
        "end": found.end,
    }
