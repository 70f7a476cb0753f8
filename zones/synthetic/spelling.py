"""How citizens spell: every way here is harmless, and none is wrong.

Each function makes one choice by ``draw``; together they make the text of a question.
"""

import random
import re

from zones.synthetic.rows import street_alone
from zones.synthetic.words import CHINESE, SIDES

Draw = random.Random
_LABEL = re.compile(r"([甲乙丙]?[A-Z]?\d*[东西]?)(.*)")
_FULL_WIDTH = str.maketrans("0123456789#-", "０１２３４５６７８９＃－")
_TRADITIONAL = str.maketrans("楼单号层园庄", "樓單號層園莊")
_PROVINCE, _CITY = "山西省", "太原市"


def division(draw: Draw, district: str, *, must: bool) -> str:
    """小店区, 太原市小店区, 山西省太原市小店区, 太原市, or nothing unless it ``must`` name it."""
    share = draw.random()
    if share < 0.38 or (must and share < 0.75):
        return district
    if share < 0.55 or must:
        return _CITY + district
    if share < 0.63:
        return _PROVINCE + _CITY + district
    return _CITY if share < 0.7 else ""


def complex_name(draw: Draw, name: str) -> str:
    """晋阳紫城 for 晋阳紫城小区, and the other way; 红沟西小区 is never 红沟西."""
    stem = name.removesuffix("小区")
    if stem != name:
        counted = stem[-1] in f"{CHINESE}{SIDES}0123456789" or len(stem) < 2
        return stem if not counted and draw.random() < 0.4 else name
    ends_well = name[-1] in "园苑庭府城邸居湾庄" and not name[0].isdigit()
    return f"{name}小区" if ends_well and draw.random() < 0.1 else name


def street(draw: Draw, known: str) -> str:
    """A street with its door number, or without."""
    return known if draw.random() < 0.5 else street_alone(known)


def section(draw: Draw, name: str) -> str:
    """2期 for 二期, c区 for C区."""
    if name.endswith("期") and draw.random() < 0.4:
        return f"{CHINESE.index(name[0]) + 1}期"
    return name.lower() if draw.random() < 0.05 else name


def tail(draw: Draw, section: str, building: str, unit: str, *, dashes: bool = True) -> str:
    """The rungs below the complex, and often a room; 4-10-1203 where ``dashes`` are safe."""
    if not building:
        return section
    label, suffix = _split(building)
    room = _room(draw)
    number, _ = _split(unit)
    if label.isdigit() and number.isdigit() and dashes and draw.random() < 0.04:
        return f"{section}{label}-{number}-{room}"
    written = section + _building(draw, label, suffix)
    if unit:
        written += _unit(draw, unit)
    if room and draw.random() < 0.4:
        written += room + draw.choice(["室", "室", "", "号", "户"])
    return written


def _split(name: str) -> tuple[str, str]:
    match = _LABEL.fullmatch(name)
    assert match is not None
    return match[1], match[2]


def _building(draw: Draw, label: str, suffix: str) -> str:
    if label.isdigit() and int(label) < 100 and draw.random() < 0.04:
        return chinese(int(label)) + "号楼"
    if label.isalpha() and label.isascii():
        label = label.lower() if draw.random() < 0.05 else label
        return label + draw.choice(["座", "座", "座", "栋", "号楼"])
    if draw.random() < 0.5:
        return label + suffix
    forms = ["号楼", "号楼", "栋", "幢", "座", "#", "#楼"]
    return label + draw.choice(forms if not label.isdigit() else [*forms, "号楼"])


def _unit(draw: Draw, unit: str) -> str:
    label, suffix = _split(unit)
    if label.isdigit() and draw.random() < 0.06:
        return chinese(int(label)) + "单元"
    if suffix == "单元" and label.isdigit() and draw.random() < 0.04:
        return f"{label}门"
    return f"{label}单元"


def _room(draw: Draw) -> str:
    return f"{draw.randint(1, 33)}0{draw.randint(1, 4)}"


def chinese(number: int) -> str:
    """十二 for 12, up to 99."""
    tens, ones = divmod(number, 10)
    written = ("" if tens == 1 else CHINESE[tens - 1]) + "十" if tens else ""
    return written + (CHINESE[ones - 1] if ones else "")


def noise(draw: Draw, text: str) -> str:
    """Blanks, full width, another script, commas: what fingers and machines add."""
    share = draw.random()
    if share < 0.04:
        return re.sub(r"(?<=[区楼元栋园苑])(?=.)", lambda _: draw.choice(["", " "]), text)
    if share < 0.07:
        return text.translate(_FULL_WIDTH)
    if share < 0.08:
        return text.translate(_TRADITIONAL)
    if share < 0.09:
        return re.sub(r"^(太原市)?(..[区县市])(?=.)", r"\1\2，", text)
    if share < 0.1:
        return f" {text}。"
    return text
