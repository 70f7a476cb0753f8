"""The normal form of one character: half width, simplified, one form of each mark.

Each rule changes one character into exactly one, so offsets never move. Words are never
changed here (裏/里 stays what OpenCC says of the single character): the normal form serves
to recognise the words of the grammar and the names of divisions, and what is reported
is always the source.
"""

from unicodedata import category

from opencc import OpenCC

INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))
"""Characters that print nothing."""

_MARKS = {
    "“": "“",
    "「": "“",
    "『": "“",
    "‘": "“",
    "」": "”",
    "』": "”",
    "’": "”",
    "【": "(",
    "〔": "(",
    "［": "(",
    "[": "(",
    "{": "(",
    "｛": "(",
    "〖": "(",
    "﹝": "(",
    "〗": ")",
    "﹞": ")",
    "】": ")",
    "〕": ")",
    "］": ")",
    "]": ")",
    "}": ")",
    "｝": ")",
    "﹐": ",",
    "､": "、",
    "｡": "。",
    "．": ".",
    "︰": ":",
    "∶": ":",
    "•": "·",
    "–": "-",
    "—": "-",
    "－": "-",
    "~": "-",
    "～": "-",
    "〇": "〇",
    "｜": "|",
    "丨": "|",
    "×": "*",
    "＊": "*",
    "\u3000": " ",
    "\x00": "\ufffd",
}


_BOTH = frozenset("乾")
"""Characters of simplified names too (乾县), which the single character would lose."""


def _simplified() -> dict[int, int]:
    """Traditional to simplified, one character at a time."""
    han = [chr(c) for c in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    plain = OpenCC("t2s").convert("\n".join(han)).split("\n")
    pairs = zip(han, plain, strict=True)
    return {ord(a): ord(b) for a, b in pairs if a != b and len(b) == 1 and a not in _BOTH}


def _bullets() -> dict[int, int]:
    """Every sign that can lead a line becomes one bullet; the masks □ and ■ stay."""
    signs = (chr(c) for c in (*range(0x2190, 0x2400), *range(0x2500, 0x2BFF), 0x203B))
    return {ord(c): ord("·") for c in signs if category(c) in ("So", "Sm") and c not in "□■○◯"}


def _fold() -> dict[int, int]:
    table = _simplified() | _bullets()
    table |= {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)}
    table |= {ord(a): ord(b) for a, b in _MARKS.items()}
    return table | dict.fromkeys(INVISIBLE, ord(" "))


FOLD = _fold()
