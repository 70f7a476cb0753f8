"""How the heads of addresses are spelled: everything from the street to the section.

A head is a text that leads to one known place, without the province, city and district
in front of it and the building behind it. Which texts these are is worked out from the
names in an index, and each is proved by the address language before it is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from zones.address import parse, value_key
from zones.address.numerals import to_chinese, value
from zones.address.values import Level, Target
from zones.gazetteer.anchors import HOLDERS, anchors_of
from zones.gazetteer.columns import LEVELS, NOWHERE, RANK
from zones.gazetteer.index import Index

SEVERAL = -2
COMPLEX, SECTION = RANK[Level.COMPLEX], RANK[Level.SECTION]
PROBE = "1号楼1单元101室"
_SMALL = re.compile(r"(?<![\dA-Z])\d{1,2}(?![\dA-Z号])")
_COUNTED = re.compile("[0-9]{3}小区")
_PLAIN = re.compile("[\u4e00-\u9fff]{2,}")
_STRUCTURE = re.compile(
    "[路街巷道条弄镇乡沿口号期栋幢排]|(?<!新)村|社区|居委|居民|村民|管委|办事处|开发区|新区|示范区|高新区"
    "|[一二三四五六七八九十百师]团|经开区|综改区|胡同|单元|单$"
)
"""A name with one of these might be read otherwise behind a street or a community."""
_JOINING = "和与及至到除含"
Heads = dict[str, tuple[int, ...]]


def heads_of(index: Index) -> Heads:
    """The places that each head leads to: one, or the several that bear it.

    Of several, ``SEVERAL`` stands for bearers of the name that have no such section, and
    ``NOWHERE`` for those that the words around the name may or may not rule out. Heads that
    only the general path can decide (by the date, or between two names) lead to none.
    """
    found: dict[str, set[int]] = {}
    keys: dict[str, str] = {}
    unsure: set[str] = set()
    for (rank, key), numbers in index.named_numbers.items():
        if rank != COMPLEX:
            continue
        dated = any(_is_dated(index, number, key) for number in numbers)
        for head, number in _heads(index, key, numbers):
            if dated:
                unsure.add(head)
            if keys.setdefault(head, key) != key:
                unsure.add(head)
            found.setdefault(head, set()).add(number)
    return {head: () if head in unsure else tuple(sorted(found[head])) for head in found}


def _is_dated(index: Index, number: int, key: str) -> bool:
    """Whether a name leads to its place on some dates only, or a retired place bears it."""
    dates = (index.columns.retired, index.begins)
    return (number, key) in index.limited or any(number in each for each in dates)


def _heads(index: Index, key: str, numbers: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Each head that leads to a complex of this key, or to a section of one."""
    for core in _cores(key):
        if not _is_read_as(core, key):
            continue
        for number in numbers:
            yield core, number
            for section, child in _sections(index, core, number):
                yield core + section, child
                if len(numbers) > 1:
                    yield core + section, SEVERAL
        districts = [index.columns.district[number] for number in numbers]
        for number, district in zip(numbers, districts, strict=True):
            if districts.count(district) > 1:
                continue  # Which of the two is meant, only the general path can say.
            for head, leads_to in _around(index, core, number):
                yield head, leads_to
                if len(numbers) > 1:
                    yield head, NOWHERE


def _cores(key: str) -> Iterator[str]:
    """The spellings of a complex by its key; of a yard with its street in front."""
    street, slash, yard = key.rpartition("/")
    for core in {key.replace("/", ""), _worded(street) + (yard if slash else _worded(yard))}:
        yield core
        if (
            not slash
            and not core.endswith("小区")
            and value_key(Level.COMPLEX, f"{core}小区") == key
        ):
            yield f"{core}小区"


def _worded(key: str) -> str:
    """A key with its small numbers in words, as they are mostly written: 桃园四巷."""
    return _SMALL.sub(lambda match: to_chinese(int(match.group())), key)


def _is_read_as(core: str, key: str) -> bool:
    """Whether the address language reads ``core`` before a building as this complex."""
    if core[-1].isascii() or core[-1] in "一二三四五六七八九十甲乙丙丁戊己庚辛第":
        return False
    target = _only_target(core + PROBE)
    if target is None or any(s.level in _ABOVE for s in target.path):
        return False
    below = [(s.level, s.value) for s in target.path if s.level in _BELOW]
    anchors = anchors_of(target.path)
    return (
        below == [(Level.BUILDING, "1"), (Level.UNIT, "1")]
        and target.part is not None
        and anchors[0].level is Level.COMPLEX
        and anchors[0].key == key
        and ("/" in key or not (anchors[0].street or anchors[0].around))
    )


_ABOVE = (Level.PROVINCE, Level.CITY, Level.DISTRICT)
_BELOW = (Level.SECTION, Level.BUILDING, Level.UNIT)


def _only_target(text: str) -> Target | None:
    address = parse(text)
    plain = len(address.targets) == 1 and not address.unused
    return address.targets[0] if plain and not address.targets[0].exceptions else None


def _around(index: Index, core: str, number: int) -> Iterator[tuple[str, int]]:
    """The complex behind its street, its community, and both of its towns."""
    yard = "/" in index.key_of(number) or _COUNTED.fullmatch(core) is not None
    if not yard and not may_be_held(core):
        return
    sections = list(_sections(index, core, number))
    for holder in _holders(index, number, streets=not yard):
        yield holder + core, number
        for section, child in sections:
            yield holder + core + section, child


_HOLDS = re.compile("[\u4e00-\u9fff]{2,}(?:街道|镇|乡|社区|村|路|街|巷|[路街巷][0-9]+号)")
_DOOR = re.compile(r"\d+号.*$")
_held: dict[str, bool] = {}


def may_be_held(core: str) -> bool:
    """Whether a name is read the same behind a community or a street as alone."""
    return bool(_PLAIN.fullmatch(core) and not _STRUCTURE.search(core) and core[0] not in _JOINING)


def _holders(index: Index, number: int, *, streets: bool) -> Iterator[str]:
    """What may be written in front of a complex: town, community, street, door."""
    towns = [""]
    for each in index.lineage(number)[:-1]:
        name = index.name_of(each)
        if LEVELS[index.columns.rank[each]] in HOLDERS and is_held(name):
            towns += [name, towns[-1] + name] if towns[-1] and name[0] not in _JOINING else [name]
    street = index.columns.streets.get(number, "") if streets else ""
    written = {w for s in (street, _worded(street)) for w in (s, _DOOR.sub("", s))}
    fronts = ["", *sorted(w for w in written if is_held(w))]
    for town in towns:
        for front in fronts:
            if (town or front) and not (town and front and front[0] in _JOINING):
                yield town + front


def is_held(holder: str) -> bool:
    """Whether the address language reads a holder apart from a name behind it."""
    known = _held.get(holder)
    if known is None and not _HOLDS.fullmatch(holder):
        known = _held[holder] = False
    if known is None:
        target = _only_target(f"{holder}晋阳紫城{PROBE}")
        known = target is not None and [
            s.value for s in target.path if s.level is Level.COMPLEX
        ] == ["晋阳紫城"]
        _held[holder] = known
    return known


def _sections(index: Index, core: str, number: int) -> Iterator[tuple[str, int]]:
    """The sections of a complex as they are written behind its name."""
    for child in index.children_of(number):
        if index.columns.rank[child] != SECTION:
            continue
        key = index.key_of(child)
        for written in _section_spellings(key):
            if _section_is_read(core[-2:], written, key):
                yield written, child


def _section_spellings(key: str) -> Iterable[str]:
    label = key[:-1]
    if key.endswith("期") and (number := value(label)) is not None:
        return (key, f"{to_chinese(number)}期")
    if len(label) == 1 and label.isascii() and label.isalpha():
        return (key, key.lower())
    return (key,)


_sections_read: dict[tuple[str, str], bool] = {}


def _section_is_read(ending: str, written: str, key: str) -> bool:
    """Whether a section is read as such behind a name that ends so."""
    known = _sections_read.get((ending, written))
    if known is None:
        target = _only_target(f"晋阳{ending}{written}{PROBE}")
        known = target is not None and [
            value_key(s.level, s.value) for s in target.path if s.level in _BELOW
        ] == [key, "1", "1"]
        _sections_read[ending, written] = known
    return known
