"""How the buildings of a complex are numbered: never quite from one to the last."""

from dataclasses import dataclass

from zones.synthetic.naming import Draw, Kind, pick
from zones.synthetic.words import CHINESE

STEMS = "甲乙丙"
LETTERS = "ABCDEFGH"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A building or stairwell to be: its value and the words that name it."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section to be (``value`` empty: the complex itself) with its buildings."""

    value: str
    buildings: tuple[Numbered, ...]


def parts_of(draw: Draw, kind: Kind, count: int) -> list[Part]:
    """``count`` buildings of a complex, in sections if it is a large estate."""
    suffix = pick(draw, ["号楼"] * 7 + ["栋", "栋", "幢"])
    if kind is Kind.TOWER:
        return [Part("", tuple(Numbered(c, f"{c}座") for c in LETTERS[:count]))]
    if kind in (Kind.ESTATE, Kind.OLD) and count >= 8 and draw.random() < 0.25:
        return _in_sections(draw, count, suffix)
    return [Part("", tuple(Numbered(v, v + suffix) for v in _values(draw, kind, count)))]


def _in_sections(draw: Draw, count: int, suffix: str) -> list[Part]:
    """一期 and 二期, A区 to D区, 北区 and 南区; each begins anew, or they go on."""
    names = (
        [f"{c}期" for c in CHINESE[:3]],
        [f"{c}区" for c in LETTERS[:4]],
        ["北区", "南区"],
        ["东区", "西区"],
    )[int(draw.integers(4))]
    names = names[: max(2, min(len(names), count // 4))]
    anew = draw.random() < 0.5
    found, done = [], 0
    for number, name in enumerate(names):
        size = count * (number + 1) // len(names) - count * number // len(names)
        first = 1 if anew else done + 1
        values = _with_gaps(draw, first, size)
        done = int(values[-1])
        found.append(Part(name, tuple(Numbered(v, v + suffix) for v in values)))
    return found


def _values(draw: Draw, kind: Kind, count: int) -> list[str]:
    """Labels of one complex: gaps, a start that is not 1, 甲 and 乙, letters before numbers."""
    style = draw.random()
    if kind is Kind.ESTATE and count >= 6 and style < 0.08:
        half = count // 2
        return [f"A{n}" for n in range(1, half + 1)] + [f"B{n}" for n in range(1, count - half + 1)]
    if kind in (Kind.OLD, Kind.DORMITORY) and count >= 4 and style < 0.15:
        plain = _with_gaps(draw, 1, count - 2)
        return [*plain, *(f"{stem}{plain[-1]}" for stem in STEMS[:2])]
    return _with_gaps(draw, 101 if style > 0.985 else 1, count)


def _with_gaps(draw: Draw, first: int, count: int) -> list[str]:
    steps = 1 + (draw.random(count) < 0.1)
    steps[0] = 1
    return [str(first - 1 + int(total)) for total in steps.cumsum()]


def units_of(draw: Draw, kind: Kind) -> list[Numbered]:
    """The stairwells of one building; a tower, and some other buildings, have none."""
    if kind in (Kind.TOWER, Kind.MARKET) or draw.random() < 0.05:
        return []
    if draw.random() < 0.01:
        return [Numbered(side, f"{side}单元") for side in "东西"]
    most = int(draw.choice([1, 2, 3, 4, 5, 6, 8, 10], p=_UNIT_SHARES))
    suffix = "门" if kind is Kind.DORMITORY and draw.random() < 0.05 else "单元"
    return [Numbered(str(n), f"{n}{suffix}") for n in range(1, most + 1)]


_UNIT_SHARES = [0.05, 0.17, 0.22, 0.23, 0.16, 0.1, 0.05, 0.02]
