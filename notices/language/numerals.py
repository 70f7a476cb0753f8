"""Numbers as notices write them: 20, ２０, 二十, 七十二, 二〇二二."""

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
CHINESE = "零〇○一二两三四五六七八九十百千"


def number(text: str) -> int | None:
    """Read a whole number.

    ::

        number  = digit {digit}                  (* 72, 2022 *)
                | han-digit han-digit {han-digit} (* 二〇二二: a digit each *)
                | [han-digit] 十 [han-digit] | …  (* 七十二, 一百零八 *) ;
    """
    if text.isascii() and text.isdigit():
        return int(text)
    if text and all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    return _multiplied(text)


def _multiplied(text: str) -> int | None:
    """A numeral with 十, 百 or 千 in it."""
    total, digit = 0, None
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in TENS:
            total += (1 if digit is None else digit) * TENS[char]
            digit = None
        else:
            return None
    return total + (digit or 0) if text else None


def numeral(value: int) -> str:
    """``value`` (1–9999) in Chinese numerals, as a heading counts: 十二, 一百零八."""
    if not 0 < value < 10_000:
        raise ValueError(f"no heading counts to {value}")
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            out += ("零" if gap and out else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = True
    return out.removeprefix("一") if out.startswith("一十") else out
