"""Numerals as addresses write them: 12, 十二, 一二, 廿, Ⅱ.

EBNF::

    numeral = digits | chinese | roman ;
    chinese = digit-string | [thousands] [hundreds] [tens] [ones] ;   (* 二〇三, 一百零三 *)
"""

import re

DIGIT_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNIT_VALUES = {"十": 10, "百": 100, "千": 1000}
CHINESE = "零〇一二三四五六七八九十百千两"
_SHORTHAND = str.maketrans({"廿": "二十", "卅": "三十"})
_ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
}
_RUN = re.compile(f"[{CHINESE}廿卅]+")

_LONGEST = 9
"""Longer runs of digits are no address numeral; they stay text."""


def value(numeral: str) -> int | None:
    """The number that ``numeral`` spells, or ``None`` if it spells none."""
    if not 0 < len(numeral) <= _LONGEST:
        return None
    if numeral.isascii() and numeral.isdigit():
        return int(numeral)
    return _chinese(numeral.translate(_SHORTHAND))


def _chinese(numeral: str) -> int | None:
    if all(char in DIGIT_VALUES for char in numeral):
        return int("".join(str(DIGIT_VALUES[char]) for char in numeral))
    total, digit, lowest = 0, None, 10_000
    for char in numeral:
        if char in DIGIT_VALUES:
            if digit:  # Two digits beside each other with a unit elsewhere: 一二十.
                return None
            digit = DIGIT_VALUES[char]
            continue
        unit = _UNIT_VALUES.get(char)
        if unit is None or unit >= lowest or digit == 0:
            return None
        total += (1 if digit is None else digit) * unit
        digit, lowest = None, unit
    return total + (digit or 0)


def roman(numeral: str) -> int | None:
    """The number behind a Roman numeral up to X (Ⅱ期 folds to "II期")."""
    return _ROMAN.get(numeral)


def to_chinese(number: int) -> str:
    """``number`` from 0 to 99 in Chinese numerals, beyond that in digits."""
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number] if number >= 0 else str(number)
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def arabic(text: str) -> str:
    """``text`` with every Chinese numeral that spells a number in digits."""

    def digits(match: re.Match[str]) -> str:
        number = value(match.group())
        return match.group() if number is None else str(number)

    return _RUN.sub(digits, text)
