"""Which characters of a text a reading leaves unaccounted for."""

import re

from zones.address import Address

STRUCTURE = re.compile(
    r"(?:[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufe0e\ufe0f\ufeff、，,;；。.．/／|:：()（）〔〕【】\[\]<>＜＞﹤﹥{}\-－—–―~～·•▪‐﹣﹑､；]"
    "|以及|及其|及|和|与|至|到"
    "|除外|除了|除|以外|之外|外|不包括|不包含|不含|的|内|中|所有|其他|其它|其余"
    "|区域|地区|部分|楼栋|楼宇|楼门|楼|单元|住户|范围|[单双]号)*"
)
"""Separators, brackets, conjunctions and the words of an exception: they name no place."""


def unaccounted(address: Address) -> list[str]:
    """The stretches that are in no segment, part, exception, inclusion or unused span."""
    covered = bytearray(len(address.text))
    spans = [(s.start, s.end) for s in address.segments()]
    spans += [(span.start, span.end) for span in address.unused]
    for target in address.targets:
        spans += [(span.start, span.end) for span in target.inclusions]
        if target.part is not None:
            spans.append((target.part.start, target.part.end))
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    left = "".join(
        "\0" if taken else char for taken, char in zip(covered, address.text, strict=True)
    )
    return [words for words in re.findall("[^\0]+", left) if not STRUCTURE.fullmatch(words)]
