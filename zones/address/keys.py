"""Canonical keys: what two spellings of one place share (归一键).

A key sees through the harmless differences (domain: 栋/幢/座/号楼/#, numerals, width,
blanks, a bare trailing 小区, 2期 = 二期) and through nothing else. Keys are compared, stored
and indexed; they are never shown.

A named complex is known by its name within a district. A numbered one (8号院, 21号) has no
identity without its street, or without its village where there is no street.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from zones.address import labels, numerals
from zones.address.fold import fold, unwrap
from zones.address.values import Level, Segment

_NOISE = re.compile(r"[\s\"·'、,。:;()~-]+")
_DASH_BETWEEN_DIGITS = re.compile(r"(?<=\d)[-~](?=\d)")
_KEPT_DASH = "\u2012"
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_COUNTED = frozenset(
    "一二三四五六七八九十百0123456789东南西北中前后上下新老旧内外甲乙丙丁ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
"""A 小区 behind one of these is counted or pointed at, and belongs to the name (红沟西小区)."""
_NUMBERED = re.compile(
    r"[甲乙丙丁临东南西北A-Z]{0,2}\d+[A-Z]?(?:-\d+)*(?:号|弄)?(?:\d+支?弄)?(?:大院|小院|院|街坊|号)?"
    r"(?:及?之[\d一二三四五六七八九十]+|附\d+号?)*(?:小区)?"
)
_OF_A_NUMBER = re.compile("[号弄院坊]")
_NUMERAL_IN_NAME = re.compile(
    "(?<![零〇一二三四五六七八九十百])(?:[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
    "(?=小区|院|号|村|厂|中|宿舍|街坊|公司|建|局|处|期|区|园|巷|条|街|路|弄|段|道|横)"
)
"""A numeral that counts what follows it (下元二小区 = 下元2小区), never a date (五一路)."""
_AFTER_OF = re.compile("(?<=之)[一二三四五六七八九十]+")
_BUILDING_SUFFIX = re.compile("(?<=.)(?:号楼|栋楼|号栋|栋|幢|座|#楼|#|号)$")
_UNIT_SUFFIX = re.compile("(?<=.)(?:单元|门栋|门|梯位|梯)$")
_OFFICES = (
    (re.compile("(?<=村)(?:民委员会|委会|委)$"), ""),
    (re.compile("(?<=社区)(?:居民委员会|居委会)$"), ""),
)
_TOWN_OFFICE = re.compile("(?<=..)(?:街道办事处|街道办|街办|办事处)$")
_LAST_STREET = re.compile(
    r".*?(?:大街|大道|公路|路|街|巷|胡同|弄)(?![路街巷弄])"
    r"(?:[东南西北中](?:[一二三四五六七八九\d]?段)|[东南西北中前后横新]{0,2}\d+(?:巷|条|街|弄|横))*"
)
_DOOR = re.compile(r"(\d+)号?")
SEPARATOR = "/"


def _plain(value: str) -> str:
    text = unwrap(fold(value)).text.upper()
    kept = _DASH_BETWEEN_DIGITS.sub(_KEPT_DASH, text)
    return _NOISE.sub("", kept).replace(_KEPT_DASH, "-")


def segment_key(segment: Segment) -> str:
    """The key of one segment: equal for harmless spellings of one thing, and only for them."""
    return value_key(segment.level, segment.value)


@lru_cache(maxsize=50_000)
def value_key(level: Level, value: str) -> str:
    """The key of ``value`` at ``level``; the key of a key is itself."""
    key = _key(level, value)
    while (again := _key(level, key)) != key:
        key = again
    return key


def _key(level: Level, value: str) -> str:
    plain = _plain(value)
    if level is Level.BUILDING:
        return labels.canonical(_BUILDING_SUFFIX.sub("", plain)) or plain
    if level is Level.UNIT:
        return labels.canonical(_UNIT_SUFFIX.sub("", plain)) or plain
    if level is Level.SECTION:
        return _section_key(plain)
    if level is Level.COMPLEX:
        return _complex_name(plain)
    if level is Level.STREET:
        return _counted(plain)
    if level is Level.COMMUNITY:
        for office, name in _OFFICES:
            plain = office.sub(name, plain)
        return _counted(plain)
    if level is Level.SUBDISTRICT:
        return _TOWN_OFFICE.sub("街道", plain)
    return plain


def _counted(text: str) -> str:
    """``text`` with the numerals that count something in digits, without leading zeros."""
    return _ZEROS.sub("", _NUMERAL_IN_NAME.sub(lambda m: numerals.arabic(m.group()), text))


def _section_key(plain: str) -> str:
    phase = re.fullmatch("([IVX]+)期", plain)
    number = numerals.roman(phase[1]) if phase else None
    if number is not None:
        return f"{number}期"
    return _ZEROS.sub("", numerals.arabic(plain.removeprefix("第")) or plain)


def _complex_name(plain: str) -> str:
    """晋阳紫城小区 is 晋阳紫城; 下元二小区, 红沟西小区 and 小区 stay what they are."""
    name = _AFTER_OF.sub(lambda m: numerals.arabic(m.group()), _counted(plain))
    if _is_number(name):
        return name.removesuffix("小区")
    if name.endswith("小区") and len(name) > 3 and name[-3] not in _COUNTED:
        return name[:-2]
    return name


def _is_number(name: str) -> bool:
    return bool(_OF_A_NUMBER.search(name) and _NUMBERED.fullmatch(name))


def is_numbered(value: str) -> bool:
    """Whether a complex is only a number on its street (8号院, 21号, 208号大院之一)."""
    return _is_number(_counted(_plain(value)))


@lru_cache(maxsize=20_000)
def street_name(value: str) -> str:
    """The innermost street that a street segment names: 玉河街康乐巷 is on 康乐巷.

    A branch that is only counted keeps its main street (寇庄北街北二巷).
    """
    plain = _counted(_plain(value))
    last, at = plain, 0
    while (match := _LAST_STREET.match(plain, at)) and match.end() > at:
        last, at = plain[at : match.end()], match.end()
    return last


def different_streets(one: str, other: str) -> bool:
    """Whether two street keys certainly name different ground.

    平阳路 and 平阳路65号 need not, nor do 玉河街 and 玉河街康乐巷, which branches off it;
    平阳路65号 and 平阳路66号 do.
    """
    mine, theirs = street_name(one), street_name(other)
    if mine not in other and theirs not in one:
        return True
    if mine != theirs:
        return False
    doors = {_DOOR.sub(r"\1", key.rpartition(mine)[2]) for key in (one, other)}
    return len(doors) == 2 and all(door.isdigit() for door in doors)


def complex_key(path: Iterable[Segment]) -> str:
    """The key of the complex that ``path`` lies in, within its district.

    Empty if the path reaches no complex. A named complex is its name; a numbered one is
    preceded by its street, else its community, else its subdistrict.
    """
    by_level: dict[Level, Segment] = {segment.level: segment for segment in path}
    found = by_level.get(Level.COMPLEX)
    if found is None:
        return ""
    key = segment_key(found)
    if not is_numbered(found.value):
        return key
    return SEPARATOR.join(filter(None, (_anchor(by_level), key)))


def _anchor(by_level: dict[Level, Segment]) -> str:
    """What a place without a named complex is known by: its street, village or town."""
    for level in (Level.STREET, Level.COMMUNITY, Level.SUBDISTRICT):
        segment = by_level.get(level)
        if segment is not None:
            return street_name(segment.value) if level is Level.STREET else segment_key(segment)
    return ""


_BELOW = (Level.SECTION, Level.BUILDING, Level.UNIT, Level.AREA)


def local_key(path: Iterable[Segment]) -> str:
    """The key of ``path`` within its district: the division it lies in is left out."""
    segments = tuple(path)
    by_level = {segment.level: segment for segment in segments}
    head = complex_key(segments) or _anchor(by_level)
    if head and Level.COMPLEX not in by_level:
        anchors = (Level.STREET, Level.COMMUNITY, Level.SUBDISTRICT)
        level = next(level for level in anchors if level in by_level)
        head = f"{level}:{head if level is not Level.STREET else segment_key(by_level[level])}"
    below = [f"{s.level}:{segment_key(s)}" for s in segments if s.level in _BELOW]
    return SEPARATOR.join(filter(None, (head, *below)))


def path_key(path: Iterable[Segment]) -> str:
    """The key of a whole path: its district, if it names one, and ``local_key``."""
    segments = tuple(path)
    divisions = (Level.PROVINCE, Level.CITY, Level.DISTRICT)
    finest = [s for s in segments if s.level in divisions][-1:]
    return SEPARATOR.join(
        filter(None, (*(f"{s.level}:{segment_key(s)}" for s in finest), local_key(segments)))
    )
