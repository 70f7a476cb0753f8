"""What a label list says: "1-5、7" is the range 1 to 5 and the label 7.

The text alone cannot always tell a range from a compound label (2-26号楼): a rising pair
is read as a range unless something finer follows, when it must be one place.
"""

import re
from dataclasses import dataclass

from zones.address import lexicon, numerals
from zones.address.values import Range

_ELEMENT = re.compile(
    f"(?P<low>{lexicon.PAIR}){lexicon.RANGE_WORD}?(?:--|~|至|到)(?P<high>{lexicon.PAIR})"
    f"|(?P<first>{lexicon.LABEL})(?:{lexicon.RANGE_WORD}?{lexicon.DASH}(?P<last>{lexicon.LABEL}))?+"
)
_COMPOUND = re.compile(r"([A-Za-z]{0,2})-?(\d+)-(\d+)")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_LETTER_DASH = re.compile(r"(?<=[A-Z])-(?=\d)")
_PREFIXED = re.compile(r"([A-Z]*|[东南西北中新老甲乙丙丁])(\d+)")


@dataclass(frozen=True, slots=True)
class Label:
    """One element of a list, at ``start`` to ``end`` of the folded text."""

    value: str
    start: int
    end: int
    range: Range | None = None


def canonical(label: str) -> str:
    """One spelling for a label: digits for numerals, capitals, no 第, no leading zero."""
    if label.isascii() and label.isdigit():
        return label.lstrip("0") or "0"
    plain = numerals.arabic(label.replace("第", "")).upper()
    return _LETTER_DASH.sub("", _ZEROS.sub("", plain))


def read(text: str, start: int, end: int) -> list[Label]:
    """The elements of the label list ``text[start:end]``."""
    words = text[start:end]
    if words.isascii() and words.isdigit():
        return [Label(canonical(words), start, end)]
    return [
        _pairs(match) if match["low"] else _label(match)
        for match in _ELEMENT.finditer(text, start, end)
    ]


def _pairs(match: re.Match[str]) -> Label:
    """3-1到3-17号楼: the part before the dash is the same, the part behind it runs."""
    low, high = canonical(match["low"]), canonical(match["high"])
    (prefix, first), (other, last) = low.rsplit("-", 1), high.rsplit("-", 1)
    found = None
    if prefix == other and int(first) < int(last):
        found = Range(int(first), int(last), prefix=f"{prefix}-")
    return Label(f"{low}~{high}", match.start(), match.end(), found)


def _label(match: re.Match[str]) -> Label:
    first, last, start, end = match["first"], match["last"], match.start(), match.end()
    if last is None:
        compound = _COMPOUND.fullmatch(first)
        if compound is None:
            return Label(canonical(first), start, end)
        first, last = compound[1] + compound[2], compound[3]
    low, high = canonical(first), canonical(last)
    found = _range(low, high)
    return Label(f"{low}-{high}", start, end, found)


def _range(low: str, high: str) -> Range | None:
    if len(low) == len(high) == 1 and "A" <= low < high <= "Z":
        return Range(ord(low), ord(high), letters=True)
    first, last = _PREFIXED.fullmatch(low), _PREFIXED.fullmatch(high)
    if first is None or last is None or last[1] not in ("", first[1]):
        return None
    if int(first[2]) >= int(last[2]):
        return None
    return Range(int(first[2]), int(last[2]), prefix=first[1])
