"""Names for a synthetic city: unlike each other, except where they are meant to be alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from zones.synthetic import words

Draw = np.random.Generator


class Kind(StrEnum):
    """What sort of complex a name stands for; it decides how the complex is numbered."""

    ESTATE = "estate"
    OLD = "old"
    DORMITORY = "dormitory"
    YARD = "yard"
    TOWER = "tower"
    MARKET = "market"


SHARES = {
    Kind.ESTATE: 0.55,
    Kind.OLD: 0.12,
    Kind.DORMITORY: 0.16,
    Kind.YARD: 0.12,
    Kind.TOWER: 0.03,
    Kind.MARKET: 0.02,
}


@dataclass(frozen=True, slots=True)
class Named:
    """A complex to be: its official name and its kind. A yard has none but its number."""

    name: str
    kind: Kind


def pick(draw: Draw, stock: Sequence[str]) -> str:
    """One of ``stock``."""
    return stock[int(draw.integers(len(stock)))]


def bare(name: str) -> str:
    """A name without its 小区: what two names must not share within a district."""
    return name.removesuffix("小区") if len(name) > 3 else name


def unlike(draw: Draw, count: int, make: Callable[[Draw], str], taken: set[str]) -> list[str]:
    """``count`` names that no name of ``taken`` equals; ``taken`` grows by them."""
    found: list[str] = []
    while len(found) < count:
        name = make(draw)
        if bare(name) not in taken:
            taken.add(bare(name))
            found.append(name)
    return found


def estate(draw: Draw) -> str:
    """锦绣花园, 晋恒翠湖名邸, 阳光府小区."""
    developer = pick(draw, words.DEVELOPERS) if draw.random() < 0.3 else ""
    second = pick(draw, words.AUSPICIOUS) if draw.random() < 0.25 else ""
    name = developer + pick(draw, words.AUSPICIOUS) + second + pick(draw, words.ESTATE_ENDS)
    return name + ("小区" if draw.random() < 0.4 else "")


def old(draw: Draw) -> str:
    """上营小区, 柳坡新村, 413小区."""
    if draw.random() < 0.06:
        return f"{int(draw.integers(100, 999))}小区"
    place = pick(draw, words.BEFORE_LOCALITY) + pick(draw, words.BEFORE_LOCALITY)
    return place + pick(draw, words.LOCALITIES) + ("新村" if draw.random() < 0.1 else "小区")


def dormitory(draw: Draw) -> str:
    """省水利厅宿舍, 红星机械厂家属院, 第二建筑公司小区."""
    owner = pick(draw, words.OWNERS)
    if draw.random() < 0.25:
        owner = f"第{words.CHINESE[int(draw.integers(6))]}{owner}"
    return pick(draw, words.OWNERS_OF) + owner + pick(draw, words.DORMITORIES)


def tower(draw: Draw) -> str:
    """鼎泰大厦, 星河写字楼."""
    return pick(draw, words.AUSPICIOUS) + pick(draw, words.TOWERS)


def market(draw: Draw) -> str:
    """河东建材市场, 银河酒店."""
    return pick(draw, words.AUSPICIOUS + words.STREETS) + pick(draw, words.MARKETS)


MAKERS = {
    Kind.ESTATE: estate,
    Kind.OLD: old,
    Kind.DORMITORY: dormitory,
    Kind.TOWER: tower,
    Kind.MARKET: market,
}


def complexes(draw: Draw, count: int, taken: set[str]) -> list[Named]:
    """About ``count`` names for one district, look-alikes of one another among them."""
    kinds = list(SHARES)
    drawn = draw.choice(len(kinds), size=count, p=list(SHARES.values()))
    found: list[Named] = []
    for kind in (kinds[int(number)] for number in drawn):
        if kind is Kind.YARD:
            found.append(Named("", kind))
            continue
        name = unlike(draw, 1, MAKERS[kind], taken)[0]
        found.append(Named(name, kind))
        if draw.random() < 0.06:
            found += [Named(n, kind) for n in _look_alikes(draw, name, taken)]
    return found[:count]


def _look_alikes(draw: Draw, name: str, taken: set[str]) -> list[str]:
    """上营二小区 and 上营西小区 beside 上营小区; 天朗花园 beside 天明花园."""
    if name[0].isdigit():
        return []
    if name.endswith("小区") and len(name) > 3:
        stem = name.removesuffix("小区")
        marks = [*words.CHINESE[1:4], *words.SIDES]
        drawn = draw.choice(len(marks), size=2, replace=False)
        made = [f"{stem}{marks[int(number)]}小区" for number in drawn]
    else:
        made = [misprint(draw, name)]
    fresh = [n for n in made if n != name and bare(n) not in taken]
    taken.update(map(bare, fresh))
    return fresh


def misprint(draw: Draw, name: str) -> str:
    """``name`` with one character taken for another; itself if none can be."""
    places = [i for i, char in enumerate(name) if char in words.LOOK_ALIKE]
    if not places:
        return name
    at = places[int(draw.integers(len(places)))]
    return name[:at] + pick(draw, words.LOOK_ALIKE[name[at]]) + name[at + 1 :]


def street(draw: Draw) -> str:
    """和平南路, 桃园四巷."""
    word = pick(draw, words.STREETS)
    if draw.random() < 0.15 and word[-1] not in words.CHINESE:
        return f"{word}{words.CHINESE[int(draw.integers(8))]}巷"
    side = pick(draw, ["东", "西", "南", "北", "中", "", ""])
    return word + side + pick(draw, words.STREET_ENDS)


def community(draw: Draw) -> str:
    """桃园社区, 和平路第三社区."""
    place = pick(draw, words.AUSPICIOUS + words.STREETS)
    if draw.random() < 0.35:
        place = pick(draw, words.BEFORE_LOCALITY) + pick(draw, words.LOCALITIES)
    if draw.random() < 0.25:
        place += pick(draw, ["东", "西", "南", "北", "第一", "第二", "第三", "苑", "里"])
    return f"{place}社区"


def village(draw: Draw) -> str:
    """王家庄村, 上石坡村."""
    if draw.random() < 0.6:
        return pick(draw, words.SURNAMES) + pick(draw, words.VILLAGE_ENDS) + "村"
    side = pick(draw, ["上", "下", "东", "西", "南", "北", "前", "后", "大", "小"])
    return side + pick(draw, words.BEFORE_LOCALITY) + pick(draw, words.LOCALITIES) + "村"


def subdistrict(draw: Draw) -> str:
    """柳坡街道."""
    return pick(draw, words.BEFORE_LOCALITY) + pick(draw, words.LOCALITIES) + "街道"


def town(draw: Draw) -> str:
    """石河镇, 杏坪乡."""
    end = "镇" if draw.random() < 0.6 else "乡"
    return pick(draw, words.BEFORE_LOCALITY) + pick(draw, words.LOCALITIES) + end
