"""The normal form of a text (归一), with a way back to the source.

``fold`` removes the differences that never carry meaning in a Chinese text: width
(Ａ＝A, ③＝3), traditional characters (樓＝楼), kinds of dash, quote and bracket, and
blanks. It never changes words, so a misprint stays a misprint.

What it keeps apart on purpose: a blank between two Latin letters or digits stays one
blank ("1 2号楼" is not "12号楼"), and a line break stays a line break until ``unwrap``
is asked to close it.
"""

import re
import unicodedata
from dataclasses import dataclass

from opencc import OpenCC

_TRADITIONAL = OpenCC("t2s")

_DASHES = "‐‑‒–—―−－﹣╌─━⸺⸻⎯"
_TILDES = "～〜∼˜∽⁓"
_OPENING = "（〔【［〖﹝﹙〘{[﹛<﹤〈＜"
_CLOSING = "）〕】］〗﹞﹚〙}]﹜>﹥〉＞"
_QUOTES = "“”„‟〝〞「」『』＂‘’"
_DOTS = "•・‧∙●▪⋅･"
_BLANKS = "\t\v\f \u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\ufe0e\ufe0f"
)

_FIXED: dict[str, str] = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_TILDES, "~"),
    **dict.fromkeys(_OPENING, "("),
    **dict.fromkeys(_CLOSING, ")"),
    **dict.fromkeys(_QUOTES, '"'),
    **dict.fromkeys(_DOTS, "·"),
    **dict.fromkeys(_BLANKS, " "),
    # As blanks: so folding only ever lengthens a text, and equal length means in parallel.
    **dict.fromkeys(_INVISIBLE, " "),
    **dict.fromkeys("\r\u0085\u2028\u2029", "\n"),
    # The numeral zero is written with a circle of either alphabet.
    "○": "〇",
    "◯": "〇",
}

_CACHE_LIMIT = 100_000
"""No text can make the table of folded characters grow without bound."""


def _fold_character(char: str) -> str:
    fixed = _FIXED.get(char)
    if fixed is not None:
        return fixed
    if "\ud800" <= char <= "\udfff":  # A lone surrogate has no encoding for the converter.
        return char
    wide = unicodedata.normalize("NFKC", char)
    if wide != char:
        return "".join(map(_fold_character, wide))
    if char < "\u2e80" or _is_standard(char):
        return char
    simple = _TRADITIONAL.convert(char)
    return simple if len(simple) == 1 else char


_REINSTATED = frozenset("昇甯邨剋")
"""Characters of the national standard list (2013) that older tables call traditional."""


def _is_standard(char: str) -> bool:
    """Whether ``char`` is itself a simplified character (乾泽苑 is not 干泽苑)."""
    if char in _REINSTATED:
        return True
    if char in "後於":  # Coded in GB 2312 for surnames only.
        return False
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


class _Table(dict[int, str]):
    """Folded characters by code point, computed once each."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if len(self) < _CACHE_LIMIT:
            self[code] = folded
        return folded


_TABLE = _Table()
_IDLE_BLANKS = re.compile(r"(?<![0-9A-Za-z]) +| +(?![ 0-9A-Za-z])| +(?= )")


@dataclass(frozen=True, slots=True)
class Normal:
    """A folded text and where each of its characters came from.

    ``origins`` holds, for each character of ``text``, its start and end in ``source``;
    ``None`` means that the two texts run in parallel, the common case.
    """

    text: str
    source: str
    origins: tuple[tuple[int, int], ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the source."""
        if self.origins is None:
            return start, end
        if start < end:
            return self.origins[start][0], self.origins[end - 1][1]
        at = self.origins[start][0] if start < len(self.origins) else len(self.source)
        return at, at

    def original(self, start: int, end: int) -> str:
        """The words of the source behind ``text[start:end]``."""
        first, last = self.span(start, end)
        return self.source[first:last]

    def without(self, pattern: re.Pattern[str]) -> "Normal":
        """The same text less every match of ``pattern``."""
        if not pattern.search(self.text):
            return self
        origins = self.origins or tuple((i, i + 1) for i in range(len(self.text)))
        kept: list[int] = []
        done = 0
        for match in pattern.finditer(self.text):
            kept.extend(range(done, match.start()))
            done = match.end()
        kept.extend(range(done, len(self.text)))
        text = "".join(self.text[i] for i in kept)
        return Normal(text, self.source, tuple(origins[i] for i in kept))


def fold(text: str) -> Normal:
    """The normal form of ``text``. Folding twice is folding once."""
    folded = text.translate(_TABLE)
    normal = Normal(folded, text) if len(folded) == len(text) else _trace(text)
    return normal.without(_IDLE_BLANKS) if " " in normal.text else normal


def folded(text: str) -> str:
    """``fold(text).text`` alone, without the way back: for many texts at once."""
    plain = text.translate(_TABLE)
    return _IDLE_BLANKS.sub("", plain) if " " in plain else plain


def _trace(text: str) -> Normal:
    """Fold character by character where one became several."""
    chars: list[str] = []
    origins: list[tuple[int, int]] = []
    for index, char in enumerate(text):
        for folded in _TABLE[ord(char)]:
            chars.append(folded)
            origins.append((index, index + 1))
    return Normal("".join(chars), text, tuple(origins))


def unwrap(normal: Normal) -> Normal:
    """Close the line breaks that a narrow column put inside an item (4⏎号楼 → 4号楼).

    A break between two digits or letters becomes a blank: it may have parted two numbers.
    """
    if "\n" not in normal.text:
        return normal
    text = normal.text.replace("\n", " ")
    return Normal(text, normal.source, normal.origins).without(_IDLE_BLANKS)
