"""Make ``zones/gazetteer/pinyin.txt``: the readings of the characters of GB 2312.

One line a syllable, without tones, with all characters that may be read so. Needs pypinyin (MIT),
whose table is Unihan's and its own corrections; the site itself needs only the file:

    python3 -m venv /tmp/pinyin && /tmp/pinyin/bin/pip install pypinyin==0.55.0
    /tmp/pinyin/bin/python ops/make_pinyin.py > zones/gazetteer/pinyin.txt
"""

import unicodedata
from collections import defaultdict

from pypinyin.constants import PINYIN_DICT


def plain(reading: str) -> str:
    """A reading without its tone; ``ü`` is typed ``v``."""
    marked = reading.replace("ü", "v").replace("ǖ", "v").replace("ǘ", "v")
    marked = marked.replace("ǚ", "v").replace("ǜ", "v")
    bare = unicodedata.normalize("NFD", marked)
    return "".join(c for c in bare if c.isascii() and c.isalpha())


def characters() -> list[str]:
    """The characters of GB 2312, levels 1 and 2."""
    rows = range(0xB0, 0xF8)
    pairs = [bytes((row, column)) for row in rows for column in range(0xA1, 0xFF)]
    return [c for c in (p.decode("gb2312", "ignore") for p in pairs) if c]


def main() -> None:
    """Write the table to stdout."""
    read: dict[str, list[str]] = defaultdict(list)
    for character in characters():
        for reading in dict.fromkeys(map(plain, PINYIN_DICT[ord(character)].split(","))):
            if reading:
                read[reading].append(character)
    for syllable in sorted(read):
        print(syllable, "".join(read[syllable]), sep="\t")


if __name__ == "__main__":
    main()
