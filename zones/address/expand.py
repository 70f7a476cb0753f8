"""Ranges into single places (展开): 1-5号楼 is five buildings."""

from dataclasses import replace
from itertools import product

from zones.address.tails import phase_name
from zones.address.values import Address, Level, Segment, Target


def expand(address: Address, *, limit: int = 2000) -> tuple[Target, ...]:
    """Every target of ``address`` with its ranges spelled out, at most ``limit`` in all.

    A target whose ranges would pass the limit is kept as it is: ``kept`` tells which.
    """
    found: list[Target] = []
    for target in address.targets:
        room = limit - len(found)
        found += _spelled(target) if 1 < _count(target) <= room else [target]
    return tuple(found)


def kept(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """The targets that still hold a range."""
    return tuple(target for target in targets if _count(target) > 1)


def _count(target: Target) -> int:
    count = 1
    for segment in target.path:
        count *= len(segment.range) if segment.range else 1
    return count


def _spelled(target: Target) -> list[Target]:
    choices = [_singles(segment) if segment.range else [segment] for segment in target.path]
    return [replace(target, path=path) for path in product(*choices)]


def _singles(segment: Segment) -> list[Segment]:
    assert segment.range is not None
    return [
        replace(segment, value=_value(segment, label), range=None)
        for label in segment.range.labels()
    ]


def _value(segment: Segment, label: str) -> str:
    """1-3期 holds 一期, 二期, 三期; 1-9号 holds 1号."""
    if segment.level in (Level.BUILDING, Level.UNIT):
        return label
    suffix = segment.value.lstrip("0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ东南西北甲乙丙丁新老")
    return phase_name(label) if suffix == "期" else label + suffix
