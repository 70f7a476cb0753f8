"""Names typed in Latin letters: whole syllables, their beginnings, or initials (拼音、首字母).

``jinyangzicheng``, ``jyzc`` and ``jinyzc`` may all mean 晋阳紫城, and other names too: what is
typed so is only ever suggested from, never taken. Pure but for its table, which is read once.
"""

from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("pinyin.txt")


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for line in TABLE.read_text("utf-8").splitlines():
        syllable, characters = line.split("\t")
        for character in characters:
            found.setdefault(character, []).append(syllable)
    return {character: tuple(syllables) for character, syllables in found.items()}


def readings(character: str) -> tuple[str, ...]:
    """How a character may be read, without tones; a letter or figure is read as itself."""
    if character.isascii():
        return (character.lower(),) if character.isalnum() else ()
    return _readings().get(character, ())


def initials(name: str) -> frozenset[str]:
    """The letters with which a name may begin."""
    return frozenset(r[0] for r in readings(name[0])) if name else frozenset()


def rest_after(name: str, typed: str) -> str | None:
    """What of ``typed`` goes on behind the name; empty where all of it is spelt by the name.

    ``None`` where the letters spell neither the name nor its beginning. Figures are never
    letters of a syllable, so they end the spelling.
    """
    ends = {0}
    for character in name:
        if len(typed) in ends:
            return ""
        said = readings(character)
        if not said:
            continue
        ends = {end for start in ends for end in _after_one(said, typed, start)}
        if not ends:
            return None
    return min((typed[end:] for end in ends), key=len)


def _after_one(said: tuple[str, ...], typed: str, start: int) -> set[int]:
    """Where the spelling may stand after one character: behind each beginning of a reading."""
    found = set()
    for syllable in said:
        for length in range(1, len(syllable) + 1):
            if typed[start : start + length] != syllable[:length]:
                break
            found.add(start + length)
    return found
