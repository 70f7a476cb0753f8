"""Words that lead away from the place they stand behind: 对面, 旁边, 以外.

晋阳紫城对面 is not in 晋阳紫城, and no one knows how far from it. Such a question is answered
with the place as a candidate, never as if the place itself had been asked about.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from zones.address import fold
from zones.address.values import Address, Segment, Target
from zones.gazetteer.known import P
from zones.gazetteer.outcome import Candidate, Outcome, Reason, Resolution

AWAY = re.compile(
    "对面|对过|斜对|旁边?|隔壁|附近|周边|周围|周遭|四周|邻近|临近|靠近|挨着|毗[邻连]|紧邻|相邻|接壤|一墙之隔|不远"
    "|外[面围侧边头]|两[侧旁边]|[背侧反]面|方向|边上|跟前|门口|楼下"
    "|[东南西北前后左右](?:侧|边|面|方|头)(?!户|单元)|以[东南西北]|[往向][东南西北]|交叉|交口|交汇|路口"
    "|之间|中间|途中|沿线|一带|以外|之外|[0-9]+米|公里|不在|不是|除"
)
"""Words that lead away wherever they stand among what was not used."""
_AT_THE_END = re.compile("(?:外|以内|附近|下|前|后|边|旁|东|南|西|北)$")
"""Words that do at the end of a short stretch that was not used."""
_ON_THE_WAY = re.compile(r"[^\w]*再?(?:[到至往去转]|开往|通往)(?!付|送)")
"""Words that do at the beginning: who goes on from a place asks about a way."""
_GATE = re.compile("[东南西北正侧大]*门$")


def leads_away(left: Iterable[str], target: Target) -> bool:
    """Whether what was not used of a text leads away from the place that was found."""
    if target.exceptions:  # Whoever says 除3号楼外 asks about the rest, and is told of the whole.
        return False
    return any(
        AWAY.search(words) or _ON_THE_WAY.match(words) or _ends_away(words.strip(" ,.;。:()的"))
        for words in (fold(text).text for text in left)
    )


def _ends_away(words: str) -> bool:
    return len(words) <= 3 and _AT_THE_END.search(words) is not None


def unused(address: Address, target: Target, used: Iterable[Segment]) -> Iterator[str]:
    """The stretches of a text that say nothing of the place that was found."""
    left = bytearray(b"\1" * len(address.text))
    told = [target.part] if target.part and target.part.kind != "other" else []
    apart = [segment for path in target.exceptions for segment in path]
    for span in (*used, *told, *apart):
        left[span.start : span.end] = bytes(span.end - span.start)
    start = left.find(1)
    while start >= 0:
        end = left.find(0, start)
        end = len(left) if end < 0 else end
        yield address.text[start:end]
        start = left.find(1, end)


def stem(text: str) -> str | None:
    """The words before those that lead away: 晋阳紫城 of 晋阳紫城北门对面."""
    plain = fold(text).text
    found = AWAY.search(plain, 2)
    if found is None:
        return None
    return _GATE.sub("", plain[: found.start()].removesuffix("的")) or None


def beside(address: Address, found: Resolution[P]) -> Resolution[P]:
    """A question about the neighbourhood of a place, which is a candidate."""
    assert found.district is not None
    candidate = Candidate(found.district, found.place, Reason.BESIDE_A_PLACE)
    return Resolution(
        Outcome.AMBIGUOUS,
        candidates=(candidate,),
        reason=Reason.BESIDE_A_PLACE,
        ignored=(address.text,),
    )


def with_place_beside(missed: Resolution[P], near: Resolution[P]) -> Resolution[P]:
    """What was not found, with the place beside which it is said to be."""
    if near.outcome is not Outcome.FOUND or near.place is None:
        return missed
    candidate = Candidate.of(near.place, Reason.BESIDE_A_PLACE)
    return replace(missed, candidates=(candidate, *missed.candidates))
