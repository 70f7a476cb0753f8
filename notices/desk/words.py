"""The official words with what was read of them marked in place. They are never changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from notices.amended import Origin
from notices.doubts import BLOCKING
from notices.reading import Reading
from zones.address.values import Severity


class Mark(StrEnum):
    """What a stretch of the text is; earlier ones win where two meet."""

    ENTRY = "entry"
    STRUCK = "struck"
    DOUBT = "doubt"
    REST = "rest"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text. ``at`` is where the marked words begin; ``is_first`` its first piece."""

    text: str
    mark: Mark
    at: int = 0
    end: int = 0
    act: str = ""
    title: str = ""
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    mark: Mark
    act: str = ""
    title: str = ""


def stretches(text: str, reading: Reading) -> list[Stretch]:
    """The text cut where marks begin and end; joined again it is the text."""
    spans = sorted(_spans(reading), key=lambda s: list(Mark).index(s.mark))
    edges = sorted({0, len(text), *(min(e, len(text)) for s in spans for e in (s.start, s.end))})
    owner: list[_Span | None] = [None] * max(len(edges) - 1, 0)
    index = {edge: i for i, edge in enumerate(edges)}
    for span in spans:
        for i in range(index[min(span.start, len(text))], index[min(span.end, len(text))]):
            owner[i] = owner[i] or span
    return list(_joined(text, edges, owner))


def _joined(text: str, edges: Sequence[int], owner: Sequence[_Span | None]) -> Iterable[Stretch]:
    begun: set[_Span] = set()
    i = 0
    while i < len(owner):
        span, j = owner[i], i
        while j < len(owner) and owner[j] is span:
            j += 1
        words = text[edges[i] : edges[j]]
        if span is None:
            yield Stretch(words, Mark.PLAIN)
        else:
            first = span not in begun
            begun.add(span)
            yield Stretch(words, span.mark, span.start, span.end, span.act, span.title, first)
        i = j


def _spans(reading: Reading) -> Iterable[_Span]:
    for read_entry in reading.entries:
        entry = read_entry.entry
        act = entry.action.value
        if read_entry.worded.origin is not Origin.READ:
            act += f" {read_entry.worded.origin}"
        yield _Span(entry.start, entry.end, Mark.ENTRY, act)
    for struck in reading.struck:
        yield _Span(struck.entry.start, struck.entry.end, Mark.STRUCK, "", struck.reason)
    for finding in reading.findings:
        if finding.severity is not Severity.INFO or finding.code in BLOCKING:
            yield _Span(finding.start, finding.end, Mark.DOUBT, "", finding.message)
    for residual in reading.notice.residuals:
        yield _Span(residual.start, residual.end, Mark.REST, "", "其余区域的说明，不是条目")
