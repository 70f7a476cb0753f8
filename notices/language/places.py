"""Divisions at the head of a place, and fragments that have no head.

``花溪区石板镇…`` begins with a division; ``小区3号楼`` does not, though it too has 区.
"""

import re
from functools import lru_cache

from zones.address.divisions import names
from zones.address.values import Level

Index = dict[str, tuple[str, ...]]


@lru_cache(maxsize=64)
def _index(every: frozenset[str]) -> Index:
    """Names by their first character, the longest first."""
    out: dict[str, list[str]] = {}
    for word in every:
        out.setdefault(word[0], []).append(word)
    return {first: tuple(sorted(words, key=len, reverse=True)) for first, words in out.items()}


COUNTIES = frozenset(names(Level.DISTRICT))
_CITIES = frozenset(names(Level.CITY))
_COUNTY = _index(COUNTIES)
_PROVINCE_OR_CITY = _index(_CITIES | frozenset(names(Level.PROVINCE)))
_CITY_SHORT = _index(frozenset(name[:-1] for name in _CITIES if name.endswith("市")))
CITIES_WITHOUT_DISTRICTS = (
    "东莞市",
    "中山市",
    "儋州市",
    "嘉峪关市",
    "广东省东莞市",
    "广东省中山市",
)
"""Prefectures that have towns only: an entry there lacks no district."""

_VAGUE_NAMES = frozenset({"东区", "西区", "城区", "郊区", "矿区"})
"""Divisions whose names are also parts of any complex: read only where a page vouches."""

_TRADE = re.compile(
    r"(?:[一-鿿]{2,4})?(?:高新技术产业开发区|经济技术开发区|高新技术开发区|高新区|经开区|"
    r"综合保税区|航空港区|航空港经济综合实验区|综改示范区|城乡融合示范区|(?<=[一-鿿]{2})新区)(?!街道)(?:[一-鿿]{2}新城)?"
)
_BY_SHAPE = re.compile(r"[一-鿿]{2,5}?(?:区|县|旗)(?=[一-鿿]{2,7}?(?:街道|镇|乡))")
_NOT_BY_SHAPE = re.compile(
    r"(?:[小社园校片街厂矿院营景城学灾辖地市老山东西南北中新]区"
    r"|(?:住宅|别墅|商务|居住|生活|家属|平房|工业|开发)区)$"
)
_SUBDISTRICT_AHEAD = re.compile(r"[一-鿿]{2,7}?(?:街道|镇|乡)")


def _longest(index: Index, text: str, i: int) -> int:
    """The end of the longest name of ``index`` that begins at ``i``, or ``i``."""
    for word in index.get(text[i : i + 1], ()):
        if text.startswith(word, i):
            return i + len(word)
    return i


def division(text: str, i: int, known: frozenset[str] = frozenset()) -> tuple[int, int]:
    """Where the district's name that begins at ``i`` starts and ends; ``(i, i)`` for none.

    ::

        division = [province] [city] district ;
        district = (* a name of GB/T 2260 *) | trade-zone | name-before-a-subdistrict ;
        trade-zone = [city] ( 高新区 | 经开区 | … 新区 ) [… 新城] ;

    A vague name (城区, 东区) and one of two characters (新县) count after their city, where
    a subdistrict follows, or when ``known``, the names that the page itself uses as
    districts, has it.
    """
    start = _longest(_PROVINCE_OR_CITY, text, i)
    start = _longest(_PROVINCE_OR_CITY, text, start)
    if known:
        end = _longest(_index(known), text, start)
        if end > start:
            return start, end
    end = _longest(_COUNTY, text, start)
    if end > start:
        name = text[start:end]
        doubtful = len(name) == 2 and not (start > i and name in _VAGUE_NAMES)
        if not doubtful or _SUBDISTRICT_AHEAD.match(text, end):
            return start, end
        return i, i
    zone = _TRADE.match(text, start) or _by_shape(text, start)
    return (start, zone.end()) if zone else (i, i)


def _by_shape(text: str, i: int) -> "re.Match[str] | None":
    """A district that no list knows, told by the subdistrict after it: 凤翔区城关镇."""
    match = _BY_SHAPE.match(text, i)
    named = match and "将" not in match[0] and not _NOT_BY_SHAPE.search(match[0])
    return match if named else None


def is_division(name: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether the whole of ``name`` names a district, with or without its city."""
    start, end = division(name, 0, known)
    return (start < end == len(name)) or name in COUNTIES or name in known


def city(text: str, i: int) -> int:
    """The end of a province's or a city's name at ``i``, or ``i``."""
    return _longest(_PROVINCE_OR_CITY, text, i)


def city_short(text: str, i: int) -> int:
    """The end of a city's name without 市 at ``i`` (兰州团结新村街道), or ``i``."""
    return _longest(_CITY_SHORT, text, i)


_NUMERAL = (
    r"(?:[A-Za-z]{1,2}|\d{1,5}(?:[、.,及和与-]\d{1,5})*|[A-Za-z]\d{1,3}|\d{1,3}[A-Za-z]"
    r"|[一二三四五六七八九十]{1,3}|[甲乙丙丁])"
)
_RANGE_END = r"(?:-{1,2}(?:[A-Za-z]?\d{1,5}[A-Za-z]?|[A-Za-z一二三四五六七八九十]))?"
_UNIT = (
    r"(?:号(?:楼|院|院落|门|房|店|附\d+号)?|楼|栋|幢|座|单元|层|排|组|户|室|门|梯|期|队|社|区|巷|弄"
    r"|条|段|#(?:楼)?|铺|组团|标段|塔|馆|厅|车间|村民小组|自然村|地块)?(?:门面|商铺|住户)?"
)
_STEP = rf"(?:[新老旧原附临东西南北中后前]{{0,2}}{_NUMERAL}{_RANGE_END}{_UNIT})"
_HEADLESS = re.compile(
    rf"{_STEP}{{1,4}}(?:之[一二三四五六七八九十]|以[东西南北]|[东西南北]侧|半边户|楼层|整栋楼?|全部)?"
    r"(?:[及和与][一-鿿]{0,4}(?:周边|附近|沿街|平房|商铺|底商|门面)[一-鿿]{0,6})?(?:\([^()]*\))*"
)
_COMMON = re.compile(
    r"(?:[东西南北中][区院门园楼侧段苑]|平房区?|底商|商铺|门面房?|门店|车库|地下[室车]?库?|沿街商铺|"
    r"家属[楼院区]|宿舍[楼区]?|办公[楼区]|综合楼|住宅楼|周边\w{0,4}|附近\w{0,4})"
)
_BOUND = re.compile(
    r"(?:其)?[东西南北]{1,2}(?:面|侧|边|部)?(?:起|至|到|临|邻|以|沿|接|靠|与|界).*"
    r"|[^,、;]{2,24}以[东西南北]{1,2}(?:的?(?:围合|合围)?(?:区域|范围)内?)?(?:\([^()]*\))*"
)


def is_headless(words: str) -> bool:
    """Whether ``words`` are only the end of an address: ``9号楼``, ``2栋``, ``6``.

    ::

        headless = step {step} [remark] | 平房区 | 底商 | … ;
        step     = [新 | 东 | …] numeral ["-" numeral] [号楼 | 栋 | 单元 | …] ;
    """
    return bool(_HEADLESS.fullmatch(words) or _COMMON.fullmatch(words))


_REMARK = re.compile(
    r"(?:(?:不?含|不包含|不包括)(?![山光元章晖嘉香])|(?:均|但不|并)含)[^,、;。]{2,24}"
    r"|以[^,、;。]{2,12}为界"
)


def is_remark(words: str) -> bool:
    """Whether ``words`` say more of the place before them: ``含职工餐厅``, ``以吐曼河为界``.

    ::

        remark = ( 含 | 不含 | 不包括 ) part | 以 line 为界 ;
    """
    return bool(_REMARK.fullmatch(words))


def is_bound(words: str) -> bool:
    """Whether ``words`` are one side of an area: ``东至北苑路``, ``承德街以南``.

    ::

        bound = side [面 | 侧] ( 至 | 到 | 临 | 沿 | … ) place | place 以 side [区域] ;
    """
    return bool(_BOUND.fullmatch(words))
