"""The page under the grammar: its text without blanks, with a way back to the source.

Chinese is written without blanks, so a blank or a line break inside a word
(``调整为低⏎⏎风险区``, ``2022 年 9 月``) says nothing to the grammar, while a line break
between two places may be the only separator there is. So the grammar reads ``text``, the
visible characters alone in their normal form, and asks ``gaps`` what stood between two
of them. The normal form changes one character into one, so ``at`` needs no arithmetic.
"""

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from notices.language.script import FOLD, INVISIBLE

LIMIT = 400_000
"""Characters beyond which a text is no notice; the longest real ones have 60,000."""

_UNSEEN = re.compile(f"[{''.join(map(chr, INVISIBLE))}]")
_VISIBLE = re.compile(r"\S+")
_BOLD = re.compile(r"\*\*|__(?=\S)|^#{1,6}(?=\s)", re.MULTILINE)
_BREAK = re.compile(r"[^\S\n]*\n\s*")


class Gap(IntEnum):
    """What stood between two visible characters."""

    BLANK = 1
    WIDE = 2
    """A tab, or three blanks and more: a column of a table."""
    LINE = 3


@dataclass(frozen=True)
class Page:
    """A source text, folded and squeezed.

    ``text[i]`` is the normal form of ``source[at[i]]``; ``gaps[i]`` is what stood
    before it, when anything did.
    """

    source: str
    text: str
    at: "array[int]"
    gaps: dict[int, Gap]

    @cached_property
    def breaks(self) -> list[int]:
        """The positions of ``text`` that begin a line, in order."""
        return [i for i, gap in self.gaps.items() if gap is Gap.LINE]

    @cached_property
    def _gap_positions(self) -> list[int]:
        return list(self.gaps)

    def gaps_within(self, i: int, j: int) -> list[int]:
        """The positions of ``text[i:j]`` that something stood before."""
        places = self._gap_positions
        return places[bisect_left(places, i) : bisect_left(places, j)]

    def is_line_start(self, i: int) -> bool:
        """Whether a line begins at ``i``; the text begins one too."""
        return i == 0 or self.gaps.get(i) is Gap.LINE

    def next_break(self, i: int) -> int:
        """The first line start after ``i``, or the end of the text."""
        k = bisect_left(self.breaks, i + 1)
        return self.breaks[k] if k < len(self.breaks) else len(self.text)

    def breaks_within(self, i: int, j: int) -> list[int]:
        """The line starts after ``i`` and before ``j``."""
        return self.breaks[bisect_left(self.breaks, i + 1) : bisect_left(self.breaks, j)]

    def line_start(self, i: int) -> int:
        """The start of the line that ``i`` is in."""
        k = bisect_left(self.breaks, i + 1)
        return self.breaks[k - 1] if k else 0

    def span(self, i: int, j: int) -> tuple[int, int]:
        """The source offsets of ``text[i:j]``."""
        if i >= j:
            here = self.at[i] if i < len(self.at) else len(self.source)
            return here, here
        return self.at[i], self.at[j - 1] + 1

    def verbatim(self, i: int, j: int) -> str:
        """The words of ``text[i:j]`` as written, less line breaks and bold marks."""
        start, end = self.span(i, j)
        words = self.source[start:end]
        if "\n" in words or "\r" in words:
            words = _BREAK.sub("", words.replace("\r", "\n"))
        if "**" in words:
            words = words.replace("**", "")
        return _UNSEEN.sub("", words) if _UNSEEN.search(words) else words


def page(source: str) -> Page:
    """Fold and squeeze ``source``.

    ::

        page    = { blank | visible } ;
        visible = (* any character in its normal form: half width, simplified,
                     one kind of bracket "(" ")", one kind of quotation mark “ ” *) ;
        blank   = (* white space, zero-width characters, and the marks of bold type
                     and headings: **, __, leading # *) ;
    """
    folded = source.translate(FOLD)
    if "**" in folded or "__" in folded or "#" in folded:
        folded = _BOLD.sub(lambda m: " " * len(m[0]), folded)
    pieces: list[str] = []
    at: array[int] = array("I")
    gaps: dict[int, Gap] = {}
    last = 0
    for run in _VISIBLE.finditer(folded):
        start, end = run.span()
        if start > last:
            gaps[len(at)] = _gap(source[last:start])
        pieces.append(run[0])
        at.extend(range(start, end))
        last = end
    return Page(source, "".join(pieces), at, gaps)


def _gap(blanks: str) -> Gap:
    if "\n" in blanks or "\r" in blanks or "\u2028" in blanks or "\u2029" in blanks:
        return Gap.LINE
    return Gap.WIDE if "\t" in blanks or len(blanks) > 2 else Gap.BLANK
