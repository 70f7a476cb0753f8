"""The common shape of an address, read once and then by its template.

Citizens write one shape: a head (小店区晋阳紫城), then digits with their suffixes
(4号楼10单元1203室). How the general grammar reads it depends on the head and the suffixes,
not on which digits stand there. So the general grammar reads a shape the first time, and
what it made of it becomes a template that the next digits are put into.

A shape is kept only where the general reading is plain: one place, nothing unused, no
doubt, and each number the value of its own segment. Everything else always takes the
general path, so this module can be fast but never right by itself.
"""

import re
from dataclasses import dataclass, replace

from zones.address.values import Address, Level, Part, Segment, Target

_SHAPE = re.compile(
    r"(?P<head>[^\n]{1,40}?(?<![0-9A-Za-z\-~,.、#和与及至到第]))"
    r"(?:(?P<building>[1-9][0-9]{0,2})(?P<of_building>号楼|栋|幢|座|#楼|#))?"
    r"(?:(?P<unit>[1-9][0-9]?)(?P<of_unit>单元|门))?"
    r"(?:(?P<room>[1-9][0-9]{2,3})(?P<of_room>室)?)?"
)
_SLOTS = (("building", Level.BUILDING), ("unit", Level.UNIT))
_MOST_TEMPLATES = 20_000

Key = tuple[str, str | None, str | None, str | None, bool]


@dataclass(frozen=True, slots=True)
class _Template:
    """The segments of the head, and which levels the numbers behind it fill."""

    head: tuple[Segment, ...]
    width: int


_templates: dict[Key, _Template | None] = {}


def match(text: str) -> re.Match[str] | None:
    """``text`` as the common shape, if it has it."""
    return _SHAPE.fullmatch(text)


def _key(shape: re.Match[str]) -> Key:
    return (
        shape["head"],
        shape["of_building"],
        shape["of_unit"],
        shape["of_room"],
        shape["room"] is not None,
    )


def recall(text: str, shape: re.Match[str], offset: int) -> Address | None:
    """The reading of ``text`` by the template of its shape, if there is one."""
    head, building, of_building, unit, of_unit, room, of_room = shape.groups()
    template = _templates.get((head, of_building, of_unit, of_room, room is not None))
    if template is None:
        return None
    path = template.head
    if offset:
        path = tuple(replace(s, start=s.start + offset, end=s.end + offset) for s in path)
    at = template.width + offset
    part = None
    if building is not None:
        end = at + len(building) + len(of_building)
        path = (*path, Segment(Level.BUILDING, building, building + of_building, at, end))
        at = end
    if unit is not None:
        end = at + len(unit) + len(of_unit)
        path = (*path, Segment(Level.UNIT, unit, unit + of_unit, at, end))
        at = end
    if room is not None:
        words, number = room + (of_room or ""), int(room)
        part = Part("room", words, at, at + len(words), number, number)
    return Address(text, (Target(path, (), part),))


def learn(shape: re.Match[str], address: Address, offset: int) -> None:
    """Keep the general reading of a shape as its template, if it is plain."""
    if len(_templates) >= _MOST_TEMPLATES:
        _templates.clear()
    _templates[_key(shape)] = _template(shape, address, offset)


def _template(shape: re.Match[str], address: Address, offset: int) -> _Template | None:
    if len(address.targets) != 1 or address.unused or address.findings:
        return None
    target = address.targets[0]
    if target.exceptions or target.inclusions:
        return None
    width = shape.end("head")
    head = tuple(
        replace(s, start=s.start - offset, end=s.end - offset)
        for s in target.path
        if s.end - offset <= width
    )
    if any(s.range for s in head) or not head:
        return None
    template = _Template(head, width)
    _templates[_key(shape)] = template
    again = recall(address.text, shape, offset)
    return template if again == address else None
