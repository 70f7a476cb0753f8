"""An address as plain data, for files and other programs."""

from collections.abc import Iterable
from typing import Any

from zones.address.expand import expand, kept
from zones.address.findings import Code, make
from zones.address.values import Address, Finding, Part, Segment, Span, Target

Json = dict[str, Any]


def as_json(address: Address, *, limit: int = 2000) -> Json:
    """The documented object: targets with ranges spelled out, unused text, findings."""
    targets = expand(address, limit=limit)
    return {
        "text": address.text,
        "targets": [_target(target) for target in targets],
        "unused": [_span(span) for span in address.unused],
        "findings": [_finding(each) for each in (*address.findings, *_too_large(targets))],
    }


def path_as_json(path: Iterable[Segment]) -> list[list[str]]:
    """``[[level, value]…]``, coarse to fine."""
    return [[segment.level.value, segment.value] for segment in path]


def _target(target: Target) -> Json:
    return {
        "path": path_as_json(target.path),
        "except": [path_as_json(path) for path in target.exceptions],
        "part": _part(target.part) if target.part else None,
    }


def _part(part: Part) -> Json:
    return {"kind": part.kind, "text": part.text, "low": part.low, "high": part.high}


def _span(span: Span) -> Json:
    return {"text": span.text, "start": span.start, "end": span.end}


def _finding(finding: Finding) -> Json:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "message_en": finding.message_en,
        "start": finding.start,
        "end": finding.end,
    }


def _too_large(targets: Iterable[Target]) -> list[Finding]:
    """A finding for each range that was too large to spell out."""
    return [
        make(Code.RANGE_TOO_LARGE, Span(segment.text, segment.start, segment.end))
        for target in kept(targets)
        for path in (target.path, *target.exceptions)
        for segment in path
        if segment.range
    ]
