"""Ranges in the light of their neighbours: odd and even numbers, and pairs that are labels.

单号 and 双号 leave every other number of a range out. A pair that begins with the same
number as its neighbour's was no range (3-54号楼、3-55号楼).
"""

import re
from collections import Counter
from dataclasses import replace

from zones.address.findings import Code, make
from zones.address.reader import Draft, Path, Piece, Reader
from zones.address.tokens import Rank
from zones.address.values import Range, Span

_PAIR = re.compile(r"([A-Z]*\d+)-(\d+)")


def relabelled(reader: Reader, drafts: list[Draft]) -> list[Draft]:
    """3-54号楼、3-55号楼 are two buildings, not two ranges: both begin with the same number."""
    if "-" not in reader.text:
        return drafts
    firsts = Counter(
        (_values(path[:index]), match[1])
        for draft in drafts
        for path in (draft.path, *draft.exceptions)
        for index, piece in enumerate(path)
        if (match := _PAIR.match(piece.segment.value)) and piece.rank >= Rank.COMPLEX
    )
    if all(count < 2 for count in firsts.values()):
        return drafts

    def fixed(path: Path) -> Path:
        return tuple(
            _as_label(reader, piece, firsts, _values(path[:index]))
            for index, piece in enumerate(path)
        )

    return [
        replace(draft, path=fixed(draft.path), exceptions=tuple(map(fixed, draft.exceptions)))
        for draft in drafts
    ]


def _values(path: Path) -> tuple[str, ...]:
    return tuple(piece.segment.value for piece in path)


def _as_label(
    reader: Reader,
    piece: Piece,
    firsts: Counter[tuple[tuple[str, ...], str]],
    host: tuple[str, ...],
) -> Piece:
    segment = piece.segment
    match = _PAIR.match(segment.value)
    spelled_out = "~" in segment.value  # 2-1到2-8号楼 says twice that it is a range.
    if segment.range is None or match is None or spelled_out or firsts[host, match[1]] < 2:
        return piece
    reader.findings.append(
        make(Code.RANGE_OR_LABEL, Span(segment.text, segment.start, segment.end))
    )
    return replace(piece, segment=replace(segment, range=None))


def with_parity(reader: Reader, draft: Draft, word: str) -> Draft:
    """The last range of ``draft`` with only its odd (单) or even (双) numbers."""
    odd = word.startswith("单")
    for index in range(len(draft.path) - 1, -1, -1):
        segment = draft.path[index].segment
        if segment.range is None or segment.range.letters:
            continue
        first, last = segment.range.first, segment.range.last
        if first % 2 != odd or last % 2 != odd:
            span = Span(segment.text, segment.start, segment.end)
            reader.findings.append(make(Code.MIXED_PARITY, span))
        first, last = first + (first % 2 != odd), last - (last % 2 != odd)
        if first > last:
            return draft
        return _with_range(draft, index, Range(first, last, 2, segment.range.prefix))
    return draft


def _with_range(draft: Draft, index: int, range_: Range) -> Draft:
    piece = draft.path[index]
    changed = replace(piece, segment=replace(piece.segment, range=range_))
    return replace(draft, path=(*draft.path[:index], changed, *draft.path[index + 1 :]))
