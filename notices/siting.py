"""Of what level a place yet to be made is, and what it lies in (定级定属), as a person decides.

The official words stay as they are: they are read as the name of a place of another level, or
of one inside a subdistrict or community that they do not name. The decision is about the name
and holds for every entry of the notice that bears it in its district. Pure values.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from notices.malformed import Malformed
from zones.address import local_key, parse, show
from zones.address.keys import is_numbered
from zones.address.values import Level, Segment
from zones.gazetteer.anchors import DIVISIONS, HOLDERS, anchors_of, key_of

LEVELS = {
    Level.COMPLEX: "小区、院落",
    Level.COMMUNITY: "社区、村",
    Level.STREET: "街路",
    Level.AREA: "片区",
    Level.SUBDISTRICT: "街道、乡镇",
}
"""The levels of a place that is found by its name, the likeliest first."""
INSIDE = {Level.SECTION: "分区", Level.BUILDING: "楼栋", Level.UNIT: "单元"}
LONGEST = 120
_ORDER = (*DIVISIONS, *HOLDERS)


@dataclass(frozen=True, slots=True)
class Siting:
    """What was decided of one new place: its level, and the words of what it lies in.

    ``place`` is its reference (``siting_ref``); ``within`` empty leaves that as written.
    """

    place: str
    level: Level
    within: str = ""

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise Malformed("新地点的层级只能是小区、社区、街路、片区或街道。")
        if len(self.within) > LONGEST:
            raise Malformed("上级的写法太长。")
        _ = self.holders  # Raises where the words name none.

    @property
    def holders(self) -> tuple[Segment, ...]:
        """What the place lies in, coarse to fine. Raises ``Malformed``."""
        return tuple(_holders(self.within, self.level)) if self.within else ()

    @property
    def told(self) -> str:
        """The decision in words."""
        return LEVELS[self.level] + (f"，属于{self.within}" if self.within else "")


def siting_ref(code: str, path: Sequence[Segment]) -> str:
    """What a decision calls the place that a path is found by: district (code), key and name."""
    own = [s for s in path if s.level not in INSIDE]
    return f"{code}|{local_key(own)}|{show(own)}"


def sited(path: Sequence[Segment], by: Siting, district: str) -> tuple[Segment, ...]:
    """A path as a person reads it, in the district of this name. Raises ``Malformed``."""
    own = anchors_of(path)[0].used[-1]
    now = replace(own, level=by.level)
    if by.level is not own.level:
        _require_apt(path, own, by.level)
    others = [s for s in path if s is not own]
    added = []
    for holder in by.holders:
        if holder.level in DIVISIONS:
            _require_same(holder, district)
            continue
        written = next((s for s in others if s.level is holder.level), None)
        if written is None:
            added.append(holder)
        elif key_of(written) != key_of(holder):
            raise Malformed(
                f"原文写明“{own.text}”属于{written.text}，不能改属{holder.text}；读错了请改读。"
            )
    above = sorted((*added, *(s for s in others if s.level in _ORDER)), key=_rank)
    found = (*above, *(now if s is own else s for s in path if s.level not in _ORDER or s is own))
    if anchors_of(found)[0].used[-1] is not now:
        raise Malformed(f"原文另写明了更细的地点，不能把“{own.text}”定为{LEVELS[by.level]}。")
    return found


def _rank(segment: Segment) -> int:
    return _ORDER.index(segment.level)


def _require_apt(path: Sequence[Segment], own: Segment, level: Level) -> None:
    if is_numbered(own.value):
        raise Malformed(f"“{own.text}”只有编号，靠街路才找得到，不能改作{LEVELS[level]}。")
    if other := next((s for s in path if s is not own and s.level is level), None):
        raise Malformed(
            f"原文已写明{LEVELS[level]}“{other.text}”，“{own.text}”不能也是{LEVELS[level]}。"
        )


def _require_same(named: Segment, district: str) -> None:
    if named.level is Level.DISTRICT and named.value != district:
        raise Malformed(f"上级在{named.value}，条目在{district}：新地点只能属于本区县。")


def _holders(words: str, level: Level) -> Iterable[Segment]:
    """The subdistrict and community that some words name, and the divisions in front of them."""
    address = parse(words)
    target = address.targets[0] if len(address.targets) == 1 else None
    if target is None or address.unused or target.exceptions or target.part:
        raise Malformed(f"“{words}”不是一个街道、乡镇、社区或村。")
    own = target.path[-1]
    if own.level not in HOLDERS:
        what = {**LEVELS, **INSIDE}.get(own.level, "地点")
        raise Malformed(
            f"“{words}”读作{what}，不能作{LEVELS[level]}的上级：上级须是街道、乡镇或社区、村。"
        )
    if level in HOLDERS and HOLDERS.index(own.level) >= HOLDERS.index(level):
        raise Malformed(f"“{words}”是{LEVELS[own.level]}，不能作{LEVELS[level]}的上级。")
    # They stand nowhere in the notice.
    return (replace(s, start=0, end=0) for s in target.path)
