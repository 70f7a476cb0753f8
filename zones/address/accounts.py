"""Nothing is dropped: the words of a text that no reading has claimed.

Every character is in a segment, a part, an exception, an inclusion or an unused span, or
it is structure. The productions see to that themselves; this is the backstop behind them,
so that a gap in the grammar shows as unused words and not as silence.
"""

import re
from collections.abc import Iterator

from zones.address.values import Span, Target

_STRUCTURE = re.compile(
    r"[\s、，,;；。.．/／|:：()（）〔〕【】［］\[\]{}<>＜＞﹤﹥〈〉\-－—–―‐~～·•▪●﹣﹑､；|｜﹝﹞｛｝﹙﹚"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufe0e\ufe0f]"
    "|以及|及其|及|和|与|至|到|除外|除了|除|以外|之外|外|不包括|不包含|不含|[中内]?的|内|所有"
    "|其他|其它|其余|区域|地区|部分|楼栋|楼宇|楼门|楼|单元|住户|范围|[单双]号"
)


def unclaimed(
    text: str, offset: int, targets: tuple[Target, ...], unused: list[Span]
) -> Iterator[Span]:
    """The stretches of ``text`` that are neither claimed nor structure."""
    left = bytearray(b"\1" * len(text))
    for target in targets:
        for path in (target.path, *target.exceptions):
            for segment in path:
                _claim(left, segment.start - offset, segment.end - offset)
        for span in target.inclusions:
            _claim(left, span.start - offset, span.end - offset)
        if target.part is not None:
            _claim(left, target.part.start - offset, target.part.end - offset)
    for span in unused:
        _claim(left, span.start - offset, span.end - offset)
    start = left.find(1)
    while start >= 0:
        end = left.find(0, start)
        end = len(left) if end < 0 else end
        yield from _words(text, start, end, offset)
        start = left.find(1, end)


def _claim(left: bytearray, start: int, end: int) -> None:
    left[start:end] = bytes(end - start)


def _words(text: str, start: int, end: int, offset: int) -> Iterator[Span]:
    """What is not structure between ``start`` and ``end``."""
    at = start
    while at < end:
        structure = _STRUCTURE.match(text, at, end)
        if structure is not None:
            at = structure.end()
            continue
        following = _STRUCTURE.search(text, at, end)
        stop = following.start() if following else end
        yield Span(text[at:stop], at + offset, stop + offset)
        at = stop
