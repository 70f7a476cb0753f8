"""What is finer than a unit (户室、楼层、商铺): text first, numbers where there are some.

EBNF::

    floor = ["第"] numeral [dash numeral] ("层" | "楼") [ relation ] ;
    relation = ["及"] ("以上" | "以下") [numeral "层"] | "及上下" ["各"] numeral "层" … ;
"""

import re

from zones.address import lexicon, numerals
from zones.address.reader import Reader
from zones.address.tokens import Token
from zones.address.values import Part

_N = rf"(?:\d{{1,5}}|[{lexicon.CN}]{{1,4}})"
FLOOR_TAIL = re.compile(
    f"(?:楼层)?(?:(?P<up>及?以上)|(?P<down>及?以下)|(?P<around>及?(?:以|其)?上下(?:各)?))"
    f"(?:(?P<count>{_N})层)?(?:共{_N}层)?(?:楼层|各层|户|住户)*|整层|全层|楼层?|风险户|所有住户"
)
_NUMBER = re.compile(_N)
_KINDS = {
    "floor": "floor",
    "storey": "floor",
    "within": "floor",
    "household": "household",
    "shop": "shop",
    "room": "room",
}
FLANK = re.compile("(?:东南|东北|西南|西北|[东南西北])[侧向面角]|同层(?:住户)?")
"""A side of a building: a part of it, without a number."""
ON_FLOOR = re.compile("[^、,;。/|:()]{1,8}(?:区|部|科|厅|室|专柜|柜台)")
"""Behind a floor a part of it: 一楼生鲜区."""
SHOP = re.compile(
    "[^、,;。/|:()]{0,30}?(?:店|超市|餐厅|饭店|酒店|宾馆|旅馆|商铺|商行|药房|药店|公司|银行|支行|营业厅|馆|商店|便利店|"
    "幼儿园|KTV|网吧|诊所|市场|商场|浴池|洗浴|菜鸟驿站|驿站|麻将馆|小卖部|小卖铺|门市部?|门面房?|商铺|底商|商服|铺面|铺)"
)


def read(reader: Reader, token: Token, before: Part | None) -> Part:
    """The part that ``token`` names; a second token refines the first (2层201室)."""
    text = reader.text
    kind = _KINDS.get(token.kind, "room")
    if kind == "room" and text[token.end - 1] == "户":
        kind = "household"
    start = token.start
    low, high = _bounds(text[token.start : token.list_end], kind)
    if before is not None:
        joined = before.end - reader.offset
        span = reader.span(token.start, token.end)
        words = before.text + reader.normal.source[joined : span.end - reader.offset]
        return Part(kind, words, before.start, span.end, low, high)
    span = reader.span(start, token.end)
    return Part(kind, span.text, span.start, span.end, low, high)


def room(reader: Reader, start: int, end: int) -> Part:
    """A room that is told by its place in 4-10-1203."""
    span = reader.span(start, end)
    low, high = _bounds(reader.text[start:end], "room")
    return Part("room", span.text, span.start, span.end, low, high)


def other(reader: Reader, start: int, end: int, kind: str, before: Part | None = None) -> Part:
    """Words that name something inside a building."""
    span = reader.span(start, end)
    if before is not None:
        words = (
            before.text
            + reader.normal.source[before.end - reader.offset : span.end - reader.offset]
        )
        return Part(
            before.kind if kind == "other" else kind,
            words,
            before.start,
            span.end,
            before.low,
            before.high,
        )
    return Part(kind, span.text, span.start, span.end)


def grown(reader: Reader, part: Part, match: re.Match[str]) -> Part:
    """``part`` with the relation behind it: 七层以上, 33层及以下两层, 4层及上下各两层."""
    span = reader.span(match.start(), match.end())
    words = part.text + reader.normal.source[part.end - reader.offset : span.end - reader.offset]
    low, high = part.low, part.high
    count = numerals.value(match["count"]) if match["count"] else None
    if low is not None and high is not None:
        if match["up"]:
            high = None if count is None else high + count
        elif match["down"]:
            low = None if count is None else low - count
        elif match["around"] and count is not None:
            low, high = low - count, high + count
    return Part(part.kind, words, part.start, span.end, low, high)


def _bounds(words: str, kind: str) -> tuple[int | None, int | None]:
    """The least and the greatest number of ``words``, if they are one number or a range."""
    numbers = [numerals.value(word) for word in _NUMBER.findall(words)]
    known = [number for number in numbers if number is not None]
    if not known or len(known) != len(numbers) or (kind == "shop" and len(known) > 1):
        return None, None
    if words.startswith(("负", "-", "地下", "B", "b")) and kind == "floor":
        known = [-number for number in known]
    return min(known), max(known)
